from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    INTEGER,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "all",
        "completed",
    )
)


@define(kw_only=True, eq=False, repr=False)
class ProjectTaskCount(Model):
    """How many tasks there are, and how many are done."""

    all: int | None = field("all", INTEGER)
    """All tasks. Evidence: observed."""
    completed: int | None = field("completed", INTEGER)
    """The completed ones. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.all = v if (v := d["all"]).__class__ is int or v is None else mismatch(v)
            o.completed = v if (v := d["completed"]).__class__ is int or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
