from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .custom_field_value import CustomFieldValue
from .scheduler_duration import SchedulerDuration
from .scheduler_location_type import SchedulerLocationType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "name",
        "title",
        "descriptionPlain",
        "durations",
        "locationType",
        "isCollectPayment",
        "customFields",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Scheduler(CustomRecord):
    """A booking page. No source shows a record as it was read, so the known fields are the writable ones."""

    custom_entity: ClassVar[str] = "scheduler"

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
    name: str | None = field("name", TEXT)
    """The scheduler's name. Listed beside `title`; how the two differ is unknown. Evidence: documented."""
    title: str | None = field("title", TEXT)
    """The scheduler's title. Listed beside `name`; how the two differ is unknown. Evidence: documented."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text. Evidence: documented."""
    durations: list[SchedulerDuration] | None = field("durations", Many(Ref(SchedulerDuration)))
    """The lengths of a meeting to choose from. Evidence: documented."""
    location_type: SchedulerLocationType | None = field("locationType", Choice(SchedulerLocationType))
    """Where the meeting takes place. Evidence: documented."""
    is_collect_payment: bool | None = field("isCollectPayment", BOOLEAN)
    """Whether a booking has to be paid for. Evidence: documented."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 14:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 14 else unknown_keys(d, _ABSENT)
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
            o.name = v if (v := d["name"]).__class__ is str or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.description_plain = v if (v := d["descriptionPlain"]).__class__ is str or v is None else mismatch(v)
            o.durations = (
                v
                if (v := d["durations"]) is None
                else list(map(SchedulerDuration.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.location_type = (
                v if (v := d["locationType"]) is None else SchedulerLocationType.known(v) or SchedulerLocationType(v)
            )
            o.is_collect_payment = v if (v := d["isCollectPayment"]).__class__ is bool or v is None else mismatch(v)
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
