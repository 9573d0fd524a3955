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

_ABSENT: dict[str, Any] = dict.fromkeys(("_id",))


@define(kw_only=True, eq=False, repr=False)
class IdRef(Model):
    """Refers to a record by its id alone."""

    id: str | None = wire("_id", TEXT)
    """The id of the record. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if len(d) != 1:
            d = _ABSENT | d
        o = new(cls)
        o.id = v if (v := d["_id"]) is None else v if v.__class__ is str else odd(v)
        o._extra = None if len(d) == 1 else unknown(d, _ABSENT)
        return o
