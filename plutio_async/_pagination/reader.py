"""One walk through a list: asks, fetches, reports."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from attrs import define, frozen

from plutio_async._core.errors import ResponseTooLarge
from plutio_async._pagination.ahead import Detached, Serial, Source, Spare, Spawn, Width
from plutio_async._pagination.caps import PageCaps
from plutio_async._pagination.cursor import TAIL, Cursor
from plutio_async._pagination.page import Found, Key, Rows
from plutio_async._pagination.walk import LEAST_LIMIT, Ask, Walk

T = TypeVar("T")

Fetch = Callable[[int, int], Awaitable[Rows[T]]]


@frozen
class Progress:
    """How far a walk is: records and pages given, calls made, calls left without waiting (if known)."""

    records: int
    pages: int
    calls: int
    spare: int | None
    done: bool


@frozen
class Plan(Generic[T]):
    """All that a walk needs to know; each walk through the same records uses the same plan."""

    fetch: Fetch[T]
    key: Key[T]
    limit: int
    caps: PageCaps
    page_cap: int | None = None
    read_ahead: int = 0
    spawn: Spawn | None = None
    spare: Spare | None = None
    progress: Callable[[Progress], None] | None = None


@define
class Position:
    """The last record that was given, kept apart from the walk so that a cursor outlives it."""

    skip: int
    tail: deque[str]
    listing: str

    @classmethod
    def at(cls, start: Cursor) -> Position:
        return cls(start.skip, deque(start.tail), start.listing)

    def reach(self, found: Found[Any]) -> None:
        """A record was given."""
        if found.position is not None:
            self.skip = found.position + 1
            self.tail.append(found.key)
        elif found.before is not None and found.before in self.tail:
            self.tail.insert(self.tail.index(found.before) + 1, found.key)
        while len(self.tail) > TAIL:
            self.tail.popleft()

    def cursor(self) -> Cursor:
        return Cursor(self.skip, tuple(self.tail), self.listing)


@define
class Pace:
    """How pages are fetched; shared with the tasks that read ahead, which must not hold the walk itself."""

    limit: int
    calls: int = 0


class Reader(Generic[T]):
    """Gives page after page of new records.

    When it is forgotten, so is all that it fetches ahead; a second walk is a second reader.
    """

    def __init__(self, plan: Plan[T], start: Cursor) -> None:
        self.position = Position.at(start)
        self._plan = plan
        self._pace = Pace(plan.limit)
        self._walk = Walk(plan.key, plan.limit, plan.caps, start, plan.page_cap)
        self._source = _source(plan, self._pace)
        self._records = 0
        self._pages = 0
        self._reading = False
        self._found: list[Found[T]] = []
        # `async for` does not close what it iterates over: without this, a `break` would leave fetches running.
        weakref.finalize(self, self._source.abandon).atexit = False

    async def read(self) -> list[Found[T]] | None:
        """The next new records; ``None`` at the end.

        Raises what the fetch raises; the same page is asked for again if it is called again.
        """
        if self._reading:
            raise RuntimeError("Two tasks read from one iterator: give each its own, or share the records by a stream.")
        self._reading = True
        try:
            return await self._read()
        finally:
            self._reading = False

    async def _read(self) -> list[Found[T]] | None:
        # They are kept until they are given: the progress hook may raise.
        while not self._found and (ask := self._walk.ask()) is not None:
            self._found = self._walk.take(*await self._fetched(ask))
            following = self._walk.ask()
            if following is None:
                self._source.abandon()
            else:
                self._source.prepare(following)
            self._report(self._found, done=following is None)
        found, self._found = self._found, []
        return found or None

    async def _fetched(self, ask: Ask) -> tuple[int, Rows[T]]:
        """A page; where its records are too large for one answer, fewer of them, from then on."""
        while True:
            try:
                return await self._source.page(ask)
            except ResponseTooLarge:
                if self._pace.limit <= LEAST_LIMIT:
                    raise
                self._pace.limit = self._walk.limit = max(LEAST_LIMIT, self._pace.limit // 2)
                ask = Ask(ask.skip)

    def close(self) -> None:
        """Ends what is being fetched ahead."""
        self._source.abandon()

    def _report(self, found: list[Found[T]], *, done: bool) -> None:
        self._records += len(found)
        self._pages += bool(found)
        if self._plan.progress is not None:
            spare = self._plan.spare() if self._plan.spare is not None else None
            self._plan.progress(Progress(self._records, self._pages, self._pace.calls, spare, done))


def _source(plan: Plan[T], pace: Pace) -> Source[T]:
    fetch = plan.fetch

    async def call(skip: int) -> Rows[T]:
        pace.calls += 1
        return await fetch(skip, pace.limit)

    if plan.spawn is None or not plan.read_ahead:
        return Serial(call)
    return Detached(call, Width(plan.read_ahead, plan.spare), plan.spawn)
