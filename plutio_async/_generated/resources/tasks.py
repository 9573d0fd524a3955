"""Work to be done, on a board of a project or on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, INTEGER, MOMENT, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.custom_field_value import CustomFieldValue
from ..models.task import Task
from ..models.task_status import TaskStatus

_TASKS_UPDATE = Operation("tasks_update", "PUT", "/tasks", idempotent=True)
_TASKS_CREATE = Operation("tasks_create", "POST", "/tasks", idempotent=False)
_TASKS_DELETE = Operation("tasks_delete", "DELETE", "/tasks", idempotent=True)
_TASKS_ARCHIVE = Operation("tasks_archive", "POST", "/tasks/archive", idempotent=True)
_TASKS_MOVE = Operation("tasks_move", "POST", "/tasks/move", idempotent=False)
_TASKS_COPY = Operation("tasks_copy", "POST", "/tasks/copy", idempotent=False)
_TASKS_BULK_UPDATE = Operation("tasks_bulk_update", "PUT", "/tasks/bulk", idempotent=True)
_TASKS_BULK_DELETE = Operation("tasks_bulk_delete", "DELETE", "/tasks/bulk", idempotent=True)
_TASKS_BULK_ARCHIVE = Operation("tasks_bulk_archive", "POST", "/tasks/bulk/archive", idempotent=True)
_TASKS_LIST = Operation("tasks_list", "GET", "/tasks", idempotent=True)


class TaskFields(TypedDict, total=False):
    """The fields of writes of a Task."""

    title: str | None
    """What is to be done. Evidence: observed."""
    description_html: str | None
    """The description as HTML. The server strips HTML comments (`<!-- … -->`) from it. Evidence: documented."""
    description_plain: str | None
    """The description as plain text. Evidence: observed."""
    project_id: str | None
    """The id of the project. Needed for the task to show on a board. Evidence: observed."""
    task_board_id: str | None
    """The id of the task board. Needed for the task to show on a board. Evidence: observed."""
    task_group_id: str | None
    """The id of the task group. Needed for the task to show on a board. Evidence: observed."""
    parent_task_id: str | None
    """The id of the task that this one is a subtask of. Evidence: documented."""
    assigned_to: Sequence[str] | None
    """Who does it. Profile ids by one source, person ids by another. Evidence: observed."""
    followers: Sequence[str] | None
    """The ids of those who follow the task. Evidence: observed."""
    start_date: datetime | date | str | None
    """When work starts. Evidence: documented."""
    due_date: datetime | date | str | None
    """When it is due. Evidence: observed."""
    status: TaskStatus | str | None
    """Where a task stands. `overdue` is computed by the server. Evidence: observed."""
    is_archived: bool | None
    """Whether the task is archived. Set by an update where the archive call fails. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class TaskCreate(TypedDict, total=False):
    """A task to be made."""

    title: str | None
    """What is to be done. Evidence: observed."""
    description_html: str | None
    """The description as HTML. The server strips HTML comments (`<!-- … -->`) from it. Evidence: documented."""
    description_plain: str | None
    """The description as plain text. Evidence: observed."""
    project_id: str | None
    """The id of the project. Needed for the task to show on a board. Evidence: observed."""
    task_board_id: str | None
    """The id of the task board. Needed for the task to show on a board. Evidence: observed."""
    task_group_id: str | None
    """The id of the task group. Needed for the task to show on a board. Evidence: observed."""
    parent_task_id: str | None
    """The id of the task that this one is a subtask of. Evidence: documented."""
    assigned_to: Sequence[str] | None
    """Who does it. Profile ids by one source, person ids by another. Evidence: observed."""
    followers: Sequence[str] | None
    """The ids of those who follow the task. Evidence: observed."""
    start_date: datetime | date | str | None
    """When work starts. Evidence: documented."""
    due_date: datetime | date | str | None
    """When it is due. Evidence: observed."""
    status: TaskStatus | str | None
    """Where a task stands. `overdue` is computed by the server. Evidence: observed."""
    is_archived: bool | None
    """Whether the task is archived. Set by an update where the archive call fails. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""
    description: str | None
    """The description, as one unfinished client of v1 sent it. Use `descriptionHTML` on v1.11. Evidence: inferred."""
    description_text: str | None
    """The description as plain text, as one unfinished client of v1 sent it. Evidence: inferred."""
    has_description: bool | None
    """Whether there is a description, as one unfinished client of v1 sent it. Evidence: inferred."""


class TaskMove(TypedDict, total=False):
    """Where a task goes."""

    position: int | None
    """The place among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place, in one transcription. Evidence: inferred."""
    task_group_id: str | None
    """The id of the group to move to. Evidence: inferred."""
    task_board_id: str | None
    """The id of the board to move to. Evidence: inferred."""
    project_id: str | None
    """The id of the project to move to. Evidence: inferred."""


class TaskCopy(TypedDict, total=False):
    """How a copy is made."""

    position: int | None
    """The place of the copy among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place, in one transcription. Evidence: inferred."""
    task_board_id: str | None
    """The id of the board that the copy goes to. Evidence: inferred."""
    project_id: str | None
    """The id of the project that the copy goes to. Evidence: inferred."""


_TaskFields = Body(
    {
        "title": Field("title", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "project_id": Field("projectId", TEXT),
        "task_board_id": Field("taskBoardId", TEXT),
        "task_group_id": Field("taskGroupId", TEXT),
        "parent_task_id": Field("parentTaskId", TEXT),
        "assigned_to": Field("assignedTo", Many(TEXT)),
        "followers": Field("followers", Many(TEXT)),
        "start_date": Field("startDate", MOMENT),
        "due_date": Field("dueDate", MOMENT),
        "status": Field("status", Choice(TaskStatus)),
        "is_archived": Field("isArchived", BOOLEAN),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_TaskCreate = Body(
    {
        "title": Field("title", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "project_id": Field("projectId", TEXT),
        "task_board_id": Field("taskBoardId", TEXT),
        "task_group_id": Field("taskGroupId", TEXT),
        "parent_task_id": Field("parentTaskId", TEXT),
        "assigned_to": Field("assignedTo", Many(TEXT)),
        "followers": Field("followers", Many(TEXT)),
        "start_date": Field("startDate", MOMENT),
        "due_date": Field("dueDate", MOMENT),
        "status": Field("status", Choice(TaskStatus)),
        "is_archived": Field("isArchived", BOOLEAN),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
        "description": Field("description", TEXT),
        "description_text": Field("descriptionText", TEXT),
        "has_description": Field("hasDescription", BOOLEAN),
    },
    required=frozenset(),
)
_TaskMove = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
        "task_group_id": Field("taskGroupId", TEXT),
        "task_board_id": Field("taskBoardId", TEXT),
        "project_id": Field("projectId", TEXT),
    },
    required=frozenset(),
)
_TaskCopy = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
        "task_board_id": Field("taskBoardId", TEXT),
        "project_id": Field("projectId", TEXT),
    },
    required=frozenset(),
)


class TasksResource(Listing[Task]):
    """Work to be done, on a board of a project or on its own."""

    name = "tasks"
    model = Task
    listing = _TASKS_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskFields]) -> Task:
        """Update a task.

        Changes the given fields of one task and answers with the updated task. A field that is left out stays as it is;
        null is expected to clear a field, which is inferred.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_TaskFields, extra=extra, fields={**fields})
        )
        return await self._send(_TASKS_UPDATE, written(Task, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskCreate]) -> Task:
        """Create a task.

        Makes a task and answers with it. The web app is said to show a task on a board only when both `taskBoardId` and
        `taskGroupId` are set.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(custom, self._body("create", form=_TaskCreate, extra=extra, fields={**fields}))
        return await self._send(_TASKS_CREATE, written(Task), body)

    async def delete(self, id: str) -> Task:
        """Delete a task.

        Deletes one task. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted task or a part of it.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_TASKS_DELETE, written(Task, id), body)

    async def archive(self, id: str) -> Task:
        """Archive a task.

        Documented for v1.11, but one client saw 404 from the live API and sets `isArchived` with an update instead. The
        shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_TASKS_ARCHIVE, written(Task, id), body)

    async def unarchive(self, id: str) -> Task:
        """Restore a task from the archive.

        Documented for v1.11, but one client saw 404 from the live API and sets `isArchived` with an update instead. The
        shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_TASKS_ARCHIVE, written(Task, id), body)

    async def move(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskMove]) -> Task:
        """Move a task.

        Moves one task to another place, group, board or project. The names of the target fields are inferred from the
        task's own fields.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_TaskMove, extra=extra, fields={**fields})
        return await self._send(_TASKS_MOVE, written(Task, id), body)

    async def copy(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskCopy]) -> Task:
        """Copy a task.

        Makes a copy of one task and answers with it. `position` and `index` are hints from one transcription; which of
        them the server reads is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_TaskCopy, extra=extra, fields={**fields})
        return await self._send(_TASKS_COPY, written(Task), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[TaskFields],
    ) -> BulkResult:
        """Update many tasks.

        Sets the same fields on every named task. The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            The outcome of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        custom = fields.pop("custom", None)
        body = self._body("bulk_update", form=_TaskFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _TASKS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many tasks.

        Deletes every named task. That they go to the trash bin is inferred from the trash bin's own calls. The shape of
        the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete")
        return await self._bulk(_TASKS_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many tasks.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_archive", sets={"isArchived": True})
        return await self._bulk(_TASKS_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many tasks from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_unarchive", sets={"isArchived": False})
        return await self._bulk(_TASKS_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

    def iterate(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> Records[Task]:
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list. If
                the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        )

    def pages(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> PageIterator[Task]:
        """The same as ``iterate``, in the pages of the server: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> list[Task]:
        """List tasks.

        Answers with the tasks that match. Any field works as a filter, dotted paths included. Date filters inside `q`
        compare ISO strings.

        Evidence: observed.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)
