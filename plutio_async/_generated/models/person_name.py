from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._model import (
    TEXT,
    Model,
    new,
    odd,
    unknown,
    wire,
)

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "first",
        "last",
    )
)


@define(kw_only=True, eq=False, repr=False)
class PersonName(Model):
    """The name of a person, in two parts. Filter by `name.first` and `name.last`."""

    first: str | None = wire("first", TEXT)
    """The given name. Evidence: observed."""
    last: str | None = wire("last", TEXT)
    """The family name. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if len(d) != 2:
            d = _ABSENT | d
        o = new(cls)
        o.first = v if (v := d["first"]) is None else v if v.__class__ is str else odd(v)
        o.last = v if (v := d["last"]) is None else v if v.__class__ is str else odd(v)
        o._extra = None if len(d) == 2 else unknown(d, _ABSENT)
        return o
