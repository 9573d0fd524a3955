from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._model import (
    INTEGER,
    Model,
    new,
    odd,
    unknown,
    wire,
)

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "all",
        "completed",
    )
)


@define(kw_only=True, eq=False, repr=False)
class ProjectTaskCount(Model):
    """How many tasks there are, and how many are done."""

    all: int | None = wire("all", INTEGER)
    """All tasks. Evidence: observed."""
    completed: int | None = wire("completed", INTEGER)
    """The completed ones. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if len(d) != 2:
            d = _ABSENT | d
        o = new(cls)
        o.all = v if (v := d["all"]) is None else v if v.__class__ is int else odd(v)
        o.completed = v if (v := d["completed"]) is None else v if v.__class__ is int else odd(v)
        o._extra = None if len(d) == 2 else unknown(d, _ABSENT)
        return o
