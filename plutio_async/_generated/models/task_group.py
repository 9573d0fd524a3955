from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT, Id
from plutio_async._models.fields import field

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class TaskGroup(AnyRecord):
    """A column or section of a task board."""

    resource_name: ClassVar[str | None] = "task_groups"

    title: str | None = field("title", TEXT)
    """The group's name. One client keeps to 1 to 256 characters."""
    task_board_id: str | None = field("taskBoardId", Id(("task_boards",)))
    """The id of the task board that the group is on."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that the board belongs to."""
    color: str | None = field("color", TEXT)
    """The colour as a hex triplet."""
    is_default: bool | None = field("isDefault", BOOLEAN)
    """Whether it is the board's default group. What the server does with it is unknown."""
