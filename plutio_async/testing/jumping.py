"""A clock on which nobody waits."""

from __future__ import annotations

import heapq
import time

import anyio
from anyio.lowlevel import checkpoint

from plutio_async.testing.clock import FakeClock, _others_blocked, _Sleeper

__all__ = ["JumpingClock"]


class JumpingClock(FakeClock):
    """Stands still while anybody works, and jumps to the next deadline when every task is blocked.

    Begins at the machine's time of day unless told otherwise. Needs no ``async with``, so a fixture can hand it out; a
    task that waits for a real socket or a thread counts as blocked.
    """

    def __init__(self, start: float | None = None) -> None:
        super().__init__(time.time() if start is None else start)
        self._change: anyio.Event | None = None

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await checkpoint()
            return
        self._count += 1
        sleeper = _Sleeper(self._elapsed + seconds, self._count)
        heapq.heappush(self._sleepers, sleeper)
        self._changed()
        try:
            while not sleeper.woken.is_set():
                await self._step(sleeper)
        finally:
            sleeper.gone = True
            self._changed()

    async def _step(self, sleeper: _Sleeper) -> None:
        """The first in line moves the time once all are blocked; the others wait for the line to change."""
        change = self._change
        assert change is not None
        self._next_deadline()
        if self._sleepers[0] is not sleeper:
            await change.wait()
            return
        await _others_blocked()
        if self._change is change:
            self._wake(sleeper.deadline)

    def _wake(self, due: float) -> None:
        super()._wake(due)
        self._changed()

    def _changed(self) -> None:
        if self._change is not None:
            self._change.set()
        self._change = anyio.Event()
