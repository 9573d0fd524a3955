"""Records that were created or updated since a moment. Each change comes once, also across runs.

The API offers only the field ``updatedAt`` for this. A record may become visible some seconds after that timestamp, and
records change while the list is read. So each scan requests what is newer than a *floor*: the timestamp up to which all
changes were certainly read. After a scan the floor rises to where the server's clock certainly was when the scan began,
less a margin. During a scan it rises only if the API is known to respect the sort. Changes above the floor that were
yielded are remembered, and not yielded again. Only the server's clock counts, by its timestamps and its ``Date``.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic

from attrs import define, frozen

from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import Clock, WaitLog
from plutio_async._core.errors import BadRequestError, BudgetExceeded, ConfigurationError, PlutioError
from plutio_async._core.moments import format_moment
from plutio_async._models.json_form import digest
from plutio_async._models.model import M, Model
from plutio_async._pagination.cursor import ServerTime, Watermark, format_timestamp, timestamp
from plutio_async._pagination.page import AsyncOnly, PageCaps, Rows, WalkOptions, name_of
from plutio_async._pagination.reader import PageIterator
from plutio_async._pagination.records import Records

_log = logging.getLogger("plutio_async")


@define
class ChangeSource(Generic[M]):
    """Where changes come from: ``fetch(q, sort, skip, limit)`` returns a page, and reports its answer to ``server``.

    ``trashed`` returns the ids of all records of the resource that are in the trash bin now.
    ``accepts_sort`` is whether the API accepts the sort, ``respects_sort`` whether it was shown to apply it, and
    ``in_order`` whether all changes came in that order so far.
    """

    fetch: Callable[[str, str | None, int, int], Awaitable[Rows[M]]]
    condition: str | None
    listing: str
    caps: PageCaps
    clock: Clock
    server: ServerTime
    trashed: Callable[[], Awaitable[list[str]]] | None = None
    accepts_sort: bool = True
    respects_sort: bool | None = None
    in_order: bool = True

    def query(self, floor: int) -> str:
        """The ``q`` for changes above a floor."""
        after: dict[str, Any] = {"updatedAt": {"$gt": format_timestamp(floor)}}
        condition: dict[str, Any] = json.loads(self.condition) if self.condition else {}
        both = {"$and": [condition, after]} if "updatedAt" in condition else {**condition, **after}
        return json.dumps(both, separators=(",", ":"), ensure_ascii=False)


@frozen
class Change(Generic[M]):
    """A version of a record."""

    record: M
    id: str
    stamp: int


class Scan(Generic[M]):
    """Reads all that is newer than a floor, once."""

    def __init__(self, source: ChangeSource[M], floor: int) -> None:
        self.began = source.clock.monotonic()
        self._source = source
        self._query = source.query(floor)
        self._fetched = False
        self._pages_read = 0
        self._first = self._newest = 0
        source.server.begin()
        # A record that changes during the scan comes again at the end: each version counts as a record of its own.
        self._pages: PageIterator[M] = Records(WalkOptions(self._fetch, _version_key, caps=source.caps)).pages()

    async def page(self) -> list[Change[M]] | None:
        """More changes; ``None`` at the end."""
        page = await anext(self._pages, None)
        if page is None:
            return None
        changes = [Change(record, _id(record), stamp) for record in page if (stamp := stamp_of(record)) is not None]
        if changes:
            stamps = [self._newest, *(change.stamp for change in changes)]
            self._source.in_order = self._source.in_order and stamps == sorted(stamps)
            self._first = self._first or stamps[1]
            self._newest = max(stamps)
            self._pages_read += 1
        return changes

    async def check_sort(self) -> None:
        """Checks once that the API respects the sort: in reverse order the list must begin with the newest record.

        Records may come in order by chance, so that their order alone proves nothing about those that follow.
        """
        source = self._source
        if source.respects_sort is not None or self._pages_read < 2 or not (source.accepts_sort and source.in_order):
            return
        source.respects_sort = False
        with suppress(PlutioError):
            rows = await source.fetch(self._query, "updatedAt_desc", 0, 1)
            latest = stamp_of(rows[0]) if rows and rows[0] is not None else None
            source.respects_sort = latest is not None and latest >= self._newest > self._first

    async def _fetch(self, skip: int, limit: int) -> Rows[M]:
        source = self._source
        try:
            rows = await source.fetch(self._query, "updatedAt_asc" if source.accepts_sort else None, skip, limit)
        except BadRequestError:
            if self._fetched or not source.accepts_sort:
                raise
            source.accepts_sort = source.in_order = False  # the API may refuse some sorts
            rows = await source.fetch(self._query, None, skip, limit)
        self._fetched = True
        return rows


class Changes(AsyncOnly, AsyncIterator[M], Generic[M]):
    """What was created or updated since a moment: ``async for record in changes``.

    A loop over ``changes()`` ends when all changes were read, a loop over ``watch()`` never ends. After a ``break`` or
    an error, another loop over the same object continues there.
    """

    def __init__(
        self, source: ChangeSource[M], *, since: datetime | None, cursor: str | None, every: float | None
    ) -> None:
        """Prepares a scan; nothing is fetched yet.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or ``cursor`` or ``every`` is invalid.
            TypeError: ``since`` is not a datetime.
            ValueError: ``since`` has no time zone.
        """
        if every is not None:
            check_seconds("every", every, positive=True)
        self._source = source
        self._every = every
        self._watermark = _start(source, since, cursor)
        self._scan: Scan[M] | None = None
        self._ready: deque[Change[M]] = deque()
        self._last_yielded = 0
        self._due = 0.0
        self._deleted: tuple[str, ...] = ()
        self._log = WaitLog(source.clock)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {name_of(self._source.listing)}>"

    async def __anext__(self) -> M:
        clock = self._source.clock
        while (change := self._next()) is None:
            try:
                at_end = not await self._read()
            except BudgetExceeded as error:
                if self._every is None:
                    raise
                wait = error.wait or self._every
                with self._log.wait(wait, f"watch() goes on later ({error})", bound="cancelling the loop ends it"):
                    await clock.sleep(wait)
                continue
            if at_end and self._every is None:
                raise StopAsyncIteration
            if at_end:
                await clock.sleep(max(0.0, self._due - clock.monotonic()))
        self._watermark.seen[change.id] = self._last_yielded = change.stamp
        return change.record

    @property
    def cursor(self) -> str:
        """A JSON text, from which other ``Changes`` continue after the last record that was yielded.

        It holds the ids of the most recent changes, and no other data of the records.
        """
        source, floor = self._source, self._watermark.floor
        if self._scan is not None and source.in_order and source.respects_sort and self._last_yielded:
            floor = max(floor, min(self._last_yielded - 1, self._watermark.settled(source.server)))
        return self._watermark.to_json(floor, source.listing, source.server)

    @property
    def deleted(self) -> tuple[str, ...]:
        """The ids of the records that went to the trash bin since the last loop that came to its end.

        Empty until a loop does. The first one without a cursor of ``changes(deleted=True)`` gives all that are in the
        trash bin. Handle them before you save :attr:`cursor`.

        Raises:
            TypeError: ``changes()`` was called without ``deleted=True``.
        """
        if self._source.trashed is None:
            raise TypeError("deleted is known only with changes(deleted=True), which reads the trash bin too")
        return self._deleted

    async def _read(self) -> bool:
        """Reads a page; False at the end of the scan."""
        if self._scan is None:
            self._scan = Scan(self._source, self._watermark.floor)
            self._last_yielded = 0
            self._due = self._scan.began + (self._every or 0.0)
        changes = await self._scan.page()
        if self._watermark.restart(self._source.server):
            _log.warning("the server's clock was set back: changes() and watch() read all from their start again")
            self._scan = None
            return True
        if changes is None:
            if self._source.trashed is not None:
                self._deleted = self._watermark.compare_trash(await self._source.trashed())
            self._watermark.advance(self._watermark.settled(self._source.server))
            self._scan = None
            return False
        for change in changes:
            self._source.server.observe(change.stamp)
        self._ready.extend(changes)
        await self._scan.check_sort()
        return True

    def _next(self) -> Change[M] | None:
        """The next change that was read, without versions older than one that was yielded."""
        while self._ready:
            change = self._ready.popleft()
            if self._watermark.is_new(change.id, change.stamp, self._source.server):
                return change
        return None


def cursor_after(changes: Changes[Any], server: ServerTime) -> str:
    """The cursor of the changes after the whole list was read; ``server`` is the server's clock during that reading."""
    watermark = changes._watermark  # noqa: SLF001 - of this module
    watermark.advance(max(watermark.floor, server.settled or watermark.floor))
    return changes.cursor


def _start(source: ChangeSource[Any], since: datetime | None, cursor: str | None) -> Watermark:
    if cursor is not None:
        return Watermark.from_json(cursor, source.listing, source.server)
    if since is None:
        raise ConfigurationError("changes need a start: give since= or cursor=")
    if not isinstance(since, datetime):
        raise TypeError(f"since takes a datetime with a time zone, not {since!r}")
    format_moment(since)
    return Watermark.since(since)


def stamp_of(record: Model) -> int | None:
    """The timestamp of the last change of a record, in microseconds since 1970; ``None`` if it has none."""
    moment = getattr(record, "updated_at", None)
    return timestamp(moment) if isinstance(moment, datetime) else None


def _id(record: Model) -> str:
    """The id of a record, or a hash of its content if it has none."""
    id = getattr(record, "id", None)
    return id if isinstance(id, str) and id else digest(record)


def _version_key(record: Model) -> str:
    return f"{_id(record)}@{stamp_of(record)}"
