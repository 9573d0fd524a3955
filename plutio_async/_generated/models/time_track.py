from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, NUMBER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue


class TimeTrackBillingStatus(OpenEnum):
    """Whether the time was billed and paid for."""

    INVOICED = "invoiced"
    NON_BILLABLE = "non-billable"
    PAID = "paid"
    UNPAID = "unpaid"


if TYPE_CHECKING:
    # fmt: off
    KnownTimeTrackBillingStatus = Literal["invoiced", "non-billable", "paid", "unpaid"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class TimeTrack(AnyCustomRecord):
    """A piece of work with its start, end, cost and price."""

    resource_name: ClassVar[str | None] = "time_tracks"
    custom_entity: ClassVar[str] = "time-track"

    title: str | None = field("title", TEXT)
    """What was done."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project."""
    task_id: str | None = field("taskId", Id(("tasks",)))
    """The `_id` of the task, not its legacy number."""
    person_id: str | None = field("personId", Id(("people",)))
    """The id of the person whose time it is."""
    started_at: datetime | None = field("startedAt", MOMENT)
    """When the work began. Not `startAt` or `startDate`."""
    stopped_at: datetime | None = field("stoppedAt", MOMENT)
    """When the work ended. Not `endAt` or `endDate`."""
    time: float | None = attrs.field(default=None, converter=number, metadata=json("time", NUMBER))
    """How long it took. The unit is disputed: seconds by one source (5400 for an hour and a half), minutes by another.
    Prefer `startedAt` and `stoppedAt`, or check on your workspace."""
    is_manual_time: bool | None = field("isManualTime", BOOLEAN)
    """Whether the time was entered by hand and not by a timer."""
    billing_rate: float | None = attrs.field(default=None, converter=number, metadata=json("billingRate", NUMBER))
    """The price of an hour. Money was observed to come as text too, on other records."""
    billing_amount: float | None = attrs.field(default=None, converter=number, metadata=json("billingAmount", NUMBER))
    """What the entry brings in. Whether the server computes it from `billingRate` is unknown. Money was observed to come
    as text too, on other records."""
    billing_status: TimeTrackBillingStatus | None = field("billingStatus", Choice(TimeTrackBillingStatus))
    """Whether the time was billed and paid for."""
    category_id: str | None = field("categoryId", Id(("categories",)))
    """The id of the entry's category."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Listed here, although the list of records that have custom fields leaves time entries out."""
    status: str | None = field("status", TEXT)
    """Where the entry stands. The values are unknown."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    cost_rate: float | None = attrs.field(default=None, converter=number, metadata=json("costRate", NUMBER))
    """What an hour costs the workspace. Money was observed to come as text too, on other records."""
    cost_amount: float | None = attrs.field(default=None, converter=number, metadata=json("costAmount", NUMBER))
    """What the entry costs the workspace. Money was observed to come as text too, on other records."""
    cost_status: str | None = field("costStatus", TEXT)
    """Whether the cost is settled. The values are unknown."""
