"""Reads the server's limit from the headers of an answer, in any of the usual spellings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from attrs import frozen

__all__ = ["ServerLimits", "parse"]

_PREFIXES = ("x-ratelimit-", "x-rate-limit-", "ratelimit-", "rate-limit-")
_LIMIT = (*(p + "limit" for p in _PREFIXES), "x-ratelimit-limit-hour", "x-ratelimit-limit-requests")
_REMAINING = (*(p + "remaining" for p in _PREFIXES), "x-ratelimit-remaining-hour", "x-ratelimit-remaining-requests")
_RESET = (*(p + "reset" for p in _PREFIXES), "x-ratelimit-reset-after")
_RETRY = ("retry-after", "x-retry-after")
_RETRY_MS = ("retry-after-ms", "x-retry-after-ms", "x-ms-retry-after-ms")
_KNOWN = frozenset({*_LIMIT, *_REMAINING, *_RESET, *_RETRY, *_RETRY_MS, "ratelimit"})

_EPOCH = 1e9
_EPOCH_MS = 1e12
_HOUR = 3600.0
_LONGEST = 86_400.0
"""A day in seconds: the longest pause and window that a header can set."""
_MOST = 10**9
"""More calls than any quota has."""
_ITEMS = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^,"])+')
_PARAMS = re.compile(r"(?:^|;)\s*([a-z*][a-z0-9_.*-]*)\s*=\s*\"?([0-9.]+)", re.IGNORECASE)


@frozen
class ServerLimits:
    """The server's view of the quota; ``None`` is unknown.

    ``limit`` calls in each ``window`` seconds, ``remaining`` of them left until a reset in ``resets_in`` seconds.
    ``retry_after`` is the pause in seconds that it orders.

    A header that is wrong cannot block a client for good: a pause is a day at most, and a reset is no further away than
    the window, or an hour if the window is shorter or unknown.
    """

    limit: int | None = None
    remaining: int | None = None
    resets_in: float | None = None
    retry_after: float | None = None
    window: float | None = None

    def is_for(self, period: float) -> bool:
        """Whether ``limit`` can be that of such a period. A limit by the minute is no limit by the hour."""
        if self.window is not None:
            return self.window >= period * 0.99
        return self.resets_in is None or self.resets_in > period / 2


_UNKNOWN = ServerLimits()


def parse(headers: Mapping[str, str], now: float) -> ServerLimits:
    """Reads ``x-ratelimit-*``, ``ratelimit-*``, the RFC draft's ``ratelimit`` and ``retry-after`` in all their forms.

    Keys are lower case; ``now`` is the time of day as seconds since 1970. Where the server sends its own ``date``,
    dates are compared with that, so a wrong clock on this machine does no harm. Unreadable values count as absent.
    When two headers disagree, the stricter one counts.
    """
    if _KNOWN.isdisjoint(headers):
        return _UNKNOWN
    quotas = [_separate(headers, now)]
    if "ratelimit" in headers:
        quotas.append(_structured(headers))
    window = _at_most(_LONGEST, _most(quota.window for quota in quotas))
    return ServerLimits(
        limit=_least(quota.limit for quota in quotas),
        remaining=_least(quota.remaining for quota in quotas),
        resets_in=_at_most(max(window or _HOUR, _HOUR), _most(quota.resets_in for quota in quotas)),
        retry_after=_retry_after(headers, now),
        window=window,
    )


def _separate(headers: Mapping[str, str], now: float) -> ServerLimits:
    """A header for each number. The limit may be followed by policies, as in ``100, 100;w=60``."""
    limits = [headers[name] for name in _LIMIT if name in headers]
    counts = [_count(_first(value)) for value in limits]
    window = _most(_window(value, count) for value, count in zip(limits, counts, strict=True))
    if window is None and "x-ratelimit-limit-hour" in headers and len(limits) == 1:
        window = _HOUR
    return ServerLimits(
        limit=_least(counts),
        remaining=_least(_count(_first(headers[name])) for name in _REMAINING if name in headers),
        resets_in=_most(_until(headers[name], headers, now) for name in _RESET if name in headers),
        window=window,
    )


def _structured(headers: Mapping[str, str]) -> ServerLimits:
    """One header for all: ``limit=1000, remaining=37``, or a list of policies of which the strictest counts."""
    value, policy = headers["ratelimit"], headers.get("ratelimit-policy", "")
    listed = _params(value.replace(",", ";"))
    if "remaining" in listed or "limit" in listed:
        limit = _count(listed.get("limit"))
        remaining, resets_in = _count(listed.get("remaining")), _number(listed.get("reset"))
        return ServerLimits(limit, remaining, resets_in, window=_window(policy, limit))
    states = [(left, item) for item in _ITEMS.findall(value) if (left := _count(_params(item).get("r"))) is not None]
    if not states:
        return _UNKNOWN
    left, item = min(states, key=lambda state: state[0])
    named = (found for found in _policies(policy) if found[0] == _name(item))
    _, quota, window = next(named, ("", None, None))
    return ServerLimits(quota, left, _number(_params(item).get("t")), window=window)


def _window(policies: str, limit: int | None) -> float | None:
    """The window of the policy with that limit."""
    if limit is None or ";" not in policies:
        return None
    return _most(window for _, quota, window in _policies(policies) if quota == limit)


def _policies(value: str) -> Iterator[tuple[str, int | None, float | None]]:
    """Name, limit and window of ``"hour";q=1000;w=3600`` and of the older ``1000;w=3600``."""
    for item in _ITEMS.findall(value):
        params = _params(item)
        yield _name(item), _count(params.get("q", _first(item))), _number(params.get("w"))


def _name(item: str) -> str:
    return item.split(";", 1)[0].strip().strip('"')


def _params(item: str) -> dict[str, str]:
    return {key.lower(): value for key, value in _PARAMS.findall(item)}


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    seconds = [_pause(headers[name], headers, now) for name in _RETRY if name in headers]
    millis = [_number(headers[name]) for name in _RETRY_MS if name in headers]
    return _at_most(_LONGEST, _most([*seconds, *(None if ms is None else ms / 1000 for ms in millis)]))


def _pause(value: str, headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to go, or until a date. A number is never a moment, or a long pause could count as one long over."""
    number = _number(_first(value))
    return _to_go(_moment(value), headers, now) if number is None else number


def _until(value: str, headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until a moment given as seconds to go, as seconds or milliseconds since 1970, or as a date."""
    number = _number(_first(value))
    if number is not None and number < _EPOCH:
        return number
    moment = _moment(value) if number is None else number / 1000 if number >= _EPOCH_MS else number
    return _to_go(moment, headers, now)


def _to_go(moment: float | None, headers: Mapping[str, str], now: float) -> float | None:
    if moment is None:
        return None
    sent = _moment(headers.get("date", ""))
    return max(0.0, moment - (now if sent is None else sent))


def _moment(value: str) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _first(value: str) -> str:
    return value.partition(",")[0].partition(";")[0]


def _number(value: str | None) -> float | None:
    """A count of seconds or calls: never negative, never infinite."""
    try:
        number = float(value or "")
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _count(value: str | None) -> int | None:
    number = _number(value)
    return None if number is None else min(int(number), _MOST)


def _least(values: Iterable[int | None]) -> int | None:
    return min((value for value in values if value is not None), default=None)


def _most(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _at_most(longest: float, value: float | None) -> float | None:
    return None if value is None else min(value, longest)
