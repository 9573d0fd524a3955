from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class ContractEntityType(OpenEnum, known_values="some"):
    """What kind of record a contract is linked to. One value is known."""

    PROPOSAL = "proposal"


if TYPE_CHECKING:
    # fmt: off
    KnownContractEntityType = Literal["proposal"]
    # fmt: on
