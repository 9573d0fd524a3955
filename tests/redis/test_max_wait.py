"""No caller waits longer than ``max_wait`` when the server is gone. On fake time, so that no test hangs."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import anyio
import pytest

from plutio_async import Plutio
from plutio_async._auth.credentials import Token
from plutio_async._auth.provider import TokenProvider
from plutio_async._core.clock import SystemClock
from plutio_async._pipeline.retry import Retries
from plutio_async.errors import BudgetExceeded, ConnectionFailed, PlutioError
from plutio_async.redis import RedisBudget, RedisTokenStore
from plutio_async.testing import Sandbox

from .fake_time import FOR_EVER, FakeServer, JumpingLoop, run

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]

MOST = 0.5
"""Seconds by which a wait may exceed ``max_wait``."""

Gone = Literal["frozen", "killed"]

gone = pytest.mark.parametrize("state", ["frozen", "killed"])
waits = pytest.mark.parametrize("max_wait", [0, 0.2, 1, 3.0, 10.0])


@pytest.fixture(params=["asyncio", "trio"])
def play(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Runs a test on fake time."""
    return lambda call: run(request.param, call, monkeypatch)


Play = Callable[[Callable[[], Awaitable[None]]], None]


async def failure(call: Callable[[], Awaitable[Any]]) -> tuple[PlutioError, float]:
    """What it raises, and after how many seconds."""
    began = time.monotonic()
    with pytest.raises(PlutioError) as caught:
        await call()
    return caught.value, time.monotonic() - began


class TestBudget:
    @gone
    @waits
    def test_server_that_is_gone(self, play: Play, state: Gone, max_wait: float) -> None:
        """The error says that the server is the reason, when that is known."""

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server, outage_wait=60.0) as budget:
                await budget.acquire()
                server.state = state
                error, waited = await failure(lambda: budget.acquire(max_wait=max_wait))
                assert isinstance(error, BudgetExceeded)
                assert max_wait <= waited <= max_wait + MOST
                assert "serve" in str(error) or "not answered" in str(error)
                assert isinstance(error.__cause__, ConnectionFailed) or state == "frozen"
                _, waited = await failure(lambda: budget.acquire(max_wait=max_wait))
                assert waited <= max_wait + MOST
                _, waited = await failure(lambda: budget.wait(max_wait=max_wait))
                assert waited <= max_wait + MOST

        play(test)

    @gone
    def test_server_that_goes_while_a_caller_waits(self, play: Play, state: Gone) -> None:
        """Its last answer was that the wait is short enough."""

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server, outage_wait=60.0) as budget:
                server.state, server.after_this = "full", state
                error, waited = await failure(lambda: budget.acquire(max_wait=2.0))
                assert isinstance(error, BudgetExceeded)
                assert 2.0 <= waited <= 2.0 + MOST

        play(test)

    @gone
    def test_local_share(self, play: Play, state: Gone) -> None:
        """There is none until the outage is noticed, and callers do not wait for it longer than ``max_wait``."""

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server, 2, 60.0, on_outage="local share", workers=2) as budget:
                server.state = state
                for max_wait in (0, 0.2, 0.5):
                    began = time.monotonic()
                    try:
                        await budget.acquire(max_wait=max_wait)
                    except BudgetExceeded:
                        assert time.monotonic() - began <= max_wait + MOST
                    else:
                        break
                with pytest.raises(BudgetExceeded):
                    await budget.acquire(2, max_wait=20.0)

        play(test)

    def test_order_in_a_local_share(self, play: Play) -> None:
        """Callers that go first are served before the others."""
        served: list[str] = []

        async def take(budget: RedisBudget, name: str, first: bool) -> None:
            await budget.acquire(first=first)
            served.append(name)

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server, 2, 60.0, on_outage="local share", workers=2) as budget:
                server.state = "killed"
                await budget.acquire()
                async with anyio.create_task_group() as group:
                    for name in ("a", "b", "first"):
                        group.start_soon(take, budget, name, name == "first")
                        await anyio.wait_all_tasks_blocked()
                server.state = "well"

        play(test)
        assert served == ["first", "a", "b"]

    def test_pause_before_a_local_share(self, play: Play) -> None:
        """The share keeps the pause of a 429."""

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server, 4, 60.0, on_outage="local share", workers=2) as budget:
                server.state = "killed"
                budget.pause(30.0)
                began = time.monotonic()
                await budget.acquire()
                assert time.monotonic() - began >= 30.0
                server.state = "well"

        play(test)

    @gone
    def test_outage_wait_that_ends_first(self, play: Play, state: Gone) -> None:
        """The error names the server, and the client may try again."""

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server, outage_wait=3.0, timeout=1.0) as budget:
                server.state = state
                for max_wait in (30.0, None):
                    error, waited = await failure(lambda max_wait=max_wait: budget.acquire(max_wait=max_wait))  # type: ignore[misc]
                    assert isinstance(error, ConnectionFailed)
                    assert not error.reached
                    assert 3.0 <= waited <= 9.0

        play(test)

    def test_a_caller_that_has_left_takes_nothing(self, play: Play) -> None:
        """The server may have granted the call in an answer that comes too late."""

        async def test() -> None:
            server = FakeServer()
            async with RedisBudget(server) as budget:
                sent: list[str] = []
                server.state = "frozen"
                await failure(lambda: budget.acquire(max_wait=0))
                answer = server.answer

                def note(ask: dict[str, Any]) -> str:
                    sent.extend(report[0] for report in ask["reports"])
                    return answer(ask)

                server.answer = note  # type: ignore[method-assign]
                server.state = "well"
                await budget.acquire()
                assert sent == ["undo"]

        play(test)

    @pytest.mark.anyio
    async def test_answer_that_came_while_the_loop_was_blocked(self, anyio_backend: str) -> None:
        """It counts: only a silent server is given up."""
        async with RedisBudget(FakeServer()) as budget, anyio.create_task_group() as group:
            group.start_soon(lambda: budget.acquire(max_wait=0))
            await anyio.lowlevel.checkpoint()
            time.sleep(0.5)


class SilentStore:
    """A token store that never answers."""

    async def load(self, account: str) -> Token | None:
        await anyio.sleep(FOR_EVER)
        return None

    async def save(self, account: str, token: Token) -> None:
        await anyio.sleep(FOR_EVER)


class TestTokenStore:
    @waits
    def test_store_that_never_answers(self, play: Play, max_wait: float, caplog: pytest.LogCaptureFixture) -> None:
        """Costs two warnings, not the call; what is left of the wait is for the token call."""
        left: list[Any] = []

        async def fetch(*, max_wait: Any, at_once: bool) -> Token:
            left.append(max_wait)
            return Token("token", time.time() + 3600)

        async def test() -> None:
            source = TokenProvider(fetch, clock=SystemClock(), store=SilentStore(), account="a")
            began = time.monotonic()
            assert (await source.get(max_wait)).value == "token"
            assert time.monotonic() - began <= max_wait + MOST
            assert left == [pytest.approx(0.0, abs=0.01)]

        play(test)
        assert [message.partition(" (")[0] for message in caplog.messages] == [
            "the stored token could not be read",
            "the token could not be stored",
        ]
        assert "too long" in caplog.text

    @gone
    @waits
    def test_server_that_is_gone(self, play: Play, state: Gone, max_wait: float) -> None:
        """A client's call goes on with a token of its own."""

        async def test() -> None:
            server = FakeServer()
            async with RedisTokenStore(server) as tokens:
                server.state = state
                async with Plutio.sandbox(
                    Sandbox(), token_store=tokens, clock=SystemClock(), max_wait=max_wait
                ) as plutio:
                    began = time.monotonic()
                    await plutio.tasks.list()
                    assert time.monotonic() - began <= max_wait + MOST

        play(test)


class TestClient:
    @gone
    @waits
    @pytest.mark.parametrize("outage_wait", [0.5, 60.0])
    @pytest.mark.parametrize("of", ["budget", "client"])
    def test_call(self, play: Play, state: Gone, max_wait: float, outage_wait: float, of: str) -> None:
        """``max_wait`` of the budget or the client bounds all waits and attempts of a call. It may fail earlier."""

        async def test() -> None:
            server = FakeServer()
            bounds: dict[str, Any] = {"max_wait": max_wait}
            async with (
                RedisBudget(server, outage_wait=outage_wait, **(bounds if of == "budget" else {})) as budget,
                RedisTokenStore(server) as tokens,
                Plutio.sandbox(
                    Sandbox(),
                    budget=budget,
                    token_store=tokens,
                    clock=SystemClock(),
                    retries=Retries(attempts=50),
                    **(bounds if of == "client" else {}),
                ) as plutio,
            ):
                server.state = state
                error, waited = await failure(plutio.tasks.list)
                assert isinstance(error, BudgetExceeded)
                assert max_wait <= waited <= max_wait + MOST

        play(test)

    def test_outage_is_no_failure_of_the_token_call(self, play: Play) -> None:
        """When the server is back, no caller waits for the token endpoint to recover."""

        async def test() -> None:
            server = FakeServer()
            async with (
                RedisBudget(server, outage_wait=1.0) as budget,
                Plutio.sandbox(Sandbox(), budget=budget, clock=SystemClock(), retries=Retries(attempts=1)) as plutio,
            ):
                server.state = "killed"
                for _ in range(5):
                    error, _ = await failure(plutio.tasks.list)
                    assert isinstance(error, ConnectionFailed)
                server.state = "well"
                began = time.monotonic()
                await plutio.tasks.list()
                assert time.monotonic() - began <= 2.0

        play(test)


def test_the_loop_jumps() -> None:
    """An hour takes no time; a task that waits for nothing is an error."""
    loop = JumpingLoop()

    async def sleep() -> float:
        began = loop.time()
        await anyio.sleep(3600)
        return loop.time() - began

    assert anyio.run(sleep, backend_options={"loop_factory": lambda: loop}) == pytest.approx(3600)
