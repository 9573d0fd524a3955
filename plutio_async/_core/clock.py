"""The clock, which tests replace, and the log of waits."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

import anyio

_log = logging.getLogger("plutio_async")

_SHORT = 2.0
"""Seconds; shorter waits are not logged."""
_DAY = 86_400.0
_MAX_WAIT = "max_wait= bounds the wait"


class Clock(Protocol):
    """Reads the time, and sleeps."""

    def monotonic(self) -> float:
        """Seconds of a clock that never goes back, for durations."""
        ...

    def time(self) -> float:
        """Seconds since 1970, for moments."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits for some seconds."""
        ...


class SystemClock:
    """The clock of the system."""

    monotonic = staticmethod(time.monotonic)
    time = staticmethod(time.time)

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)


class WaitLog:
    """Logs waits of the SDK's own: a warning when the first of several begins, and an info when the last is over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began: float | None = None
        self._waiting = 0

    @property
    def has_begun(self) -> bool:
        """Whether the warning was written, and the wait is not over."""
        return self._began is not None

    def begin(self, seconds: float, waiting: int, reason: str, bound: str = _MAX_WAIT) -> None:
        """A wait begins, the first of ``waiting`` callers'. ``bound`` says how to bound it."""
        if seconds <= _SHORT or self._began is not None:
            return
        self._began = self._clock.monotonic()
        until = ""
        if seconds < _DAY:
            until = f", until {datetime.fromtimestamp(self._clock.time() + seconds, UTC):%H:%M:%S} UTC"
        callers = f"callers that wait: {waiting}. {bound}"
        _log.warning("%s: waiting %.0f s%s; %s", reason, seconds, until, callers)

    def end(self) -> None:
        """No caller waits any more."""
        if self._began is not None:
            _log.info("the wait is over after %.0f s", self._clock.monotonic() - self._began)
            self._began = None

    @contextmanager
    def wait(self, seconds: float, reason: str, bound: str = _MAX_WAIT) -> Iterator[None]:
        """One of several waits that may overlap."""
        self._waiting += 1
        self.begin(seconds, self._waiting, reason, bound)
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self.end()
