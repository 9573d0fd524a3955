from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class TaskStatus(OpenEnum):
    """Where a task stands. `overdue` is computed by the server."""

    INCOMPLETE = "incomplete"
    COMPLETED = "completed"
    OVERDUE = "overdue"
