from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class ConversationType(OpenEnum):
    """Whether a conversation is between two or more."""

    DIRECT = "direct"
    GROUP = "group"


if TYPE_CHECKING:
    # fmt: off
    KnownConversationType = Literal["direct", "group"]
    # fmt: on
