"""A client whose server, or something in front of it, states a lower limit than the budget's."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import Budget, Plutio, PlutioError, Retries, ServerError
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches

from .api import Api, answer

pytestmark = pytest.mark.anyio

HOUR = 3600.0
PAGE = "<html><title>Blocked</title></html>"


def stated(status: int, limit: str = "5", **content: Any) -> httpx.Response:
    return httpx.Response(status, headers={"X-RateLimit-Limit": limit}, **content)


async def seconds_of(count: int, first: httpx.Response, **settings: Any) -> float:
    """How long so many calls take after a first one with that answer. Each costs the server one call."""
    api = Api(first, answer(200, []))
    async with api.clock.autojump(), api.client(retries=Retries(attempts=1), **settings) as plutio:
        with suppress(PlutioError):
            await plutio.tasks.list()
        began = api.clock.monotonic()
        async with anyio.create_task_group() as group:
            for _ in range(count):
                group.start_soon(plutio.people.list)
        assert len(api.requests) == count + 1
        return api.clock.monotonic() - began


@pytest.mark.parametrize("status", [200, 403, 404, 500, 503])
@pytest.mark.parametrize("content", [{"html": PAGE}, {"text": "Forbidden"}, {}, {"content": b"\xff\xfe"}])
async def test_an_answer_that_is_not_the_apis_own_teaches_nothing(
    status: int, content: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """A gateway's page has the limit of the gateway."""
    first = stated(status, **content)
    first.headers["X-RateLimit-Remaining"] = "0"
    assert await seconds_of(100, first) == 0.0
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("status", [200, 403, 404, 500, 503])
async def test_one_answer_of_the_api_lowers_the_limit_for_an_hour(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """In JSON: with a limit of 5 an hour, 100 calls would take 20 hours."""
    assert await seconds_of(100, stated(status, json={"code": status, "message": "No"})) == pytest.approx(HOUR)
    assert ["a limit of 5 calls" in message for message in caplog.messages].count(True) == 1


async def test_a_429_teaches_without_json() -> None:
    """Whoever sends it, it is about the number of calls."""
    assert await seconds_of(100, stated(429, html=PAGE)) == pytest.approx(HOUR)


async def test_a_reset_ends_the_lower_limit() -> None:
    """Without a wait for the rest of the hour."""
    first = stated(200, json=[])
    first.headers["X-RateLimit-Reset"] = "2000"
    assert await seconds_of(100, first) == pytest.approx(2000)


async def test_a_pause_that_a_gateway_asks_for_is_of_that_call_alone() -> None:
    """Other calls go on during the ``Retry-After`` of a 503."""
    busy = httpx.Response(503, html=PAGE, headers={"Retry-After": "1000"})
    assert await seconds_of(100, busy) == 0.0
    api = Api(busy, answer(200, []))
    async with api.clock.autojump(), api.client(retries=Retries(attempts=1)) as plutio:
        with pytest.raises(ServerError) as caught:
            await plutio.tasks.list()
        assert caught.value.retry_after == 1000


async def served(sandbox: Sandbox, calls: int, **settings: Any) -> list[tuple[float, int]]:
    """When the server got each of so many calls at once, and what it answered."""
    sandbox.fail(Fault.latency(0.1, jitter=2.0))
    budget = Budget(100, clock=sandbox.clock)
    async with Plutio.sandbox(sandbox, budget=budget, **settings) as plutio:
        async with anyio.create_task_group() as group:
            for _ in range(calls):
                group.start_soon(plutio.tasks.list)
    return [(call.at, call.status) for call in sandbox.calls]


def fullest_hour(times: Sequence[float]) -> int:
    return max(sum(start <= time < start + HOUR for time in times) for start in times)


@pytest.mark.parametrize("headers", ["x", "x-reset-seconds", "x-reset-epoch", "ratelimit"])
@pytest.mark.parametrize("counting", ["rolling", "fixed"])
async def test_a_limit_that_each_answer_states_is_kept(headers: str, counting: str) -> None:
    """For hours, though each statement ends: no call is refused by a server that allows 10, where the budget has 100."""
    switches = Switches.of({"limit_headers": headers, "limit_counting": counting})
    sandbox = Sandbox(1, JumpingClock(1_700_000_000.0), switches, limit=10)
    calls = await served(sandbox, 45)
    assert [status for _, status in calls] == [200] * 46
    assert counting != "rolling" or fullest_hour([at for at, _ in calls]) <= 10


async def test_a_limit_that_is_lifted_is_used() -> None:
    """After the period of the last statement: never more than the budget's own in an hour."""
    sandbox = Sandbox(1, JumpingClock(1_700_000_000.0), limit=10)

    async def lift() -> None:
        await sandbox.clock.sleep(100)
        sandbox.limit = None

    async with anyio.create_task_group() as group:
        group.start_soon(lift)
        calls = await served(sandbox, 250)
    began, ended = calls[0][0], calls[-1][0]
    assert fullest_hour([at for at, _ in calls]) <= 100
    assert ended - began < 4 * HOUR
