"""The clock, which tests replace."""

from __future__ import annotations

import time
from typing import Protocol

import anyio


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

    def monotonic(self) -> float:
        return time.monotonic()

    def time(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
