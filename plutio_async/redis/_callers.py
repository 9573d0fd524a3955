"""The callers of this worker that wait for the shared budget."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from heapq import merge
from itertools import chain, islice
from math import inf

import anyio

from plutio_async._core.errors import BudgetExceeded, ConnectionFailed, PlutioError
from plutio_async._ratelimit.lease import Lease
from plutio_async._ratelimit.queue import rank

_AT_ONCE = 50
"""So many callers of a priority queue on the server at the same time; the others follow as these are served."""

_ANSWER_TIME = 0.25
"""Seconds by which an answer of the server may exceed a caller's ``max_wait``, so that 0 leaves time for one."""
_AFTER_A_STALL = 0.1
"""Seconds more for an answer that came while the event loop was blocked."""


class Caller:
    """A caller waits until its lease is ``granted``, or until ``error`` says why not.

    ``asked``: it queues on the server. ``wait`` is the last estimate of the seconds until its grant.
    """

    __slots__ = ("asked", "deadline", "done", "error", "first", "granted", "joined", "lease", "max_wait", "wait")

    def __init__(self, lease: Lease, max_wait: float | None, joined: float, *, first: bool) -> None:
        self.lease = lease
        self.first = first
        self.max_wait = max_wait
        self.joined = joined
        self.deadline = inf if max_wait is None else joined + max_wait
        self.granted = False
        self.asked = False
        self.wait = 0.0
        self.error: PlutioError | None = None
        self.done = anyio.Event()

    @property
    def waits(self) -> bool:
        return not self.done.is_set()

    def serve(self) -> None:
        self.granted = True
        self.done.set()

    async def wait_until_done(self) -> None:
        """Returns when the caller is done, or when the server has not answered for too long."""
        if self.max_wait is None:
            await self.done.wait()
            return
        with anyio.move_on_after(self.max_wait + _ANSWER_TIME):
            await self.done.wait()
        with anyio.move_on_after(_AFTER_A_STALL):
            await self.done.wait()

    def unanswered(self, outage: ConnectionFailed | None) -> BudgetExceeded:
        """The error when ``max_wait`` ends while the server is silent."""
        reason = "the server that keeps the budget has not answered yet" if outage is None else outage.message
        error = BudgetExceeded(
            f"no call could be taken within max_wait={self.max_wait or 0:g} s: {reason}."
            " Try again, or allow a longer max_wait"
        )
        error.__cause__ = copy.copy(outage)
        return error


class Callers:
    """Callers by rank, and within a rank in the order of their arrival."""

    def __init__(self) -> None:
        self._ranks: tuple[dict[int, Caller], ...] = ({}, {}, {}, {})

    def __len__(self) -> int:
        return sum(map(len, self._ranks))

    def __iter__(self) -> Iterator[Caller]:
        """All: those that go first, then the others, whatever their priority."""
        for ranks in (self._ranks[0::2], self._ranks[1::2]):
            yield from merge(*(callers.values() for callers in ranks), key=lambda caller: caller.lease.number)

    def add(self, caller: Caller) -> None:
        self._rank(caller)[caller.lease.number] = caller

    def remove(self, caller: Caller) -> None:
        self._rank(caller).pop(caller.lease.number, None)

    def head(self) -> dict[int, Caller]:
        """The callers that may queue on the server now."""
        priorities = [chain(*(callers.items() for callers in ranks)) for ranks in (self._ranks[:2], self._ranks[2:])]
        return {number: caller for callers in priorities for number, caller in islice(callers, _AT_ONCE)}

    def ahead(self, *, background: bool) -> tuple[int, int]:
        """The calls that go before those of a newcomer: of both priorities, and of the background."""
        interactive, behind = (
            sum(caller.lease.n for caller in self if caller.lease.background is b) for b in (False, True)
        )
        return (interactive + behind, behind) if background else (interactive, 0)

    def _rank(self, caller: Caller) -> dict[int, Caller]:
        return self._ranks[rank(background=caller.lease.background, first=caller.first)]
