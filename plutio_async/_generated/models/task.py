from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, INTEGER, MOMENT, TEXT, Choice, Either, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
from .custom_field_value import CustomFieldValue


class TaskStatus(OpenEnum):
    """Where a task stands. `overdue` is computed by the server."""

    INCOMPLETE = "incomplete"
    COMPLETED = "completed"
    OVERDUE = "overdue"


if TYPE_CHECKING:
    # fmt: off
    KnownTaskStatus = Literal["incomplete", "completed", "overdue"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Task(AnyCustomRecord):
    """A piece of work."""

    resource_name: ClassVar[str | None] = "tasks"
    _instead = {
        "description": "description_html",
        "description_text": "description_plain",
        "has_description": "description_html",
    }
    custom_entity: ClassVar[str] = "task"

    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the task is archived. Set by an update where the archive call fails."""
    title: str | None = field("title", TEXT)
    """What is to be done."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. The server strips HTML comments (`<!-- … -->`) from it."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project. Needed for the task to show on a board."""
    task_board_id: str | None = field("taskBoardId", Id(("task_boards",)))
    """The id of the task board. Needed for the task to show on a board."""
    task_group_id: str | None = field("taskGroupId", Id(("task_groups",)))
    """The id of the task group. Needed for the task to show on a board."""
    parent_task_id: str | None = field("parentTaskId", Id(("tasks",)))
    """The id of the task that this one is a subtask of."""
    assigned_to: list[str] | None = field("assignedTo", Many(Id(("people", "profiles"))))
    """Who does it. Profile ids by one source, person ids by another."""
    followers: list[str] | None = field("followers", Many(Id(("people", "profiles"))))
    """The ids of those who follow the task."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When work starts."""
    due_date: datetime | None = field("dueDate", MOMENT)
    """When it is due."""
    status: TaskStatus | None = field("status", Choice(TaskStatus))
    """Where a task stands. `overdue` is computed by the server."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
    task_id: int | str | None = field("taskId", Either(INTEGER, TEXT))
    """A legacy number, sometimes sent as text. It is not the task's key; use `_id`."""
