"""Work to be done, on a board of a project or on its own."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.task import Task

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict
    from ..models.person import Person
    from ..models.profile import Profile
    from ..models.project import Project
    from ..models.task import KnownTaskStatus, TaskStatus
    from ..models.task_board import TaskBoard
    from ..models.task_group import TaskGroup
    from ._filters import TasksListing
else:
    TasksListing = Listing

_LIST = Operation("tasks_list", "GET", "/tasks", idempotent=True)
_CREATE = Operation("tasks_create", "POST", "/tasks", idempotent=False)
_UPDATE = Operation("tasks_update", "PUT", "/tasks", idempotent=True)
_DELETE = Operation("tasks_delete", "DELETE", "/tasks", idempotent=True)
_ARCHIVE = Operation("tasks_archive", "POST", "/tasks/archive", idempotent=True)
_MOVE = Operation("tasks_move", "POST", "/tasks/move", idempotent=False)
_COPY = Operation("tasks_copy", "POST", "/tasks/copy", idempotent=False)
_BULK_UPDATE = Operation("tasks_bulk_update", "PUT", "/tasks/bulk", idempotent=True)
_BULK_DELETE = Operation("tasks_bulk_delete", "DELETE", "/tasks/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("tasks_bulk_archive", "POST", "/tasks/bulk/archive", idempotent=True)


class TasksResource(Creates[Task], TasksListing):
    """Work to be done, on a board of a project or on its own.

    ``list`` answers with the tasks that match. Any field works as a filter, dotted paths included. Date filters inside
    `q` compare ISO strings.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "tasks"
    model = Task
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        description_html: str | None = UNSET,
        description_plain: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        task_board_id: str | TaskBoard | None = UNSET,
        task_group_id: str | TaskGroup | None = UNSET,
        parent_task_id: str | Task | None = UNSET,
        assigned_to: Sequence[str | Person | Profile] | None = UNSET,
        followers: Sequence[str | Person | Profile] | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        status: TaskStatus | KnownTaskStatus | str | None = UNSET,
        is_archived: bool | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Task:
        """Create a task.

        Makes a task and answers with it. One client reports that the web app shows a task on a board only when both
        `taskBoardId` and `taskGroupId` are set.

        Args:
            title: What is to be done.
            description_html: The description as HTML. The server strips HTML comments (`<!-- … -->`) from it.
            description_plain: The description as plain text.
            project_id: The id of the project. Needed for the task to show on a board.
            task_board_id: The id of the task board. Needed for the task to show on a board.
            task_group_id: The id of the task group. Needed for the task to show on a board.
            parent_task_id: The id of the task that this one is a subtask of.
            assigned_to: Who does it. Profile ids by one source, person ids by another.
            followers: The ids of those who follow the task.
            start_date: When work starts.
            due_date: When it is due.
            status: Where a task stands. `overdue` is computed by the server. Known values: `incomplete`,
                `completed`, `overdue`.
            is_archived: Whether the task is archived. Set by an update where the archive call fails.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_html": description_html,
            "description_plain": description_plain,
            "project_id": project_id,
            "task_board_id": task_board_id,
            "task_group_id": task_group_id,
            "parent_task_id": parent_task_id,
            "assigned_to": assigned_to,
            "followers": followers,
            "start_date": start_date,
            "due_date": due_date,
            "status": status,
            "is_archived": is_archived,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Task), body)

    async def update(
        self,
        id: str | Task,
        *,
        title: str | None = UNSET,
        description_html: str | None = UNSET,
        description_plain: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        task_board_id: str | TaskBoard | None = UNSET,
        task_group_id: str | TaskGroup | None = UNSET,
        parent_task_id: str | Task | None = UNSET,
        assigned_to: Sequence[str | Person | Profile] | None = UNSET,
        followers: Sequence[str | Person | Profile] | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        status: TaskStatus | KnownTaskStatus | str | None = UNSET,
        is_archived: bool | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Task:
        """Update a task.

        Changes the given fields of one task and answers with the updated task. A field that is left out stays as it is;
        null is expected to clear a field, which is inferred.

        Args:
            title: What is to be done.
            description_html: The description as HTML. The server strips HTML comments (`<!-- … -->`) from it.
            description_plain: The description as plain text.
            project_id: The id of the project. Needed for the task to show on a board.
            task_board_id: The id of the task board. Needed for the task to show on a board.
            task_group_id: The id of the task group. Needed for the task to show on a board.
            parent_task_id: The id of the task that this one is a subtask of.
            assigned_to: Who does it. Profile ids by one source, person ids by another.
            followers: The ids of those who follow the task.
            start_date: When work starts.
            due_date: When it is due.
            status: Where a task stands. `overdue` is computed by the server. Known values: `incomplete`,
                `completed`, `overdue`.
            is_archived: Whether the task is archived. Set by an update where the archive call fails.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_html": description_html,
            "description_plain": description_plain,
            "project_id": project_id,
            "task_board_id": task_board_id,
            "task_group_id": task_group_id,
            "parent_task_id": parent_task_id,
            "assigned_to": assigned_to,
            "followers": followers,
            "start_date": start_date,
            "due_date": due_date,
            "status": status,
            "is_archived": is_archived,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Task, body), body)

    async def delete(self, id: str | Task) -> Task:
        """Delete a task.

        Deletes one task. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted task or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Task, body), body)

    async def archive(self, id: str | Task) -> Task:
        """Archive a task.

        Documented for v1.11, but one client saw 404 from the live API and sets `isArchived` with an update instead,
        which follows here too after a 404. The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Task, body), body, fallback=_UPDATE)

    async def unarchive(self, id: str | Task) -> Task:
        """Restore a task from the archive.

        Documented for v1.11, but one client saw 404 from the live API and sets `isArchived` with an update instead,
        which follows here too after a 404. The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Task, body), body, fallback=_UPDATE)

    async def move(
        self,
        id: str | Task,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        task_group_id: str | TaskGroup | None = UNSET,
        task_board_id: str | TaskBoard | None = UNSET,
        project_id: str | Project | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Task:
        """Move a task.

        Moves one task to another place, group, board or project. The names of the target fields are inferred from the
        task's own fields.

        Args:
            position: The place among its neighbours, from 0. Inferred.
            index: Another name for the place, in one transcription. Inferred.
            task_group_id: The id of the group to move to. Inferred.
            task_board_id: The id of the board to move to. Inferred.
            project_id: The id of the project to move to. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "position": position,
            "index": index,
            "task_group_id": task_group_id,
            "task_board_id": task_board_id,
            "project_id": project_id,
        }
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(Task, body), body)

    async def copy(
        self,
        id: str | Task,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        task_board_id: str | TaskBoard | None = UNSET,
        project_id: str | Project | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Task:
        """Copy a task.

        Makes a copy of one task and answers with it. `position` and `index` are hints from one transcription; which of
        them the server reads is unknown.

        Args:
            position: The place of the copy among its neighbours, from 0. Inferred.
            index: Another name for the place, in one transcription. Inferred.
            task_board_id: The id of the board that the copy goes to. Inferred.
            project_id: The id of the project that the copy goes to. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index, "task_board_id": task_board_id, "project_id": project_id}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(Task), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Task] | AsyncIterable[str | Task] | BulkResult,
        *,
        title: str | None = UNSET,
        description_html: str | None = UNSET,
        description_plain: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        task_board_id: str | TaskBoard | None = UNSET,
        task_group_id: str | TaskGroup | None = UNSET,
        parent_task_id: str | Task | None = UNSET,
        assigned_to: Sequence[str | Person | Profile] | None = UNSET,
        followers: Sequence[str | Person | Profile] | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        status: TaskStatus | KnownTaskStatus | str | None = UNSET,
        is_archived: bool | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many tasks.

        Sets the same fields on every named task. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_html": description_html,
            "description_plain": description_plain,
            "project_id": project_id,
            "task_board_id": task_board_id,
            "task_group_id": task_group_id,
            "parent_task_id": parent_task_id,
            "assigned_to": assigned_to,
            "followers": followers,
            "start_date": start_date,
            "due_date": due_date,
            "status": status,
            "is_archived": is_archived,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Task] | AsyncIterable[str | Task] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many tasks.

        Deletes every named task. That they go to the trash bin is inferred from the trash bin's own calls. The shape of
        the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Task] | AsyncIterable[str | Task] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many tasks.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Task] | AsyncIterable[str | Task] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many tasks from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)
