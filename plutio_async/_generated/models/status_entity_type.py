from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class StatusEntityType(OpenEnum):
    """What kind of record has the status."""

    CONVERSATION = "conversation"
    PROJECT = "project"
