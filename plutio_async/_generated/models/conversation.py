from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .conversation_entity_type import ConversationEntityType
from .conversation_type import ConversationType
from .custom_field_value import CustomFieldValue

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "title",
        "subject",
        "entityType",
        "entityId",
        "members",
        "type",
        "status",
        "customFields",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Conversation(CustomRecord):
    """A thread of the inbox."""

    custom_entity: ClassVar[str] = "conversation"

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
    title: str | None = field("title", TEXT)
    """The title of the thread. Evidence: documented."""
    subject: str | None = field("subject", TEXT)
    """The subject line. Only named in another service's description of its tools. Evidence: inferred."""
    entity_type: ConversationEntityType | None = field("entityType", Choice(ConversationEntityType))
    """Where a conversation comes from or what it is about. Evidence: documented."""
    entity_id: str | None = field("entityId", TEXT, refers_to={"person": "people", "project": "projects"})
    """The id of the record that the conversation is about. Evidence: documented."""
    members: list[str] | None = field("members", Many(TEXT), refers_to=("profiles",))
    """The ids of the profiles that take part. Evidence: documented."""
    type: ConversationType | None = field("type", Choice(ConversationType))
    """Whether a conversation is between two or more. Evidence: documented."""
    status: Any = field("status", ANYTHING)
    """By inference refers to a status with `entityType` conversation. Its shape is unknown, so it is any JSON value.
    Evidence: inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 15:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 15 else unknown_keys(d, _ABSENT)
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
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.subject = v if (v := d["subject"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = (
                v if (v := d["entityType"]) is None else ConversationEntityType.known(v) or ConversationEntityType(v)
            )
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
            o.members = (
                v
                if (v := d["members"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.type = v if (v := d["type"]) is None else ConversationType.known(v) or ConversationType(v)
            o.status = d["status"]
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
