"""The token bucket, which spreads the calls within the window."""

from __future__ import annotations

from collections.abc import Iterable


class Bucket:
    """``capacity`` tokens at most, refilled at ``rate`` a second.

    With as many tokens as the window has slots it never delays a call: a window of L slots grants no more than L tokens
    that are refilled at L a period.
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
        return self._level + 1e-6  # against rounding

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
