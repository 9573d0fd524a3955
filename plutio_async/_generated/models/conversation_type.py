from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class ConversationType(OpenEnum):
    """Whether a conversation is between two or more."""

    DIRECT = "direct"
    GROUP = "group"
