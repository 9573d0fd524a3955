"""Who waits for the budget, in order."""

from __future__ import annotations

from collections import OrderedDict
from heapq import heappop, heappush

import anyio

_SHARE = 10
"""While both wait, every tenth grant is a background one, so that busy interactive callers starve nobody."""


class Waiter:
    """One caller in the queue. ``granted`` is the moment of its grant; ``expired`` says that its time is up."""

    __slots__ = ("background", "deadline", "expired", "granted", "n", "sleep", "woken")

    def __init__(self, n: int, background: bool, deadline: float | None) -> None:
        self.n = n
        self.background = background
        self.deadline = deadline
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


class Lanes:
    """First come, first served in each of two lanes; interactive callers before background ones."""

    def __init__(self) -> None:
        self.waiting = 0
        self._lanes: tuple[OrderedDict[Waiter, None], OrderedDict[Waiter, None]] = (OrderedDict(), OrderedDict())
        self._calls = [0, 0]
        self._passed_over = 0
        self._deadlines: list[tuple[float, int, Waiter]] = []
        self._count = 0

    def add(self, waiter: Waiter) -> None:
        self._lanes[waiter.background][waiter] = None
        self._calls[waiter.background] += waiter.n
        self.waiting += 1
        if waiter.deadline is not None:
            self._count += 1
            heappush(self._deadlines, (waiter.deadline, self._count, waiter))

    def remove(self, waiter: Waiter) -> None:
        del self._lanes[waiter.background][waiter]
        self._calls[waiter.background] -= waiter.n
        self.waiting -= 1

    def serve(self, waiter: Waiter, now: float) -> None:
        """The waiter has its grant and leaves."""
        self.remove(waiter)
        waiter.granted = now
        overtakes = self._lanes[True] and not waiter.background
        self._passed_over = self._passed_over + 1 if overtakes else 0
        waiter.wake()

    def head(self, lane: bool) -> Waiter | None:
        return next(iter(self._lanes[lane]), None)

    @property
    def background_turn(self) -> bool:
        """Whether the background lane goes before the interactive one just now."""
        return self._passed_over >= _SHARE - 1

    def calls(self, lane: bool) -> int:
        """Calls that the lane waits for."""
        return self._calls[lane]

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
