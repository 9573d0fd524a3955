from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Id, Many
from plutio_async._models.fields import field

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class Event(AnyRecord):
    """An entry of the calendar."""

    resource_name: ClassVar[str | None] = "events"

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
