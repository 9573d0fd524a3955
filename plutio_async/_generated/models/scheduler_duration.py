from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    NUMBER,
    NUMBER_TYPES,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "duration",
        "costRate",
    )
)


@define(kw_only=True, eq=False, repr=False)
class SchedulerDuration(Model):
    """One length of a meeting, and its price."""

    duration: float | None = field("duration", NUMBER)
    """The length in minutes. Evidence: documented."""
    cost_rate: float | None = field("costRate", NUMBER)
    """The price. Whether it is for the meeting or for an hour is unknown. Money was observed to come as text too, on other
    records. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.duration = v if (v := d["duration"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.cost_rate = v if (v := d["costRate"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
