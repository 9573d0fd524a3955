from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class TransactionType(OpenEnum):
    """Whether money came in or went out."""

    IN = "in"
    OUT = "out"
