from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._model import (
    NUMBER,
    NUMBERS,
    TEXT,
    Model,
    new,
    odd,
    unknown,
    wire,
)

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "title",
        "value",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Tax(Model):
    """A tax on an invoice."""

    title: str | None = wire("title", TEXT)
    """The tax's name. Evidence: documented."""
    value: float | None = wire("value", NUMBER)
    """The rate in per cent. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if len(d) != 2:
            d = _ABSENT | d
        o = new(cls)
        o.title = v if (v := d["title"]) is None else v if v.__class__ is str else odd(v)
        o.value = v if (v := d["value"]) is None else v if v.__class__ in NUMBERS else odd(v)
        o._extra = None if len(d) == 2 else unknown(d, _ABSENT)
        return o
