from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class ConversationEntityType(OpenEnum):
    """Where a conversation comes from or what it is about."""

    EMAIL = "email"
    MESSENGER = "messenger"
    PERSON = "person"
    PROJECT = "project"
