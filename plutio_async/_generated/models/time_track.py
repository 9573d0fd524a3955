from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .time_track_billing_status import TimeTrackBillingStatus

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
        "projectId",
        "taskId",
        "personId",
        "startedAt",
        "stoppedAt",
        "time",
        "isManualTime",
        "billingRate",
        "billingAmount",
        "billingStatus",
        "categoryId",
        "customFields",
        "status",
        "currency",
        "costRate",
        "costAmount",
        "costStatus",
    )
)


@define(kw_only=True, eq=False, repr=False)
class TimeTrack(CustomRecord):
    """A piece of work with its start, end, cost and price."""

    custom_entity: ClassVar[str] = "time-track"

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
    """What was done. Evidence: observed."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text. Evidence: documented."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project. Evidence: observed."""
    task_id: str | None = field("taskId", TEXT, refers_to=("tasks",))
    """The `_id` of the task, not its legacy number. Evidence: observed."""
    person_id: str | None = field("personId", TEXT, refers_to=("people",))
    """The id of the person whose time it is. Evidence: observed."""
    started_at: datetime | None = field("startedAt", MOMENT)
    """When the work began. Not `startAt` or `startDate`. Evidence: observed."""
    stopped_at: datetime | None = field("stoppedAt", MOMENT)
    """When the work ended. Not `endAt` or `endDate`. Evidence: observed."""
    time: float | None = field("time", NUMBER)
    """How long it took. The unit is disputed: seconds by one source (5400 for an hour and a half), minutes by another.
    Prefer `startedAt` and `stoppedAt`, or check on your workspace. Evidence: observed."""
    is_manual_time: bool | None = field("isManualTime", BOOLEAN)
    """Whether the time was entered by hand and not by a timer. Evidence: observed."""
    billing_rate: float | None = field("billingRate", NUMBER)
    """The price of an hour. Money was observed to come as text too, on other records. Evidence: observed."""
    billing_amount: float | None = field("billingAmount", NUMBER)
    """What the entry brings in. Whether the server computes it from `billingRate` is unknown. Money was observed to come
    as text too, on other records. Evidence: observed."""
    billing_status: TimeTrackBillingStatus | None = field("billingStatus", Choice(TimeTrackBillingStatus))
    """Whether the time was billed and paid for. Evidence: observed."""
    category_id: str | None = field("categoryId", TEXT, refers_to=("categories",))
    """The id of the entry's category. Evidence: observed."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Listed here, although the list of records that have custom fields leaves time entries out.
    Evidence: documented."""
    status: str | None = field("status", TEXT)
    """Where the entry stands. The values are unknown. Evidence: observed."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Evidence: observed."""
    cost_rate: float | None = field("costRate", NUMBER)
    """What an hour costs the workspace. Money was observed to come as text too, on other records. Evidence: observed."""
    cost_amount: float | None = field("costAmount", NUMBER)
    """What the entry costs the workspace. Money was observed to come as text too, on other records. Evidence: observed."""
    cost_status: str | None = field("costStatus", TEXT)
    """Whether the cost is settled. The values are unknown. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 26:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 26 else unknown_keys(d, _ABSENT)
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
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.task_id = v if (v := d["taskId"]).__class__ is str or v is None else mismatch(v)
            o.person_id = v if (v := d["personId"]).__class__ is str or v is None else mismatch(v)
            o.started_at = (
                v
                if (v := d["startedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.stopped_at = (
                v
                if (v := d["stoppedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.time = v if (v := d["time"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.is_manual_time = v if (v := d["isManualTime"]).__class__ is bool or v is None else mismatch(v)
            o.billing_rate = v if (v := d["billingRate"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.billing_amount = v if (v := d["billingAmount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.billing_status = (
                v if (v := d["billingStatus"]) is None else TimeTrackBillingStatus.known(v) or TimeTrackBillingStatus(v)
            )
            o.category_id = v if (v := d["categoryId"]).__class__ is str or v is None else mismatch(v)
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.status = v if (v := d["status"]).__class__ is str or v is None else mismatch(v)
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.cost_rate = v if (v := d["costRate"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.cost_amount = v if (v := d["costAmount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.cost_status = v if (v := d["costStatus"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
