"""A list that others change while it is read, and what was given of it beside what was there."""

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
"""The fewest rows that a cut page has, where there are as many."""
_BEYOND_HOPE = 10
_SPARE = 20
_SMALL = 30


class Walk(Protocol):
    """Records that are read with ``async for``, and where to go on."""

    def __aiter__(self) -> AsyncIterator[Task]: ...

    @property
    def cursor(self) -> str: ...


Read = Callable[[Plutio, Mapping[str, Any]], Walk]


def iterate(plutio: Plutio, how: Mapping[str, Any]) -> Walk:
    """The way to read that is on trial; tests put a broken one in its place."""
    return plutio.tasks.iterate(**how)


class ChangingList:
    """The tasks of a sandbox. ``change``, if there is one, runs before each page of them is read.

    ``stayed`` are the ids of the records that were there throughout, ``moved`` those whose place in the list changed.
    ``idle`` counts the calls since the reader was last given a record, as the server sees them.
    """

    def __init__(self, chance: Random, rows: int, **switches: Any) -> None:
        self.chance = chance
        self.clock = JumpingClock(EPOCH)
        seed = chance.getrandbits(32)
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
        """From now on pages end anywhere."""
        self.smallest_page = min(self.smallest_page, LEAST)
        self.sandbox.fail(Fault.rows_cut(LEAST, path="/tasks", rate=rate))

    def ways(self) -> dict[str, Any]:
        """How the list is read: in which order, by how many at a time, and by how many pages ahead."""
        size = self.chance.choice((2, 3, 7) if self.is_small else (7, 20, 50))
        self.smallest_page = min(self.smallest_page, size)
        sort = self.chance.choice((None, "title_asc", "title_desc"))
        return {"sort": sort, "page_size": size, "read_ahead": self.chance.choice((0, 0, 1, 4))}

    @property
    def is_small(self) -> bool:
        """Whether it is short enough to be read by a few rows at a time."""
        return len(self.ids) <= _SMALL

    @property
    def most_in_vain(self) -> int:
        """The calls after which a reader that was given nothing new has to say that it cannot go on."""
        return 2 * self.most_rows // max(1, self.smallest_page) + _SPARE

    def insert(self, count: int = 1) -> None:
        rows = [{"title": f"{self.chance.getrandbits(64):016x}"} for _ in range(count)]
        self.ids += [record["_id"] for record in self.sandbox.seed(tasks=rows)["tasks"]]

    def delete(self, count: int = 1) -> None:
        for _ in range(min(count, len(self.ids))):
            gone = self.ids.pop(self.chance.randrange(len(self.ids)))
            self.sandbox.remove("tasks", gone)
            self.stayed.discard(gone)

    def move(self) -> None:
        """A record gets another sort key; in an unsorted list it goes to the end."""
        if self.ids:
            mover = self.chance.choice(self.ids)
            self.replace(mover)
            self.moved.add(mover)

    def replace(self, identifier: str, **fields: Any) -> None:
        """The same record with other values."""
        self.sandbox.remove("tasks", identifier)
        self.sandbox.seed(tasks=[{"_id": identifier, "title": f"{self.chance.getrandbits(64):016x}", **fields}])

    def churn(self, most: int) -> None:
        """Inserts and deletes anywhere."""
        for _ in range(self.chance.randint(0, most)):
            self.chance.choice((self.insert, self.delete))()

    async def before(self, request: Request) -> Answer | None:
        if (request.method, request.path) == ("GET", "/tasks"):
            if self.change is not None:
                self.change()
            self.most_rows = max(self.most_rows, len(self.ids))
            self.idle += 1
            self.most_idle = max(self.most_idle, self.idle)
            if self.idle > _BEYOND_HOPE * self.most_in_vain:
                raise NeverEnds
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - a hook has it
        return answer


async def read(walk: Walk, listing: ChangingList, given: Counter[str], most: int | None = None) -> None:
    """Reads to the end, or until ``most`` records came."""
    left = most
    listing.idle = 0
    if left == 0:
        return
    async for record in walk:
        assert record.id is not None
        given[record.id] += 1
        listing.idle = 0
        if left is not None:
            left -= 1
            if not left:
                return


def judge(listing: ChangingList, given: Counter[str], tally: Tally) -> None:
    """Every record that stayed in its place came, and none came twice."""
    lost = listing.stayed - listing.moved - given.keys()
    if lost:
        tally.fail("lost records", detail=f"{len(lost)} of {len(listing.stayed)}")
    elif repeated := sum(count > 1 for count in given.values()):
        tally.fail("gave records twice", detail=f"{repeated} of {len(given)}")
