from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Id, Many
from plutio_async._models.fields import field
from plutio_async._models.model import Model


@define(kw_only=True, eq=False, repr=False)
class Event(Model):
    """An entry of the calendar."""

    resource_name: ClassVar[str | None] = "events"

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
    """What the event is called."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When it begins."""
    end_date: datetime | None = field("endDate", MOMENT)
    """When it ends."""
    is_all_day: bool | None = field("isAllDay", BOOLEAN)
    """Whether it takes the whole day."""
    participants: list[str] | None = field("participants", Many(Id(("profiles",))))
    """The profile ids of those who take part."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that it belongs to."""
    location: str | None = field("location", TEXT)
    """Where it takes place. Named by one connector only. Inferred."""
