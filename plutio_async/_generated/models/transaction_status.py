from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class TransactionStatus(OpenEnum, known_values="some"):
    """Where a transaction stands. Only `paid` was observed, and only on reads and as a filter; that it can be written is
    inferred."""

    PAID = "paid"


if TYPE_CHECKING:
    # fmt: off
    KnownTransactionStatus = Literal["paid"]
    # fmt: on
