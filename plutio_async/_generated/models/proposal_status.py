from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class ProposalStatus(OpenEnum):
    """Where a proposal stands. Declined and cancelled can be written to a pending proposal."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    OVERDUE = "overdue"


if TYPE_CHECKING:
    # fmt: off
    KnownProposalStatus = Literal[
        "draft", "pending", "approved", "declined", "cancelled", "overdue"
    ]
    # fmt: on
