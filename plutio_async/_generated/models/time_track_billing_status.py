from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class TimeTrackBillingStatus(OpenEnum):
    """Whether the time was billed and paid for."""

    INVOICED = "invoiced"
    NON_BILLABLE = "non-billable"
    PAID = "paid"
    UNPAID = "unpaid"
