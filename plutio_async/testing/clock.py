"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
import heapq
from types import TracebackType
from typing import Any, Self

import anyio
from anyio.abc import TaskGroup
from anyio.lowlevel import checkpoint

__all__ = ["AutoJump", "FakeClock"]

_BOOT = 1_000.0
_watching: set[asyncio.Task[Any]] = set()


class FakeClock:
    """Time for tests: it moves only by :meth:`advance`, or by itself inside :meth:`autojump`.

    ``time()`` begins at ``start`` and ``monotonic()`` at a number of its own, so that code that mixes the two up fails.
    """

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: list[_Sleeper] = []
        self._count = 0
        self._someone_sleeps: anyio.Event | None = None

    def monotonic(self) -> float:
        return _BOOT + self._elapsed

    def time(self) -> float:
        return self._start + self._elapsed

    @property
    def sleeping(self) -> int:
        """How many tasks sleep on this clock."""
        return sum(not sleeper.gone for sleeper in self._sleepers)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await checkpoint()
            return
        self._count += 1
        sleeper = _Sleeper(self._elapsed + seconds, self._count)
        heapq.heappush(self._sleepers, sleeper)
        if self._someone_sleeps is not None:
            self._someone_sleeps.set()
        try:
            await sleeper.woken.wait()
        finally:
            sleeper.gone = True

    async def advance(self, seconds: float) -> None:
        """Moves time on; whoever is due on the way wakes at its own moment and runs until all tasks are blocked."""
        if seconds < 0:
            raise ValueError("a clock does not run backwards; use shift_wall() to put the time of day back")
        end = self._elapsed + seconds
        await _others_blocked()
        while (due := self._next_deadline()) is not None and due <= end:
            self._wake(due)
            await _others_blocked()
        self._elapsed = max(self._elapsed, end)

    def shift_wall(self, seconds: float) -> None:
        """Sets the time of day forward or back, as an operator or NTP does; ``monotonic()`` does not notice."""
        self._start += seconds

    def autojump(self) -> AutoJump:
        """``async with clock.autojump():`` jumps to the next deadline whenever every task is blocked.

        A task that waits for a real socket or a thread counts as blocked.
        """
        return AutoJump(self)

    async def _jump(self) -> None:
        while True:
            await _others_blocked()
            due = self._next_deadline()
            if due is not None:
                self._wake(due)
            else:
                self._someone_sleeps = anyio.Event()
                await self._someone_sleeps.wait()

    def _next_deadline(self) -> float | None:
        while self._sleepers and self._sleepers[0].gone:
            heapq.heappop(self._sleepers)
        return self._sleepers[0].deadline if self._sleepers else None

    def _wake(self, due: float) -> None:
        self._elapsed = max(self._elapsed, due)
        while self._sleepers and self._sleepers[0].deadline <= due:
            heapq.heappop(self._sleepers).woken.set()


class AutoJump:
    """The task that moves a :class:`FakeClock` on; see :meth:`FakeClock.autojump`."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._group: TaskGroup | None = None

    async def __aenter__(self) -> Self:
        self._group = anyio.create_task_group()
        await self._group.__aenter__()
        self._group.start_soon(self._clock._jump)  # noqa: SLF001 - its own clock
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._group is not None
        self._group.cancel_scope.cancel()
        # Not told of the body's error, the group does not wrap it into an ExceptionGroup.
        await self._group.__aexit__(None, None, None)


class _Sleeper:
    __slots__ = ("deadline", "gone", "order", "woken")

    def __init__(self, deadline: float, order: int) -> None:
        self.deadline = deadline
        self.order = order
        self.woken = anyio.Event()
        self.gone = False

    def __lt__(self, other: _Sleeper) -> bool:
        return (self.deadline, self.order) < (other.deadline, other.order)


async def _others_blocked() -> None:
    """As ``wait_all_tasks_blocked``, which on asyncio sleeps for 0.1 s whenever one task is not: too slow for days."""
    if anyio.get_cancelled_exc_class() is not asyncio.CancelledError:
        await anyio.wait_all_tasks_blocked()
        return
    me = asyncio.current_task()
    assert me is not None
    _watching.add(me)
    try:
        quiet = 0
        while quiet < 2:  # once more, for callbacks that were about to wake somebody
            await checkpoint()
            quiet = quiet + 1 if all(map(_blocked, asyncio.all_tasks())) else 0
    finally:
        _watching.discard(me)


def _blocked(task: asyncio.Task[Any]) -> bool:
    if task in _watching:
        return True
    waits_for = getattr(task, "_fut_waiter", None)
    return waits_for is not None and not waits_for.done()
