"""The hour's calls, counted in one of three ways, and the headers that tell of them."""

from __future__ import annotations

import math
from collections import deque
from email.utils import formatdate
from typing import Protocol

from plutio_async.testing._api.refusal import Refusal
from plutio_async.testing.switches import Switches

HOUR = 3600.0


class Count(Protocol):
    """One way of counting."""

    limit: int

    def take(self, now: float) -> bool:
        """Counts a call; ``False`` when there is none left, and then nothing is counted."""
        ...

    def left(self, now: float) -> int:
        """How many calls could be made now."""
        ...

    def wait(self, now: float) -> float:
        """Seconds until more calls can be made than now."""
        ...


class Rolling:
    """No more than the limit in the 3,600 seconds before any moment."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._taken: deque[float] = deque()

    def take(self, now: float) -> bool:
        if self.left(now) < 1:
            return False
        self._taken.append(now)
        return True

    def left(self, now: float) -> int:
        while self._taken and self._taken[0] <= now - HOUR:
            self._taken.popleft()
        return max(0, self.limit - len(self._taken))

    def wait(self, now: float) -> float:
        # With a limit that was lowered, more than one of the calls has to be an hour old.
        return self._taken[max(0, len(self._taken) - self.limit)] + HOUR - now if self._taken else 0.0


class Fixed:
    """No more than the limit in each hour of the clock."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._hour = -1.0
        self._taken = 0

    def take(self, now: float) -> bool:
        if self.left(now) < 1:
            return False
        self._taken += 1
        return True

    def left(self, now: float) -> int:
        if now // HOUR != self._hour:
            self._hour, self._taken = now // HOUR, 0
        return max(0, self.limit - self._taken)

    def wait(self, now: float) -> float:
        return (now // HOUR + 1) * HOUR - now


class Bucket:
    """A bucket that holds the limit and fills up within an hour."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._used = 0.0
        self._at = 0.0

    def take(self, now: float) -> bool:
        if self.left(now) < 1:
            return False
        self._used += 1
        return True

    def left(self, now: float) -> int:
        self._used = max(0.0, self._used - max(0.0, now - self._at) * self.limit / HOUR)
        self._at = now
        return max(0, math.floor(self.limit - self._used + 1e-9))

    def wait(self, now: float) -> float:
        missing = self.left(now) + 1 - (self.limit - self._used)
        return max(0.0, missing) * HOUR / self.limit


_WAYS: dict[str, type[Rolling | Fixed | Bucket]] = {"rolling": Rolling, "fixed": Fixed, "bucket": Bucket}


class HourLimit:
    """Counts the calls of the API client. ``limit`` may be changed at any time; ``None`` is no limit.

    To count in another way is to start anew.
    """

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._name = ""
        self._count: Count = Rolling(0)

    def take(self, now: float, switches: Switches) -> None:
        """Counts a call.

        Raises:
            Refusal: the hour's calls are used up.
        """
        count = self._counted(switches)
        if count is None or count.take(now):
            return
        headers = self.headers(now, switches) | _retry_after(switches.retry_after, count.wait(now), now)
        raise Refusal(429, "Too many requests", headers)

    def headers(self, now: float, switches: Switches) -> dict[str, str]:
        """What each answer says of the limit."""
        count = self._counted(switches)
        if count is None or switches.limit_headers == "none":
            return {}
        return _headers(switches.limit_headers, count.limit, count.left(now), math.ceil(count.wait(now)), now)

    def _counted(self, switches: Switches) -> Count | None:
        if self.limit is None:
            return None
        if switches.limit_counting != self._name:
            self._name = switches.limit_counting
            self._count = _WAYS[self._name](self.limit)
        self._count.limit = self.limit
        return self._count


def _retry_after(form: str, wait: float, now: float) -> dict[str, str]:
    if form == "none":
        return {}
    if form == "milliseconds":
        return {"retry-after-ms": str(math.ceil(wait * 1000))}
    if form == "date":
        return {"retry-after": formatdate(math.ceil(now + wait), usegmt=True)}
    return {"retry-after": str(math.ceil(wait))}


def _headers(form: str, limit: int, left: int, wait: int, now: float) -> dict[str, str]:
    if form == "structured":
        return {"ratelimit-policy": f'"hour";q={limit};w=3600', "ratelimit": f'"hour";r={left};t={wait}'}
    if form == "ratelimit":
        return {"ratelimit-limit": str(limit), "ratelimit-remaining": str(left), "ratelimit-reset": str(wait)}
    reset = {"x-reset-seconds": wait, "x-reset-epoch": math.ceil(now) + wait}.get(form)
    plain = {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(left)}
    return plain if reset is None else plain | {"x-ratelimit-reset": str(reset)}
