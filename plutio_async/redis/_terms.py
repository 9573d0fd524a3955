"""What all workers agree upon."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from plutio_async._core.checks import check_seconds
from plutio_async._ratelimit.budget import check_numbers
from plutio_async._ratelimit.window import Window

PROBE_PATIENCE = 30.0
"""Seconds after which a probe that nobody reported on is given up."""


def microseconds(seconds: float) -> int:
    return round(seconds * 1e6)


@frozen
class Terms:
    """The numbers of a budget, checked, and the paces that follow from them; durations in seconds.

    ``poll`` is the longest pause between two looks at the server while callers wait, ``lease`` how long the callers of
    a worker that fell silent keep their place in the queue. ``retry`` is the longest pause between two attempts to
    reach the server; within ``grace`` after it is back every worker has heard from it.
    """

    limit: int
    period: float
    capacity: int
    reserve: int
    in_flight: float
    timeout: float

    def __attrs_post_init__(self) -> None:
        check_numbers(self.limit, self.period, self.capacity, self.reserve)
        check_seconds("in_flight", self.in_flight, finite=True)

    @property
    def span(self) -> float:
        return Window(1, self.period).span

    @property
    def poll(self) -> float:
        return min(2.0, max(0.02, self.period / 50))

    @property
    def lease(self) -> float:
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

    def most(self, background: bool) -> int:
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
            "lease": microseconds(self.lease),
            "grace": microseconds(self.grace),
            "probe_patience": microseconds(PROBE_PATIENCE),
        }
