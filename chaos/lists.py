"""A list that changes while it is read, and checks of the records that the reader returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from random import Random
from typing import Any, Protocol

from chaos.clock import EPOCH
from chaos.trial import NeverEnds, Tally
from plutio_async import Plutio
from plutio_async.models import Task
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox, Switches

LEAST = 2
"""The minimum number of rows in a cut page."""
_ENDLESS_FACTOR = 10
_SPARE = 20
_SMALL = 30

LOST = "lost records"
"""The failure of an iteration that did not return a record."""


class Reader(Protocol):
    """Reads records with ``async for``; ``cursor`` is the position to resume at."""

    def __aiter__(self) -> AsyncIterator[Task]: ...

    @property
    def cursor(self) -> str: ...


Read = Callable[[Plutio, Mapping[str, Any]], Reader]


def iterate(plutio: Plutio, options: Mapping[str, Any]) -> Reader:
    """The reader under test; tests replace it with a broken one."""
    return plutio.tasks.iterate(**options)


class ChangingList:
    """The tasks of a sandbox. ``change`` runs before each page is read.

    ``stayed`` has the ids of the records that always existed, ``moved`` those whose position in the list changed.
    ``idle`` is the number of calls since the reader last returned a new record, counted by the server.
    """

    def __init__(self, rng: Random, rows: int, **switches: Any) -> None:
        self.rng = rng
        self.clock = JumpingClock(EPOCH)
        seed = rng.getrandbits(32)
        self.sandbox = Sandbox(seed, self.clock, Switches(**switches), limit=None, keep_calls=0)
        self.ids: list[str] = []
        self.insert(rows)
        self.stayed = set(self.ids)
        self.moved: set[str] = set()
        self.change: Callable[[], None] | None = None
        self.most_rows = rows
        self.smallest_page = rows
        self.idle = self.most_idle = 0
        self.sandbox.add_hook(self)

    def client(self, **settings: Any) -> Plutio:
        return Plutio.sandbox(self.sandbox, clock=self.clock, budget=1_000_000, **settings)

    def cut(self, rate: float) -> None:
        """Cuts pages at random from now on."""
        self.smallest_page = min(self.smallest_page, LEAST)
        self.sandbox.fail(Fault.rows_cut(LEAST, path="/tasks", rate=rate))

    def read_options(self) -> dict[str, Any]:
        """Random options of the reader: order, page size, and pages to read ahead."""
        size = self.rng.choice((2, 3, 7) if self.is_small else (7, 20, 50))
        self.smallest_page = min(self.smallest_page, size)
        sort = self.rng.choice((None, "title_asc", "title_desc"))
        return {"sort": sort, "page_size": size, "read_ahead": self.rng.choice((0, 0, 1, 4))}

    @property
    def is_small(self) -> bool:
        """Whether it is short enough to be read in pages of a few rows."""
        return len(self.ids) <= _SMALL

    @property
    def max_idle(self) -> int:
        """The number of calls without a new record after which a reader has to raise an error."""
        return 2 * self.most_rows // max(1, self.smallest_page) + _SPARE

    def insert(self, count: int = 1) -> None:
        rows = [{"title": f"{self.rng.getrandbits(64):016x}"} for _ in range(count)]
        self.ids += [record["_id"] for record in self.sandbox.seed(tasks=rows)["tasks"]]

    def delete(self, count: int = 1) -> None:
        for _ in range(min(count, len(self.ids))):
            gone = self.ids.pop(self.rng.randrange(len(self.ids)))
            self.sandbox.remove("tasks", gone)
            self.stayed.discard(gone)

    def move(self) -> None:
        """Changes the sort key of a record; in an unsorted list it moves to the end."""
        if self.ids:
            mover = self.rng.choice(self.ids)
            self.replace(mover)
            self.moved.add(mover)

    def replace(self, identifier: str, **fields: Any) -> None:
        """The same record with other values."""
        self.sandbox.remove("tasks", identifier)
        self.sandbox.seed(tasks=[{"_id": identifier, "title": f"{self.rng.getrandbits(64):016x}", **fields}])

    def churn(self, most: int) -> None:
        """Inserts and deletes records at random."""
        for _ in range(self.rng.randint(0, most)):
            self.rng.choice((self.insert, self.delete))()

    async def before(self, request: Request) -> Answer | None:
        if (request.method, request.path) == ("GET", "/tasks"):
            if self.change is not None:
                self.change()
            self.most_rows = max(self.most_rows, len(self.ids))
            self.idle += 1
            self.most_idle = max(self.most_idle, self.idle)
            if self.idle > _ENDLESS_FACTOR * self.max_idle:
                raise NeverEnds
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - part of the hook protocol
        return answer


async def read(reader: Reader, listing: ChangingList, given: Counter[str], most: int | None = None) -> None:
    """Reads to the end, or until ``most`` records were returned."""
    left = most
    listing.idle = 0
    if left == 0:
        return
    async for record in reader:
        assert record.id is not None
        given[record.id] += 1
        listing.idle = 0
        if left is not None:
            left -= 1
            if not left:
                return


def judge(listing: ChangingList, given: Counter[str], tally: Tally) -> None:
    """Checks that every record that stayed at its position was returned, and none twice."""
    lost = listing.stayed - listing.moved - given.keys()
    if lost:
        tally.fail(LOST, detail=f"{len(lost)} of {len(listing.stayed)}")
    elif repeated := sum(count > 1 for count in given.values()):
        tally.fail("repeated records", detail=f"{repeated} of {len(given)}")
