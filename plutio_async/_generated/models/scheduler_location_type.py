from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class SchedulerLocationType(OpenEnum):
    """Where the meeting takes place."""

    GOOGLE_MEET = "google-meet"
    ZOOM = "zoom"
    ADDRESS = "address"
    MANUAL_LINK = "manual-link"


if TYPE_CHECKING:
    # fmt: off
    KnownSchedulerLocationType = Literal["google-meet", "zoom", "address", "manual-link"]
    # fmt: on
