from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .comment_entity_type import CommentEntityType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "bodyHTML",
        "bodyPlain",
        "entityType",
        "entityId",
        "isNote",
        "mentions",
        "repliedTo",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Comment(Model):
    """A remark on a record."""

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
    body_html: str | None = field("bodyHTML", TEXT)
    """The text as HTML. Evidence: documented."""
    body_plain: str | None = field("bodyPlain", TEXT)
    """The text as plain text. Evidence: observed."""
    entity_type: CommentEntityType | None = field("entityType", Choice(CommentEntityType))
    """The kind of record that a comment is about. Evidence: observed."""
    entity_id: str | None = field(
        "entityId", TEXT, refers_to={"conversation": "conversations", "file": "files", "task": "tasks"}
    )
    """The id of the record that it is about. Evidence: observed."""
    is_note: bool | None = field("isNote", BOOLEAN)
    """Whether it is an internal note. Evidence: documented."""
    mentions: list[str] | None = field("mentions", Many(TEXT), refers_to=("profiles",))
    """The ids of the profiles that it mentions. Evidence: documented."""
    replied_to: str | None = field("repliedTo", TEXT)
    """The id of the comment that it answers. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 14:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 14 else unknown_keys(d, _ABSENT)
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
            o.body_html = v if (v := d["bodyHTML"]).__class__ is str or v is None else mismatch(v)
            o.body_plain = v if (v := d["bodyPlain"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = v if (v := d["entityType"]) is None else CommentEntityType.known(v) or CommentEntityType(v)
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
            o.is_note = v if (v := d["isNote"]).__class__ is bool or v is None else mismatch(v)
            o.mentions = (
                v
                if (v := d["mentions"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.replied_to = v if (v := d["repliedTo"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
