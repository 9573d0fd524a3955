"""The base of the generated resource classes: what their typed methods have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import EllipsisType
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from plutio_async._answers import anything, found, rows, written
from plutio_async._body import Body
from plutio_async._call import Call, Operation, Query
from plutio_async._model import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
    MOMENT,
    NUMBER,
    TEXT,
    Choice,
    Either,
    Many,
    Model,
    ModelNames,
    Ref,
    Wire,
)
from plutio_async.pagination import PAGE_LIMIT, PageCaps, Progress, Records, Spawn
from plutio_async.query import QueryLike, compile_filters, compile_query

__all__ = [
    "ANYTHING",
    "BOOLEAN",
    "INTEGER",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "Body",
    "Choice",
    "Either",
    "Filter",
    "Listing",
    "Many",
    "Operation",
    "Progress",
    "QueryLike",
    "Records",
    "Ref",
    "Resource",
    "Sender",
    "Wire",
    "anything",
    "written",
]

M = TypeVar("M", bound=Model)
T = TypeVar("T")

Filter = str | int | float | bool | datetime | date
"""What a plain keyword filter may hold."""


class Sender(Protocol):
    """Whoever takes calls to the API and brings back their results."""

    async def send(self, call: Call[T]) -> T:
        """The result of a call."""
        ...

    @property
    def spawn(self) -> Spawn:
        """Starts a task that the client owns."""
        ...

    def spare(self) -> int | None:
        """How many calls can be made without waiting; ``None`` when nobody knows."""
        ...

    def page_caps(self, resource: str) -> PageCaps:
        """What was learned of the pages of a resource."""
        ...


class Resource:
    """One resource of the API, bound to a client."""

    name: ClassVar[str]

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<plutio.{self.name}>"

    async def _send(self, operation: Operation, decode: Callable[[Any], T], body: Mapping[str, Any]) -> T:
        return await self._sender.send(Call(operation, decode, body=body or None))

    async def _read(
        self,
        operation: Operation,
        decode: Callable[[Any], T],
        verb: str,
        id: str | EllipsisType,
        params: Mapping[str, Filter],
    ) -> T:
        query = tuple(compile_filters(params, None))
        if id is not ...:
            query = (("_id", self._id(verb, id)), *query)
        return await self._sender.send(Call(operation, decode, query))

    def _body(
        self,
        verb: str,
        *,
        id: str | EllipsisType = ...,
        ids: Iterable[str] | EllipsisType = ...,
        form: Body | None = None,
        fields: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
        sets: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body: dict[str, Any] = dict(sets or ())
        if id is not ...:
            body["_id"] = self._id(verb, id)
        if ids is not ...:
            body["_ids"] = self._ids(verb, ids)
        if form is not None:
            body |= form.encode(f"{self.name}.{verb}", fields or {}, extra)
        return body

    def _id(self, verb: str, id: object) -> str:
        if isinstance(id, str) and id.strip():
            return id
        raise TypeError(f"{self.name}.{verb}() needs the record's id as text, not {id!r}")

    def _ids(self, verb: str, ids: Iterable[str]) -> list[str]:
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise TypeError(f"{self.name}.{verb}() needs several ids in a list, not {ids!r}")
        checked = [self._id(verb, id) for id in ids]
        if not checked:
            raise ValueError(f"{self.name}.{verb}() needs at least one id")
        return checked


class Listing(Resource, Generic[M]):
    """A resource whose records can be listed."""

    model: type[M]
    listing: ClassVar[Operation]

    async def _list(
        self,
        q: QueryLike,
        sort: str | None,
        skip: int | None,
        limit: int | None,
        params: Mapping[str, Any],
        filters: Mapping[str, Filter],
    ) -> list[M]:
        query = self._query(q, sort, params, filters) + _window(skip, limit)
        return await self._sender.send(Call(self.listing, rows(self.model), query))

    def _iterate(
        self,
        q: QueryLike,
        sort: str | None,
        page_size: int | None,
        read_ahead: int,
        cursor: str | None,
        progress: Callable[[Progress], None] | None,
        params: Mapping[str, Any],
        filters: Mapping[str, Filter],
    ) -> Records[M]:
        query = self._query(q, sort, params, filters)

        async def fetch(skip: int, limit: int) -> list[M]:
            return await self._sender.send(Call(self.listing, rows(self.model), query + _window(skip, limit)))

        return Records(
            fetch,
            _key,
            limit=PAGE_LIMIT if page_size is None else page_size,
            caps=self._sender.page_caps(self.name),
            read_ahead=read_ahead,
            spawn=self._sender.spawn,
            spare=self._sender.spare,
            cursor=cursor,
            listing=f"{self.name}?{query}",
            progress=progress,
        )

    async def _get(self, id: str) -> M:
        query = (("_id", self._id("get", id)),)
        return await self._sender.send(Call(self.listing, found(self.model, id, self.name), query))

    def _query(self, q: QueryLike, sort: str | None, params: Mapping[str, Any], filters: Mapping[str, Filter]) -> Query:
        names = ModelNames(self.model)
        own = {name: value for name, value in params.items() if value is not None}
        query = [*compile_filters(own, None), *compile_filters(filters, names)]
        if (compiled := compile_query(q, names)) is not None:
            query.append(("q", compiled))
        if sort is not None:
            query.append(("sort", sort))
        return tuple(query)


def _window(skip: int | None, limit: int | None) -> Query:
    given = (("skip", skip), ("limit", limit))
    return tuple((name, str(value)) for name, value in given if value is not None)


def _key(record: Any) -> str:
    id = getattr(record, "id", "")
    return id if isinstance(id, str) else ""
