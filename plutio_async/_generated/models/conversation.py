from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import CustomRecord

from .custom_field_value import CustomFieldValue


class ConversationEntityType(OpenEnum):
    """Where a conversation comes from or what it is about."""

    EMAIL = "email"
    MESSENGER = "messenger"
    PERSON = "person"
    PROJECT = "project"


if TYPE_CHECKING:
    # fmt: off
    KnownConversationEntityType = Literal["email", "messenger", "person", "project"]
    # fmt: on


class ConversationType(OpenEnum):
    """Whether a conversation is between two or more."""

    DIRECT = "direct"
    GROUP = "group"


if TYPE_CHECKING:
    # fmt: off
    KnownConversationType = Literal["direct", "group"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Conversation(CustomRecord):
    """A thread of the inbox."""

    resource_name: ClassVar[str | None] = "conversations"
    custom_entity: ClassVar[str] = "conversation"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
    title: str | None = field("title", TEXT)
    """The title of the thread."""
    subject: str | None = field("subject", TEXT)
    """The subject line. Only named in another service's description of its tools. Inferred."""
    entity_type: ConversationEntityType | None = field("entityType", Choice(ConversationEntityType))
    """Where a conversation comes from or what it is about."""
    entity_id: str | None = field("entityId", Id({"person": "people", "project": "projects"}))
    """The id of the record that the conversation is about."""
    members: list[str] | None = field("members", Many(Id(("profiles",))))
    """The ids of the profiles that take part."""
    type: ConversationType | None = field("type", Choice(ConversationType))
    """Whether a conversation is between two or more."""
    status: Any = field("status", ANYTHING)
    """By inference refers to a status with `entityType` conversation. Its shape is unknown, so it is any JSON value.
    Inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
