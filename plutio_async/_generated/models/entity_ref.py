from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    TEXT,
    Choice,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .entity_ref_type import EntityRefType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "entityType",
    )
)


@define(kw_only=True, eq=False, repr=False)
class EntityRef(Model):
    """Refers to a person or a company, for example an invoice's client."""

    id: str | None = field("_id", TEXT, refers_to={"person": "people", "company": "companies"})
    """The id of the person or company. Evidence: observed."""
    entity_type: EntityRefType | None = field("entityType", Choice(EntityRefType))
    """What an entity reference refers to. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = v if (v := d["entityType"]) is None else EntityRefType.known(v) or EntityRefType(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
