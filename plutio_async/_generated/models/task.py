from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    INTEGER,
    MOMENT,
    TEXT,
    Choice,
    Either,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .custom_field_value import CustomFieldValue
from .task_status import TaskStatus

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "title",
        "descriptionHTML",
        "descriptionPlain",
        "projectId",
        "taskBoardId",
        "taskGroupId",
        "parentTaskId",
        "assignedTo",
        "followers",
        "startDate",
        "dueDate",
        "status",
        "customFields",
        "taskId",
    )
)

_task_id = Either(INTEGER, TEXT)


@define(kw_only=True, eq=False, repr=False)
class Task(CustomRecord):
    """A piece of work."""

    custom_entity: ClassVar[str] = "task"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque. Evidence: observed."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record. Evidence: observed."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made. Evidence: observed."""
    created_by: str | None = field("createdBy", TEXT, refers_to=("profiles", "people"))
    """The id of the profile or person that made the record. Evidence: observed."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed. Evidence: observed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the task is archived. Set by an update where the archive call fails. Evidence: observed."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them. Evidence:
    observed."""
    title: str | None = field("title", TEXT)
    """What is to be done. Evidence: observed."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. The server strips HTML comments (`<!-- … -->`) from it. Evidence: documented."""
    description_plain: str | None = field("descriptionPlain", TEXT)
    """The description as plain text. Evidence: observed."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project. Needed for the task to show on a board. Evidence: observed."""
    task_board_id: str | None = field("taskBoardId", TEXT, refers_to=("task_boards",))
    """The id of the task board. Needed for the task to show on a board. Evidence: observed."""
    task_group_id: str | None = field("taskGroupId", TEXT, refers_to=("task_groups",))
    """The id of the task group. Needed for the task to show on a board. Evidence: observed."""
    parent_task_id: str | None = field("parentTaskId", TEXT, refers_to=("tasks",))
    """The id of the task that this one is a subtask of. Evidence: documented."""
    assigned_to: list[str] | None = field("assignedTo", Many(TEXT), refers_to=("people", "profiles"))
    """Who does it. Profile ids by one source, person ids by another. Evidence: observed."""
    followers: list[str] | None = field("followers", Many(TEXT), refers_to=("people", "profiles"))
    """The ids of those who follow the task. Evidence: observed."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When work starts. Evidence: documented."""
    due_date: datetime | None = field("dueDate", MOMENT)
    """When it is due. Evidence: observed."""
    status: TaskStatus | None = field("status", Choice(TaskStatus))
    """Where a task stands. `overdue` is computed by the server. Evidence: observed."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: observed."""
    task_id: int | str | None = field("taskId", _task_id)
    """A legacy number, sometimes sent as text. It is not the task's key; use `_id`. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 21:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 21 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str and v else mismatch(v)
            o.business_id = v if (v := d["businessId"]).__class__ is str or v is None else mismatch(v)
            o.created_at = (
                v
                if (v := d["createdAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.created_by = v if (v := d["createdBy"]).__class__ is str or v is None else mismatch(v)
            o.updated_at = (
                v
                if (v := d["updatedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_archived = v if (v := d["isArchived"]).__class__ is bool or v is None else mismatch(v)
            o.is_template = v if (v := d["isTemplate"]).__class__ is bool or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.description_html = v if (v := d["descriptionHTML"]).__class__ is str or v is None else mismatch(v)
            o.description_plain = v if (v := d["descriptionPlain"]).__class__ is str or v is None else mismatch(v)
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.task_board_id = v if (v := d["taskBoardId"]).__class__ is str or v is None else mismatch(v)
            o.task_group_id = v if (v := d["taskGroupId"]).__class__ is str or v is None else mismatch(v)
            o.parent_task_id = v if (v := d["parentTaskId"]).__class__ is str or v is None else mismatch(v)
            o.assigned_to = (
                v
                if (v := d["assignedTo"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.followers = (
                v
                if (v := d["followers"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.start_date = (
                v
                if (v := d["startDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.due_date = (
                v
                if (v := d["dueDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.status = v if (v := d["status"]) is None else TaskStatus.known(v) or TaskStatus(v)
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.task_id = (
                v if (v := d["taskId"]).__class__ is int or v.__class__ is str or v is None else _task_id.decode(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
