from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class StatusType(OpenEnum):
    """What the status means to the system, whatever its title. Which types go with which records is unknown."""

    ACTIVE = "active"
    CLOSED = "closed"
    COMPLETED = "completed"
    OPEN = "open"


if TYPE_CHECKING:
    # fmt: off
    KnownStatusType = Literal["active", "closed", "completed", "open"]
    # fmt: on
