from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class FileItemEntityType(OpenEnum):
    """The kind of record that a file belongs to."""

    PERSON = "person"
    PROJECT = "project"
    TASK = "task"


if TYPE_CHECKING:
    # fmt: off
    KnownFileItemEntityType = Literal["person", "project", "task"]
    # fmt: on
