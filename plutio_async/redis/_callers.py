"""This worker's callers that wait for the shared budget."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import merge
from itertools import chain, islice

import anyio

from plutio_async._core.errors import BudgetExceeded, ConnectionFailed, PlutioError

_AT_ONCE = 50
"""So many callers of a priority queue on the server at the same time; the others follow as these are served."""

_GRACE = 0.25
"""Seconds by which an answer of the server may exceed a caller's ``max_wait``, so that 0 leaves time for one."""
_AFTER_A_STALL = 0.1
"""Seconds more for an answer that came while the event loop was blocked."""


class Caller:
    """One caller. Either ``granted``, or ``error`` says why not, or it waits."""

    __slots__ = (
        "asked",
        "background",
        "deadline",
        "done",
        "error",
        "first",
        "granted",
        "joined",
        "longest",
        "n",
        "number",
        "wait",
    )

    def __init__(
        self, number: int, n: int, background: bool, longest: float | None, joined: float, *, first: bool = False
    ) -> None:
        self.number = number
        self.n = n
        self.background = background
        self.first = first
        self.longest = longest
        self.joined = joined
        self.deadline = float("inf") if longest is None else joined + longest
        self.granted = False
        self.asked = False
        self.wait = 0.0
        self.error: PlutioError | None = None
        self.done = anyio.Event()

    @property
    def waits(self) -> bool:
        return not self.done.is_set()

    @property
    def numbers(self) -> range:
        """A number for each of its calls."""
        return range(self.number, self.number + self.n)

    def serve(self) -> None:
        self.granted = True
        self.done.set()

    async def wait_until_done(self) -> None:
        """Returns when it is, or when the server has not answered for too long."""
        if self.longest is None:
            await self.done.wait()
            return
        with anyio.move_on_after(self.longest + _GRACE):
            await self.done.wait()
        with anyio.move_on_after(_AFTER_A_STALL):
            await self.done.wait()


class Callers:
    """First come, first served in each of two lanes, after those who are to be first."""

    def __init__(self) -> None:
        self._lanes: tuple[dict[int, Caller], dict[int, Caller]] = ({}, {})
        self._firsts: tuple[dict[int, Caller], dict[int, Caller]] = ({}, {})

    def __len__(self) -> int:
        return sum(map(len, (*self._lanes, *self._firsts)))

    def __iter__(self) -> Iterator[Caller]:
        """All, in the order of their turns."""
        for lanes in (self._firsts, self._lanes):
            yield from merge(*(lane.values() for lane in lanes), key=lambda caller: caller.number)

    def add(self, caller: Caller) -> None:
        self._lane(caller)[caller.number] = caller

    def remove(self, caller: Caller) -> None:
        self._lane(caller).pop(caller.number, None)

    def first(self) -> dict[int, Caller]:
        """Those who may queue on the server now."""
        lanes = [chain(first.items(), lane.items()) for first, lane in zip(self._firsts, self._lanes, strict=True)]
        return {number: caller for lane in lanes for number, caller in islice(lane, _AT_ONCE)}

    def _lane(self, caller: Caller) -> dict[int, Caller]:
        return (self._firsts if caller.first else self._lanes)[caller.background]

    def calls(self, background: bool) -> int:
        """The calls that go before those of a newcomer."""
        return sum(caller.n for caller in self if background or not caller.background)

    def calls_of_background(self) -> int:
        return sum(caller.n for caller in self if caller.background)


def unanswered(caller: Caller, outage: ConnectionFailed | None) -> BudgetExceeded:
    """What a caller gets whose ``max_wait`` ends while the server is silent."""
    reason = "the server that keeps the budget has not answered yet" if outage is None else outage.message
    error = BudgetExceeded(
        f"no call could be taken within max_wait={caller.longest or 0:g} s: {reason}."
        " Try again, or allow a longer max_wait"
    )
    error.__cause__ = copy.copy(outage)
    return error


def too_long(caller: Caller, wait: float) -> BudgetExceeded:
    """What a caller gets who would have to wait so many seconds, which is longer than it wants to."""
    retry_at = datetime.fromtimestamp(time.time() + wait, UTC)
    return BudgetExceeded(
        f"no call is free within max_wait={caller.longest or 0:g} s; the next is in {wait:.1f} s, at "
        f"{retry_at:%H:%M:%S} UTC. Try again then, or allow a longer max_wait",
        retry_at=retry_at,
        wait=wait,
    )
