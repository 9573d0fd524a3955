from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "title",
        "value",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Tax(Model):
    """A tax on an invoice."""

    title: str | None = field("title", TEXT)
    """The tax's name. Evidence: documented."""
    value: float | None = field("value", NUMBER)
    """The rate in per cent. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.value = v if (v := d["value"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
