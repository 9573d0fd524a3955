"""A clock that runs faster than real time."""

from __future__ import annotations

import time

import anyio

EPOCH = 1_800_000_000.0


class FastClock:
    """Runs ``speed`` times as fast as the machine's clock, and shows ``EPOCH`` when that shows ``origin``.

    It shows the same time in all processes with the same origin.
    """

    def __init__(self, speed: float, origin: float) -> None:
        self._speed = speed
        self._origin = origin

    def monotonic(self) -> float:
        return (time.monotonic() - self._origin) * self._speed

    def time(self) -> float:
        return EPOCH + self.monotonic()

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds / self._speed)
