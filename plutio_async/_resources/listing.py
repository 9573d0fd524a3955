"""A resource whose records can be listed."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic

from plutio_async._core.call import Operation
from plutio_async._core.errors import MethodNotAllowedError, NotFoundError, RecordsMissing
from plutio_async._models.answers import not_found
from plutio_async._models.json_form import check_levels
from plutio_async._models.model import M
from plutio_async._models.tables import RecordList
from plutio_async._resources.reads import Reads, Selection
from plutio_async._resources.sender import Filter
from plutio_async._resources.signatures import with_filters

if TYPE_CHECKING:  # walks, queries and bulk writes are loaded by the first one: many programs do without
    from plutio_async._pagination.changes import Changes
    from plutio_async._pagination.page import Progress
    from plutio_async._pagination.reader import PageIterator
    from plutio_async._pagination.records import Records
    from plutio_async._query.compiling import QueryLike
    from plutio_async._query.fields import NamedFields
    from plutio_async._resources.outcomes import BulkProgress, BulkResult


class Listing(Reads[M], Generic[M]):
    """A resource whose records can be listed.

    Keyword filters are fields that must have a value, in snake case: ``status="overdue"``. ``client__id`` looks into
    ``client``.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            for name in ("list", "iterate", "pages", "count"):
                setattr(cls, name, with_filters(getattr(cls, name), cls))

    @property
    def F(self) -> NamedFields:  # noqa: N802 - the name that it has in conditions everywhere
        """``F`` with the fields of these records, which editors complete: ``plutio.tasks.F.due_date < now``."""
        from plutio_async._query.fields import F

        return F

    async def get(self, id: str | M) -> M:
        """The record with an id.

        Costs one call. Where the API does not find some records by their ids, a failed get reads the list.

        Raises:
            NotFoundError: there is none, also if the API answers with an empty list.
            PlutioError: any other error of a call; see ``plutio_async.errors``.
        """
        id = self._id("get", id)
        if self._get_by_list:
            if self.name in self._sender.shared.learned.path_ids and id.isascii() and id.isalnum():
                with suppress(NotFoundError, MethodNotAllowedError):
                    return await self._sender.send(self._by_path(id))
            if not (found := await self.get_many([id], allow_missing=True)):
                raise not_found(self.name, id)
            return found[0]
        get_batched = self._sender.get_batched if self._id_query else None
        if get_batched is None:
            return await self._sender.send(self._one(id))
        record: M = await get_batched(self.name, id, self._by_id().outcomes)
        return record

    async def get_many(
        self, ids: Iterable[str | M] | AsyncIterable[str | M], *, allow_missing: bool = False
    ) -> RecordList[M]:
        """The records with some ids, in the order of the ids. Makes one call for each 200 ids.

        If some of the 200 do not come, makes one more call for them: the API may have shortened its answer. Where the
        API takes no query for ids, makes one call for each id.

        Args:
            ids: Ids or records, also of ``iterate()``. May be none; a repeated id gives the same record again.
            allow_missing: Leaves out records that do not exist, instead of raising.

        Raises:
            RecordsMissing: some do not exist. The error has their ids, and the other records.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        asked = await self._ids("get_many", ids)
        found = await self._found(asked)
        records = RecordList([found[id] for id in asked if id in found])
        missing = tuple(dict.fromkeys(id for id in asked if id not in found))
        if missing and not allow_missing:
            message = f"{self.name} has no records with the ids {', '.join(missing)}"
            raise RecordsMissing(message, missing=missing, found=records)
        return records

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
    ) -> Records[M]:
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: A field, ``<field>_desc`` or ``-<field>``.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list.
                If the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            InvalidInput: ``q`` or ``sort`` names no field, or a value is unknown.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        selection = Selection("iterate", q, sort, filters)
        return self._walk(selection, page_size, cursor, page_cap=page_cap, read_ahead=read_ahead, progress=progress)

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
    ) -> PageIterator[M]:
        """The same as ``iterate``, in the pages of the server: ``async for page in …``."""
        selection = Selection("pages", q, sort, filters)
        return self._walk(
            selection, page_size, cursor, page_cap=page_cap, read_ahead=read_ahead, progress=progress
        ).pages()

    async def count(self, *, q: QueryLike = None, page_size: int | None = None, **filters: Filter) -> int:
        """The number of records that match.

        The API returns no total, so this costs calls: two for a list of one page, about ``2 * log2(pages)`` otherwise.
        Reads all records if a page has a ``null`` row. Too high by the ``null`` rows on pages that it did not read.

        Args:
            q: A query, as for ``iterate``.
            page_size: The number of records in a call.
            filters: Fields that must have a value.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            InvalidInput: ``q`` names no field, or a value is unknown.
            UnreadableAnswer: the list cannot be read to its end, as ``iterate`` raises it.
            PlutioError: any other error of a call; see ``plutio_async.errors``.
        """
        return await self._walk(Selection("count", q, None, filters), page_size).count()

    def changes(
        self,
        *,
        since: datetime | None = None,
        cursor: str | None = None,
        deleted: bool = False,
        q: QueryLike = None,
        **filters: Filter,
    ) -> Changes[M]:
        """The records that were created or updated since a moment, by ``updatedAt``: ``async for record in …``.

        Makes one call for each page and one to make sure of the end; a single call if nothing changed. A reading of
        several pages makes one more, to see whether the API sorts as it is asked to.
        Save ``cursor`` after each loop and pass it to the next: then every change comes once, also while others write.
        A record that changes several times between two readings comes once, with its latest content. Deleted records
        do not come; with ``deleted=True``, ``deleted`` has the ids of those that went to the trash bin, after the loop.

        Args:
            since: The moment to start from without a cursor, by the server's clock. Its millisecond is included.
            cursor: Continues from the ``cursor`` of other ``Changes``.
            deleted: Reads the whole trash bin at the end of each loop, in one call for each page and one for the end,
                and compares it with what was there at the end of the last. ``docs/paging.md`` says what it cannot see.
            q: Further conditions. They do not apply to what was deleted.
            filters: Fields that must have a value.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or the cursor belongs to another listing.
            TypeError: ``since`` is no datetime, or a filter names no field.
            InvalidInput: ``q`` names no field, or a value is unknown.
            PlutioError: any error of a call, where it happens; looping again continues there.
        """
        selection = Selection("changes", q, None, filters)
        return self._changes(selection, since=since, cursor=cursor, deleted=deleted)

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
        reserve to other calls. ``every`` is in seconds.
        """
        return self._changes(Selection("watch", q, None, filters), since=since, cursor=cursor, every=every)

    async def _with_custom(self, custom: Mapping[str, Any] | None, body: dict[str, Any]) -> dict[str, Any]:
        """The body with custom values by title."""
        if not custom:
            return body
        from plutio_async._resources.custom import with_custom

        return await with_custom(self, custom, body)

    async def _bulk(
        self,
        operation: Operation,
        verb: str,
        ids: Iterable[str | M] | AsyncIterable[str | M] | BulkResult,
        body: Mapping[str, Any],
        progress: Callable[[BulkProgress], None] | None,
        *,
        custom: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """A bulk write, also with custom values by title."""
        from plutio_async._custom_fields.schema import check_titles
        from plutio_async._resources.bulk import BulkWrite
        from plutio_async._resources.custom import split_by_custom
        from plutio_async._resources.outcomes import BulkResult

        if custom:
            check_titles(custom)
        else:
            self._check_update(operation, body)
        check_levels(body)
        result = ids if isinstance(ids, BulkResult) else BulkResult(await self._ids(verb, ids))
        result.bind(f"{self.name}.{verb}", {**body, "custom": custom} if custom else body)
        if not custom:
            return await BulkWrite(self._sender, operation, lambda ids: [(body, ids)], result, progress).run()
        split = await split_by_custom(self, custom, body, result)
        return await BulkWrite(self._sender, operation, split, result, progress).run()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> RecordList[M]:
        """The records of one call that match. Use ``iterate`` for all of them.

        Args:
            q: A query, as for ``iterate``.
            sort: A field, ``<field>_desc`` or ``-<field>``.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            InvalidInput: ``q`` or ``sort`` names no field, or a value is unknown.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._some(Selection("list", q, sort, filters), skip, limit)
