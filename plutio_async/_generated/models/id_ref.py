from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(("_id",))


@define(kw_only=True, eq=False, repr=False)
class IdRef(Model):
    """Refers to a record by its id alone."""

    id: str | None = field("_id", TEXT)
    """The id of the record. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 1:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 1 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
