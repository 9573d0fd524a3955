"""Entries of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Many
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.event import Event

_EVENTS_UPDATE = Operation("events_update", "PUT", "/events", idempotent=True)
_EVENTS_CREATE = Operation("events_create", "POST", "/events", idempotent=False)
_EVENTS_DELETE = Operation("events_delete", "DELETE", "/events", idempotent=True)
_EVENTS_LIST = Operation("events_list", "GET", "/events", idempotent=True)


class EventUpdate(TypedDict, total=False):
    """Changes of one event."""

    title: str | None
    """What the event is called. Evidence: documented."""
    description_plain: str | None
    """The description as plain text. Evidence: documented."""
    description_html: str | None
    """The description as HTML. Evidence: documented."""
    start_date: datetime | date | str | None
    """When it begins. Evidence: documented."""
    end_date: datetime | date | str | None
    """When it ends. Evidence: documented."""
    is_all_day: bool | None
    """Whether it takes the whole day. Evidence: documented."""
    participants: Sequence[str] | None
    """The profile ids of those who take part. Evidence: documented."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: documented."""
    location: str | None
    """Where it takes place. Named by one connector only. Evidence: inferred."""


class EventCreate(TypedDict, total=False):
    """An event to be made."""

    title: Required[str]
    """What the event is called. Evidence: documented."""
    start_date: Required[datetime | date | str]
    """When it begins. Evidence: documented."""
    description_plain: str | None
    """The description as plain text. Evidence: documented."""
    description_html: str | None
    """The description as HTML. Evidence: documented."""
    end_date: datetime | date | str | None
    """When it ends. Evidence: documented."""
    is_all_day: bool | None
    """Whether it takes the whole day. Evidence: documented."""
    participants: Sequence[str] | None
    """The profile ids of those who take part. Evidence: documented."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: documented."""
    location: str | None
    """Where it takes place. Named by one connector only. Evidence: inferred."""


_EventUpdate = Body(
    {
        "title": Field("title", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "start_date": Field("startDate", MOMENT),
        "end_date": Field("endDate", MOMENT),
        "is_all_day": Field("isAllDay", BOOLEAN),
        "participants": Field("participants", Many(TEXT)),
        "project_id": Field("projectId", TEXT),
        "location": Field("location", TEXT),
    },
    required=frozenset(),
)
_EventCreate = Body(
    {
        "title": Field("title", TEXT),
        "start_date": Field("startDate", MOMENT),
        "description_plain": Field("descriptionPlain", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "end_date": Field("endDate", MOMENT),
        "is_all_day": Field("isAllDay", BOOLEAN),
        "participants": Field("participants", Many(TEXT)),
        "project_id": Field("projectId", TEXT),
        "location": Field("location", TEXT),
    },
    required=frozenset(["title", "start_date"]),
)


class EventsResource(Listing[Event]):
    """Entries of the calendar."""

    name = "events"
    model = Event
    listing = _EVENTS_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[EventUpdate]) -> Event:
        """Update an event.

        Changes the given fields of one event and answers with it. A field that is left out stays as it is. The call was
        not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_EventUpdate, extra=extra, fields={**fields})
        return await self._send(_EVENTS_UPDATE, written(Event, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[EventCreate]) -> Event:
        """Create an event.

        Makes an event and answers with it. `title` and `startDate` are needed. What length an event without `endDate`
        gets is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_EventCreate, extra=extra, fields={**fields})
        return await self._send(_EVENTS_CREATE, written(Event), body)

    async def delete(self, id: str) -> Event:
        """Delete an event.

        Deletes one event. The call was not observed, and the shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_EVENTS_DELETE, written(Event, id), body)

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
    ) -> Records[Event]:
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
    ) -> PageIterator[Event]:
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
    ) -> list[Event]:
        """List events.

        Answers with the events that match. For a span of time, compare `startDate` inside `q` with ISO strings.

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
