"""One client in one event loop after another: closed and entered again, or left open by a loop that ended."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import Budget, ClientStateError, Plutio
from plutio_async.testing import Sandbox, Switches

from .api import Api, answer

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]

LOOPS = ["asyncio", "trio"]
between_loops = pytest.mark.parametrize(("first", "second"), [(first, second) for first in LOOPS for second in LOOPS])

LARGE_PAGES = answer(200, [{"_id": f"record-{n:010}"} for n in range(7)])


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(switches=Switches(max_limit=7))
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(20)])
    return sandbox


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    """The sandbox behind a real socket, in a thread of its own."""
    with sandbox.serving() as url:
        yield url


def client(sandbox: Sandbox, url: str, **settings: Any) -> Plutio:
    return Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url, **settings)


def open_sockets(url: str) -> int:
    """How many open sockets of this process are connected to the server."""
    port = httpx.URL(url).port
    gc.collect()
    return sum(
        type(thing) is socket.socket and thing.family == socket.AF_INET and _peer(thing) == port
        for thing in gc.get_objects()
    )


def _peer(one: socket.socket) -> int | None:
    try:
        port: int = one.getpeername()[1]
    except OSError:
        return None
    return port


def token_calls(sandbox: Sandbox) -> int:
    return sum(call.path == "/oauth/token" for call in sandbox.calls)


async def closed(plutio: Plutio) -> int:
    async with plutio:
        return len(await plutio.tasks.list(limit=1))


async def left_open(plutio: Plutio) -> int:
    await plutio.__aenter__()
    return len(await plutio.tasks.list(limit=1))


@between_loops
@pytest.mark.parametrize("leave", [closed, left_open])
def test_a_client_works_in_each_loop_with_one_token(
    first: str, second: str, leave: Callable[[Plutio], Coroutine[Any, Any, int]], sandbox: Sandbox, url: str
) -> None:
    """Without a warning, and no socket of an earlier loop stays open."""
    plutio = client(sandbox, url)
    for backend in (first, second, first):
        assert anyio.run(leave, plutio, backend=backend) == 1
        assert open_sockets(url) == (leave is left_open)
    anyio.run(closed, plutio, backend=second)
    assert open_sockets(url) == 0
    assert (token_calls(sandbox), len(sandbox.calls)) == (1, 5)
    assert plutio.budget.remaining == 995


@pytest.mark.parametrize("backend", LOOPS)
def test_views_and_resources_move_with_the_client(backend: str, sandbox: Sandbox, url: str) -> None:
    """Options, also those of views that were made before."""
    plutio = client(sandbox, url)
    tasks, patient = plutio.with_options(coalesce=True).tasks, plutio.with_options(max_wait=None, timeout=7)

    async def main() -> None:
        async with plutio:
            found = await tasks.list(limit=2)
            assert await tasks.get(found[0].id)
            assert await patient.tasks.list(limit=1)
            assert [task async for task in patient.tasks.iterate(read_ahead=2)]

    for _ in range(3):
        anyio.run(main, backend=backend)
    assert token_calls(sandbox) == 1


@between_loops
def test_learned_page_sizes_are_kept(first: str, second: str, sandbox: Sandbox, url: str) -> None:
    """The second loop asks at once for as many records as the server gives."""
    plutio = client(sandbox, url)

    async def main() -> int:
        before = len(sandbox.calls)
        async with plutio:
            assert len(await plutio.tasks.iterate().to_list()) == 20
        return len(sandbox.calls) - before

    calls = [anyio.run(main, backend=backend) for backend in (first, second)]
    assert calls[1] < calls[0]
    assert [call.query for call in sandbox.calls if ("limit", "1000") in call.query] == []


@between_loops
def test_custom_fields_are_kept(first: str, second: str, sandbox: Sandbox, url: str) -> None:
    """The definitions that were read in an earlier loop, and the lock of their cache moves on."""
    plutio = client(sandbox, url)

    async def main() -> None:
        async with plutio, anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(plutio.custom_fields.schema)

    for backend in (first, second):
        anyio.run(main, backend=backend)
        if backend == first:
            calls = len(sandbox.calls)
    assert len(sandbox.calls) == calls


@pytest.mark.parametrize("backend", LOOPS)
def test_a_client_can_be_closed_and_entered_again_in_one_loop(backend: str) -> None:
    """Between the blocks it makes no calls."""
    api = Api()
    plutio = api.client()

    async def main() -> None:
        for _ in range(3):
            assert await closed(plutio) == 0
            with pytest.raises(ClientStateError, match="the client is closed"):
                await plutio.tasks.list()

    anyio.run(main, backend=backend)
    assert (len(api.requests), len(api.token_requests)) == (3, 1)


@between_loops
def test_a_client_left_open_needs_a_block(first: str, second: str) -> None:
    """A call without one is an error that says so; the next block takes the client over, and ``aclose`` closes it."""
    plutio = Api().client()
    anyio.run(left_open, plutio, backend=first)
    with pytest.raises(ClientStateError, match="another event loop, which has ended"):
        anyio.run(plutio.tasks.list, backend=second)
    assert anyio.run(closed, plutio, backend=second) == 0
    anyio.run(left_open, plutio, backend=first)
    anyio.run(plutio.aclose, backend=second)
    with pytest.raises(ClientStateError, match="enter it in this one"):
        anyio.run(plutio.tasks.list, backend=second)


@between_loops
def test_two_loops_at_the_same_time_are_an_error(first: str, second: str) -> None:
    """For the second one, which cannot enter, call or close; the first one goes on."""
    plutio, errors = Api().client(), []

    async def other() -> None:
        for work in (plutio.__aenter__, plutio.tasks.list, plutio.aclose):
            try:
                await work()
            except ClientStateError as error:
                errors.append(str(error))

    async def main() -> None:
        async with plutio:
            await plutio.tasks.list()
            async with anyio.create_task_group() as group:
                group.start_soon(plutio.tasks.list)  # runs while the other loop closes
                thread = threading.Thread(target=anyio.run, args=(other,), kwargs={"backend": second})
                thread.start()
                await anyio.to_thread.run_sync(thread.join)
            assert await plutio.tasks.list() == []

    anyio.run(main, backend=first)
    assert len(errors) >= 2
    assert all("make a client in each loop" in error for error in errors)


def test_a_loop_that_ended_without_cancelling_its_tasks() -> None:
    """As ``loop.close()`` does. Calls that waited in it for the budget and the token hold up nobody."""
    api = Api()

    async def hang(_: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    api.tokens = [hang, answer(200, {"accessToken": "token-1", "expires_in": 259200})]
    budget = Budget(3, clock=api.clock)
    plutio = api.client(budget=budget)
    loop = asyncio.new_event_loop()

    async def main() -> list[asyncio.Task[Any]]:
        await plutio.__aenter__()
        calls = [asyncio.ensure_future(plutio.tasks.list()), asyncio.ensure_future(plutio.tasks.list())]
        waiting = [asyncio.ensure_future(budget.acquire(3))]
        for _ in range(20):
            await asyncio.sleep(0)
        return calls + waiting

    tasks = loop.run_until_complete(main())
    loop.close()
    assert budget.waiting

    async def again() -> None:
        async with api.clock.autojump():
            assert await closed(plutio) == 0

    anyio.run(again)
    assert budget.waiting == 0
    for task in tasks:
        task._log_destroy_pending = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("backend", LOOPS)
def test_an_iteration_does_not_hang_in_the_next_loop(backend: str, sandbox: Sandbox, url: str) -> None:
    """It goes on, or is an error: the pages that the ended loop was fetching never come."""
    plutio = client(sandbox, url)
    records = plutio.tasks.iterate(read_ahead=2)

    async def begin() -> None:
        await plutio.__aenter__()
        await anext(aiter(records))

    async def go_on() -> None:
        with anyio.fail_after(30):
            async with plutio:
                async for _ in records:
                    pass

    anyio.run(begin, backend=backend)
    try:
        anyio.run(go_on, backend=backend)
    except ClientStateError:
        pass


@between_loops
@pytest.mark.parametrize("settings", [{"http2": True}, {"proxy": "http://localhost:1"}], ids=["http2", "proxy"])
def test_httpx_routes_leave_no_socket(
    first: str, second: str, settings: dict[str, Any], sandbox: Sandbox, url: str
) -> None:
    """HTTP/2 and proxies, whose connections are in a pool of httpx."""
    if "proxy" in settings:
        settings = {"proxy": url.rpartition("/")[0]}
    plutio = client(sandbox, url, **settings)
    for backend in (first, second):
        if "proxy" in settings:
            with pytest.raises(Exception):  # noqa: B017 - the sandbox is no proxy, but answers
                anyio.run(left_open, plutio, backend=backend)
        else:
            anyio.run(left_open, plutio, backend=backend)
            assert open_sockets(url) == 1
    anyio.run(plutio.aclose)
    assert open_sockets(url) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("leave", [closed, left_open])
def test_after_a_fork(leave: Callable[[Plutio], Coroutine[Any, Any, int]], sandbox: Sandbox, url: str) -> None:
    """A child enters a client that its parent has used in a loop that ended, with the parent's token."""
    plutio = client(sandbox, url)
    anyio.run(leave, plutio)
    pid = os.fork()
    if pid == 0:
        os._exit(0 if anyio.run(closed, plutio) == 1 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert anyio.run(closed, plutio) == 1
    assert token_calls(sandbox) == 1
