"""Boards that hold task groups, on a project or on their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import INTEGER, TEXT
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.task_board import TaskBoard

_TASK_BOARDS_UPDATE = Operation("task_boards_update", "PUT", "/task-boards", idempotent=True)
_TASK_BOARDS_CREATE = Operation("task_boards_create", "POST", "/task-boards", idempotent=False)
_TASK_BOARDS_DELETE = Operation("task_boards_delete", "DELETE", "/task-boards", idempotent=True)
_TASK_BOARDS_ARCHIVE = Operation("task_boards_archive", "POST", "/task-boards/archive", idempotent=True)
_TASK_BOARDS_MOVE = Operation("task_boards_move", "POST", "/task-boards/move", idempotent=False)
_TASK_BOARDS_COPY = Operation("task_boards_copy", "POST", "/task-boards/copy", idempotent=False)
_TASK_BOARDS_LIST = Operation("task_boards_list", "GET", "/task-boards", idempotent=True)


class TaskBoardUpdate(TypedDict, total=False):
    """Changes of one task board."""

    title: str | None
    """The board's name. Evidence: observed."""
    project_id: str | None
    """The id of the project that the board belongs to. Evidence: observed."""


class TaskBoardCreate(TypedDict, total=False):
    """A task board to be made."""

    title: Required[str]
    """The board's name. Evidence: observed."""
    project_id: str | None
    """The id of the project that the board belongs to. Evidence: observed."""


class TaskBoardMoveFields(TypedDict, total=False):
    """The fields of writes of a TaskBoardMove."""

    position: int | None
    """The place among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place. Evidence: inferred."""
    project_id: str | None
    """The id of the project that it goes to. Evidence: inferred."""


_TaskBoardUpdate = Body(
    {
        "title": Field("title", TEXT),
        "project_id": Field("projectId", TEXT),
    },
    required=frozenset(),
)
_TaskBoardCreate = Body(
    {
        "title": Field("title", TEXT),
        "project_id": Field("projectId", TEXT),
    },
    required=frozenset(["title"]),
)
_TaskBoardMoveFields = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
        "project_id": Field("projectId", TEXT),
    },
    required=frozenset(),
)


class TaskBoardsResource(Listing[TaskBoard]):
    """Boards that hold task groups, on a project or on their own."""

    name = "task_boards"
    model = TaskBoard
    listing = _TASK_BOARDS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskBoardUpdate]
    ) -> TaskBoard:
        """Update a task board.

        Changes the given fields of one task board and answers with the updated board. A field that is left out stays as
        it is. To bring a board to another project there is the move call; whether an update of `projectId` does the
        same is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_TaskBoardUpdate, extra=extra, fields={**fields})
        return await self._send(_TASK_BOARDS_UPDATE, written(TaskBoard, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskBoardCreate]) -> TaskBoard:
        """Create a task board.

        Makes a task board and answers with it. By what one connector says, a new project has a first board already, so
        look before making another. Whether the server puts a first group on a board is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_TaskBoardCreate, extra=extra, fields={**fields})
        return await self._send(_TASK_BOARDS_CREATE, written(TaskBoard), body)

    async def delete(self, id: str) -> TaskBoard:
        """Delete a task board.

        Deletes one task board. That it goes to the trash bin is inferred from the trash bin's own calls. What happens
        to its groups and tasks is unknown, and so is the shape of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_TASK_BOARDS_DELETE, written(TaskBoard, id), body)

    async def archive(self, id: str) -> TaskBoard:
        """Archive a task board.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on boards it was not
        observed.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_TASK_BOARDS_ARCHIVE, written(TaskBoard, id), body)

    async def unarchive(self, id: str) -> TaskBoard:
        """Restore a task board from the archive.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on boards it was not
        observed.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_TASK_BOARDS_ARCHIVE, written(TaskBoard, id), body)

    async def move(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskBoardMoveFields]
    ) -> TaskBoard:
        """Move a task board.

        Moves one task board to another place or to another project. The names of the target fields are inferred from
        the other move calls and from the board's own fields.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_TaskBoardMoveFields, extra=extra, fields={**fields})
        return await self._send(_TASK_BOARDS_MOVE, written(TaskBoard, id), body)

    async def copy(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TaskBoardMoveFields]
    ) -> TaskBoard:
        """Copy a task board.

        Makes a copy of one task board and answers with it. `position` and `index` are hints from one transcription;
        which of them the server reads, and whether groups and tasks are copied along, is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_TaskBoardMoveFields, extra=extra, fields={**fields})
        return await self._send(_TASK_BOARDS_COPY, written(TaskBoard), body)

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
    ) -> Records[TaskBoard]:
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
    ) -> PageIterator[TaskBoard]:
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
    ) -> list[TaskBoard]:
        """List task boards.

        Answers with the task boards that match. Filter by `projectId` to find the boards of a project; by what one
        connector says, the server makes a first one for a new project. Boards that are the body of a template are left
        out (inferred) unless `q` holds `"isTemplate": true`.

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
