from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class StatusEntityType(OpenEnum):
    """What kind of record has the status."""

    CONVERSATION = "conversation"
    PROJECT = "project"


if TYPE_CHECKING:
    # fmt: off
    KnownStatusEntityType = Literal["conversation", "project"]
    # fmt: on
