"""What ``iterate()`` of a resource gives."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from typing import Generic, TypeVar

from attrs import evolve

from plutio_async._core.errors import ConfigurationError
from plutio_async._pagination.ahead import Spare, Spawn
from plutio_async._pagination.caps import PAGE_LIMIT, PageCaps
from plutio_async._pagination.count import count
from plutio_async._pagination.cursor import Cursor, digest
from plutio_async._pagination.iterators import PageIterator, RecordIterator
from plutio_async._pagination.page import Key
from plutio_async._pagination.reader import Fetch, Plan, Position, Progress, Reader
from plutio_async._pagination.walk import LEAST_LIMIT

T = TypeVar("T")


class Records(Generic[T]):
    """All records of a list: every one that is there throughout comes exactly once, whatever comes and goes meanwhile.

    Use it in ``async for``; each loop is a walk of its own. A page costs one call, a list that others change some more,
    and one call proves the end. The records that stay must keep their order: sort by ``createdAt`` rather than
    ``updatedAt``. Records that come while you read may or may not be given, those without an id may be given twice.
    ``docs/reading.md`` says what is assumed of the server.
    """

    def __init__(
        self,
        fetch: Fetch[T],
        key: Key[T],
        *,
        limit: int = PAGE_LIMIT,
        caps: PageCaps | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        spawn: Spawn | None = None,
        spare: Spare | None = None,
        cursor: str | None = None,
        listing: str = "",
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Prepares a walk; nothing is fetched yet.

        Args:
            fetch: Gives the records from ``skip`` on, at most ``limit``; ``None`` for a row that holds nothing.
            key: The id of a record, empty when it has none.
            limit: Records asked for at a time, 2 at least. A server that gives fewer loses none.
            caps: What is known of the server's pages; share one for each resource and client.
            page_cap: The most records that the server gives at a time, if you know it. A page with fewer ends the list
                then, which saves the last call. Where the server gives fewer than you say, records are lost.
            read_ahead: Pages that may be fetched before you ask for them. It starts with few, and calls that go past
                the end are lost: no more than ``read_ahead`` of them.
            spawn: Starts a task in a group that outlives the walk. Without it nothing is read ahead.
            spare: The calls left without waiting; reading ahead uses a quarter of them at most.
            cursor: Goes on where :attr:`cursor` of another walk was taken.
            listing: What is listed; the cursor of another listing is refused.
            progress: Called after each page.

        Raises:
            ConfigurationError: A number is out of range, or the cursor is not one of this listing.
        """
        _check("limit", limit, least=1)
        if page_cap is not None:
            _check("page_cap", page_cap, least=1)
        _check("read_ahead", read_ahead, least=0)
        listing = digest(listing)
        self._start = Cursor(listing=listing) if cursor is None else Cursor.from_json(cursor, listing)
        size = max(LEAST_LIMIT, limit)
        self._plan = Plan(fetch, key, size, caps or PageCaps(), page_cap, read_ahead, spawn, spare, progress)
        self._position = Position.at(self._start)

    def __aiter__(self) -> RecordIterator[T]:
        return RecordIterator(self._reader(self._plan))

    def pages(self) -> PageIterator[T]:
        """The same records in lists, as the server gave them."""
        return PageIterator(self._reader(self._plan))

    async def to_list(self, max: int | None = None) -> list[T]:
        """All records, or the first ``max``. Needs memory for all of them."""
        if max is not None:
            _check("max", max, least=0)
        if max == 0:
            return []
        plan = self._plan if max is None else self._plan_for(max)
        records: list[T] = []
        async with aclosing(RecordIterator(self._reader(plan))) as walk:
            async for record in walk:
                records.append(record)
                if len(records) == max:
                    break
        return records

    async def first(self) -> T | None:
        """The first record in one call, ``None`` when there is none. Without a cursor to go on from, it leaves none."""
        if self._start.skip == 0:
            rows = await self._plan.fetch(0, 1)
            if not rows or rows[0] is not None:
                return rows[0] if rows else None
        return next(iter(await self.to_list(max=1)), None)

    async def count(self) -> int:
        """How many records there are, whatever the cursor.

        The API gives no total, so this costs calls: two for a list of one page, about ``2 * log2(pages)`` otherwise (11
        for 10,000 records at 500 a page), where reading them all costs one for each page.
        """
        return await count(self._plan)

    @property
    def cursor(self) -> str:
        """A small JSON text from which another walk goes on after the record that the last loop gave.

        It remembers the last 64 ids. Where no two neighbours of them are found, the walk starts over rather than lose
        a record.
        """
        return self._position.cursor().to_json()

    def _plan_for(self, most: int) -> Plan[T]:
        """Asks for no more than is wanted, but a walk that has to find its place again needs whole pages."""
        if self._start.skip > 0:
            return self._plan
        return evolve(self._plan, limit=max(LEAST_LIMIT, min(self._plan.limit, most)))

    def _reader(self, plan: Plan[T]) -> Reader[T]:
        reader = Reader(plan, self._start)
        self._position = reader.position
        return reader


def _check(name: str, value: int, *, least: int) -> None:
    if type(value) is not int or value < least:
        raise ConfigurationError(f"{name}={value!r} cannot work: give a whole number from {least} up.")
