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
class ProjectStatus(Model):
    """A project's status, taken from the statuses of the workspace."""

    id: str | None = wire("_id", TEXT)
    """The id of the status. Evidence: observed."""
    title: str | None = wire("title", TEXT)
    """The status's title. A new workspace has `New`, `In progress`, `Completed` and `Canceled`; workspaces add their own.
    Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if len(d) != 2:
            d = _ABSENT | d
        o = new(cls)
        o.id = v if (v := d["_id"]) is None else v if v.__class__ is str else odd(v)
        o.title = v if (v := d["title"]) is None else v if v.__class__ is str else odd(v)
        o._extra = None if len(d) == 2 else unknown(d, _ABSENT)
        return o
