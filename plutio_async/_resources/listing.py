"""A resource whose records can be listed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from plutio_async._core.call import Call, Operation, Query
from plutio_async._core.errors import RecordsMissing
from plutio_async._models.answers import Found, PageRows, Rows
from plutio_async._models.model import Model, ModelNames
from plutio_async._pagination.changes import Changes, ChangeSource
from plutio_async._pagination.page import PAGE_LIMIT
from plutio_async._pagination.reader import Progress, WalkOptions
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import (
    CustomSchema,
    DeferredQuery,
    QueryLike,
    compile_filters,
    compile_query,
    custom_titles,
)
from plutio_async._resources.bulk import BulkWrite
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.by_id import RecordsById
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Filter

if TYPE_CHECKING:
    from plutio_async._custom_fields.schema import EntitySchema

M = TypeVar("M", bound=Model)


class Listing(Resource, Generic[M]):
    """A resource whose records can be listed."""

    model: type[M]
    listing: ClassVar[Operation]
    id_query: ClassVar[bool] = True

    async def get(self, id: str) -> M:
        """The record with an id.

        Raises:
            NotFoundError: there is none, also if the API answers with an empty list.
            PlutioError: any other error of a call; see ``plutio_async.errors``.
        """
        get_batched = self._sender.get_batched if self.id_query else None
        if get_batched is None:
            return await self._sender.send(self._one(id))
        record: M = await get_batched(self.name, self._id("get", id), self._by_id().outcomes)
        return record

    async def get_many(self, ids: Iterable[str], *, allow_missing: bool = False) -> list[M]:
        """The records with some ids, in the order of the ids. Makes one call for each 200 ids.

        If some of the 200 do not come, makes one more call for them: the API may have shortened its answer. Where the
        API takes no query for ids, makes one call for each id.

        Args:
            ids: May be none; a repeated id gives the same record again.
            allow_missing: Leaves out records that do not exist, instead of raising.

        Raises:
            RecordsMissing: some do not exist. The error has their ids, and the other records.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        asked = self._ids("get_many", ids)
        found = await self._by_id().fetch(asked)
        records = [found[id] for id in asked if id in found]
        missing = tuple(dict.fromkeys(id for id in asked if id not in found))
        if missing and not allow_missing:
            message = f"{self.name} has no records with the ids {', '.join(missing)}"
            raise RecordsMissing(message, missing=missing, found=records)
        return records

    def changes(
        self, *, since: datetime | None = None, cursor: str | None = None, q: QueryLike = None, **filters: Filter
    ) -> Changes[M]:
        """The records that were created or updated after a moment, by ``updatedAt``: ``async for record in …``.

        Makes one call for each page and one to make sure of the end; a single call if nothing changed. A reading of
        several pages makes one more, to see whether the API sorts as it is asked to.
        Save ``cursor`` after each loop and pass it to the next: then every change comes once, also while others write.
        A record that changes several times between two readings comes once, with its latest content. Deleted records
        do not come.

        Args:
            since: The moment to start from without a cursor.
            cursor: Continues from the ``cursor`` of other ``Changes``.
            q: Further conditions.
            filters: Fields that must have a value, in snake case.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or the cursor belongs to another listing.
            TypeError: ``since`` is no datetime.
            PlutioError: any error of a call, where it happens; looping again continues there.
        """
        return self._changes(since, cursor, q, filters, every=None)

    def watch(
        self,
        *,
        every: float = 60.0,
        since: datetime | None = None,
        cursor: str | None = None,
        q: QueryLike = None,
        **filters: Filter,
    ) -> Changes[M]:
        """The same as ``changes`` without an end: polls, for programs that webhooks cannot reach.

        An hour without changes takes ``3600 / every`` calls. They have background priority: they leave the budget's
        reserve to other calls.

        Args:
            every: Seconds from one reading to the next.
            since: The moment to start from without a cursor.
            cursor: Continues from the ``cursor`` of other ``Changes``.
            q: Further conditions.
            filters: Fields that must have a value, in snake case.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or the cursor belongs to another listing.
            TypeError: ``since`` is no datetime.
            PlutioError: any error of a call, where it happens; looping again continues there.
        """
        return self._changes(since, cursor, q, filters, every=every)

    async def _list(
        self,
        *,
        q: QueryLike,
        sort: str | None,
        skip: int | None,
        limit: int | None,
        params: Mapping[str, Any],
        filters: Mapping[str, Filter],
    ) -> list[M]:
        schema = await self._custom_schema() if custom_titles(q) else None
        query = self._query(q, sort, params, filters, schema) + _window(skip, limit)
        return await self._sender.send(Call(self.listing, Rows(self.model), query))

    def _iterate(
        self,
        *,
        q: QueryLike,
        sort: str | None,
        page_size: int | None,
        page_cap: int | None,
        read_ahead: int,
        cursor: str | None,
        progress: Callable[[Progress], None] | None,
        params: Mapping[str, Any],
        filters: Mapping[str, Filter],
    ) -> Records[M]:
        build = partial(self._query, q, sort, params, filters)
        query = DeferredQuery(build, self._custom_schema) if custom_titles(q) else build()
        sender = self._sender

        async def fetch(skip: int, limit: int) -> list[M | None]:
            asked = query if isinstance(query, tuple) else await query.get()
            return await sender.send(Call(self.listing, PageRows(self.model), asked + _window(skip, limit)))

        listing = self._listing_name(query if isinstance(query, tuple) else query.name)
        options = WalkOptions(
            fetch,
            _key,
            limit=PAGE_LIMIT if page_size is None else page_size,
            caps=sender.page_caps(self.name),
            page_cap=page_cap,
            read_ahead=read_ahead,
            spawn=sender.spawn,
            spare=sender.spare,
            progress=progress,
        )
        return Records(options, cursor=cursor, listing=listing)

    def _listing_name(self, query: object) -> str:
        """Names a listing, so that a cursor is used only for its own."""
        business = self._sender.business
        return f"{self.name}?{query}" if business is None else f"{business}/{self.name}?{query}"

    def _changes(
        self,
        since: datetime | None,
        cursor: str | None,
        q: QueryLike,
        filters: Mapping[str, Filter],
        every: float | None,
    ) -> Changes[M]:
        plain = tuple(compile_filters(filters, ModelNames(self.model)))
        condition = compile_query(q, ModelNames(self.model))
        sender = self._sender if every is None else self._sender.in_background()

        async def fetch(changed: str, sort: str | None, skip: int, limit: int) -> list[M | None]:
            ordered = () if sort is None else (("sort", sort),)
            query = (*plain, ("q", changed), *ordered, *_window(skip, limit))
            return await sender.send(Call(self.listing, PageRows(self.model), query))

        listing = self._listing_name(f"{plain}{condition or ''}")
        source = ChangeSource(fetch, condition, listing, self._sender.page_caps(self.name), self._sender.clock)
        return Changes(source, since=since, cursor=cursor, every=every)

    async def _with_custom(self, custom: Mapping[str, Any] | None, body: dict[str, Any]) -> dict[str, Any]:
        """The body with custom values by title."""
        if custom is None:
            return body
        from plutio_async._resources.custom import with_custom

        return await with_custom(custom, body, await self._custom_schema(), self._sender, self._one)

    async def _bulk_with_custom(
        self,
        operation: Operation,
        verb: str,
        ids: Iterable[str],
        *,
        custom: Mapping[str, Any] | None,
        body: Mapping[str, Any],
        progress: Callable[[BulkProgress], None] | None,
    ) -> BulkResult:
        """A bulk write with custom values by title."""
        if custom is None:
            return await self._bulk(operation, verb, ids, body, progress)
        from plutio_async._resources.custom import split_by_custom

        result = self._result(verb, ids, {**body, "custom": custom})
        schema = await self._custom_schema()
        split = await split_by_custom(custom, body, schema, result=result, sender=self._sender, get_many=self.get_many)
        return await BulkWrite(self._sender, operation, split, result, progress).run()

    async def _custom_schema(self) -> EntitySchema:
        entity = getattr(self.model, "custom_entity", None)
        if entity is None:
            raise TypeError(f"the records of {self.name} have no custom fields")
        return (await self._sender.custom_schema()).of(entity)

    def _one(self, id: str) -> Call[M]:
        query = (("_id", self._id("get", id)),)
        return Call(self.listing, Found(self.model, id, self.name), query)

    def _several(self, ids: Sequence[str]) -> Call[list[M | None]]:
        query = json.dumps({"_id": {"$in": list(ids)}}, separators=(",", ":"))
        return Call(self.listing, PageRows(self.model), (("q", query), *_window(None, len(ids))))

    def _by_id(self) -> RecordsById[M]:
        return RecordsById(self.name, self._sender, self._one, self._several if self.id_query else None)

    def _query(
        self,
        q: QueryLike,
        sort: str | None,
        params: Mapping[str, Any],
        filters: Mapping[str, Filter],
        schema: CustomSchema | None = None,
    ) -> Query:
        names = ModelNames(self.model)
        own = {name: value for name, value in params.items() if value is not None}
        query = [*compile_filters(own, None), *compile_filters(filters, names)]
        if (compiled := compile_query(q, names, schema)) is not None:
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
