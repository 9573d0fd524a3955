"""The settings that all workers of a budget agree upon."""

from __future__ import annotations

from typing import Any

from plutio_async._ratelimit.ledger import PROBE_TIMEOUT
from plutio_async._ratelimit.window import Window


def microseconds(seconds: float) -> int:
    return round(seconds * 1e6)


class Terms:
    """The numbers of a budget, and the intervals that follow from them; durations in seconds.

    ``poll`` is the longest pause between two exchanges while callers wait. For ``queue_ttl`` after its last exchange
    the callers of a worker stay in the queue. ``retry`` is the longest pause between two attempts to reach the server;
    within ``grace`` after it is back every worker has had an exchange.
    """

    def __init__(
        self, limit: int, period: float, capacity: int, reserve: int, *, in_flight: float, timeout: float
    ) -> None:
        self.limit = limit
        self.period = period
        self.capacity = capacity
        self.reserve = reserve
        self.in_flight = in_flight
        self.timeout = timeout
        self.spare_tokens = reserve * capacity // limit
        self.span = Window(1, period).span
        self.poll = min(2.0, max(0.02, period / 50))
        self.queue_ttl = max(1.0, 5 * self.poll)
        self.retry = min(1.0, max(0.05, period / 10))
        self.grace = 2 * (self.retry + timeout)

    def most(self, *, background: bool) -> int:
        """The most calls that can ever be taken at once."""
        if background:
            return min(self.limit - self.reserve, self.capacity - self.spare_tokens)
        return self.capacity

    def as_json(self) -> dict[str, Any]:
        return {
            "limit": self.limit,
            "reserve": self.reserve,
            "capacity": self.capacity,
            "spare_tokens": self.spare_tokens,
            "period": microseconds(self.period),
            "span": microseconds(self.span),
            "in_flight": microseconds(self.in_flight),
            "queue_ttl": microseconds(self.queue_ttl),
            "grace": microseconds(self.grace),
            "probe_timeout": microseconds(PROBE_TIMEOUT),
        }
