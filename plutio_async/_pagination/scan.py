"""One reading of a list, or of what changed in it since a moment: by ``updatedAt``, or else by the walk."""

from __future__ import annotations

import json
import operator
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic

from attrs import define, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.errors import BadRequestError, PlutioError, ResponseTooLarge
from plutio_async._models.json_form import digest
from plutio_async._models.model import M, Model
from plutio_async._pagination.cursor import LATENCY, ServerTime, format_timestamp, timestamp
from plutio_async._pagination.page import MIN_LIMIT, PAGE_LIMIT, PageCaps, Rows, ServerLists, WalkOptions
from plutio_async._pagination.reader import PageIterator
from plutio_async._pagination.records import Records

_STEP = 1000
"""Microseconds between two timestamps of the API."""

_SAMPLE = 5
"""Records that show whether a list is sorted."""

_MISSES = 3
"""Countings in a row that others may disturb before the walk reads the rest."""


@define
class ChangeSource(Generic[M]):
    """Where changes come from: ``fetch(q, sort, skip, limit)`` returns a page, and reports its answer to ``server``.

    ``trashed`` returns the ids of all records of the resource that are in the trash bin now. ``lists`` is what all
    lists of the server have shown, the others what this list has: ``sorts`` is ``False`` if it is not sorted as asked,
    ``ordered`` whether its order was proved, and ``cuts`` whether a short page was not its end. With ``thorough`` a
    short page is never taken for the end.
    """

    fetch: Callable[[str | None, str | None, int, int], Awaitable[Rows[M]]]
    condition: str | None
    listing: str
    caps: PageCaps
    clock: Clock
    server: ServerTime
    lists: ServerLists
    trashed: Callable[[], Awaitable[list[str]]] | None = None
    limit: int = PAGE_LIMIT
    page_cap: int | None = None
    sorts: bool = True
    ordered: bool = False
    cuts: bool = False
    thorough: bool = False

    def query(self, floor: int | None) -> str | None:
        """The ``q`` for changes above a floor; without one that for all records."""
        if floor is None:
            return self.condition
        after: dict[str, Any] = {"updatedAt": {"$gt": format_timestamp(floor)}}
        condition: dict[str, Any] = json.loads(self.condition) if self.condition else {}
        both = {"$and": [condition, after]} if "updatedAt" in condition else {**condition, **after}
        return json.dumps(both, separators=(",", ":"), ensure_ascii=False)

    @property
    def known(self) -> dict[str, Any]:
        """What a cursor keeps of the server and of the list."""
        lists = self.lists
        server = [lists.largest, lists.sorts, lists.templates] if lists.sorts or lists.templates else None
        return {"server": server, "unsorted": not self.sorts, "ordered": self.ordered, "cuts": self.cuts}

    def learn(self, known: Mapping[str, Any]) -> None:
        """The same, from a cursor."""
        self.lists.learn(*known.get("server", ()))
        self.sorts, self.ordered = not known.get("unsorted", False), known.get("ordered", False)
        self.cuts = known.get("cuts", False)

    def is_whole(self, size: int) -> bool:
        """Whether the first page is taken for the whole list.

        Where the server sorts, and gave another list as many records as asked for, a page with fewer is probably the
        last. A list with a cap of its own has a round one.
        """
        if self.page_cap is not None:
            return size < min(self.limit, self.page_cap)
        if size < MIN_LIMIT <= self.lists.largest:
            return True  # a page has two records at least where two are there
        if self.cuts or self.thorough or not self.lists.sorts or self.lists.largest < self.limit:
            return False
        return size < self.limit and bool(size % 10 and size % 25)


@frozen
class Change(Generic[M]):
    """A version of a record; ``stamp`` is ``None`` if it has no timestamp."""

    record: M
    id: str
    stamp: int | None


class Scan(Generic[M]):
    """Reads all that is newer than a floor, or without one all, once.

    Each page begins a millisecond before the last timestamp of the one before it: changes meanwhile go to the end, and
    move nothing that is still to be read. The server must sort for that. After two pages of any list it is asked
    whether it does. At the end of each list it is asked what follows as many records as came, which proves the end and
    the order: the last of them alone. What follows a page that one timestamp fills is read in the same way. A list with
    ``null`` rows, with records without a timestamp or without order is read by the walk, which needs none.

    ``proved`` is whether all came. At the end it is ``False`` if the first page was taken for the whole list.
    """

    def __init__(self, source: ChangeSource[M], floor: int | None, walk: str | None = None) -> None:
        self.began = source.clock.monotonic()
        self.proved = False
        self.newest = 0
        self._source = source
        self._floor = self._at = floor
        self._versions: dict[str, int | None] = {}
        self._first = self._missed = 0
        self._pages_read = 0
        self._ended = self._counts = self._sort_due = False
        self._ordered = source.ordered
        self._records: Records[M] | None = None
        self._pages: PageIterator[M] | None = None
        source.server.begin()
        if walk is not None or not source.sorts:
            self._start_walk(floor, walk)

    @property
    def rises(self) -> bool:
        """Whether all changes up to the last one that came are known to have come."""
        return self._records is None and self._source.lists.sorts

    @property
    def walk_cursor(self) -> str | None:
        """Where the walk is; ``None`` while pages are read in order."""
        return None if self._records is None else self._records.cursor

    async def page(self) -> list[Change[M]] | None:
        """More changes; ``None`` at the end."""
        while not self._ended:
            if self._pages is not None:
                page = await anext(self._pages, None)
                self._ended = self.proved = page is None
                new = self._new([_change(record) for record in page or ()])
            elif self._counts:
                new = await self._counted()
            else:
                new = await self._by_key()
            if new:
                return new
        return None

    async def check_sort(self) -> None:
        """Checks once for a server that it sorts: in reverse order the list must begin with the newest records.

        Records may come in order by chance, so that their order alone proves nothing about those that follow. On a
        server that does not sort, the first record may be the newest by chance too, but not the first five.
        """
        if not self._sort_due:
            return
        self._sort_due, source = False, self._source
        with suppress(PlutioError):
            rows = await source.fetch(source.query(self._floor), "updatedAt_desc", 0, _SAMPLE)
            latest = [0 if row is None else stamp_of(row) or 0 for row in rows]
            newest = sorted((stamp or 0 for stamp in self._versions.values()), reverse=True)[: len(latest)]
            is_newest = len(latest) > 1 and all(map(operator.ge, latest, newest))
            source.lists.sorts = is_newest and latest == sorted(latest, reverse=True) and self.newest > self._first
        if not source.lists.sorts:
            self._start_walk(self._floor)

    def doubt(self, *, cuts: bool) -> None:
        """Reads on after a first page that was taken for the whole list. ``cuts``: an earlier one was cut."""
        self._source.cuts = self._source.cuts or cuts
        if self._ended and not self.proved:
            self._ended, self._counts = False, True

    async def _by_key(self) -> list[Change[M]]:
        source = self._source
        rows = await self._fetch(self._at, 0)
        changes = None if rows is None else self._in_order(rows)
        if changes is None:
            source.sorts = source.sorts and rows is not None and None in rows
            self._start_walk(self._floor)
            return []
        new, size = self._new(changes), len(changes)
        self._pages_read += 1
        if self._pages_read == 1 and (not size or source.is_whole(size)):
            self._ended, self.proved = True, size < MIN_LIMIT or source.page_cap is not None
        elif new:
            self._go_on(changes)
        elif self._ordered and size < MIN_LIMIT:
            self._ended = self.proved = True
        else:
            self._counts = True
        return new

    def _go_on(self, changes: list[Change[M]]) -> None:
        """Decides how the next page is read, after one with something new."""
        source, lists, size = self._source, self._source.lists, len(changes)
        is_short = size < min(source.limit, lists.largest or source.limit)
        lists.largest = max(lists.largest, size)
        self._sort_due = self._pages_read > 1 and not lists.sorts and self.newest > self._first
        self._ended = self.proved = source.page_cap is not None and size < min(source.limit, source.page_cap)
        one_stamp_fills_it = changes[0].stamp == self.newest
        self._counts = lists.largest < MIN_LIMIT or (is_short and not self._ordered) or one_stamp_fills_it
        if not self._counts:
            self._at = self.newest - _STEP

    async def _counted(self) -> list[Change[M]]:
        """Reads what follows as many records as came: the last of them alone proves that these are all."""
        base = self._at if self._ordered else self._floor
        came = sum(base is None or stamp is None or stamp > base for stamp in self._versions.values())
        overlap = int(self._source.lists.largest >= MIN_LIMIT)
        rows = await self._fetch(base, max(0, came - overlap))
        changes = None if rows is None else [_change(row) for row in rows if row is not None]
        late = self.newest - LATENCY
        if changes is None or None in (rows or ()) or any((c.stamp or late - 1) < late for c in changes[overlap:]):
            self._start_walk(self._floor)
            return []
        follows = not overlap or (bool(changes) and self._is_known(changes[0]))
        new = self._new(changes)
        self._pages_read += bool(new)
        self._missed = 0 if new else self._missed + 1
        if follows and len(changes) == overlap:
            self._ended = self.proved = True
            self._source.ordered = self._source.ordered or self._pages_read > 1
        elif follows and new:
            self._go_on(changes)
        elif self._source.lists.sorts and self._missed < _MISSES:
            # Others deleted or changed records that came, so that their number proves nothing.
            self._counts, self._ordered, self._at = False, True, self.newest - _STEP
        else:
            self._start_walk(self._at if self._source.lists.sorts else self._floor)
        return new

    def _in_order(self, rows: Rows[M]) -> list[Change[M]] | None:
        """The changes of a page; ``None`` if it is not sorted and selected as asked, or has ``null`` rows."""
        changes = [_change(row) for row in rows if row is not None]
        stamps = [change.stamp for change in changes if change.stamp is not None]
        is_above = self._at is None or not stamps or stamps[0] > self._at - self._at % _STEP
        if len(stamps) < len(rows) or stamps != sorted(stamps) or not is_above:
            return None
        if self._pages_read == 0 and stamps:
            self._first = stamps[0]
        return changes

    def _start_walk(self, floor: int | None, cursor: str | None = None) -> None:
        source = self._source

        async def fetch(skip: int, limit: int) -> Rows[M]:
            return await source.fetch(source.query(floor), None, skip, limit)

        # A record that changes meanwhile comes again: each version counts as a record of its own.
        options = WalkOptions(fetch, _version_key, limit=source.limit, caps=source.caps, page_cap=source.page_cap)
        self._records = Records(options, cursor=cursor, listing=source.listing)
        self._pages = self._records.pages()

    async def _fetch(self, floor: int | None, skip: int) -> Rows[M] | None:
        """A page in order; ``None`` if the server refuses that."""
        source = self._source
        while True:
            try:
                return await source.fetch(source.query(floor), "updatedAt_asc", skip, source.limit)
            except ResponseTooLarge:
                if source.limit <= MIN_LIMIT:
                    raise
                source.limit = max(MIN_LIMIT, source.limit // 2)
            except BadRequestError:
                return None

    def _new(self, changes: list[Change[M]]) -> list[Change[M]]:
        """Those that did not come before in this scan."""
        new = []
        for change in changes:
            if not self._is_known(change):
                new.append(change)
                self._versions[change.id] = change.stamp
                self.newest = max(self.newest, change.stamp or 0)
        return new

    def _is_known(self, change: Change[M]) -> bool:
        return change.id in self._versions and self._versions[change.id] == change.stamp


def stamp_of(record: Model) -> int | None:
    """The timestamp of the last change of a record, in microseconds since 1970; ``None`` if it has none."""
    moment = getattr(record, "updated_at", None)
    return timestamp(moment) if isinstance(moment, datetime) else None


def _change(record: M) -> Change[M]:
    return Change(record, _id(record), stamp_of(record))


def _id(record: Model) -> str:
    """The id of a record, or a hash of its content if it has none."""
    id = getattr(record, "id", None)
    return id if isinstance(id, str) and id else digest(record)


def _version_key(record: Model) -> str:
    return f"{_id(record)}@{stamp_of(record)}"
