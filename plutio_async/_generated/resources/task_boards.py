"""Boards that hold task groups, on a project or on their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.task_board import TaskBoard

if TYPE_CHECKING:
    from ..models.project import Project
    from ._filters import TaskBoardsListing
else:
    TaskBoardsListing = Listing

_LIST = Operation("task_boards_list", "GET", "/task-boards", idempotent=True)
_CREATE = Operation("task_boards_create", "POST", "/task-boards", idempotent=False)
_UPDATE = Operation("task_boards_update", "PUT", "/task-boards", idempotent=True)
_DELETE = Operation("task_boards_delete", "DELETE", "/task-boards", idempotent=True)
_ARCHIVE = Operation("task_boards_archive", "POST", "/task-boards/archive", idempotent=True)
_MOVE = Operation("task_boards_move", "POST", "/task-boards/move", idempotent=False)
_COPY = Operation("task_boards_copy", "POST", "/task-boards/copy", idempotent=False)


class TaskBoardsResource(Creates[TaskBoard], TaskBoardsListing):
    """Boards that hold task groups, on a project or on their own.

    ``list`` answers with the task boards that match. Filter by `projectId` to find the boards of a project; by what one
    connector says, the server makes a first one for a new project. Boards that are the body of a template are left out
    (inferred) unless `q` holds `"isTemplate": true`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "task_boards"
    model = TaskBoard
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self, *, title: str, project_id: str | Project | None = UNSET, extra: Mapping[str, Any] | None = None
    ) -> TaskBoard:
        """Create a task board.

        Makes a task board and answers with it. By what one connector says, a new project has a first board already, so
        look before making another. Whether the server puts a first group on a board is unknown.

        Args:
            title: The board's name.
            project_id: The id of the project that the board belongs to.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "project_id": project_id}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(TaskBoard), body)

    async def update(
        self,
        id: str | TaskBoard,
        *,
        title: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskBoard:
        """Update a task board.

        Changes the given fields of one task board and answers with the updated board. A field that is left out stays as
        it is. To bring a board to another project there is the move call; whether an update of `projectId` does the
        same is unknown.

        Args:
            title: The board's name.
            project_id: The id of the project that the board belongs to.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "project_id": project_id}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(TaskBoard, body), body)

    async def delete(self, id: str | TaskBoard) -> TaskBoard:
        """Delete a task board.

        Deletes one task board. That it goes to the trash bin is inferred from the trash bin's own calls. What happens
        to its groups and tasks is unknown, and so is the shape of the answer.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(TaskBoard, body), body)

    async def archive(self, id: str | TaskBoard) -> TaskBoard:
        """Archive a task board.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on boards it was not
        observed.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(TaskBoard, body), body)

    async def unarchive(self, id: str | TaskBoard) -> TaskBoard:
        """Restore a task board from the archive.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on boards it was not
        observed.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(TaskBoard, body), body)

    async def move(
        self,
        id: str | TaskBoard,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        project_id: str | Project | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskBoard:
        """Move a task board.

        Moves one task board to another place or to another project. The names of the target fields are inferred from
        the other move calls and from the board's own fields.

        Args:
            position: The place among its neighbours, from 0. Inferred.
            index: Another name for the place. Inferred.
            project_id: The id of the project that it goes to. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index, "project_id": project_id}
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(TaskBoard, body), body)

    async def copy(
        self,
        id: str | TaskBoard,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        project_id: str | Project | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskBoard:
        """Copy a task board.

        Makes a copy of one task board and answers with it. `position` and `index` are hints from one transcription;
        which of them the server reads, and whether groups and tasks are copied along, is unknown.

        Args:
            position: The place among its neighbours, from 0. Inferred.
            index: Another name for the place. Inferred.
            project_id: The id of the project that it goes to. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index, "project_id": project_id}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(TaskBoard), body)
