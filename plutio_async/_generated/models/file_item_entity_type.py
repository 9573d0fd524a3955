from __future__ import annotations

from plutio_async._models.known_values import OpenEnum


class FileItemEntityType(OpenEnum):
    """The kind of record that a file belongs to."""

    PERSON = "person"
    PROJECT = "project"
    TASK = "task"
