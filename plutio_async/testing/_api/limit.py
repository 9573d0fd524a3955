"""The hourly limit, counted in one of three ways, and the headers that describe it."""

from __future__ import annotations

import math
from collections import deque
from copy import deepcopy
from email.utils import formatdate

from attrs import define, field

from plutio_async.testing._api.messages import ApiError
from plutio_async.testing.switches import Switches

HOUR = 3600.0


@define
class Rolling:
    """At most the limit in any 3,600 seconds."""

    limit: int
    _taken: deque[float] = field(factory=deque, init=False)

    def left(self, now: float) -> int:
        while self._taken and self._taken[0] <= now - HOUR:
            self._taken.popleft()
        return max(0, self.limit - len(self._taken))

    def wait(self, now: float) -> float:
        # After the limit was lowered, more than one of the calls has to expire.
        return self._taken[max(0, len(self._taken) - self.limit)] + HOUR - now if self._taken else 0.0

    def add(self, now: float) -> None:
        self._taken.append(now)


@define
class Fixed:
    """At most the limit in each full hour of the clock."""

    limit: int
    _hour: float = field(default=-1.0, init=False)
    _taken: int = field(default=0, init=False)

    def left(self, now: float) -> int:
        if now // HOUR != self._hour:
            self._hour, self._taken = now // HOUR, 0
        return max(0, self.limit - self._taken)

    def wait(self, now: float) -> float:
        return (now // HOUR + 1) * HOUR - now

    def add(self, now: float) -> None:  # noqa: ARG002 - left() has set the hour
        self._taken += 1


@define
class Bucket:
    """A token bucket that holds the limit and refills within an hour."""

    limit: int
    _used: float = field(default=0.0, init=False)
    _at: float = field(default=0.0, init=False)

    def left(self, now: float) -> int:
        self._used = max(0.0, self._used - max(0.0, now - self._at) * self.limit / HOUR)
        self._at = now
        return max(0, math.floor(self.limit - self._used + 1e-9))

    def wait(self, now: float) -> float:
        missing = self.left(now) + 1 - (self.limit - self._used)
        return max(0.0, missing) * HOUR / self.limit

    def add(self, now: float) -> None:  # noqa: ARG002 - left() has refilled the bucket
        self._used += 1


Counter = Rolling | Fixed | Bucket
"""Counts calls: how many are ``left``, and the seconds to ``wait`` until there are more."""

_COUNTERS: dict[str, type[Counter]] = {"rolling": Rolling, "fixed": Fixed, "bucket": Bucket}


class HourLimit:
    """Counts the calls of the API client. ``limit`` may be changed at any time; ``None`` is no limit.

    The count starts again when the switch ``limit_counting`` changes.
    """

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._counter: Counter = Rolling(0)

    def state(self) -> Counter:
        """How many calls were made, and when."""
        return deepcopy(self._counter)

    def restore(self, state: Counter) -> None:
        """Returns to a state, which can be restored again."""
        self._counter = deepcopy(state)

    def take(self, now: float, switches: Switches) -> None:
        """Counts a call, or raises ``ApiError`` 429 if none is left."""
        counter = self._current(switches)
        if counter is None:
            return
        if counter.left(now):
            counter.add(now)
            return
        headers = self.headers(now, switches) | _retry_after(switches.retry_after, counter.wait(now), now)
        raise ApiError(429, "Too many requests", headers)

    def headers(self, now: float, switches: Switches) -> dict[str, str]:
        counter = self._current(switches)
        if counter is None or switches.limit_headers == "none":
            return {}
        return _headers(switches.limit_headers, counter.limit, counter.left(now), math.ceil(counter.wait(now)), now)

    def _current(self, switches: Switches) -> Counter | None:
        if self.limit is None:
            return None
        kind = _COUNTERS[switches.limit_counting]
        if type(self._counter) is not kind:
            self._counter = kind(self.limit)
        self._counter.limit = self.limit
        return self._counter


def _retry_after(form: str, wait: float, now: float) -> dict[str, str]:
    if form == "none":
        return {}
    if form == "date":
        return {"retry-after": formatdate(math.ceil(now + wait), usegmt=True)}
    return {"retry-after": str(math.ceil(wait))}


def _headers(form: str, limit: int, left: int, wait: int, now: float) -> dict[str, str]:
    if form == "ratelimit":
        return {"ratelimit-limit": str(limit), "ratelimit-remaining": str(left), "ratelimit-reset": str(wait)}
    reset = {"x-reset-seconds": wait, "x-reset-epoch": math.ceil(now) + wait}.get(form)
    plain = {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(left)}
    return plain if reset is None else plain | {"x-ratelimit-reset": str(reset)}
