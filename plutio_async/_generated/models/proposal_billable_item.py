from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    ANYTHING,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "title",
        "descriptionHTML",
        "quantity",
        "amount",
        "tax",
        "settings",
    )
)


@define(kw_only=True, eq=False, repr=False)
class ProposalBillableItem(Model):
    """A billed item of a proposal."""

    title: str | None = field("title", TEXT)
    """What is offered. Evidence: observed."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. Evidence: observed."""
    quantity: float | None = field("quantity", NUMBER)
    """How many. Evidence: observed."""
    amount: float | None = field("amount", NUMBER)
    """The price of one. It may come as text; one client reads both. Evidence: observed."""
    tax: str | None = field("tax", TEXT)
    """The tax rate as text with a per cent sign, such as `0%`. Evidence: observed."""
    settings: Any = field("settings", ANYTHING)
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value.
    Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 6:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 6 else unknown_keys(d, _ABSENT)
        try:
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.description_html = v if (v := d["descriptionHTML"]).__class__ is str or v is None else mismatch(v)
            o.quantity = v if (v := d["quantity"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.amount = v if (v := d["amount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.tax = v if (v := d["tax"]).__class__ is str or v is None else mismatch(v)
            o.settings = d["settings"]
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
