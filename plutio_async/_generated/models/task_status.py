from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class TaskStatus(OpenEnum):
    """Where a task stands. `overdue` is computed by the server."""

    INCOMPLETE = "incomplete"
    COMPLETED = "completed"
    OVERDUE = "overdue"


if TYPE_CHECKING:
    # fmt: off
    KnownTaskStatus = Literal["incomplete", "completed", "overdue"]
    # fmt: on
