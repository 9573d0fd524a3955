"""A resource whose records can be listed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from plutio_async._core.call import Call, Operation, Query
from plutio_async._core.errors import BadRequestError, BusinessNotEnabledError, PlutioError, RecordsMissing
from plutio_async._models.answers import Found, PageRows, Rows, not_found
from plutio_async._models.model import Model, ModelNames
from plutio_async._pagination.caps import PAGE_LIMIT
from plutio_async._pagination.changes import Changes, Feed
from plutio_async._pagination.reader import Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import CustomSchema, QueryLike, compile_filters, compile_query, custom_titles
from plutio_async._query.deferred import LateQuery
from plutio_async._resources.bulk import BulkRun
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.gather import gather_limited
from plutio_async._resources.many import ManyById, chunks
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Filter

if TYPE_CHECKING:
    from plutio_async._custom_fields.entity import EntitySchema

M = TypeVar("M", bound=Model)


class Listing(Resource, Generic[M]):
    """A resource whose records can be listed."""

    model: type[M]
    listing: ClassVar[Operation]
    id_query: ClassVar[bool] = True

    async def get(self, id: str) -> M:
        """The one record with an id.

        Raises:
            NotFoundError: there is none, also when the API answers with an empty list.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        call = self._get_call(id)
        batcher = self._sender.batcher if self.id_query else None
        if batcher is None:
            return await self._sender.send(call)
        record: M = await batcher.get(self.name, id, self._get_each)
        return record

    async def get_many(self, ids: Iterable[str], *, allow_missing: bool = False) -> list[M]:
        """The records with some ids, in the order of the ids: one call for each 200 of them.

        One call more for each 200 of which some do not come, to tell what is missing from an answer that was cut short;
        one call for each id where the API takes no query for ids.

        Args:
            ids: May be none; an id that comes twice gives the same record twice.
            allow_missing: Leaves out what is not there instead of raising.

        Raises:
            RecordsMissing: some are not there. It names them all, and has the others.
            PlutioError: a call failed; ``plutio_async.errors`` draws the tree.
        """
        wanted = self._ids("get_many", ids)
        found = await self._many().fetch(wanted)
        records = [found[id] for id in wanted if id in found]
        missing = tuple(dict.fromkeys(id for id in wanted if id not in found))
        if missing and not allow_missing:
            named = f"{self.name} has no records with the ids {', '.join(missing)}"
            raise RecordsMissing(named, missing=missing, found=records)
        return records

    def changes(
        self, *, since: datetime | None = None, cursor: str | None = None, q: QueryLike = None, **filters: Filter
    ) -> Changes[M]:
        """The records that were created or updated after a moment, by ``updatedAt``: ``async for record in …``.

        Costs one call for each page and one to make sure of the end; one in all where nothing changed. A reading of
        several pages takes another, to see whether the API sorts as it is asked to.
        Keep ``cursor`` after a run and give it to the next one: then no change comes twice and none is left out, also
        while others are writing. A record that changes several times between two readings comes once, as it is then.
        Deleted records do not come.

        Args:
            since: The moment, to start with where there is no cursor.
            cursor: Goes on where the ``cursor`` of other ``Changes`` was taken.
            q: Further conditions.
            filters: Fields that must have a value, in snake case.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or the cursor is of another listing.
            TypeError: ``since`` is no datetime.
            PlutioError: a call failed, where it happens; looping again goes on there.
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
        """The same as ``changes``, without an end: asks again after some seconds, where webhooks cannot reach.

        A quiet hour costs ``3600 / every`` calls. They are made in the background: they wait rather than eat into what
        the budget reserves for others.

        Args:
            every: Seconds from one reading to the next.
            since: The moment, to start with where there is no cursor.
            cursor: Goes on where the ``cursor`` of other ``Changes`` was taken.
            q: Further conditions.
            filters: Fields that must have a value, in snake case.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or the cursor is of another listing.
            TypeError: ``since`` is no datetime.
            PlutioError: a call failed, where it happens; looping again goes on there.
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
        compiled = partial(self._query, q, sort, params, filters)
        query = LateQuery(compiled, self._custom_schema) if custom_titles(q) else compiled()
        sender = self._sender

        async def fetch(skip: int, limit: int) -> list[M | None]:
            asked = query if isinstance(query, tuple) else await query.get()
            return await sender.send(Call(self.listing, PageRows(self.model), asked + _window(skip, limit)))

        listing = self._listed(query if isinstance(query, tuple) else query.name)
        return Records(
            fetch,
            _key,
            limit=PAGE_LIMIT if page_size is None else page_size,
            caps=sender.page_caps(self.name),
            page_cap=page_cap,
            read_ahead=read_ahead,
            spawn=sender.spawn,
            spare=sender.spare,
            cursor=cursor,
            listing=listing,
            progress=progress,
        )

    def _listed(self, query: object) -> str:
        """What is listed, to tell the cursors of different listings apart."""
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

        listing = self._listed(f"{plain}{condition or ''}")
        feed = Feed(fetch, condition, listing, self._sender.page_caps(self.name), self._sender.clock)
        return Changes(feed, since=since, cursor=cursor, every=every)

    async def _with_custom(self, custom: Mapping[str, Any] | None, body: dict[str, Any]) -> dict[str, Any]:
        """The body with the values of custom fields that were given by title."""
        if custom is None:
            return body
        from plutio_async._resources.custom_writes import with_custom

        return await with_custom(custom, body, await self._custom_schema(), self._sender, self._get_alone)

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
        """A bulk write with the values of custom fields that were given by title."""
        if custom is None:
            return await self._bulk(operation, verb, ids, body, progress)
        from plutio_async._resources.custom_bulk import CustomBulk

        result = ids if isinstance(ids, BulkResult) else BulkResult(self._ids(verb, ids))
        result.bind(f"{self.name}.{verb}", {**body, "custom": custom})
        bulk = CustomBulk(self._sender, self.get_many, body, custom, await self._custom_schema())
        split = await bulk.split(result)
        return await BulkRun(self._sender, operation, body, result=result, progress=progress, split=split).run()

    async def _custom_schema(self) -> EntitySchema:
        entity = getattr(self.model, "custom_entity", None)
        if entity is None:
            raise TypeError(f"the records of {self.name} have no custom fields")
        return (await self._sender.custom_schema()).of(entity)

    def _get_call(self, id: str) -> Call[M]:
        return Call(self.listing, Found(self.model, id, self.name), (("_id", self._id("get", id)),))

    async def _get_alone(self, id: str) -> M:
        """The record, in a call of its own also where gets are coalesced."""
        return await self._sender.send(self._get_call(id))

    def _many(self) -> ManyById[M]:
        return ManyById(self._find if self.id_query else None, self._get_alone)

    async def _find(self, ids: Sequence[str]) -> list[M | None]:
        query = json.dumps({"_id": {"$in": list(ids)}}, separators=(",", ":"))
        return await self._sender.send(
            Call(self.listing, PageRows(self.model), (("q", query), *_window(None, len(ids))))
        )

    async def _get_each(self, ids: Sequence[str]) -> dict[str, M | PlutioError]:
        """The outcome of a get for each id, those of a call that failed apart from those of the others."""
        outcomes = await gather_limited([partial(self._get_some, some) for some in chunks(ids)])
        return {id: outcome for some in outcomes for id, outcome in some.items()}

    async def _get_some(self, ids: Sequence[str]) -> dict[str, M | PlutioError]:
        """The same for as many as one query takes. One that is refused may be refused for the sake of one id."""
        if len(ids) > 1:
            try:
                found = await self._many().fetch(ids)
                return {id: found[id] if id in found else not_found(self.name, id) for id in ids}
            except PlutioError as error:
                if isinstance(error, BusinessNotEnabledError) or not isinstance(error, BadRequestError):
                    return dict.fromkeys(ids, error)

        async def look(id: str) -> M | PlutioError:
            try:
                return await self._get_alone(id)
            except PlutioError as error:
                return error

        return dict(zip(ids, await gather_limited([partial(look, id) for id in ids]), strict=True))

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
