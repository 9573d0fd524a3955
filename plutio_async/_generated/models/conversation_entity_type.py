from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


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
