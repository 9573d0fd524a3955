"""`async with sandbox.serve()`: a port for async code, whose calls run in the event loop of the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from anyio.lowlevel import checkpoint

from plutio_async import Plutio
from plutio_async.testing import Answer, Event, FakeClock, Fault, Request, Sandbox, SandboxError
from tests.testing.api import Api

pytestmark = [pytest.mark.anyio, pytest.mark.integration, pytest.mark.both_loops]


async def test_a_client_works_on_a_served_sandbox() -> None:
    """The client needs only the URL; the port is free after the block."""
    sandbox = Sandbox()
    async with sandbox.serve(port=0) as url:
        async with Plutio(sandbox.client_id, sandbox.client_secret, business="example", base_url=url) as plutio:
            task = await plutio.tasks.create(title="Brief")
            assert [found.id for found in await plutio.tasks.list()] == [task.id]
    with socket.create_server(("127.0.0.1", urlsplit(url).port or 0)):
        assert sandbox.records("tasks")[0]["title"] == "Brief"


async def test_hooks_and_listeners_run_in_the_loop_of_the_block() -> None:
    """Hooks and listeners run in the thread of the test."""
    threads: list[int] = []

    class Hook:
        async def before(self, request: Request) -> Answer | None:
            await checkpoint()
            threads.append(threading.get_ident())
            return None

        async def after(self, request: Request, answer: Answer) -> Answer:
            return answer

    def listen(event: Event) -> None:
        threads.append(threading.get_ident())

    api = Api()
    api.sandbox.add_hook(Hook())
    api.sandbox.on_event(listen)
    async with api.sandbox.serve() as url, httpx.AsyncClient(base_url=url, headers=api.headers) as web:
        assert (await web.post("tasks", json={"title": "a"})).status_code == 200
    assert threads == [threading.get_ident()] * 2


async def test_a_served_sandbox_uses_a_fake_clock() -> None:
    """A late answer comes once the test has advanced the clock."""
    api = Api()
    api.sandbox.fail(Fault.latency(60, path="/tasks"))
    answers: list[httpx.Response] = []
    async with api.sandbox.serve() as url, httpx.AsyncClient(base_url=url, headers=api.headers) as web:

        async def ask() -> None:
            answers.append(await web.get("tasks"))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await until(lambda: api.clock.sleeping == 1)
            assert answers == []
            await api.clock.advance(60)
    assert [answer.status_code for answer in answers] == [200]


async def until(condition: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not condition():
            await checkpoint()


async def test_a_fault_breaks_the_connection() -> None:
    """A fault resets the connection of a served sandbox."""
    api = Api()
    api.sandbox.fail(Fault.reset("after", path="/tasks", nth=1))
    async with api.sandbox.serve() as url, httpx.AsyncClient(base_url=url, headers=api.headers) as web:
        with pytest.raises(httpx.TransportError):
            await web.get("tasks")
        assert (await web.get("tasks")).status_code == 200


async def test_an_error_in_a_hook_is_a_500(capsys: pytest.CaptureFixture[str]) -> None:
    """The server still answers after the error."""
    api = Api()

    def fail(event: Event) -> None:
        raise RuntimeError("a mistake in a listener")

    stop = api.sandbox.on_event(fail)
    async with api.sandbox.serve() as url, httpx.AsyncClient(base_url=url, headers=api.headers) as web:
        assert (await web.post("tasks", json={})).status_code == 500
        stop()
        assert (await web.post("tasks", json={})).status_code == 200
    assert "a mistake in a listener" in capsys.readouterr().err


async def test_the_end_of_the_block_cancels_running_calls(capsys: pytest.CaptureFixture[str]) -> None:
    """A call that sleeps on a fake clock does not keep the block open, even if the block is cancelled."""
    api = Api()
    api.sandbox.fail(Fault.latency(60, path="/tasks"))
    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            async with api.sandbox.serve() as url:
                tasks.start_soon(broken, url, api.headers)
                await until(lambda: api.clock.sleeping == 1)
        with anyio.CancelScope() as scope:
            async with api.sandbox.serve() as url:
                scope.cancel()
                await anyio.sleep_forever()
    assert (scope.cancelled_caught, api.clock.sleeping, capsys.readouterr().err) == (True, 0, "")


async def broken(url: str, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=url, headers=headers) as web:
        with pytest.raises(httpx.TransportError):
            await web.get("tasks")


@pytest.mark.parametrize("host", [5, "no such host"])
async def test_an_invalid_host_is_an_error(host: Any) -> None:
    """The error is raised at the start of the block, as for a port in use."""
    with pytest.raises(SandboxError, match="cannot listen on"):
        async with Sandbox().serve(host=host):
            pass
    async with Sandbox(clock=FakeClock()).serve() as url:
        with pytest.raises(SandboxError, match="choose another port"):
            async with Sandbox().serve(port=urlsplit(url).port or 0):
                pass
