from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class CommentEntityType(OpenEnum):
    """The kind of record that a comment is about."""

    CONVERSATION = "conversation"
    FILE = "file"
    TASK = "task"


if TYPE_CHECKING:
    # fmt: off
    KnownCommentEntityType = Literal["conversation", "file", "task"]
    # fmt: on
