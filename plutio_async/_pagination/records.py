"""The records of a list, as ``iterate()`` of a resource returns them."""

from __future__ import annotations

from contextlib import aclosing
from copy import deepcopy
from typing import Generic

from attrs import evolve

from plutio_async._core.call import T
from plutio_async._core.checks import check_count
from plutio_async._models.tables import RecordList
from plutio_async._pagination.cursor import Position
from plutio_async._pagination.page import MIN_LIMIT, AsyncOnly, Page, WalkOptions, is_id, name_of
from plutio_async._pagination.reader import PageIterator, RecordIterator
from plutio_async._pagination.states import FAR


class Records(AsyncOnly, Generic[T]):
    """All records of a list. Each record that is present throughout comes exactly once, whatever others change.

    Use it in ``async for``; each loop is a walk of its own. A page costs one call, more if others change the list, and
    one call proves the end. The records that stay must keep their order: sort by ``createdAt`` rather than
    ``updatedAt``. Records that are created during the walk may or may not come; those without an id may come twice.
    ``docs/paging.md`` lists what is assumed of the server.
    """

    def __init__(self, options: WalkOptions[T], *, cursor: str | None = None, listing: str = "") -> None:
        """Prepares a walk; nothing is fetched yet.

        Args:
            options: What to read and how.
            cursor: Continues where :attr:`cursor` of another walk was taken.
            listing: Identifies the resource and its filters; the cursor of another listing is rejected.

        Raises:
            ConfigurationError: the text is not a cursor, or the cursor belongs to another listing.
        """
        self._options = options
        self._listing = listing
        self._start = Position() if cursor is None else Position.from_json(cursor, listing)
        self._position = self._start

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {name_of(self._listing)}>"

    def __aiter__(self) -> RecordIterator[T]:
        return RecordIterator(self._options, self._new_position())

    def pages(self) -> PageIterator[T]:
        """The same records in lists, one for each page."""
        return PageIterator(self._options, self._new_position())

    async def to_list(self, max: int | None = None) -> RecordList[T]:
        """All records, or the first ``max``. Needs memory for all of them."""
        if max is not None:
            check_count("max", max, least=0)
        records: RecordList[T] = RecordList()
        if max == 0:
            return records
        options = self._options
        if max is not None and self._start.skip == 0:
            # A resumed walk needs whole pages, since it must first find the ids of its cursor.
            options = evolve(options, limit=min(options.limit, max))
        async with aclosing(RecordIterator(options, self._new_position())) as walk:
            async for record in walk:
                records.append(record)
                if len(records) == max:
                    break
        return records

    async def first(self) -> T | None:
        """The first record in one call, ``None`` if there is none. Moves :attr:`cursor` only if one was given."""
        if self._start.skip == 0:
            rows = await self._options.fetch(0, 1)
            if not rows or rows[0] is not None:
                return rows[0] if rows else None
        return next(iter(await self.to_list(max=1)), None)

    async def count(self) -> int:
        """The number of records, whatever the cursor. Records that are created or deleted meanwhile may count or not.

        The API returns no total, so this finds the end by doubling and bisecting: two calls for a list of one page,
        about ``2 * log2(pages)`` otherwise (11 for 10,000 records at 500 a page). Reading all costs one for each page.
        If a page has a ``null`` row or the server does not obey ``skip``, this reads all and counts what a loop yields.
        The number is too high by the ``null`` rows on pages that it did not read, if there are any.

        Raises:
            UnreadableAnswer: the list cannot be read to its end.
        """
        total = await self._find_end()
        if total is None:
            total = sum([len(page) async for page in PageIterator(self._options, Position())])
        return total

    async def _find_end(self) -> int | None:
        """The index after the last row; ``None`` if the answers show that it is not the number of records."""
        options, caps = self._options, self._options.caps
        limit = max(MIN_LIMIT, options.limit)
        at = low = step = size = 0
        high = 4 * FAR
        starts: set[str] = set()
        adjacent = 0  # consecutive requests right after a short page, which the server may have cut
        while low < high:
            page = Page.of(at, await options.fetch(at, limit), options.key)
            caps.observe(len(page.rows))
            if page.rows:
                if at >= FAR or None in page.rows or page.keys[0] in starts:
                    return None
                starts.update(filter(is_id, page.keys[:1]))
                low, size = page.end, len(page.rows)
            else:
                high = at
            adjacent = adjacent + 1 if page.rows and adjacent < 2 and caps.is_short(page, limit) else 0
            if adjacent or high - low <= size:
                at = low
            else:
                step = step * 2 or size
                at = min(low + step, (low + high) // 2)
        return low

    @property
    def cursor(self) -> str:
        """A short JSON text, from which another walk continues after the last record that was yielded.

        It holds the last 64 ids. If no two neighbours of them are left in the list, that walk starts over rather than
        lose a record.
        """
        return self._position.to_json(self._listing)

    def _new_position(self) -> Position:
        """That of a walk that begins."""
        self._position = deepcopy(self._start)
        return self._position
