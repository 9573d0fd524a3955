from __future__ import annotations

import attrs
from attrs import define

from plutio_async._models.codecs import NUMBER
from plutio_async._models.fields import json, number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class ProjectBudget(RecordPart):
    """What the project may cost. Only the amount is known."""

    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The sum, in the project's currency. Money was observed to come as text too, on other records."""
