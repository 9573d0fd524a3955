"""The leases that wait for their grant, in order."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from heapq import heappop, heappush
from math import inf

from attrs import define

from plutio_async._ratelimit.protocol import Lease

_BACKGROUND_SHARE = 10
"""While both priorities wait, every tenth grant is a background one, so that busy interactive callers starve none."""


@define(eq=False)
class Waiter:
    """A lease in the queue. ``granted`` is ``None`` while it waits, and false when the wait is too long."""

    lease: Lease
    rank: int
    deadline: float
    granted: bool | None = None
    wake: Callable[[], object] = lambda: None


def rank(*, background: bool, first: bool) -> int:
    """The order of waiters: interactive before background, and within a priority ``first`` before others."""
    return 2 * background + (not first)


class PriorityQueue:
    """Waiters by rank, and within a rank in the order of their arrival."""

    def __init__(self) -> None:
        self.waiting = 0
        self._ranks: tuple[OrderedDict[Waiter, None], ...] = tuple(OrderedDict() for _ in range(4))
        self._calls = [0, 0, 0, 0]
        self._passed_over = 0
        self._deadlines: list[tuple[float, int, Waiter]] = []

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

    @property
    def is_background_turn(self) -> bool:
        """Whether background waiters go before interactive ones just now."""
        return self._passed_over >= _BACKGROUND_SHARE - 1

    def ahead(self, rank: int) -> tuple[int, int]:
        """The calls that go before those of a newcomer: of both priorities, and of the background."""
        return sum(self._calls[: rank + 1]), sum(self._calls[2 : rank + 1])

    def serve(self, waiter: Waiter) -> None:
        """Removes a waiter whose lease is granted, and wakes it."""
        self.remove(waiter)
        waiter.granted = True
        overtakes = not waiter.lease.background and self.head(background=True) is not None
        self._passed_over = self._passed_over + 1 if overtakes else 0
        waiter.wake()

    def reject(self, waiter: Waiter) -> None:
        """Removes a waiter whose wait is too long, and wakes it."""
        self.remove(waiter)
        waiter.granted = False
        waiter.wake()

    def first_deadline(self) -> float:
        """The next deadline. Drops those of waiters that have left."""
        while self._deadlines:
            deadline, _, waiter = self._deadlines[0]
            if waiter in self._ranks[waiter.rank]:
                return deadline
            heappop(self._deadlines)
        return inf

    def expire(self, moment: float) -> None:
        """Rejects all waiters whose deadline is at or before that moment."""
        while self.first_deadline() <= moment:
            self.reject(heappop(self._deadlines)[2])
