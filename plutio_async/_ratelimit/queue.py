"""The queue of those that wait for a grant, their deadlines, and what other processes see of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Literal

from attrs import define, frozen

from plutio_async._core.errors import PlutioError
from plutio_async._ratelimit.protocol import Lease

Outcome = Literal["granted", "too late"] | PlutioError


@define(eq=False)
class Waiter:
    """A lease in the queue. It has no ``outcome`` while it waits."""

    lease: Lease
    rank: int
    deadline: float
    arrived: float
    outcome: Outcome | None = None
    wake: Callable[[], object] = lambda: None

    def end(self, outcome: Outcome) -> None:
        """Wakes it, once it is out of the queue."""
        self.outcome = outcome
        self.wake()


@frozen
class Claim:
    """The first caller of a priority that waits in a process, which wants ``n`` calls, and all that wait there."""

    rank: int
    arrived: float
    n: int
    callers: int
    calls: int

    @property
    def background(self) -> bool:
        return self.rank > 1

    def precedes(self, waiter: Waiter, *, background_first: bool) -> bool:
        """Whether it is served before a waiter of this process."""
        if self.background != waiter.lease.background:
            return self.background == background_first
        return (self.rank, self.arrived) < (waiter.rank, waiter.arrived)


def rank(*, background: bool, first: bool) -> int:
    """The order of waiters: interactive before background, and within a priority ``first`` before others."""
    return 2 * background + (not first)


class PriorityQueue:
    """Waiters by rank, and within a rank in the order of their arrival."""

    def __init__(self) -> None:
        self.waiting = 0
        self._ranks: tuple[OrderedDict[Waiter, None], ...] = tuple(OrderedDict() for _ in range(4))
        self._calls = [0, 0, 0, 0]
        self._deadlines: list[tuple[float, int, Waiter]] = []  # also of waiters that have left

    def add(self, waiter: Waiter) -> None:
        self._ranks[waiter.rank][waiter] = None
        self._calls[waiter.rank] += waiter.lease.n
        self.waiting += 1
        if waiter.deadline < inf:
            heappush(self._deadlines, (waiter.deadline, id(waiter), waiter))

    def remove(self, waiter: Waiter) -> None:
        del self._ranks[waiter.rank][waiter]
        self._calls[waiter.rank] -= waiter.lease.n
        self.waiting -= 1

    def head(self, *, background: bool) -> Waiter | None:
        """The next waiter of a priority."""
        firsts, others = self._ranks[2:] if background else self._ranks[:2]
        return next(iter(firsts or others), None)

    def ahead(self, rank: int) -> tuple[int, int]:
        """The calls that go before those of a newcomer: of both priorities, and of the background."""
        return sum(self._calls[: rank + 1]), sum(self._calls[2 : rank + 1])

    def claims(self) -> list[Claim]:
        """What the heads of both priorities claim."""
        return [
            Claim(head.rank, head.arrived, head.lease.n, sum(map(len, self._ranks[ranks])), sum(self._calls[ranks]))
            for background, ranks in ((False, slice(2)), (True, slice(2, 4)))
            if (head := self.head(background=background)) is not None
        ]

    def first_deadline(self) -> float:
        """The next deadline. Forgets those of waiters that have left."""
        while self._deadlines:
            deadline, _, waiter = self._deadlines[0]
            if waiter in self._ranks[waiter.rank]:
                return deadline
            heappop(self._deadlines)
        return inf

    def expire(self, moment: float) -> None:
        """Ends the wait of all whose deadline is at or before that moment."""
        while self.first_deadline() <= moment:
            waiter = heappop(self._deadlines)[2]
            self.remove(waiter)
            waiter.end("too late")

    def end_all(self, error: PlutioError) -> None:
        """Ends the wait of all."""
        for waiter in [waiter for rank in self._ranks for waiter in rank]:
            self.remove(waiter)
            waiter.end(error)
