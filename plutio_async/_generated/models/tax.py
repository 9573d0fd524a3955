from __future__ import annotations

import attrs
from attrs import define

from plutio_async._models.codecs import NUMBER, TEXT
from plutio_async._models.fields import field, json, number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class Tax(RecordPart):
    """A tax on an invoice."""

    title: str | None = field("title", TEXT)
    """The tax's name."""
    value: float | None = attrs.field(default=None, converter=number, metadata=json("value", NUMBER))
    """The rate in per cent."""
