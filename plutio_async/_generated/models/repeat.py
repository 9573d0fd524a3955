from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    INTEGER,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .repeat_interval import RepeatInterval

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "intervalType",
        "interval",
        "rrule",
        "monthDay",
        "yearMonth",
        "yearMonthDay",
        "action",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Repeat(Model):
    """How often a subscription makes an invoice."""

    interval_type: RepeatInterval | None = field("intervalType", Choice(RepeatInterval))
    """The unit of a repetition. Evidence: observed."""
    interval: int | None = field("interval", INTEGER)
    """How many intervals lie between two invoices. Evidence: observed."""
    rrule: str | None = field("rrule", TEXT)
    """The same as an RFC 5545 recurrence rule. Evidence: observed."""
    month_day: float | None = field("monthDay", NUMBER)
    """The day of the month. The type is inferred. Evidence: inferred."""
    year_month: float | None = field("yearMonth", NUMBER)
    """The month of the year. The type is inferred. Evidence: inferred."""
    year_month_day: float | None = field("yearMonthDay", NUMBER)
    """The day of that month. The type is inferred. Evidence: inferred."""
    action: str | None = field("action", TEXT)
    """What happens at each interval. The type is inferred and the values are unknown. Evidence: inferred."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 7:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 7 else unknown_keys(d, _ABSENT)
        try:
            o.interval_type = v if (v := d["intervalType"]) is None else RepeatInterval.known(v) or RepeatInterval(v)
            o.interval = v if (v := d["interval"]).__class__ is int or v is None else mismatch(v)
            o.rrule = v if (v := d["rrule"]).__class__ is str or v is None else mismatch(v)
            o.month_day = v if (v := d["monthDay"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.year_month = v if (v := d["yearMonth"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.year_month_day = v if (v := d["yearMonthDay"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.action = v if (v := d["action"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
