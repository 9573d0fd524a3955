from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, INTEGER, MOMENT, TEXT, Choice, Either, Id, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import CustomRecord

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
class Task(CustomRecord):
    """A piece of work."""

    resource_name: ClassVar[str | None] = "tasks"
    _instead = {
        "description": "description_html",
        "description_text": "description_plain",
        "has_description": "description_html",
    }
    custom_entity: ClassVar[str] = "task"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the task is archived. Set by an update where the archive call fails."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
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
