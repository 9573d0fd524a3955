"""The settings that all workers of a budget agree upon."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from plutio_async._core.checks import check_seconds
from plutio_async._ratelimit.checks import check_settings
from plutio_async._ratelimit.pause import PROBE_TIMEOUT
from plutio_async._ratelimit.window import Window


def microseconds(seconds: float) -> int:
    return round(seconds * 1e6)


@frozen
class Terms:
    """The numbers of a budget, checked, and the intervals that follow from them; durations in seconds.

    ``poll`` is the longest pause between two exchanges while callers wait. For ``queue_ttl`` after its last exchange
    the callers of a worker stay in the queue. ``retry`` is the longest pause between two attempts to reach the server;
    within ``grace`` after it is back every worker has had an exchange.
    """

    limit: int
    period: float
    capacity: int
    reserve: int
    in_flight: float
    timeout: float

    def __attrs_post_init__(self) -> None:
        check_settings(self.limit, self.period, self.capacity, self.reserve)
        check_seconds("in_flight", self.in_flight, finite=True)

    @property
    def span(self) -> float:
        return Window(1, self.period).span

    @property
    def poll(self) -> float:
        return min(2.0, max(0.02, self.period / 50))

    @property
    def queue_ttl(self) -> float:
        return max(1.0, 5 * self.poll)

    @property
    def retry(self) -> float:
        return min(1.0, max(0.05, self.period / 10))

    @property
    def grace(self) -> float:
        return 2 * (self.retry + self.timeout)

    @property
    def spare_tokens(self) -> int:
        return self.reserve * self.capacity // self.limit

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
