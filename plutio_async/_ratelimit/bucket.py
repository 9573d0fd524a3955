"""The token bucket: how calls are spread within the window."""

from __future__ import annotations

from collections.abc import Iterable


class Bucket:
    """``capacity`` tokens at most, refilled at ``rate`` a second.

    With as many tokens as the window has places it never holds anything back: a window of L places lets through no
    more than L tokens refilled at L a period do.
    """

    __slots__ = ("_at", "_level", "capacity", "rate")

    def __init__(self, capacity: int, rate: float, now: float) -> None:
        self.capacity = capacity
        self.rate = rate
        self._level = float(capacity)
        self._at = now

    def level(self, now: float) -> float:
        if now > self._at:
            self._level = min(self.capacity, self._level + (now - self._at) * self.rate)
            self._at = now
        return self._level + 1e-6  # what rounding takes off

    def take(self, n: int) -> None:
        self._level -= n

    def give(self, n: int) -> None:
        self._level = min(self.capacity, self._level + n)

    def moment(self, level: float, now: float) -> float:
        """When there are that many tokens."""
        return now + max(0.0, level - self.level(now)) / self.rate

    def moment_after(self, starts: Iterable[float], tokens: int) -> float:
        """When the last of ``tokens`` tokens comes, of which the i-th is not taken before the i-th of ``starts``."""
        spared = self.capacity - tokens
        return max((start - (spared + i) / self.rate for i, start in enumerate(starts) if spared + i < 0), default=0.0)
