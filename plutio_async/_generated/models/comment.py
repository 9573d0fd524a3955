from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT, Choice, Id, Many
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


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
class Comment(AnyRecord):
    """A remark on a record."""

    resource_name: ClassVar[str | None] = "comments"

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
