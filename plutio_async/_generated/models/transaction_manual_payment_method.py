from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class TransactionManualPaymentMethod(OpenEnum):
    """How a payment outside Plutio was made."""

    CASH = "cash"
    CHECK = "check"
    CREDIT = "credit"
    DEBIT = "debit"
    WIRE_TRANSFER = "wire-transfer"


if TYPE_CHECKING:
    # fmt: off
    KnownTransactionManualPaymentMethod = Literal["cash", "check", "credit", "debit", "wire-transfer"]
    # fmt: on
