from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class InvoiceSubscriptionStatus(OpenEnum):
    """Where an invoice subscription stands. Only seen on reads; a bulk update ignores it silently."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    PAST_DUE = "past_due"
