from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import ANYTHING, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
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
class Conversation(AnyCustomRecord):
    """A thread of the inbox."""

    resource_name: ClassVar[str | None] = "conversations"
    custom_entity: ClassVar[str] = "conversation"

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
