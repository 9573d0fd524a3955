"""A list on a server that others change, for the tests of pagination."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import anyio
import anyio.lowlevel
from attrs import define, field, frozen

from plutio_async._pagination.page import Fetch, WalkOptions
from plutio_async._pagination.records import Records


@frozen
class Row:
    """A record; ``id`` is empty where it has none."""

    id: str
    name: str = ""


def key(row: Row) -> str:
    """The id of a record."""
    return row.id


def rows(count: int, prefix: str = "r") -> list[Row]:
    """Records with different ids."""
    return [Row(f"{prefix}{n}", f"{prefix}{n}") for n in range(count)]


async def settle() -> None:
    """Lets all tasks run until they wait."""
    for _ in range(30):
        await anyio.lowlevel.checkpoint()


@define
class Listing:
    """Answers ``fetch(skip, limit)`` like the API.

    ``cap`` limits all pages silently; ``cut`` cuts each at random, to two rows at least if there are two. ``before``
    runs before each answer. ``longest`` is the most rows that the list had, ``smallest`` the fewest on a page.
    """

    rows: list[Row]
    cap: int = 10_000
    cut: Random | None = None
    before: Callable[[Listing], None] | None = None
    calls: list[tuple[int, int]] = field(factory=list)
    longest: int = 0
    smallest: int = 10_000
    running: int = 0
    most_running: int = 0

    async def fetch(self, skip: int, limit: int) -> list[Row]:
        self.calls.append((skip, limit))
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            await self.wait()
            if self.before is not None:
                self.before(self)
            return self.page(skip, limit)
        finally:
            self.running -= 1

    def page(self, skip: int, limit: int) -> list[Row]:
        """The rows that the server returns now."""
        rows = self.rows[skip : skip + min(limit, self.cap)]
        if self.cut is not None and len(rows) > 2:
            rows = rows[: self.cut.choice([2, self.cut.randint(2, len(rows)), len(rows)])]
        self.longest = max(self.longest, len(self.rows))
        self.smallest = min(self.smallest, len(rows) or self.smallest)
        return rows

    async def wait(self) -> None:
        """The duration of a call."""
        await anyio.lowlevel.checkpoint()


class Churn:
    """Inserts, deletes and moves some rows or blocks before each answer, at random indexes.

    ``stayed`` are the rows that were present throughout, ``moved`` those that moved.
    """

    def __init__(self, random: Random, listing: Listing, *, most: int, rounds: int = 200, moves: float = 0.0) -> None:
        self._random = random
        self._most = most
        self._rounds = rounds
        self._moves = moves
        self._made = 0
        self.stayed = list(listing.rows)
        self.moved: set[Row] = set()
        listing.before = self

    def __call__(self, listing: Listing) -> None:
        if self._rounds <= 0:
            return
        self._rounds -= 1
        for _ in range(self._random.randint(0, self._most)):
            self.change(listing)

    def change(self, listing: Listing) -> None:
        """One change."""
        random, rows = self._random, listing.rows
        block = random.choice([1, 1, 1, 5])
        index = random.randint(0, len(rows))
        if random.random() < self._moves:
            moving = rows[index : index + block]
            del rows[index : index + block]
            index = random.choice([0, len(rows), random.randint(0, len(rows))])
            rows[index:index] = moving
            self.moved.update(moving)
        elif random.random() < 0.5:
            gone = set(rows[index : index + block])
            del rows[index : index + block]
            self.stayed = [row for row in self.stayed if row not in gone]
        else:
            self._made += block
            rows[index:index] = [Row(f"new{self._made - n}") for n in range(block)]


@define
class Ticker(Listing):
    """A listing whose calls take one tick each. It counts the ticks; no time passes."""

    ticks: int = 0
    _tick: anyio.Event = field(factory=anyio.Event)

    async def wait(self) -> None:
        await self._tick.wait()

    async def run(self) -> None:
        """Ticks whenever every task waits."""
        while True:
            await settle()
            if self.running:
                self.tick()

    def tick(self) -> None:
        self.ticks += 1
        passed, self._tick = self._tick, anyio.Event()
        passed.set()


def read(
    source: Listing | Fetch[Row], /, *, cursor: str | None = None, listing: str = "", **options: Any
) -> Records[Row]:
    """The records of a listing or another source, ten at a time."""
    fetch = source.fetch if isinstance(source, Listing) else source
    return Records(WalkOptions(fetch, key, **{"limit": 10, **options}), cursor=cursor, listing=listing)


async def drain(records: Records[Row]) -> list[Row]:
    """All records of a loop."""
    return [row async for row in records]


async def take(records: Records[Row], count: int) -> list[Row]:
    """The first records of a loop, which is left then."""
    seen: list[Row] = []
    async for row in records:
        seen.append(row)
        if len(seen) == count:
            break
    return seen
