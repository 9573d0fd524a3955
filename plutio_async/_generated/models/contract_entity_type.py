from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class ContractEntityType(OpenEnum, known_values="some"):
    """What kind of record a contract is linked to. One value is known."""

    PROPOSAL = "proposal"
