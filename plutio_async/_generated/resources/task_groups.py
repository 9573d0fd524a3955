"""The columns or sections of a task board, which hold its tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, INTEGER, TEXT
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.task_group import TaskGroup

_TASK_GROUPS_UPDATE = Operation("task_groups_update", "PUT", "/task-groups", idempotent=True)
_TASK_GROUPS_CREATE = Operation("task_groups_create", "POST", "/task-groups", idempotent=False)
_TASK_GROUPS_DELETE = Operation("task_groups_delete", "DELETE", "/task-groups", idempotent=True)
_TASK_GROUPS_ARCHIVE = Operation("task_groups_archive", "POST", "/task-groups/archive", idempotent=True)
_TASK_GROUPS_MOVE = Operation("task_groups_move", "POST", "/task-groups/move", idempotent=False)
_TASK_GROUPS_COPY = Operation("task_groups_copy", "POST", "/task-groups/copy", idempotent=False)
_TASK_GROUPS_LIST = Operation("task_groups_list", "GET", "/task-groups", idempotent=True)


class TaskGroupUpdate(TypedDict, total=False):
    """Changes of one task group."""

    title: str | None
    """The group's name. One client keeps to 1 to 256 characters. Evidence: observed."""
    task_board_id: str | None
    """The id of the task board that the group is on. Evidence: observed."""
    project_id: str | None
    """The id of the project that the board belongs to. Evidence: observed."""
    color: str | None
    """The colour as a hex triplet. Evidence: observed."""
    is_default: bool | None
    """Whether it is the board's default group. What the server does with it is unknown. Evidence: observed."""


class TaskGroupCreate(TypedDict, total=False):
    """A task group to be made."""

    task_board_id: Required[str]
    """The id of the task board that the group is on. Evidence: observed."""
    title: str | None
    """The group's name. One client keeps to 1 to 256 characters. Evidence: observed."""
    project_id: str | None
    """The id of the project that the board belongs to. Evidence: observed."""
    color: str | None
    """The colour as a hex triplet. Evidence: observed."""
    is_default: bool | None
    """Whether it is the board's default group. What the server does with it is unknown. Evidence: observed."""
    position: int | None
    """The place of the new group on the board, from 0. Evidence: observed."""


class TaskGroupMoveFields(TypedDict, total=False):
    """The fields of writes of a TaskGroupMove."""

    task_board_id: str | None
    """The id of the board that the copy goes to. Evidence: observed."""
    position: int | None
    """The place of the copy on the board, from 0. Evidence: observed."""


_TaskGroupUpdate = Body(
    {
        "title": Field("title", TEXT),
        "task_board_id": Field("taskBoardId", TEXT),
        "project_id": Field("projectId", TEXT),
        "color": Field("color", TEXT),
        "is_default": Field("isDefault", BOOLEAN),
    },
    required=frozenset(),
)
_TaskGroupCreate = Body(
    {
        "task_board_id": Field("taskBoardId", TEXT),
        "title": Field("title", TEXT),
        "project_id": Field("projectId", TEXT),
        "color": Field("color", TEXT),
        "is_default": Field("isDefault", BOOLEAN),
        "position": Field("position", INTEGER),
    },
    required=frozenset(["task_board_id"]),
)
_TaskGroupMoveFields = Body(
    {
        "task_board_id": Field("taskBoardId", TEXT),
        "position": Field("position", INTEGER),
    },
    required=frozenset(),
)


class TaskGroupsResource(Listing[TaskGroup]):
    """The columns or sections of a task board, which hold its tasks."""

    name = "task_groups"
    model = TaskGroup
    listing = _TASK_GROUPS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskGroupUpdate]
    ) -> TaskGroup:
        """Update a task group.

        Changes the given fields of one task group and answers with the updated group. A field that is left out stays as
        it is. The place of a group is changed by the move call.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_TaskGroupUpdate, extra=extra, fields={**fields})
        return await self._send(_TASK_GROUPS_UPDATE, written(TaskGroup, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskGroupCreate]) -> TaskGroup:
        """Create a task group.

        Makes a group on a task board and answers with it. Only `taskBoardId` is listed as required; one client always
        sends a `title` of 1 to 256 characters and may send `position`.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_TaskGroupCreate, extra=extra, fields={**fields})
        return await self._send(_TASK_GROUPS_CREATE, written(TaskGroup), body)

    async def delete(self, id: str) -> TaskGroup:
        """Delete a task group.

        Deletes one task group. That it goes to the trash bin is inferred from the trash bin's own calls. What happens
        to its tasks is unknown. The shape of the answer is unknown: the deleted group or a part of it.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_TASK_GROUPS_DELETE, written(TaskGroup, id), body)

    async def archive(self, id: str) -> TaskGroup:
        """Archive a task group.

        One client uses it against the live API, where the same call on tasks gave 404. The shape of the answer is
        unknown.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_TASK_GROUPS_ARCHIVE, written(TaskGroup, id), body)

    async def unarchive(self, id: str) -> TaskGroup:
        """Restore a task group from the archive.

        One client uses it against the live API, where the same call on tasks gave 404. The shape of the answer is
        unknown.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_TASK_GROUPS_ARCHIVE, written(TaskGroup, id), body)

    async def move(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskGroupMoveFields]
    ) -> TaskGroup:
        """Move a task group.

        Moves one task group to another place on its board, or to another board. One client sends `taskBoardId` and
        `position` together, also when the board stays the same.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_TaskGroupMoveFields, extra=extra, fields={**fields})
        return await self._send(_TASK_GROUPS_MOVE, written(TaskGroup, id), body)

    async def copy(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskGroupMoveFields]
    ) -> TaskGroup:
        """Copy a task group.

        Makes a copy of one task group on the given board and answers with it. One client sends `taskBoardId` and
        `position`. Whether the tasks in it are copied along is unknown.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_TaskGroupMoveFields, extra=extra, fields={**fields})
        return await self._send(_TASK_GROUPS_COPY, written(TaskGroup), body)

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
    ) -> Records[TaskGroup]:
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
    ) -> PageIterator[TaskGroup]:
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
    ) -> list[TaskGroup]:
        """List task groups.

        Answers with the task groups that match. Filter by `taskBoardId` to get the groups of a board. Groups that are
        the body of a template are left out (inferred) unless `q` holds `"isTemplate": true`.

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
