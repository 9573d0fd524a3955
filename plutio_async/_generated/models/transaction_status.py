from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class TransactionStatus(OpenEnum, known_values="some"):
    """Where a transaction stands. Only one value was observed, and only on reads."""

    PAID = "paid"
