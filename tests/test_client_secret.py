"""The client secret may be a callable, which is called again after a refusal, so that secrets can change."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import anyio
import httpx
import pytest

from plutio_async import AuthenticationError, BudgetExceeded, ConfigurationError, Plutio, PlutioError

from .api import TOKEN, Api, answer
from .exception_graph import leaks

pytestmark = pytest.mark.anyio

Source = Callable[[], str | Awaitable[str]]


class Vault:
    """Holds the secret that callers get, ``given``, and the one that the token endpoint wants, ``wanted``."""

    def __init__(self, *given: str, wanted: str, life: float = 3600.0) -> None:
        self.given = list(given)
        self.wanted = wanted
        self.life = life
        self.delay = 0.0
        self.asked = 0
        self.api = Api(answer(200, []), tokens=(self._token,))

    def __repr__(self) -> str:
        return f"Vault of {self.given}"

    def read(self) -> str:
        """Each secret once, the last again and again."""
        self.asked += 1
        return self.given.pop(0) if len(self.given) > 1 else self.given[0]

    async def fetch(self) -> str:
        await anyio.lowlevel.checkpoint()
        return self.read()

    async def _token(self, request: httpx.Request) -> httpx.Response:
        await self.api.clock.sleep(self.delay)
        if self.sent()[-1] == self.wanted:
            return answer(200, {**TOKEN, "expires_in": self.life})
        return answer(401, {"message": f"wrong: {request.content.decode()}"})

    def sent(self) -> list[str]:
        """The secrets of the token calls so far."""
        return [parse_qs(request.content.decode())["client_secret"][0] for request in self.api.token_requests]

    def client(self, source: Source | None = None, **settings: Any) -> Plutio:
        settings = {"business": "example", "transport": self.api.transport(), "clock": self.api.clock, **settings}
        return Plutio("the-id", source or self.fetch, **settings)


async def failure(plutio: Plutio) -> PlutioError:
    """What a call raises."""
    with pytest.raises(PlutioError) as caught:
        await plutio.tasks.list()
    return caught.value


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_it_is_called_before_the_first_token_call(kind: str) -> None:
    """Not when the client is made, nor for a later token as long as the secret is good."""
    vault = Vault("first-secret", wanted="first-secret")
    async with vault.client(vault.read if kind == "sync" else vault.fetch) as plutio:
        assert vault.asked == 0
        for _ in range(3):
            await plutio.tasks.list()
            await vault.api.clock.advance(3600)
    assert vault.asked == 1
    assert vault.sent() == ["first-secret"] * 3


async def test_a_secret_that_was_replaced_costs_no_call() -> None:
    """The token endpoint refuses the old one, and the call goes on with the new one."""
    vault = Vault("old-secret", "new-secret", wanted="old-secret")
    async with vault.client(retries=1) as plutio:
        await plutio.tasks.list()
        vault.wanted = "new-secret"
        await vault.api.clock.advance(3600)
        assert await plutio.tasks.list() == []
    assert vault.asked == 2
    assert vault.sent() == ["old-secret", "old-secret", "new-secret"]


async def test_many_callers_ask_once() -> None:
    """As they make one token call."""
    vault = Vault("old-secret", "new-secret", wanted="old-secret")
    async with vault.client() as plutio:
        await plutio.tasks.list()
        vault.wanted = "new-secret"
        await vault.api.clock.advance(3600)
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(plutio.tasks.list)
    assert vault.asked == 2
    assert len(vault.sent()) == 3


async def test_the_same_secret_again_is_not_sent_again() -> None:
    """The error is that of the refusal. The next token call asks first."""
    vault = Vault("bad-secret", wanted="good-secret")
    async with vault.client() as plutio:
        for calls in (1, 2):
            assert isinstance(await failure(plutio), AuthenticationError)
            assert (len(vault.sent()), vault.asked) == (calls, calls)
            await vault.api.clock.advance(60)
        vault.given = ["good-secret"]
        assert await plutio.tasks.list() == []
    assert vault.sent() == ["bad-secret", "bad-secret", "good-secret"]


async def test_a_callable_that_is_late_is_called_before_the_next_token_call() -> None:
    """It returns the refused secret once more. Neither this call nor the next one sends it again."""
    vault = Vault("old-secret", "old-secret", "new-secret", wanted="old-secret")
    async with vault.client() as plutio:
        await plutio.tasks.list()
        vault.wanted = "new-secret"
        await vault.api.clock.advance(3600)
        assert isinstance(await failure(plutio), AuthenticationError)
        await vault.api.clock.advance(60)
        assert await plutio.tasks.list() == []
    assert vault.sent() == ["old-secret", "old-secret", "new-secret"]


async def test_a_refusal_that_lasts_costs_few_token_calls() -> None:
    """Even if the callable always returns another secret: one for each pause after a failure."""
    vault = Vault(*[f"bad-secret-{number}" for number in range(1000)], wanted="bad-secret-0")
    async with vault.client() as plutio:
        await plutio.tasks.list()
        vault.wanted = "good-secret"
        await vault.api.clock.advance(3600)
        for _ in range(600):
            await failure(plutio)
            await vault.api.clock.advance(1)
    assert len(vault.sent()) <= 2 + 1 + 6 + 600 // 60


async def test_a_text_is_refused_once() -> None:
    """There is nothing to ask."""
    vault = Vault("bad-secret", wanted="good-secret")
    async with vault.client("bad-secret") as plutio:  # type: ignore[arg-type]
        assert isinstance(await failure(plutio), AuthenticationError)
    assert (vault.sent(), vault.asked) == (["bad-secret"], 0)


async def broken() -> str:
    raise OSError("the vault has very-secret")


async def silent() -> str:
    await anyio.sleep_forever()
    return ""


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (broken, "client_secret is not available: its callable failed with OSError"),
        (silent, "client_secret is not available: its callable failed with TimeoutError"),
        (lambda: "", "client_secret is empty"),
        (lambda: None, "client_secret is empty"),
        (lambda: 5, "client_secret is no text that can be sent"),
        (lambda _: "x", "client_secret is not available: its callable failed with TypeError"),
    ],
)
async def test_a_callable_that_fails(source: Any, says: str) -> None:
    """No token call is made, and the error says why, without the text of the callable's own."""
    vault = Vault("x", wanted="x")
    async with vault.client(source, timeout=0.01) as plutio:
        error = await failure(plutio)
    assert isinstance(error, ConfigurationError)
    assert says in str(error)
    assert vault.sent() == []
    assert leaks(error, "very-secret") == []


async def test_a_callable_that_fails_is_called_ever_more_rarely() -> None:
    """As a token endpoint that fails."""
    asked = 0

    def fail() -> str:
        nonlocal asked
        asked += 1
        raise OSError

    vault = Vault("x", wanted="x")
    async with vault.client(fail) as plutio:
        for _ in range(600):
            await failure(plutio)
            await vault.api.clock.advance(1)
    assert asked <= 6 + 600 // 60


async def test_a_cancelled_call_leaves_the_callable_to_the_next() -> None:
    """It holds nothing."""
    vault, waits = Vault("good-secret", wanted="good-secret"), True

    async def slow() -> str:
        if waits:
            await anyio.sleep_forever()
        return await vault.fetch()

    async with vault.client(slow) as plutio:
        async with anyio.create_task_group() as group:
            group.start_soon(plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
        waits = False
        assert await plutio.tasks.list() == []
    assert vault.sent() == ["good-secret"]


async def test_the_second_token_call_waits_no_longer_than_max_wait_leaves() -> None:
    """The first one took four of five seconds, and the next call of the budget is free after four more."""
    vault = Vault("old-secret", "new-secret", wanted="old-secret", life=600)
    async with vault.api.clock.autojump(), vault.client(budget=3) as plutio:
        await plutio.tasks.list()
        vault.wanted, vault.delay = "new-secret", 4.0
        await vault.api.clock.sleep(3592)
        assert isinstance(await failure(plutio.with_options(max_wait=5.0)), BudgetExceeded)
    assert vault.sent() == ["old-secret"] * 2


async def test_nothing_shows_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    """Not the client, its settings, the log, nor an error: neither the secret that was refused nor the one before."""
    caplog.set_level(logging.DEBUG, logger="plutio_async")
    vault = Vault("first-very-secret", "second-very-secret", wanted="first-very-secret")
    async with vault.client(vault.fetch) as plutio:
        await plutio.tasks.list()
        vault.wanted = "third"
        await vault.api.clock.advance(3600)
        error = await failure(plutio)
        shown = f"{plutio!r} {plutio._sender.shared.settings!r} {error} {error!r} {caplog.text}"
        assert vault.sent()[-2:] == ["first-very-secret", "second-very-secret"]
    assert "very-secret" not in shown
    assert "Vault" not in shown
    assert leaks(error, "first-very-secret", "second-very-secret") == []
