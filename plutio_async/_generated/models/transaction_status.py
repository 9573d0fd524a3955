from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class TransactionStatus(OpenEnum, known_values="some"):
    """Where a transaction stands. Only `paid` was observed, and only on reads and as a filter; that it can be written is
    inferred."""

    PAID = "paid"
