from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id, Many
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model


class CommentEntityType(OpenEnum):
    """The kind of record that a comment is about."""

    CONVERSATION = "conversation"
    FILE = "file"
    TASK = "task"


if TYPE_CHECKING:
    # fmt: off
    KnownCommentEntityType = Literal["conversation", "file", "task"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Comment(Model):
    """A remark on a record."""

    resource_name: ClassVar[str | None] = "comments"

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
    body_html: str | None = field("bodyHTML", TEXT)
    """The text as HTML."""
    body_plain: str | None = field("bodyPlain", TEXT)
    """The text as plain text."""
    entity_type: CommentEntityType | None = field("entityType", Choice(CommentEntityType))
    """The kind of record that a comment is about."""
    entity_id: str | None = field("entityId", Id({"conversation": "conversations", "file": "files", "task": "tasks"}))
    """The id of the record that it is about."""
    is_note: bool | None = field("isNote", BOOLEAN)
    """Whether it is an internal note."""
    mentions: list[str] | None = field("mentions", Many(Id(("profiles",))))
    """The ids of the profiles that it mentions."""
    replied_to: str | None = field("repliedTo", TEXT)
    """The id of the comment that it answers."""
