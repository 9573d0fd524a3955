"""The log has a record when a wait of the SDK begins, and one when it is over."""

from __future__ import annotations

import logging
import math

import anyio
import httpx
import pytest

from plutio_async import Budget, BudgetExceeded
from plutio_async._core.clock import WaitLog
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async.testing.clock import FakeClock

from .api import TOKEN, Api, answer

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def every_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="plutio_async")


def records(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records]


async def test_a_used_up_hour(caplog: pytest.LogCaptureFixture) -> None:
    """One warning, however many wait: the reason, the seconds, the time, the callers and the remedy."""
    api = Api(*[answer(200, [])] * 10)
    async with api.clock.autojump(), api.client(budget=Budget(2, clock=api.clock)) as plutio:
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(plutio.tasks.list)
    (level, warning), *infos = records(caplog)
    assert level == "WARNING"
    assert warning.startswith("the 2 calls of 3600 s are used up: waiting 3600 s, until ")
    assert warning.endswith("max_wait= bounds the wait")
    assert [level for level, _ in infos] == ["INFO"]
    assert infos[0][1].startswith("the wait is over after ")


async def test_a_pause_of_the_server(caplog: pytest.LogCaptureFixture) -> None:
    """After a 429."""
    api = Api(answer(429, {}, **{"retry-after": "30"}), answer(200, []))
    async with api.clock.autojump(), api.client() as plutio:
        await plutio.tasks.list()
    (level, warning), (_, over) = records(caplog)
    assert (level, warning.partition(":")[0]) == ("WARNING", "the server asked for a pause (429)")
    assert over == "the wait is over after 30 s"


async def test_a_call_that_goes_first(caplog: pytest.LogCaptureFixture) -> None:
    """When a lower limit of the server ends, the others wait for its answer."""
    clock = FakeClock()
    budget = Budget(10, clock=clock)
    budget.learn(ServerLimits(limit=1))
    await clock.advance(3600)
    await budget.acquire()
    caplog.clear()
    async with clock.autojump():
        await budget.acquire()
    (_, warning), (_, over) = records(caplog)
    assert warning.startswith(
        "the server limited the calls, and one goes first to see what it allows now: waiting 30 s"
    )
    assert over == "the wait is over after 30 s"


async def test_a_pause_before_another_attempt(caplog: pytest.LogCaptureFixture) -> None:
    """Names the call and the error, and nothing that it sent."""
    overloaded = answer(503, {"message": "Overloaded"}, retry_after="5")
    api = Api(overloaded, overloaded, answer(200, []))
    async with api.clock.autojump(), api.client() as plutio:
        await plutio.people.list(q={"contactEmails.address": "jane@example.com"})
    logged = records(caplog)
    assert [level for level, _ in logged] == ["WARNING", "INFO"] * 2
    assert logged[0][1].startswith("people.list is repeated after ServerError: waiting 5 s, until ")
    assert logged[0][1].endswith("retries=Retries(total=) bounds the pauses")
    assert "jane" not in str(logged)


async def test_a_wait_for_another_token(caplog: pytest.LogCaptureFixture) -> None:
    """After a 401 to a token that was just fetched: why, and that it is over."""

    async def token(request: httpx.Request) -> httpx.Response:
        return answer(200, {**TOKEN, "accessToken": f"token-{len(api.token_requests)}"})

    refused = answer(401, {"message": "Invalid token"})
    api = Api(refused, refused, answer(200, []), tokens=(token,))
    async with api.clock.autojump(), api.client() as plutio:
        await plutio.tasks.list()
    logged = records(caplog)[-2:]  # the wait before the second token may be too short
    assert [level for level, _ in logged] == ["WARNING", "INFO"]
    assert logged[0][1].startswith("the API refused 2 tokens in a row, each soon after it was fetched")
    assert logged[0][1].endswith("callers that wait: 1. max_wait= bounds the wait")
    assert "token-" not in str(logged)


async def test_short_waits_and_refused_ones_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Up to two seconds."""
    api = Api(answer(429, {}, **{"retry-after": "1"}), answer(200, []), answer(200, []))
    async with api.clock.autojump(), api.client(budget=Budget(3, clock=api.clock)) as plutio:
        await plutio.tasks.list()
        with pytest.raises(BudgetExceeded):
            await plutio.with_options(max_wait=5).tasks.list()
    assert records(caplog) == []


async def test_a_cancelled_wait_is_over(caplog: pytest.LogCaptureFixture) -> None:
    """So that the next one is logged again."""
    clock = FakeClock()
    budget = Budget(1, clock=clock)
    await budget.acquire()
    for _ in range(2):
        async with anyio.create_task_group() as group:
            group.start_soon(budget.acquire)
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
    assert [level for level, _ in records(caplog)] == ["WARNING", "INFO"] * 2


async def test_waits_that_overlap_are_one_episode(caplog: pytest.LogCaptureFixture) -> None:
    """It is over with the last of them."""
    log = WaitLog(FakeClock())
    with log.wait(10, "a reason"):
        with log.wait(20, "another reason"):
            pass
        assert [level for level, _ in records(caplog)] == ["WARNING"]
    assert [level for level, _ in records(caplog)] == ["WARNING", "INFO"]


async def test_a_wait_without_an_end_names_no_time(caplog: pytest.LogCaptureFixture) -> None:
    """Nor does one of a day or more: the time of day would be ambiguous."""
    for seconds in (math.inf, 86_400):
        log = WaitLog(FakeClock())
        log.begin(seconds, 1, "a reason")
        log.end()
    messages = [message for level, message in records(caplog) if level == "WARNING"]
    callers = "callers that wait: 1. max_wait= bounds the wait"
    assert messages == [f"a reason: waiting inf s; {callers}", f"a reason: waiting 86400 s; {callers}"]


async def test_a_long_wait_of_short_sleeps(caplog: pytest.LogCaptureFixture) -> None:
    """Where the budget spreads its calls, the callers at the end of the queue wait long though each sleep is short."""
    clock = FakeClock()
    budget = Budget(3600, capacity=1, clock=clock)

    async def call() -> None:
        (await budget.acquire()).settle()

    async with clock.autojump(), anyio.create_task_group() as group:
        for _ in range(10):
            group.start_soon(call)
    (level, warning), (over_level, over) = records(caplog)
    assert (level, over_level) == ("WARNING", "INFO")
    assert warning.startswith("the budget spreads its calls")
    assert over == "the wait is over after 9 s"
