from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class ContractStatus(OpenEnum):
    """Where a contract stands. Observed on reads; that it can be written is inferred from proposals. `signed` was
    observed, the others come from the help centre."""

    DRAFT = "draft"
    PENDING = "pending"
    SIGNED = "signed"
    CANCELLED = "cancelled"


if TYPE_CHECKING:
    # fmt: off
    KnownContractStatus = Literal["draft", "pending", "signed", "cancelled"]
    # fmt: on
