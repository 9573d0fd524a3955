from __future__ import annotations

import attrs
from attrs import define

from plutio_async._models.codecs import NUMBER
from plutio_async._models.fields import json, number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class SchedulerDuration(RecordPart):
    """One length of a meeting, and its price."""

    duration: float | None = attrs.field(default=None, converter=number, metadata=json("duration", NUMBER))
    """The length in minutes."""
    cost_rate: float | None = attrs.field(default=None, converter=number, metadata=json("costRate", NUMBER))
    """The price. Whether it is for the meeting or for an hour is unknown. Money was observed to come as text too, on other
    records."""
