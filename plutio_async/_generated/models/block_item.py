from __future__ import annotations

from typing import Any

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, NUMBER, TEXT, Either
from plutio_async._models.fields import field, json, number, text_or_number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class BlockItem(RecordPart):
    """A line of an items block. Its fields are those of a billed item of a proposal, by inference."""

    title: str | None = field("title", TEXT)
    """What is sold. Inferred."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. Inferred."""
    quantity: float | None = attrs.field(default=None, converter=number, metadata=json("quantity", NUMBER))
    """How many. Inferred."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The price of one. It may come as text. Inferred."""
    tax: str | float | None = attrs.field(
        default=None, converter=text_or_number, metadata=json("tax", Either(TEXT, NUMBER))
    )
    """The tax rate in per cent: text such as `20%` on a billed item of a proposal, a number on an item of the price list.
    Which of them a line takes is unknown. Inferred."""
    settings: Any = field("settings", ANYTHING)
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value."""
