from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class TransactionType(OpenEnum):
    """Whether money came in or went out."""

    IN = "in"
    OUT = "out"
