from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model


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
class Status(Model):
    """A step that a project or a conversation goes through. A workspace has `New`, `In progress`, `Completed` and
    `Canceled` for projects by default."""

    resource_name: ClassVar[str | None] = "statuses"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
    title: str | None = field("title", TEXT)
    """The status's name, as people see it."""
    entity_type: StatusEntityType | None = field("entityType", Choice(StatusEntityType))
    """What kind of record has the status."""
    color: str | None = field("color", TEXT)
    """The colour as a hex triplet."""
    type: StatusType | None = field("type", Choice(StatusType))
    """What the status means to the system, whatever its title. Which types go with which records is unknown."""
