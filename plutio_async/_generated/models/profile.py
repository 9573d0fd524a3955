from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Profile(Model):
    """A login account of the workspace. No list of its fields is published beyond those of every record."""

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque. Evidence: observed."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record. Evidence: observed."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made. Evidence: observed."""
    created_by: str | None = field("createdBy", TEXT, refers_to=("profiles", "people"))
    """The id of the profile or person that made the record. Evidence: observed."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed. Evidence: observed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown. Evidence: observed."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them. Evidence:
    observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 7:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 7 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str and v else mismatch(v)
            o.business_id = v if (v := d["businessId"]).__class__ is str or v is None else mismatch(v)
            o.created_at = (
                v
                if (v := d["createdAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.created_by = v if (v := d["createdBy"]).__class__ is str or v is None else mismatch(v)
            o.updated_at = (
                v
                if (v := d["updatedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_archived = v if (v := d["isArchived"]).__class__ is bool or v is None else mismatch(v)
            o.is_template = v if (v := d["isTemplate"]).__class__ is bool or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
