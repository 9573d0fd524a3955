"""Who waits for the budget, in order."""

from __future__ import annotations

from collections import OrderedDict
from heapq import heappop, heappush

import anyio

_SHARE = 10
"""While both wait, every tenth grant is a background one, so that busy interactive callers starve nobody."""


class Waiter:
    """One caller in the queue. ``granted`` is the moment of its grant; ``expired`` says that its time is up.

    Who is ``first`` goes before all in its lane who are not: it had its turn before, or others wait for what it does.
    """

    __slots__ = ("background", "deadline", "expired", "first", "granted", "n", "sleep", "woken")

    def __init__(self, n: int, background: bool, first: bool = False) -> None:
        self.n = n
        self.background = background
        self.first = first
        self.deadline: float | None = None
        self.granted: float | None = None
        self.expired = False
        self.sleep: anyio.CancelScope | None = None
        self.woken: anyio.Event | None = None

    @property
    def waits(self) -> bool:
        return self.granted is None and not self.expired

    def wake(self) -> None:
        if self.sleep is not None:
            self.sleep.cancel()
        elif self.woken is not None:
            self.woken.set()


class Lane:
    """First come, first served, after those who are to be first."""

    def __init__(self) -> None:
        self._first: OrderedDict[Waiter, None] = OrderedDict()
        self._others: OrderedDict[Waiter, None] = OrderedDict()
        self._calls_first = 0
        self._calls = 0

    def __bool__(self) -> bool:
        return bool(self._first or self._others)

    def __contains__(self, waiter: Waiter) -> bool:
        return waiter in self._first or waiter in self._others

    def add(self, waiter: Waiter) -> None:
        (self._first if waiter.first else self._others)[waiter] = None
        self._count(waiter, waiter.n)

    def remove(self, waiter: Waiter) -> None:
        del (self._first if waiter.first else self._others)[waiter]
        self._count(waiter, -waiter.n)

    def head(self) -> Waiter | None:
        return next(iter(self._first or self._others), None)

    def calls(self, before: Waiter | None = None) -> int:
        """Calls that the lane waits for; those that go before a newcomer."""
        return self._calls_first if before is not None and before.first else self._calls

    def _count(self, waiter: Waiter, calls: int) -> None:
        self._calls += calls
        if waiter.first:
            self._calls_first += calls


class Lanes:
    """Two lanes, interactive callers before background ones."""

    def __init__(self) -> None:
        self.waiting = 0
        self._lanes = (Lane(), Lane())
        self._passed_over = 0
        self._deadlines: list[tuple[float, int, Waiter]] = []
        self._count = 0

    def add(self, waiter: Waiter) -> None:
        self._lanes[waiter.background].add(waiter)
        self.waiting += 1
        if waiter.deadline is not None:
            self._count += 1
            heappush(self._deadlines, (waiter.deadline, self._count, waiter))

    def remove(self, waiter: Waiter) -> None:
        self._lanes[waiter.background].remove(waiter)
        self.waiting -= 1

    def serve(self, waiter: Waiter, now: float) -> None:
        """The waiter has its grant and leaves."""
        self.remove(waiter)
        waiter.granted = now
        overtakes = self._lanes[True] and not waiter.background
        self._passed_over = self._passed_over + 1 if overtakes else 0
        waiter.wake()

    def head(self, lane: bool) -> Waiter | None:
        return self._lanes[lane].head()

    @property
    def background_turn(self) -> bool:
        """Whether the background lane goes before the interactive one just now."""
        return self._passed_over >= _SHARE - 1

    def ahead(self, waiter: Waiter) -> tuple[int, int]:
        """The calls that go before those of a newcomer: of both lanes, and of the background lane."""
        background = self._lanes[True].calls(waiter if waiter.background else None)
        if not waiter.background:
            return self._lanes[False].calls(waiter), background
        return self._lanes[False].calls() + background, background

    def first_deadline(self) -> float:
        while self._deadlines:
            deadline, _, waiter = self._deadlines[0]
            if waiter in self._lanes[waiter.background]:
                return deadline
            heappop(self._deadlines)
        return float("inf")

    def expire(self, before: float) -> None:
        """Turns away all whose deadline is at or before that moment."""
        while self.first_deadline() <= before:
            self.turn_away(heappop(self._deadlines)[2])

    def turn_away(self, waiter: Waiter) -> None:
        self.remove(waiter)
        waiter.expired = True
        waiter.wake()
