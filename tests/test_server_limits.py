"""Limit headers."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._ratelimit.budget import Budget
from plutio_async._ratelimit.headers import ServerLimits, parse
from plutio_async.testing.clock import FakeClock

NOW = 1_445_412_480.0
"""Wed, 21 Oct 2015 07:28:00 GMT"""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, ServerLimits()),
        ({"content-type": "application/json"}, ServerLimits()),
        (
            {"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "998", "x-ratelimit-reset": "1445413080"},
            ServerLimits(1000, 998, 600.0),
        ),
        (
            {"ratelimit-limit": "1000", "ratelimit-remaining": "0", "ratelimit-reset": "30"},
            ServerLimits(1000, 0, 30.0),
        ),
        ({"x-ratelimit-limit": " 10 ", "x-ratelimit-remaining": "9"}, ServerLimits(10, 9)),
        ({"ratelimit-limit": "10", "ratelimit-reset": "1445412490"}, ServerLimits(10, None, 10.0)),
        ({"x-ratelimit-reset": "1445412000"}, ServerLimits(resets_in=0.0)),
    ],
)
def test_limits(headers: dict[str, str], expected: ServerLimits) -> None:
    """Limit, remaining and reset, with or without ``x-``; the reset in seconds to go or since 1970."""
    assert parse(headers, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "86400"}, 86400.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:30:00 GMT"}, 120.0),
        ({"retry-after": "Wednesday, 21-Oct-15 07:30:00 GMT"}, 120.0),
        ({"retry-after": "Wed Oct 21 07:30:00 2015"}, 120.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:00:00 GMT"}, 0.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float) -> None:
    """Seconds, or a date."""
    assert parse(headers, NOW).retry_after == seconds


DAY = 86_400.0


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "86401"},
        {"retry-after": "999999999"},
        {"retry-after": "1000000000"},
        {"retry-after": "1445412480"},
        {"retry-after": "1445412480000"},
        {"retry-after": "Wed, 21 Oct 2115 07:28:00 GMT"},
        {"retry-after": "1e300"},
        {"retry-after": "9" * 300},
    ],
)
def test_a_pause_is_a_day_at_most(headers: dict[str, str]) -> None:
    """A plain number is never read as a moment in the past; no value blocks for ever."""
    assert parse(headers, NOW).retry_after == DAY


@pytest.mark.parametrize("value", ["3601", "999999999", "99999999999", "1445412480000", "9" * 300, "1" + "0" * 300])
def test_a_reset_is_an_hour_away_at_most(value: str) -> None:
    """However it is given."""
    assert parse({"ratelimit-remaining": "0", "ratelimit-reset": value}, NOW).resets_in == 3600.0


@pytest.mark.anyio
@pytest.mark.parametrize("digits", ["9" * 400, "1" * 5000, "1e400", "1e300", "0." + "9" * 400])
@pytest.mark.parametrize("name", ["retry-after", "x-ratelimit-reset", "ratelimit-limit"])
async def test_many_digits_do_not_break_a_budget(name: str, digits: str) -> None:
    """The next call has an estimate, and is granted."""
    clock = FakeClock()
    budget = Budget(100, clock=clock)
    limits = parse({"x-ratelimit-limit": digits, "x-ratelimit-remaining": "0", name: digits}, clock.time())
    budget.learn(limits)
    budget.pause(limits.retry_after or 0.0)
    assert budget.estimate() <= DAY
    assert budget.resets_at is None or budget.resets_at.timestamp() <= clock.time() + DAY
    await clock.advance(DAY + 1)
    await budget.acquire(max_wait=0)


def test_dates_are_compared_with_the_servers_own_clock() -> None:
    """A local clock that is an hour off does not change the pause."""
    headers = {"date": "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2015 07:30:00 GMT"}
    assert parse(headers, NOW + 3600).retry_after == 120.0
    assert parse(headers | {"x-ratelimit-reset": "1445412540"}, NOW - 3600).resets_in == 60.0


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "soon"},
        {"retry-after": ""},
        {"retry-after": "nan"},
        {"retry-after": "inf"},
        {"x-ratelimit-limit": "unlimited"},
        {"x-ratelimit-limit": "10, 10;w=60"},
        {"x-ratelimit-reset": "Thu, 99 Foo 2015"},
        {"retry-after": "Thu, 99 Foo 2015"},
        {"ratelimit": '"hour";r=50;t=30', "ratelimit-policy": '"hour";q=1000;w=3600'},
        {"x-ratelimit-limit-minute": "10", "retry-after-ms": "1500"},
    ],
)
def test_other_values_and_names_count_as_absent(headers: dict[str, str]) -> None:
    """They raise no error."""
    assert parse(headers, NOW) == ServerLimits()


def test_of_two_spellings_the_stricter_counts() -> None:
    """Least limit and remaining, latest reset."""
    headers = {
        "x-ratelimit-limit": "1000",
        "ratelimit-limit": "900",
        "x-ratelimit-remaining": "5",
        "ratelimit-remaining": "7",
        "x-ratelimit-reset": "20",
        "ratelimit-reset": "50",
    }
    assert parse(headers, NOW) == ServerLimits(900, 5, 50.0)


def test_reads_other_mappings() -> None:
    """Such as the case-insensitive headers of an HTTP library."""
    headers = httpx.Headers({"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "3", "Retry-After": "9"})
    assert parse(headers, NOW) == ServerLimits(1000, 3, None, 9.0)


NAMES = ["ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after", "date"]
PIECES = st.sampled_from([",", ";", "=", "-", "1", "1e400", "1e300", "999999999999", "2015", "GMT", " ", "Wed"])
VALUES = st.lists(PIECES).map("".join) | st.text(max_size=30)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_header_makes_it_fail(headers: dict[str, str]) -> None:
    """Whatever a server sends, the result is finite and not negative."""
    found = parse(headers, NOW)
    for value in (found.limit, found.remaining, found.resets_in, found.retry_after):
        assert value is None or 0 <= value < float("inf")
    assert (found.retry_after or 0.0) <= DAY
    assert (found.resets_in or 0.0) <= 3600.0
