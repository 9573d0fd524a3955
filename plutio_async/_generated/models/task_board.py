from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT, Id
from plutio_async._models.fields import field

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class TaskBoard(AnyRecord):
    """A board of task groups. It does not list its groups; find them by their `taskBoardId`."""

    resource_name: ClassVar[str | None] = "task_boards"

    title: str | None = field("title", TEXT)
    """The board's name."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that the board belongs to."""
