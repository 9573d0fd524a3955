"""A client that is dropped without being closed: one warning that names it, and no socket stays open."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import Plutio, sync
from plutio_async.testing import Sandbox

from .test_event_loops import client, open_sockets


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serving() as url:
        yield url


def dropped(url: str) -> str:
    return (
        f"<Plutio example at {url}> was dropped without being closed: use `async with`, or call `await plutio.aclose()`"
    )


def resource_warnings(seen: list[warnings.WarningMessage]) -> list[str]:
    return [str(one.message) for one in seen if one.category is ResourceWarning]


@pytest.mark.anyio
@pytest.mark.parametrize("settings", [{}, {"http2": True}], ids=["pool", "httpx"])
async def test_a_dropped_client_is_one_warning_and_its_sockets_are_closed(
    sandbox: Sandbox, url: str, settings: dict[str, Any]
) -> None:
    """While its event loop runs, which still knows the sockets."""
    plutio: Any = client(sandbox, url, **settings)
    await plutio.tasks.list()
    view, records = plutio.with_options(timeout=5), plutio.tasks.iterate()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        del plutio, view
        gc.collect()
        assert resource_warnings(seen) == []  # what was made of it still uses it
        del records
        gc.collect()
        for _ in range(5):
            await anyio.wait_all_tasks_blocked()
        assert resource_warnings(seen) == [dropped(url)]
        assert open_sockets(url) == 0


@pytest.mark.parametrize("loop", ["asyncio", "trio"])
@pytest.mark.parametrize("settings", [{}, {"http2": True}], ids=["pool", "httpx"])
def test_a_client_that_is_dropped_after_its_event_loop_is_one_warning(
    sandbox: Sandbox, url: str, settings: dict[str, Any], loop: str
) -> None:
    """asyncio would give another for each socket."""
    clients = [client(sandbox, url, **settings)]

    async def calls() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(clients[0].tasks.list)

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        anyio.run(calls, backend=loop)
        clients.clear()
        gc.collect()
        assert resource_warnings(seen) == [dropped(url)]
        assert open_sockets(url) == 0


@pytest.mark.anyio
async def test_a_client_that_was_closed_or_made_no_call_is_no_warning(sandbox: Sandbox) -> None:
    """Nor is one that was closed, entered and closed again."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Plutio("id", "secret").with_options(timeout=3)
        async with Plutio.sandbox(sandbox) as plutio:
            await plutio.tasks.list()
        async with plutio:
            await plutio.tasks.list()
        del plutio
        gc.collect()


@pytest.mark.anyio
async def test_a_dropped_client_leaves_the_transport_of_its_user_open(sandbox: Sandbox) -> None:
    """Another client may use it."""

    class Transport(httpx.MockTransport):
        async def aclose(self) -> None:
            closed.append(self)

    closed: list[object] = []
    transport = Transport(sandbox.transport().handle_async_request)
    clients = [Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, transport=transport)]
    await clients[0].tasks.list()
    with pytest.warns(ResourceWarning, match="was dropped without being closed"):
        clients.clear()
    await anyio.wait_all_tasks_blocked()
    assert closed == []


def test_a_dropped_synchronous_client_is_one_warning_and_is_closed(sandbox: Sandbox, url: str) -> None:
    """Its thread closes it."""
    plutio = sync.Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url)
    plutio.tasks.list()
    thread = plutio._loop._loop._thread  # type: ignore[union-attr]
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        del plutio
        gc.collect()
        thread.join()
        expected = dropped(url).replace("`async with`", "`with`").replace("`await plutio.aclose()`", "`plutio.close()`")
        assert resource_warnings(seen) == [expected]
        assert open_sockets(url) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
def test_a_forked_process_does_not_warn_of_the_client_of_its_parent(sandbox: Sandbox, url: str) -> None:
    """The parent still uses it."""
    clients = [sync.Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url)]
    clients[0].tasks.list()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            clients.clear()
            gc.collect()
            os.write(write, repr(resource_warnings(seen)).encode())
            os._exit(0)
        os.close(write)
        os.waitpid(child, 0)
        assert os.read(read, 1000) == b"[]"
    os.close(read)
    clients[0].close()
