from __future__ import annotations

import attrs
from attrs import define

from plutio_async._models.codecs import NUMBER
from plutio_async._models.fields import json, number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class DashboardPageLayoutEntry(RecordPart):
    """The place and size of one block on the grid. Under which key it names the block is unknown."""

    x: float | None = attrs.field(default=None, converter=number, metadata=json("x", NUMBER))
    """The column, from the left."""
    y: float | None = attrs.field(default=None, converter=number, metadata=json("y", NUMBER))
    """The row, from the top."""
    width: float | None = attrs.field(default=None, converter=number, metadata=json("width", NUMBER))
    """How many columns the block takes."""
    height: float | None = attrs.field(default=None, converter=number, metadata=json("height", NUMBER))
    """How many rows the block takes."""
