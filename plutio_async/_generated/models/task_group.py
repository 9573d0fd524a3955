from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Id
from plutio_async._models.fields import field
from plutio_async._models.model import Model


@define(kw_only=True, eq=False, repr=False)
class TaskGroup(Model):
    """A column or section of a task board."""

    resource_name: ClassVar[str | None] = "task_groups"

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
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
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
