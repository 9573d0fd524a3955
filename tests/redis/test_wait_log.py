"""A wait for the shared budget is logged as one for a local budget is: once when it begins, once when it is over."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from plutio_async.errors import BudgetExceeded, ConnectionFailed
from plutio_async.redis import RedisBudget

from .fake_time import FakeServer, run
from .server import Server

pytestmark = pytest.mark.integration

Play = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture(params=["asyncio", "trio"])
def play(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Runs a test on fake time."""
    return lambda call: run(request.param, call, monkeypatch)


@pytest.fixture(autouse=True)
def every_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="plutio_async")


def records(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records]


async def recover(server: FakeServer, after: float) -> None:
    await anyio.sleep(after)
    server.state = "well"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "the 2 calls of 3600 s are used up"),
        ({"paused": 30_000_000}, "the server asked for a pause (429)"),
        (
            {"paused": 30_000_000, "probe": "another:1"},
            "the server limited the calls, and one goes first to see what it allows now",
        ),
        ({"closed": 30_000_000}, "the server that keeps the budget has lost its data"),
        ({"free": 1}, "the budget spreads its calls, or keeps the rest for interactive ones"),
    ],
)
def test_a_wait_that_the_server_announces(
    play: Play, caplog: pytest.LogCaptureFixture, fields: dict[str, Any], reason: str
) -> None:
    """One warning, however many wait: the reason, the seconds, the time, the callers and the remedy."""

    async def test() -> None:
        server = FakeServer()
        server.full_for, server.fields = 30.0, fields
        async with RedisBudget(server, 2) as budget:
            server.state = "full"
            async with anyio.create_task_group() as group:
                for _ in range(3):
                    group.start_soon(budget.acquire)
                group.start_soon(recover, server, 30.0)
            (level, warning), *infos = records(caplog)
            assert level == "WARNING"
            assert warning.startswith(f"{reason}: waiting 30 s, until ")
            assert warning.endswith(" UTC; callers that wait: 3. max_wait= bounds the wait")
            assert [level for level, _ in infos] == ["INFO"]
            assert infos[0][1].startswith("the wait is over after 3")

    play(test)


def test_short_waits_and_refused_ones_are_not_logged(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    """Up to two seconds."""

    async def test() -> None:
        server = FakeServer()
        async with RedisBudget(server, 2) as budget:
            server.state = "full"
            async with anyio.create_task_group() as group:
                group.start_soon(budget.acquire)
                group.start_soon(recover, server, 0.4)
            server.state, server.full_for = "full", 30.0
            with pytest.raises(BudgetExceeded):
                await budget.acquire(max_wait=5.0)

    play(test)
    assert records(caplog) == []


def test_a_cancelled_wait_is_over(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    """So that the next one is logged again."""

    async def test() -> None:
        server = FakeServer()
        server.full_for = 30.0
        async with RedisBudget(server, 2) as budget:
            server.state = "full"
            for _ in range(2):
                with anyio.move_on_after(10.0):
                    await budget.acquire()

    play(test)
    assert [level for level, _ in records(caplog)] == ["WARNING", "INFO"] * 2


@pytest.mark.parametrize(("outage_wait", "seconds"), [(10.0, "10 s, until "), (math.inf, "inf s; callers")])
def test_an_outage(play: Play, caplog: pytest.LogCaptureFixture, outage_wait: float, seconds: str) -> None:
    """Names the server, and the longest time that callers wait for it."""

    async def test() -> None:
        server = FakeServer()
        async with RedisBudget(server, 2, outage_wait=outage_wait) as budget:
            server.state = "killed"
            with anyio.move_on_after(20.0):
                with pytest.raises(ConnectionFailed):
                    await budget.acquire()
            server.state = "well"

    play(test)
    (level, warning), (over, _) = records(caplog)
    assert (level, over) == ("WARNING", "INFO")
    assert f" does not serve (ConnectionError): waiting {seconds}" in warning


def test_a_local_share(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    """It is used up like any budget."""

    async def test() -> None:
        server = FakeServer()
        async with RedisBudget(server, 4, 60.0, on_outage="local share", workers=2) as budget:
            server.state = "killed"
            await budget.acquire(2)
            with anyio.move_on_after(20.0):
                await budget.acquire()
            server.state = "well"

    play(test)
    (level, warning), (over, _) = records(caplog)
    assert (level, over) == ("WARNING", "INFO")
    assert warning.startswith("the 2 calls of 60 s are used up: waiting ")


@pytest.mark.anyio
async def test_a_used_up_budget_on_a_server(shared_server: Server, key: str, caplog: pytest.LogCaptureFixture) -> None:
    """The server says how long it is used up."""
    async with RedisBudget(shared_server.url, 1, 60.0, key=key, in_flight=1.0) as budget:
        await budget.acquire()
        with anyio.fail_after(30):
            async with anyio.create_task_group() as group:
                group.start_soon(budget.acquire)
                while not records(caplog):
                    await anyio.sleep(0.01)
                group.cancel_scope.cancel()
    (level, warning), (over, _) = records(caplog)
    assert (level, over) == ("WARNING", "INFO")
    assert warning.startswith("the 1 calls of 60 s are used up: waiting ")


def test_the_budget_says_until_when_its_callers_wait(play: Play) -> None:
    """As the server announced it; not while it is away. What is reserved is never known."""

    async def test() -> None:
        server = FakeServer()
        server.full_for = 30.0
        async with RedisBudget(server, 2) as budget:
            assert (budget.waiting_until, budget.reserved) == (None, None)
            server.state = "full"
            async with anyio.create_task_group() as group:
                group.start_soon(budget.acquire)
                await anyio.sleep(1)
                assert budget.waiting_until is not None
                left = (budget.waiting_until - datetime.now(UTC)).total_seconds()
                assert left == pytest.approx(30, abs=5)
                server.state = "killed"
                await anyio.sleep(4)
                assert (budget.waiting, budget.waiting_until) == (1, None)
                group.cancel_scope.cancel()
            assert budget.waiting_until is None

    play(test)
