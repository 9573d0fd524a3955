from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class TransactionManualPaymentMethod(OpenEnum):
    """How a payment outside Plutio was made."""

    CASH = "cash"
    CHECK = "check"
    CREDIT = "credit"
    DEBIT = "debit"
    WIRE_TRANSFER = "wire-transfer"
