"""Time as the runtime sees it, so that tests can put their own in its place."""

from __future__ import annotations

import time
from typing import Protocol

import anyio


class Clock(Protocol):
    """Two readings of time and a way to wait."""

    def monotonic(self) -> float:
        """Seconds that never go back, for ages and waits."""
        ...

    def time(self) -> float:
        """Seconds since 1970, for moments that others are told of."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits; may be cancelled."""
        ...


class SystemClock:
    """The machine's own time."""

    def monotonic(self) -> float:
        return time.monotonic()

    def time(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
