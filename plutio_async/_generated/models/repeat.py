from __future__ import annotations

import attrs
from attrs import define

from plutio_async._models.codecs import INTEGER, NUMBER, TEXT, Choice
from plutio_async._models.fields import field, json, number
from plutio_async._models.model import RecordPart

from .repeat_interval import RepeatInterval


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class Repeat(RecordPart):
    """How often a subscription makes an invoice."""

    interval_type: RepeatInterval | None = field("intervalType", Choice(RepeatInterval))
    """The unit of a repetition."""
    interval: int | None = field("interval", INTEGER)
    """How many intervals lie between two invoices."""
    rrule: str | None = field("rrule", TEXT)
    """The same as an RFC 5545 recurrence rule."""
    month_day: float | None = attrs.field(default=None, converter=number, metadata=json("monthDay", NUMBER))
    """The day of the month. The type is inferred. Inferred."""
    year_month: float | None = attrs.field(default=None, converter=number, metadata=json("yearMonth", NUMBER))
    """The month of the year. The type is inferred. Inferred."""
    year_month_day: float | None = attrs.field(default=None, converter=number, metadata=json("yearMonthDay", NUMBER))
    """The day of that month. The type is inferred. Inferred."""
    action: str | None = field("action", TEXT)
    """What happens at each interval. The type is inferred and the values are unknown. Inferred."""
