"""Log records of waits that the SDK makes on its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from plutio_async._core.clock import Clock

_log = logging.getLogger("plutio_async")

_SHORT = 2.0
"""Seconds; shorter waits are not logged."""
_DAY = 86_400.0


class WaitLog:
    """Logs an episode of waits, not each of them: a warning when it begins, and an info when it is over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began: float | None = None
        self._waiting = 0

    def begin(self, seconds: float, waiting: int, reason: str) -> None:
        """A wait of so many seconds begins, the first of ``waiting`` callers'. Within an episode it logs nothing."""
        if seconds <= _SHORT or self._began is not None:
            return
        self._began = self._clock.monotonic()
        until = ""
        if seconds < _DAY:
            until = f", until {datetime.fromtimestamp(self._clock.time() + seconds, UTC):%H:%M:%S} UTC"
        callers = f"callers that wait: {waiting}. max_wait= bounds the wait"
        _log.warning("%s: waiting %.0f s%s; %s", reason, seconds, until, callers)

    def end(self) -> None:
        """No caller waits any more."""
        if self._began is not None:
            _log.info("the wait is over after %.0f s", self._clock.monotonic() - self._began)
            self._began = None

    @contextmanager
    def wait(self, seconds: float, reason: str) -> Iterator[None]:
        """One of several waits that may overlap."""
        self._waiting += 1
        self.begin(seconds, self._waiting, reason)
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self.end()
