"""Budget, token store and inbox store in one event loop after another, and in forked processes."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import anyio
import pytest
from attrs import field, frozen

from plutio_async import ClientStateError, ConnectionFailed, Plutio
from plutio_async.redis import RedisBudget, RedisInboxStore, RedisTokenStore
from plutio_async.testing import Sandbox
from tests.redis.server import Server
from tests.test_event_loops import LOOPS, between_loops, open_sockets, token_calls

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]


@frozen
class Shared:
    """A client with all that it shares on the server."""

    url: str
    key: str
    sandbox: Sandbox = field(factory=Sandbox)
    budget: RedisBudget = field(init=False)
    tokens: RedisTokenStore = field(init=False)
    inbox: RedisInboxStore = field(init=False)
    plutio: Plutio = field(init=False)

    def __attrs_post_init__(self) -> None:
        made = {
            "budget": RedisBudget(self.url, 100, key=f"{self.key}-budget"),
            "tokens": RedisTokenStore(self.url, key=f"{self.key}-token"),
            "inbox": RedisInboxStore(self.url, key=f"{self.key}-inbox"),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)
        plutio = Plutio.sandbox(self.sandbox, budget=self.budget, token_store=self.tokens)
        object.__setattr__(self, "plutio", plutio)

    async def use(self) -> None:
        await self.plutio.tasks.list()
        event = f"{os.getpid()}-{len(self.sandbox.calls)}"
        assert await self.inbox.claim(event, "owner", 60.0) == "claimed"

    async def closed(self) -> None:
        async with self.budget, self.tokens, self.inbox, self.plutio:
            await self.use()

    async def left_open(self) -> None:
        for one in (self.budget, self.tokens, self.inbox, self.plutio):
            await one.__aenter__()  # type: ignore[attr-defined]
        await self.use()


Leave = Callable[[Shared], Coroutine[Any, Any, None]]


@pytest.fixture
def shared(url: str, key: str) -> Shared:
    return Shared(url, key)


@between_loops
@pytest.mark.parametrize("leave", [Shared.closed, Shared.left_open])
def test_one_loop_after_another(
    first: str, second: str, leave: Leave, shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    """With one token and one budget, without a warning, and no socket of an earlier loop stays open."""
    for backend in (first, second, first):
        anyio.run(leave, shared, backend=backend)
    for other in (Shared.closed, Shared.left_open, Shared.closed):
        anyio.run(other, shared, backend=second)
    assert open_sockets(shared.url) == 0
    assert (token_calls(shared.sandbox), len(shared.sandbox.calls)) == (1, 7)
    assert shared.budget.remaining == 93
    assert caplog.records == []


@pytest.mark.parametrize("backend", LOOPS)
def test_a_server_that_is_down_in_the_next_loop(
    backend: str, make_server: Callable[..., Server], key: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Is the error of the block, and the library logs no traceback."""
    server = make_server()
    shared = Shared(server.url, key)
    anyio.run(shared.closed, backend=backend)
    server.kill()
    with pytest.raises(ConnectionFailed):
        anyio.run(shared.closed, backend=backend)
    assert [record for record in caplog.records if record.name.startswith("coredis")] == []


def test_a_loop_that_ended_without_cancelling_its_tasks(shared: Shared) -> None:
    """As ``loop.close()`` does. Its sockets are closed, and those who waited in it hold up nobody."""
    loop = asyncio.new_event_loop()

    async def main() -> None:
        await shared.left_open()
        await shared.budget.acquire(97)  # one is left
        waiting = asyncio.ensure_future(shared.budget.acquire(2))
        while shared.budget.estimate() == 0 or not shared.budget.waiting:
            await asyncio.sleep(0)
        for task in asyncio.all_tasks():
            task._log_destroy_pending = False  # type: ignore[attr-defined]
        assert not waiting.done()

    loop.run_until_complete(main())
    loop.close()
    assert open_sockets(shared.url) == 3

    async def again() -> None:
        async with shared.budget, shared.tokens, shared.inbox, shared.plutio:
            assert shared.budget.waiting == 0
            assert open_sockets(shared.url) <= 3
            await shared.budget.acquire(1, max_wait=0)

    anyio.run(again)
    assert open_sockets(shared.url) == 0


@pytest.mark.parametrize("backend", LOOPS)
def test_it_can_be_closed_in_the_next_loop(backend: str, shared: Shared) -> None:
    """By a block whose end comes there."""

    async def close() -> None:
        async with AsyncExitStack() as stack:
            for one in (shared.budget, shared.tokens, shared.inbox, shared.plutio):
                stack.push_async_exit(one)  # type: ignore[arg-type]

    anyio.run(shared.left_open, backend=backend)
    anyio.run(close, backend=backend)
    assert open_sockets(shared.url) == 0
    with pytest.raises(ClientStateError, match="is not open"):
        anyio.run(shared.budget.acquire, backend=backend)


@between_loops
def test_two_loops_at_the_same_time_are_an_error(first: str, second: str, shared: Shared) -> None:
    """For the second one; the first one goes on."""
    errors: list[ClientStateError] = []

    async def other() -> None:
        for one in (shared.budget, shared.tokens, shared.inbox):
            try:
                await one.__aenter__()  # type: ignore[attr-defined]
            except ClientStateError as error:
                errors.append(error)

    async def main() -> None:
        async with shared.budget, shared.tokens, shared.inbox, shared.plutio:
            thread = threading.Thread(target=anyio.run, args=(other,), kwargs={"backend": second})
            thread.start()
            await anyio.to_thread.run_sync(thread.join)
            await shared.use()

    anyio.run(main, backend=first)
    assert len(errors) == 3
    assert all("make a client in each loop" in str(error) for error in errors)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_after_a_fork(shared: Shared) -> None:
    """Each process counts its own calls, also with what it has from its parent."""
    anyio.run(shared.closed)
    pid = os.fork()
    if pid == 0:
        try:
            anyio.run(shared.closed)
            os._exit(0)
        finally:
            os._exit(1)
    anyio.run(shared.closed)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    anyio.run(shared.closed)
    assert shared.budget.remaining == 100 - 1 - 4
