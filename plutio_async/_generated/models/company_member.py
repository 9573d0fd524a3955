from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    BOOLEAN,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "isManager",
        "role",
    )
)


@define(kw_only=True, eq=False, repr=False)
class CompanyMember(Model):
    """A person's place in a company. One importer sent only `_id`."""

    id: str | None = field("_id", TEXT, refers_to=("people",))
    """The person's id. Evidence: observed."""
    is_manager: bool | None = field("isManager", BOOLEAN)
    """Whether the person manages the company. Evidence: documented."""
    role: str | None = field("role", TEXT)
    """The person's role in the company. The values are unknown. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 3:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 3 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str or v is None else mismatch(v)
            o.is_manager = v if (v := d["isManager"]).__class__ is bool or v is None else mismatch(v)
            o.role = v if (v := d["role"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
