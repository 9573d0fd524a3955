"""The statuses that projects and conversations of the workspace can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import INTEGER, TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.status import Status
from ..models.status_entity_type import StatusEntityType
from ..models.status_type import StatusType

_STATUSES_UPDATE = Operation("statuses_update", "PUT", "/statuses", idempotent=True)
_STATUSES_CREATE = Operation("statuses_create", "POST", "/statuses", idempotent=False)
_STATUSES_DELETE = Operation("statuses_delete", "DELETE", "/statuses", idempotent=True)
_STATUSES_MOVE = Operation("statuses_move", "POST", "/statuses/move", idempotent=False)
_STATUSES_LIST = Operation("statuses_list", "GET", "/statuses", idempotent=True)


class StatusUpdate(TypedDict, total=False):
    """Changes of one status."""

    title: str | None
    """The status's name, as people see it. Evidence: observed."""
    entity_type: StatusEntityType | str | None
    """What kind of record has the status. Evidence: documented."""
    color: str | None
    """The colour as a hex triplet. Evidence: documented."""
    type: StatusType | str | None
    """What the status means to the system, whatever its title. Which types go with which records is unknown. Evidence:
    documented."""


class StatusCreate(TypedDict, total=False):
    """A status to be made."""

    title: Required[str]
    """The status's name, as people see it. Evidence: observed."""
    entity_type: Required[StatusEntityType | str]
    """What kind of record has the status. Evidence: documented."""
    color: str | None
    """The colour as a hex triplet. Evidence: documented."""
    type: StatusType | str | None
    """What the status means to the system, whatever its title. Which types go with which records is unknown. Evidence:
    documented."""


class StatusMove(TypedDict, total=False):
    """Where a status goes."""

    position: int | None
    """The place among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place. Evidence: inferred."""


_StatusUpdate = Body(
    {
        "title": Field("title", TEXT),
        "entity_type": Field("entityType", Choice(StatusEntityType)),
        "color": Field("color", TEXT),
        "type": Field("type", Choice(StatusType)),
    },
    required=frozenset(),
)
_StatusCreate = Body(
    {
        "title": Field("title", TEXT),
        "entity_type": Field("entityType", Choice(StatusEntityType)),
        "color": Field("color", TEXT),
        "type": Field("type", Choice(StatusType)),
    },
    required=frozenset(["title", "entity_type"]),
)
_StatusMove = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)


class StatusesResource(Listing[Status]):
    """The statuses that projects and conversations of the workspace can have."""

    name = "statuses"
    model = Status
    listing = _STATUSES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[StatusUpdate]
    ) -> Status:
        """Update a status.

        Changes the given fields of one status and answers with the updated status. A field that is left out stays as it
        is. Whether `entityType` can be changed later is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_StatusUpdate, extra=extra, fields={**fields})
        return await self._send(_STATUSES_UPDATE, written(Status, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[StatusCreate]) -> Status:
        """Create a status.

        Makes a status for projects or for conversations and answers with it. `entityType` and `title` are listed as
        required.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_StatusCreate, extra=extra, fields={**fields})
        return await self._send(_STATUSES_CREATE, written(Status), body)

    async def delete(self, id: str) -> Status:
        """Delete a status.

        Deletes one status. What happens to the projects and conversations that have it is unknown, and so is the shape
        of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_STATUSES_DELETE, written(Status, id), body)

    async def move(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[StatusMove]) -> Status:
        """Move a status.

        Changes the place of one status among the others of its kind. The names of the target fields are unknown;
        `position` and `index` are inferred from the other move calls.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_StatusMove, extra=extra, fields={**fields})
        return await self._send(_STATUSES_MOVE, written(Status, id), body)

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
    ) -> Records[Status]:
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
    ) -> PageIterator[Status]:
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
    ) -> list[Status]:
        """List statuses.

        Answers with the statuses that match. Filter by `entityType` to get only those of projects or of conversations;
        a project refers to one of them in its `status`.

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
