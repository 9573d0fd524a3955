from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class InvoiceStatus(OpenEnum):
    """Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update ignores it silently."""

    DRAFT = "draft"
    PENDING = "pending"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


if TYPE_CHECKING:
    # fmt: off
    KnownInvoiceStatus = Literal["draft", "pending", "paid", "overdue", "cancelled"]
    # fmt: on
