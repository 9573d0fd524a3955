from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class InvoiceSubscriptionStatus(OpenEnum):
    """Where an invoice subscription stands. Observed on reads. One form writes it, and whether the server takes it is
    unknown; a bulk update ignores it silently."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    PAST_DUE = "past_due"


if TYPE_CHECKING:
    # fmt: off
    KnownInvoiceSubscriptionStatus = Literal[
        "draft", "active", "paused", "cancelled", "failed", "past_due"
    ]
    # fmt: on
