from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class InboxGroupType(OpenEnum):
    """What kind of channel it is."""

    EMAIL = "email"
    MESSENGER = "messenger"
