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
        "first",
        "last",
    )
)


@define(kw_only=True, eq=False, repr=False)
class PersonName(Model):
    """The name of a person, in two parts. Filter by `name.first` and `name.last`."""

    first: str | None = field("first", TEXT)
    """The given name. Evidence: observed."""
    last: str | None = field("last", TEXT)
    """The family name. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.first = v if (v := d["first"]).__class__ is str or v is None else mismatch(v)
            o.last = v if (v := d["last"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
