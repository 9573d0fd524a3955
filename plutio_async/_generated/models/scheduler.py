from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import BOOLEAN, NUMBER, TEXT, Choice, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyCustomRecord
from .custom_field_value import CustomFieldValue


class SchedulerLocationType(OpenEnum):
    """Where the meeting takes place."""

    GOOGLE_MEET = "google-meet"
    ZOOM = "zoom"
    ADDRESS = "address"
    MANUAL_LINK = "manual-link"


if TYPE_CHECKING:
    # fmt: off
    KnownSchedulerLocationType = Literal["google-meet", "zoom", "address", "manual-link"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class SchedulerDuration(RecordPart):
    """One length of a meeting, and its price."""

    duration: float | None = attrs.field(default=None, converter=number, metadata=json("duration", NUMBER))
    """The length in minutes."""
    cost_rate: float | None = attrs.field(default=None, converter=number, metadata=json("costRate", NUMBER))
    """The price. Whether it is for the meeting or for an hour is unknown. Money was observed to come as text too, on other
    records."""


@define(kw_only=True, eq=False, repr=False)
class Scheduler(AnyCustomRecord):
    """A booking page. No source shows a record as it was read, so the known fields are the writable ones."""

    resource_name: ClassVar[str | None] = "scheduler"
    custom_entity: ClassVar[str] = "scheduler"

    name: str | None = field("name", TEXT)
    """The scheduler's name. Listed beside `title`; how the two differ is unknown."""
    title: str | None = field("title", TEXT)
    """The scheduler's title. Listed beside `name`; how the two differ is unknown."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text."""
    durations: list[SchedulerDuration] | None = field("durations", Many(Ref(lambda: SchedulerDuration)))
    """The lengths of a meeting to choose from."""
    location_type: SchedulerLocationType | None = field("locationType", Choice(SchedulerLocationType))
    """Where the meeting takes place."""
    is_collect_payment: bool | None = field("isCollectPayment", BOOLEAN)
    """Whether a booking has to be paid for."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
