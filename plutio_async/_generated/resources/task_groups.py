"""The columns or sections of a task board, which hold its tasks."""

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

from ..models.task_group import TaskGroup

if TYPE_CHECKING:
    from ..models.project import Project
    from ..models.task_board import TaskBoard
    from ._filters import TaskGroupsListing
else:
    TaskGroupsListing = Listing

_LIST = Operation("task_groups_list", "GET", "/task-groups", idempotent=True)
_CREATE = Operation("task_groups_create", "POST", "/task-groups", idempotent=False)
_UPDATE = Operation("task_groups_update", "PUT", "/task-groups", idempotent=True)
_DELETE = Operation("task_groups_delete", "DELETE", "/task-groups", idempotent=True)
_ARCHIVE = Operation("task_groups_archive", "POST", "/task-groups/archive", idempotent=True)
_MOVE = Operation("task_groups_move", "POST", "/task-groups/move", idempotent=False)
_COPY = Operation("task_groups_copy", "POST", "/task-groups/copy", idempotent=False)


class TaskGroupsResource(Creates[TaskGroup], TaskGroupsListing):
    """The columns or sections of a task board, which hold its tasks.

    ``list`` answers with the task groups that match. Filter by `taskBoardId` to get the groups of a board. Groups that
    are the body of a template are left out (inferred) unless `q` holds `"isTemplate": true`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "task_groups"
    model = TaskGroup
    _other_fields = {
        "position": Field("position", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        task_board_id: str | TaskBoard,
        title: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        color: str | None = UNSET,
        is_default: bool | None = UNSET,
        position: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskGroup:
        """Create a task group.

        Makes a group on a task board and answers with it. Only `taskBoardId` is listed as required; one client always
        sends a `title` of 1 to 256 characters and may send `position`.

        Args:
            task_board_id: The id of the task board that the group is on.
            title: The group's name. One client keeps to 1 to 256 characters.
            project_id: The id of the project that the board belongs to.
            color: The colour as a hex triplet.
            is_default: Whether it is the board's default group. What the server does with it is unknown.
            position: The place of the new group on the board, from 0.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "task_board_id": task_board_id,
            "title": title,
            "project_id": project_id,
            "color": color,
            "is_default": is_default,
            "position": position,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(TaskGroup), body)

    async def update(
        self,
        id: str | TaskGroup,
        *,
        title: str | None = UNSET,
        task_board_id: str | TaskBoard | None = UNSET,
        project_id: str | Project | None = UNSET,
        color: str | None = UNSET,
        is_default: bool | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskGroup:
        """Update a task group.

        Changes the given fields of one task group and answers with the updated group. A field that is left out stays as
        it is. The place of a group is changed by the move call.

        Args:
            title: The group's name. One client keeps to 1 to 256 characters.
            task_board_id: The id of the task board that the group is on.
            project_id: The id of the project that the board belongs to.
            color: The colour as a hex triplet.
            is_default: Whether it is the board's default group. What the server does with it is unknown.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "task_board_id": task_board_id,
            "project_id": project_id,
            "color": color,
            "is_default": is_default,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(TaskGroup, body), body)

    async def delete(self, id: str | TaskGroup) -> TaskGroup:
        """Delete a task group.

        Deletes one task group. That it goes to the trash bin is inferred from the trash bin's own calls. What happens
        to its tasks is unknown. The shape of the answer is unknown: the deleted group or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(TaskGroup, body), body)

    async def archive(self, id: str | TaskGroup) -> TaskGroup:
        """Archive a task group.

        One client uses it against the live API, where the same call on tasks gave 404. The shape of the answer is
        unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(TaskGroup, body), body)

    async def unarchive(self, id: str | TaskGroup) -> TaskGroup:
        """Restore a task group from the archive.

        One client uses it against the live API, where the same call on tasks gave 404. The shape of the answer is
        unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(TaskGroup, body), body)

    async def move(
        self,
        id: str | TaskGroup,
        *,
        task_board_id: str | TaskBoard | None = UNSET,
        position: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskGroup:
        """Move a task group.

        Moves one task group to another place on its board, or to another board. One client sends `taskBoardId` and
        `position` together, also when the board stays the same.

        Args:
            task_board_id: The id of the board to move to, or of the board that it is on.
            position: The place on the board, from 0.
            extra: Fields that are not described, by wire name.
        """
        fields = {"task_board_id": task_board_id, "position": position}
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(TaskGroup, body), body)

    async def copy(
        self,
        id: str | TaskGroup,
        *,
        task_board_id: str | TaskBoard | None = UNSET,
        position: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TaskGroup:
        """Copy a task group.

        Makes a copy of one task group on the given board and answers with it. One client sends `taskBoardId` and
        `position`. Whether the tasks in it are copied along is unknown.

        Args:
            task_board_id: The id of the board that the copy goes to.
            position: The place of the copy on the board, from 0.
            extra: Fields that are not described, by wire name.
        """
        fields = {"task_board_id": task_board_id, "position": position}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(TaskGroup), body)
