"""Clocks for tests: one that a test advances, and one that advances by itself."""

from __future__ import annotations

import asyncio
import heapq
import math
import re
import time
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import anyio
from anyio.abc import TaskGroup
from anyio.lowlevel import checkpoint
from attrs import define, field

from plutio_async.testing.errors import SandboxError

__all__ = ["AutoJump", "FakeClock", "JumpingClock"]

_BOOT = 1_000.0
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_DURATION = re.compile(rf"(?:{_PART.pattern})+")
_observers: set[asyncio.Task[Any]] = set()


class FakeClock:
    """A clock that advances only by :meth:`advance`, or by itself inside :meth:`autojump`.

    ``time()`` starts at ``start``, seconds since 1970 or a ``datetime`` with a time zone, and ``monotonic()`` at
    another number, so that code that confuses them fails.

    Raises:
        SandboxError: ``start`` is neither.
    """

    def __init__(self, start: float | datetime = 1_700_000_000.0) -> None:
        self._start = _start(start)
        self._elapsed = 0.0
        self._sleepers: list[_Sleeper] = []
        self._count = 0
        self._change: anyio.Event | None = None

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, which only go forward."""
        return _BOOT + self._elapsed

    def time(self) -> float:
        """Seconds since 1970."""
        return self._start + self._elapsed

    @property
    def sleeping(self) -> int:
        """The number of tasks that sleep on this clock."""
        return sum(not sleeper.gone for sleeper in self._sleepers)

    async def sleep(self, seconds: float) -> None:
        """Waits until the clock was advanced by so many seconds. Raises ``ValueError`` for less than 0, as anyio."""
        if seconds < 0:
            raise ValueError(f"sleep takes 0 or more seconds, not {seconds}")
        if seconds == 0:
            await checkpoint()
            return
        self._count += 1
        sleeper = _Sleeper(self._elapsed + seconds, self._count)
        heapq.heappush(self._sleepers, sleeper)
        self._notify()
        try:
            await self._wait(sleeper)
        finally:
            sleeper.gone = True
            self._notify()

    async def advance(self, seconds: float | str | timedelta) -> None:
        """Advances the time. Each sleeper on the way wakes at its own time and runs until all tasks are blocked.

        Takes seconds, a ``timedelta``, or text such as ``"2h"``, ``"1h30m"``, ``"90s"``, ``"3d"``, ``"250ms"``.

        Raises:
            SandboxError: it takes something else, or a time below 0.
        """
        end = self._elapsed + _seconds(seconds)
        await _others_blocked()
        while (due := self._next_deadline()) is not None and due <= end:
            self._wake(due)
            await _others_blocked()
        self._elapsed = max(self._elapsed, end)

    def shift_wall(self, seconds: float) -> None:
        """Sets the time of day forward or back, as an operator or NTP does; ``monotonic()`` does not change."""
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
                self._change = anyio.Event()
                await self._change.wait()

    async def _wait(self, sleeper: _Sleeper) -> None:
        await sleeper.woken.wait()

    def _notify(self) -> None:
        """Wakes the tasks that wait for a change of the sleepers."""
        if self._change is not None:
            self._change.set()
            self._change = None

    def _next_deadline(self) -> float | None:
        while self._sleepers and self._sleepers[0].gone:
            heapq.heappop(self._sleepers)
        return self._sleepers[0].deadline if self._sleepers else None

    def _wake(self, due: float) -> None:
        self._elapsed = max(self._elapsed, due)
        while self._sleepers and self._sleepers[0].deadline <= due:
            heapq.heappop(self._sleepers).woken.set()


def _start(start: float | datetime) -> float:
    if isinstance(start, datetime):
        if start.tzinfo is None:
            raise SandboxError(f"start={start!r} has no time zone; make it aware, such as with UTC")
        return start.timestamp()
    if isinstance(start, bool) or not isinstance(start, int | float) or not math.isfinite(start):
        raise SandboxError(f"a clock cannot start at {start!r}; give seconds since 1970, or an aware datetime")
    return start


def _seconds(given: float | str | timedelta) -> float:
    seconds: Any = given.total_seconds() if isinstance(given, timedelta) else given
    if isinstance(given, str) and _DURATION.fullmatch(given):
        seconds = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(given))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        raise SandboxError(f"advance() takes seconds, a timedelta, or text such as '2h' or '1h30m', not {given!r}")
    if seconds < 0:
        raise SandboxError("a clock does not run backwards; use shift_wall() to set the time of day back")
    return seconds


class AutoJump:
    """Advances a :class:`FakeClock` in a task of its own; see :meth:`FakeClock.autojump`."""

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
        # Without the error of the body the group does not wrap it into an ExceptionGroup.
        await self._group.__aexit__(None, None, None)


class JumpingClock(FakeClock):
    """Jumps to the next deadline whenever every task is blocked.

    Starts at the machine's time of day by default. Needs no ``async with``, so a fixture can return it. A task that
    waits for a real socket or a thread counts as blocked.
    """

    def __init__(self, start: float | datetime | None = None) -> None:
        super().__init__(time.time() if start is None else start)

    async def _wait(self, sleeper: _Sleeper) -> None:
        """The sleeper with the first deadline advances the time once all tasks are blocked; others wait for changes."""
        while not sleeper.woken.is_set():
            change = self._change = self._change or anyio.Event()
            self._next_deadline()
            if self._sleepers[0] is not sleeper:
                await change.wait()
                continue
            await _others_blocked()
            if self._change is change:
                self._wake(sleeper.deadline)

    def _wake(self, due: float) -> None:
        super()._wake(due)
        self._notify()


@define(order=True)
class _Sleeper:
    deadline: float
    order: int
    woken: anyio.Event = field(factory=anyio.Event, eq=False)
    gone: bool = field(default=False, eq=False)


async def _others_blocked() -> None:
    """Like ``wait_all_tasks_blocked``, but without its sleep of 0.1 s on asyncio while a task is not blocked."""
    if anyio.get_cancelled_exc_class() is not asyncio.CancelledError:
        await anyio.wait_all_tasks_blocked()
        return
    me = asyncio.current_task()
    assert me is not None
    _observers.add(me)
    try:
        blocked_rounds = 0
        while blocked_rounds < 2:  # a second round, for callbacks that are about to wake a task
            await checkpoint()
            blocked_rounds = blocked_rounds + 1 if all(map(_blocked, asyncio.all_tasks())) else 0
    finally:
        _observers.discard(me)


def _blocked(task: asyncio.Task[Any]) -> bool:
    if task in _observers:
        return True
    waits_for = getattr(task, "_fut_waiter", None)
    return waits_for is not None and not waits_for.done()
