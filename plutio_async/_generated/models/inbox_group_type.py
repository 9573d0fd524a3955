from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class InboxGroupType(OpenEnum):
    """What kind of channel it is."""

    EMAIL = "email"
    MESSENGER = "messenger"


if TYPE_CHECKING:
    # fmt: off
    KnownInboxGroupType = Literal["email", "messenger"]
    # fmt: on
