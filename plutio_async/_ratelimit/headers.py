"""Reads the server's limit from the headers of an answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from attrs import frozen

_LIMIT = ("x-ratelimit-limit", "ratelimit-limit")
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining")
_RESET = ("x-ratelimit-reset", "ratelimit-reset")
_RETRY = "retry-after"
_KNOWN = frozenset({*_LIMIT, *_REMAINING, *_RESET, _RETRY})

_EPOCH = 1e9
_SHORTEST_RESET = 1.0
"""Headers give whole seconds, so 0 may be 0.9."""
_LONGEST_RESET = 3600.0
_LONGEST_PAUSE = 86_400.0
_MOST = 10**9
"""More calls than any quota has."""


@frozen
class ServerLimits:
    """The server's view of the quota; ``None`` is unknown.

    ``limit`` calls, ``remaining`` of them left until a reset in ``resets_in`` seconds. ``retry_after`` is the pause in
    seconds that it orders.

    A header that is wrong cannot block a client for good: a pause is a day at most, and a reset an hour away at most.
    """

    limit: int | None = None
    remaining: int | None = None
    resets_in: float | None = None
    retry_after: float | None = None

    def is_for(self, period: float) -> bool:
        """Whether ``limit`` is surely that of such a period. A limit by the minute is no limit by the hour."""
        return self.resets_in is None or self.resets_in > period / 2

    def lasts(self, period: float) -> float:
        """Seconds for which ``limit`` counts in a budget of such a period: until the reset, or a period at most."""
        return period if self.resets_in is None else min(max(self.resets_in, _SHORTEST_RESET), period)


UNKNOWN = ServerLimits()


def parse(headers: Mapping[str, str], now: float) -> ServerLimits:
    """Reads ``x-ratelimit-*`` or ``ratelimit-*`` (``limit``, ``remaining``, ``reset``) and ``retry-after``.

    Keys are lower case; ``now`` is the time of day as seconds since 1970. Where the server sends its own ``date``,
    moments are compared with that, so a wrong clock on this machine does no harm. Unreadable values count as absent.
    When two headers disagree, the stricter one counts. Headers without any of these names give ``UNKNOWN``.
    """
    if _KNOWN.isdisjoint(headers):
        return UNKNOWN
    resets = [_until(number, headers, now) for number in _numbers(headers, _RESET)]
    return ServerLimits(
        limit=_count(_numbers(headers, _LIMIT)),
        remaining=_count(_numbers(headers, _REMAINING)),
        resets_in=min(max(resets), _LONGEST_RESET) if resets else None,
        retry_after=_retry_after(headers, now),
    )


def _count(numbers: Iterable[float]) -> int | None:
    return min((min(int(number), _MOST) for number in numbers), default=None)


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to go, or until a date. A number is never a moment, or a long pause could count as one long over."""
    value = headers.get(_RETRY, "")
    seconds = _number(value)
    if seconds is None and (moment := seconds_of(value)) is not None:
        seconds = _to_go(moment, headers, now)
    return None if seconds is None else min(seconds, _LONGEST_PAUSE)


def _until(number: float, headers: Mapping[str, str], now: float) -> float:
    """Seconds until a moment given as seconds to go, or as seconds since 1970."""
    return number if number < _EPOCH else _to_go(number, headers, now)


def _to_go(moment: float, headers: Mapping[str, str], now: float) -> float:
    sent = seconds_of(headers.get("date", ""))
    return max(0.0, moment - (now if sent is None else sent))


def seconds_of(value: str) -> float | None:
    """Seconds since 1970, from a date of HTTP; without a zone it is UTC. ``None`` for other text."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _numbers(headers: Mapping[str, str], names: Iterable[str]) -> list[float]:
    return [number for name in names if (number := _number(headers.get(name, ""))) is not None]


def _number(value: str) -> float | None:
    """A count of seconds or calls: never negative, never infinite."""
    try:
        number = float(value)
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None
