"""Records that were created or updated after a moment, each change once, also across runs.

The API stamps records with ``updatedAt``, and that is all there is to go by. A record may become visible a little after
the moment of its stamp, and records change while the list is read. So a reading asks for what lies after a *floor*: the
moment up to which everything was surely seen. It rises to where the server's clock surely was when the reading began,
less a margin; while one reads on, only where the API was seen to sort as it is asked to. What was given above the floor
is remembered, and not given again.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from attrs import define, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.errors import BadRequestError, BudgetExceeded, ConfigurationError, PlutioError
from plutio_async._core.moments import format_moment
from plutio_async._models.model import Model
from plutio_async._pagination.caps import PageCaps
from plutio_async._pagination.cursor import digest
from plutio_async._pagination.iterators import PageIterator
from plutio_async._pagination.page import Rows
from plutio_async._pagination.records import Records
from plutio_async._pagination.watermark import Watermark, stamp_of, text_of

__all__ = ["Changes"]

M = TypeVar("M", bound=Model)

Fetch = Callable[[str, str | None, int, int], Awaitable[Rows[M]]]


@define
class Feed(Generic[M]):
    """Where changes come from: ``fetch(q, sort, skip, limit)`` gives a page.

    ``sorts`` says whether the API takes the sort, ``proven`` whether it was seen to follow it, ``ordered`` whether its
    answers were in that order so far.
    """

    fetch: Fetch[M]
    condition: str | None
    listing: str
    caps: PageCaps
    clock: Clock
    sorts: bool = True
    proven: bool | None = None
    ordered: bool = True

    def query(self, floor: int) -> str:
        """The ``q`` for what lies after a moment."""
        after: dict[str, Any] = {"updatedAt": {"$gt": text_of(floor)}}
        condition: dict[str, Any] = json.loads(self.condition) if self.condition else {}
        both = {"$and": [condition, after]} if "updatedAt" in condition else {**condition, **after}
        return json.dumps(both, separators=(",", ":"), ensure_ascii=False)


@frozen
class Change(Generic[M]):
    """A record and its version."""

    record: M
    id: str
    stamp: int


class Sweep(Generic[M]):
    """One reading of all that lies after the floor."""

    def __init__(self, feed: Feed[M], floor: int) -> None:
        self.began = feed.clock.monotonic()
        self._feed = feed
        self._query = feed.query(floor)
        self._fetched = False
        self._read = 0
        self._oldest = self._newest = 0
        # A record that changes leaves its position and comes again at the end: each version is a row of its own.
        self._pages: PageIterator[M] = Records(self._fetch, _version, caps=feed.caps).pages()

    async def page(self) -> list[M] | None:
        """More records; ``None`` at the end."""
        page = await anext(self._pages, None)
        stamps = [stamp for record in page or () if (stamp := _stamp(record)) is not None]
        if stamps:
            self._oldest = self._oldest or stamps[0]
            self._newest = max(self._newest, *stamps)
            self._read += 1
        return page

    async def prove(self) -> None:
        """Finds out whether the API follows the sort: the other way round it must begin with the newest.

        Records that came by luck in the right order so far say nothing of those that follow.
        """
        feed = self._feed
        if feed.proven is not None or self._read < 2 or not (feed.sorts and feed.ordered):
            return
        feed.proven = False
        with suppress(PlutioError):
            rows = await feed.fetch(self._query, "updatedAt_desc", 0, 1)
            latest = _stamp(rows[0]) if rows and rows[0] is not None else None
            feed.proven = latest is not None and latest >= self._newest > self._oldest

    async def _fetch(self, skip: int, limit: int) -> Rows[M]:
        feed = self._feed
        try:
            rows = await feed.fetch(self._query, "updatedAt_asc" if feed.sorts else None, skip, limit)
        except BadRequestError:
            if self._fetched or not feed.sorts:
                raise
            feed.sorts = feed.ordered = False  # one client reports that some sorts are refused
            rows = await feed.fetch(self._query, None, skip, limit)
        self._fetched = True
        return rows


class Changes(AsyncIterator[M], Generic[M]):
    """What was created or updated after a moment: ``async for record in changes``.

    A loop over ``changes()`` ends when all was read, one over ``watch()`` never does. Either may be left or interrupted
    by an error at any time, and looping again goes on there.
    """

    def __init__(self, feed: Feed[M], *, since: datetime | None, cursor: str | None, every: float | None) -> None:
        """Prepares it; nothing is read yet.

        Raises:
            ConfigurationError: there is no moment to start from, or the cursor or ``every`` cannot work.
            TypeError: ``since`` is no datetime.
            ValueError: ``since`` has no time zone.
        """
        if every is not None and not every > 0:
            raise ConfigurationError(f"every={every!r} is no pause: give seconds, more than 0")
        self._feed = feed
        self._every = every
        self._watermark = _start(feed, since, cursor)
        self._sweep: Sweep[M] | None = None
        self._ready: deque[Change[M]] = deque()
        self._given = self._read_to = 0
        self._due = 0.0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> M:
        while (change := self._next()) is None:
            try:
                at_end = not await self._read()
            except BudgetExceeded as error:
                if self._every is None:
                    raise
                self._due = self._feed.clock.monotonic() + (error.wait or self._every)
                at_end = True
            if at_end and self._every is None:
                raise StopAsyncIteration
            if at_end:
                await self._feed.clock.sleep(self._due - self._feed.clock.monotonic())
        return self._give(change)

    @property
    def cursor(self) -> str:
        """A JSON text from which others go on after the record that was given last.

        It holds the ids of the records that changed shortly before the latest, and nothing else of them.
        """
        floor = self._watermark.floor
        if self._sweep is not None and self._feed.ordered and self._feed.proven and self._given:
            floor = max(floor, min(self._given - 1, self._watermark.settled(self._sweep.began)))
        return self._watermark.to_json(floor, self._feed.listing, self._feed.clock)

    async def _read(self) -> bool:
        """Reads a page; False at the end."""
        if self._sweep is None:
            self._sweep = Sweep(self._feed, self._watermark.floor)
            self._given = self._read_to = 0
            self._due = self._sweep.began + (self._every or 0.0)
        page = await self._sweep.page()
        if page is None:
            self._watermark.rise(self._watermark.settled(self._sweep.began))
            self._sweep = None
            return False
        for record in page:
            self._take(record)
        await self._sweep.prove()
        return True

    def _take(self, record: M) -> None:
        stamp = _stamp(record)
        if stamp is None or stamp <= self._watermark.floor:
            return
        self._feed.ordered = self._feed.ordered and stamp >= self._read_to
        self._read_to = stamp
        self._watermark.notice(stamp, self._feed.clock)
        self._ready.append(Change(record, _id(record), stamp))

    def _next(self) -> Change[M] | None:
        """What is to be given next of what was read: nothing that is older than what was given of the same record."""
        while self._ready:
            change = self._ready.popleft()
            if self._watermark.is_new(change.id, change.stamp, self._feed.clock):
                return change
        return None

    def _give(self, change: Change[M]) -> M:
        self._watermark.seen[change.id] = change.stamp
        self._given = change.stamp
        return change.record


def _start(feed: Feed[Any], since: datetime | None, cursor: str | None) -> Watermark:
    if cursor is not None:
        return Watermark.from_json(cursor, feed.listing, feed.clock)
    if since is None:
        raise ConfigurationError("changes need a moment or a cursor to start from: give since= or cursor=")
    if not isinstance(since, datetime):
        raise TypeError(f"since takes a datetime with a time zone, not {since!r}")
    format_moment(since)
    return Watermark.after(since)


def _stamp(record: Model) -> int | None:
    moment = getattr(record, "updated_at", None)
    return stamp_of(moment) if isinstance(moment, datetime) else None


def _id(record: Model) -> str:
    """A record without an id is known by its content."""
    id = getattr(record, "id", None)
    return id if isinstance(id, str) and id else digest(json.dumps(record.to_dict(), sort_keys=True, default=str))


def _version(record: Model) -> str:
    return f"{_id(record)}@{_stamp(record)}"
