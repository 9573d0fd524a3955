from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    Many,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "title",
        "descriptionPlain",
        "descriptionHTML",
        "startDate",
        "endDate",
        "isAllDay",
        "participants",
        "projectId",
        "location",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Event(Model):
    """An entry of the calendar."""

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque. Evidence: observed."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record. Evidence: observed."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made. Evidence: observed."""
    created_by: str | None = field("createdBy", TEXT, refers_to=("profiles", "people"))
    """The id of the profile or person that made the record. Evidence: observed."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed. Evidence: observed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown. Evidence: observed."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them. Evidence:
    observed."""
    title: str | None = field("title", TEXT)
    """What the event is called. Evidence: documented."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text. Evidence: documented."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. Evidence: documented."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When it begins. Evidence: documented."""
    end_date: datetime | None = field("endDate", MOMENT)
    """When it ends. Evidence: documented."""
    is_all_day: bool | None = field("isAllDay", BOOLEAN)
    """Whether it takes the whole day. Evidence: documented."""
    participants: list[str] | None = field("participants", Many(TEXT), refers_to=("profiles",))
    """The profile ids of those who take part. Evidence: documented."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project that it belongs to. Evidence: documented."""
    location: str | None = field("location", TEXT)
    """Where it takes place. Named by one connector only. Evidence: inferred."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 16:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 16 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str and v else mismatch(v)
            o.business_id = v if (v := d["businessId"]).__class__ is str or v is None else mismatch(v)
            o.created_at = (
                v
                if (v := d["createdAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.created_by = v if (v := d["createdBy"]).__class__ is str or v is None else mismatch(v)
            o.updated_at = (
                v
                if (v := d["updatedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_archived = v if (v := d["isArchived"]).__class__ is bool or v is None else mismatch(v)
            o.is_template = v if (v := d["isTemplate"]).__class__ is bool or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.description_plain = v if (v := d["descriptionPlain"]).__class__ is str or v is None else mismatch(v)
            o.description_html = v if (v := d["descriptionHTML"]).__class__ is str or v is None else mismatch(v)
            o.start_date = (
                v
                if (v := d["startDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.end_date = (
                v
                if (v := d["endDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_all_day = v if (v := d["isAllDay"]).__class__ is bool or v is None else mismatch(v)
            o.participants = (
                v
                if (v := d["participants"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.location = v if (v := d["location"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
