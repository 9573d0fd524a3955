from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    NUMBER,
    NUMBER_TYPES,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "x",
        "y",
        "width",
        "height",
    )
)


@define(kw_only=True, eq=False, repr=False)
class DashboardPageLayoutEntry(Model):
    """The place and size of one block on the grid. Under which key it names the block is unknown."""

    x: float | None = field("x", NUMBER)
    """The column, from the left. Evidence: observed."""
    y: float | None = field("y", NUMBER)
    """The row, from the top. Evidence: observed."""
    width: float | None = field("width", NUMBER)
    """How many columns the block takes. Evidence: observed."""
    height: float | None = field("height", NUMBER)
    """How many rows the block takes. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 4:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 4 else unknown_keys(d, _ABSENT)
        try:
            o.x = v if (v := d["x"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.y = v if (v := d["y"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.width = v if (v := d["width"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.height = v if (v := d["height"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
