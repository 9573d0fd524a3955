from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class TimeTrackBillingStatus(OpenEnum):
    """Whether the time was billed and paid for."""

    INVOICED = "invoiced"
    NON_BILLABLE = "non-billable"
    PAID = "paid"
    UNPAID = "unpaid"


if TYPE_CHECKING:
    # fmt: off
    KnownTimeTrackBillingStatus = Literal["invoiced", "non-billable", "paid", "unpaid"]
    # fmt: on
