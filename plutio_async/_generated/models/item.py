from __future__ import annotations

from typing import ClassVar

import attrs
from attrs import define

from plutio_async._models.codecs import NUMBER, TEXT
from plutio_async._models.fields import field, json, number

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Item(AnyRecord):
    """A product or a service with a price."""

    resource_name: ClassVar[str | None] = "items"

    title: str | None = field("title", TEXT)
    """What is sold."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The price of one. It may come as text."""
    quantity: float | None = attrs.field(default=None, converter=number, metadata=json("quantity", NUMBER))
    """How many by default."""
    tax: float | None = attrs.field(default=None, converter=number, metadata=json("tax", NUMBER))
    """The tax rate in per cent. A number here, unlike the tax of an invoice or of a proposal's item."""
