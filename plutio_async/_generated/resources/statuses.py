"""The statuses that projects and conversations of the workspace can have."""

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

from ..models.status import Status

if TYPE_CHECKING:
    from ..models.status import KnownStatusEntityType, KnownStatusType, StatusEntityType, StatusType
    from ._filters import StatusesListing
else:
    StatusesListing = Listing

_LIST = Operation("statuses_list", "GET", "/statuses", idempotent=True)
_CREATE = Operation("statuses_create", "POST", "/statuses", idempotent=False)
_UPDATE = Operation("statuses_update", "PUT", "/statuses", idempotent=True)
_DELETE = Operation("statuses_delete", "DELETE", "/statuses", idempotent=True)
_MOVE = Operation("statuses_move", "POST", "/statuses/move", idempotent=False)


class StatusesResource(Creates[Status], StatusesListing):
    """The statuses that projects and conversations of the workspace can have.

    ``list`` answers with the statuses that match. Filter by `entityType` to get only those of projects or of
    conversations; a project refers to one of them in its `status`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "statuses"
    model = Status
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        entity_type: StatusEntityType | KnownStatusEntityType | str,
        color: str | None = UNSET,
        type: StatusType | KnownStatusType | str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Status:
        """Create a status.

        Makes a status for projects or for conversations and answers with it. `entityType` and `title` are listed as
        required.

        Args:
            title: The status's name, as people see it.
            entity_type: What kind of record has the status. Known values: `conversation`, `project`.
            color: The colour as a hex triplet.
            type: What the status means to the system, whatever its title. Which types go with which records is
                unknown. Known values: `active`, `closed`, `completed`, `open`.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "entity_type": entity_type, "color": color, "type": type}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Status), body)

    async def update(
        self,
        id: str | Status,
        *,
        title: str | None = UNSET,
        entity_type: StatusEntityType | KnownStatusEntityType | str | None = UNSET,
        color: str | None = UNSET,
        type: StatusType | KnownStatusType | str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Status:
        """Update a status.

        Changes the given fields of one status and answers with the updated status. A field that is left out stays as it
        is. Whether `entityType` can be changed later is unknown.

        Args:
            title: The status's name, as people see it.
            entity_type: What kind of record has the status. Known values: `conversation`, `project`.
            color: The colour as a hex triplet.
            type: What the status means to the system, whatever its title. Which types go with which records is
                unknown. Known values: `active`, `closed`, `completed`, `open`.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "entity_type": entity_type, "color": color, "type": type}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Status, body), body)

    async def delete(self, id: str | Status) -> Status:
        """Delete a status.

        Deletes one status. What happens to the projects and conversations that have it is unknown, and so is the shape
        of the answer.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Status, body), body)

    async def move(
        self,
        id: str | Status,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Status:
        """Move a status.

        Changes the place of one status among the others of its kind. The names of the target fields are unknown;
        `position` and `index` are inferred from the other move calls.

        Args:
            position: The place among its neighbours, from 0. Inferred.
            index: Another name for the place. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index}
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(Status, body), body)
