from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "number",
        "type",
    )
)


@define(kw_only=True, eq=False, repr=False)
class ContactPhone(Model):
    """A phone number of a person or a company."""

    number: str | None = field("number", TEXT)
    """The number. Evidence: observed."""
    type: str | None = field("type", TEXT)
    """What the number is for. The values are unknown. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.number = v if (v := d["number"]).__class__ is str or v is None else mismatch(v)
            o.type = v if (v := d["type"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
