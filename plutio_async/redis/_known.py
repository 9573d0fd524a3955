"""The last that a worker heard of the shared budget."""

from __future__ import annotations

from attrs import frozen


@frozen
class Known:
    """The budget at the moment ``at`` of the worker's monotonic clock; durations in seconds from then.

    ``next`` is when the next place becomes free, ``last`` when all are; ``paused`` is what is left of a pause.
    ``others`` callers of other workers wait.
    """

    at: float
    limit: int
    free: int
    next: float = 0.0
    last: float = 0.0
    paused: float = 0.0
    others: int = 0

    def pause(self, now: float) -> float:
        """What is left of the pause."""
        return max(0.0, self.at + self.paused - now)

    def remaining(self, now: float) -> int:
        """Calls that are left, if nobody called since."""
        return max(0, self.limit if now >= self.at + self.last else self.free)

    def resets_in(self, now: float) -> float:
        """Seconds until all calls are free again."""
        return max(0.0, self.at + max(self.last, self.paused) - now)

    def wait(self, places: int, span: float, now: float) -> float:
        """Seconds until that many places are free; the places in use are taken to become free evenly."""
        cycles, index = divmod(places - 1, self.limit)
        missing = index + 1 - self.remaining(now)
        if missing <= 0:
            return max(self.pause(now), cycles * span)
        used = max(1, self.limit - self.free)
        share = 0.0 if used == 1 else min(1.0, (missing - 1) / (used - 1))
        moment = self.at + self.next + share * (self.last - self.next) - now
        return max(0.0, self.pause(now), moment) + cycles * span
