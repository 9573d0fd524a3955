from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs
from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, NUMBER, TEXT, Id
from plutio_async._models.fields import field, json, number
from plutio_async._models.model import Model


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Item(Model):
    """A product or a service with a price."""

    resource_name: ClassVar[str | None] = "items"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
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
