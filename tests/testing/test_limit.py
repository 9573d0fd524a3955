"""The hour's calls, counted in three ways."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async.testing import FakeClock, SandboxError
from plutio_async.testing._api.limit import HOUR, Bucket, Counter, Fixed, HourLimit, Rolling
from plutio_async.testing._api.messages import ApiError
from plutio_async.testing.switches import Switches
from tests.testing.api import Api

GAPS = st.lists(st.sampled_from([0.0, 1.0, 60.0, 359.0, 360.0, 1800.0, 3600.0]), max_size=60)


def take(way: Counter, now: float) -> bool:
    """Counts a call, if one is left."""
    if not way.left(now):
        return False
    way.add(now)
    return True


def taken(way: Counter, gaps: list[float]) -> list[float]:
    """The times of the calls that were allowed, with the given gaps between attempts."""
    now, moments = 7200.0, []
    for gap in gaps:
        now += gap
        if take(way, now):
            moments.append(now)
    return moments


@given(GAPS)
def test_rolling_never_lets_more_through_in_any_hour(gaps: list[float]) -> None:
    """No rolling hour has more than ten calls."""
    moments = taken(Rolling(10), gaps)
    assert all(later - earlier >= HOUR for earlier, later in zip(moments, moments[10:], strict=False))


@given(GAPS)
def test_fixed_lets_the_limit_through_in_each_hour_of_the_clock(gaps: list[float]) -> None:
    """Each full hour has at most ten calls, so up to twenty pass around the turn of an hour."""
    moments = taken(Fixed(10), gaps)
    hours = [moment // HOUR for moment in moments]
    assert all(hours.count(hour) <= 10 for hour in hours)


@given(GAPS)
def test_bucket_lets_through_its_capacity_and_its_refill(gaps: list[float]) -> None:
    """A span of t seconds has at most limit x (1 + t / 3600) calls."""
    moments = taken(Bucket(10), gaps)
    for first in range(len(moments)):
        for last in range(first, len(moments)):
            assert last - first + 1 <= 10 * (1 + (moments[last] - moments[first]) / HOUR) + 1e-6


@given(GAPS, st.sampled_from([Rolling, Fixed, Bucket]))
def test_wait_is_just_long_enough(gaps: list[float], kind: Callable[[int], Counter]) -> None:
    """A call succeeds after the wait in the 429, and not just before."""
    way = kind(3)
    now = 7200.0
    for gap in gaps:
        now += gap
        if way.left(now) == 0:
            wait = way.wait(now)
            assert not take(way, now + wait - 1e-3)
            now += wait + 1e-6
        assert take(way, now)


def test_limit_is_announced_and_then_enforced() -> None:
    """Each answer has the number of calls left; the call after the last gets 429 with the usual body."""
    api = Api()
    api.sandbox.limit = 3
    left = [api.call("GET", "/tasks").headers["x-ratelimit-remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = api.call("POST", "/tasks", {"title": "a"})
    assert (refused.status, refused.json) == (429, {"code": 429, "message": "Too many requests"})
    assert refused.headers["retry-after"] == "3600"
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert api.sandbox.records("tasks") == []


def test_refused_calls_are_not_counted() -> None:
    """An hour after the counted calls new ones are allowed, however many were refused."""
    api = Api()
    api.sandbox.limit = 2
    for _ in range(5):
        api.call("GET", "/tasks")
    anyio.run(api.clock.advance, 3600)
    assert [api.call("GET", "/tasks").status for _ in range(3)] == [200, 200, 429]


def test_errors_and_token_calls_count_but_unauthorized_calls_do_not() -> None:
    """Errors and token calls count. A call without a valid token does not, since its client is unknown."""
    api = Api()
    api.sandbox.limit = 3
    assert api.call("GET", "/nothing").status == 403
    assert api.call("GET", "/tasks", headers={"authorization": "Bearer wrong"}).status == 401
    assert api.token_call().headers["x-ratelimit-remaining"] == "1"
    assert api.call("GET", "/tasks", headers={"business": None}).status == 400
    assert api.call("GET", "/tasks").status == 429
    assert api.token_call().status == 429


def test_businesses_share_the_hour() -> None:
    """The limit is counted for the API client."""
    api = Api()
    api.sandbox.limit = 2
    for business in ("example", "other"):
        assert api.call("GET", "/tasks", headers={"business": business}).status == 200
    assert api.call("GET", "/tasks").status == 429


def test_no_limit_sends_no_headers() -> None:
    """Without a limit there are no headers."""
    api = Api()
    assert not [name for name in api.call("GET", "/tasks").headers if "ratelimit" in name]


def test_retry_after_of_a_lowered_limit_is_the_whole_wait() -> None:
    """`Retry-After` is the time until a call is allowed, not until the oldest one expires."""
    clock = FakeClock()
    count = Rolling(10)
    for _ in range(6):
        assert take(count, clock.time())
        anyio.run(clock.advance, 60)
    count.limit = 2
    assert not take(count, clock.time())
    wait = count.wait(clock.time())
    anyio.run(clock.advance, wait - 1)
    assert not take(count, clock.time())
    anyio.run(clock.advance, 1)
    assert take(count, clock.time())


def test_limit_may_change() -> None:
    """More or fewer calls from now on; the count stays."""
    limit = HourLimit(2)
    switches = Switches()
    limit.take(0, switches)
    limit.take(0, switches)
    limit.limit = 3
    limit.take(0, switches)
    limit.limit = 1
    with pytest.raises(ApiError):
        limit.take(0, switches)


@pytest.mark.parametrize("limit", [0, -1, 1.5, True, "1000"])
def test_impossible_limits_are_refused(limit: object) -> None:
    """An impossible limit is refused at construction and when it is set."""
    api = Api()
    with pytest.raises(SandboxError, match="limit cannot be"):
        api.sandbox.limit = limit  # type: ignore[assignment]
