from __future__ import annotations

from typing import Any

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, NUMBER, TEXT
from plutio_async._models.fields import field, json, number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class ProposalBillableItem(RecordPart):
    """A billed item of a proposal."""

    title: str | None = field("title", TEXT)
    """What is offered."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML."""
    quantity: float | None = attrs.field(default=None, converter=number, metadata=json("quantity", NUMBER))
    """How many."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The price of one. It may come as text; one client reads both."""
    tax: str | None = field("tax", TEXT)
    """The tax rate as text with a per cent sign, such as `0%`."""
    settings: Any = field("settings", ANYTHING)
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value."""
