from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


class StatusEntityType(OpenEnum):
    """What kind of record has the status."""

    CONVERSATION = "conversation"
    PROJECT = "project"


if TYPE_CHECKING:
    # fmt: off
    KnownStatusEntityType = Literal["conversation", "project"]
    # fmt: on


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


@define(kw_only=True, eq=False, repr=False)
class Status(AnyRecord):
    """A step that a project or a conversation goes through. A workspace has `New`, `In progress`, `Completed` and
    `Canceled` for projects by default."""

    resource_name: ClassVar[str | None] = "statuses"

    title: str | None = field("title", TEXT)
    """The status's name, as people see it."""
    entity_type: StatusEntityType | None = field("entityType", Choice(StatusEntityType))
    """What kind of record has the status."""
    color: str | None = field("color", TEXT)
    """The colour as a hex triplet."""
    type: StatusType | None = field("type", Choice(StatusType))
    """What the status means to the system, whatever its title. Which types go with which records is unknown."""
