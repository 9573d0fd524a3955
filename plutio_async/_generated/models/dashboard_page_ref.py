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
        "_id",
        "title",
    )
)


@define(kw_only=True, eq=False, repr=False)
class DashboardPageRef(Model):
    """Refers to a page of a dashboard."""

    id: str | None = wire("_id", TEXT)
    """The id of the page. Evidence: observed."""
    title: str | None = wire("title", TEXT)
    """The title of the page. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if len(d) != 2:
            d = _ABSENT | d
        o = new(cls)
        o.id = v if (v := d["_id"]) is None else v if v.__class__ is str else odd(v)
        o.title = v if (v := d["title"]) is None else v if v.__class__ is str else odd(v)
        o._extra = None if len(d) == 2 else unknown(d, _ABSENT)
        return o
