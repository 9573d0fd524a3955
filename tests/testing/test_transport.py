"""The sandbox in process and on a port: hooks, broken connections and delays."""

from __future__ import annotations

import socket
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from attrs import define, evolve

from plutio_async.testing import Answer, Dropped, FakeClock, Refused, Request, Sandbox, SandboxError
from plutio_async.testing._serve import serving
from tests.testing.api import Api, titles

pytestmark = [pytest.mark.anyio, pytest.mark.integration, pytest.mark.both_loops]


@define
class Fault:
    """A hook that changes calls of tasks."""

    early: Callable[[Request], Answer | None] = lambda request: None
    late: Callable[[Answer], Answer] = lambda answer: answer

    async def before(self, request: Request) -> Answer | None:
        return self.early(request) if request.path == "/tasks" else None

    async def after(self, request: Request, answer: Answer) -> Answer:
        return self.late(answer) if request.path == "/tasks" else answer


def dropped(error: type[Dropped] = Dropped) -> Callable[[object], Answer]:
    def drop(_: object) -> Answer:
        raise error

    return drop


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
async def client(api: Api) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=api.sandbox.transport(), base_url="https://api.plutio.com/v1.11", headers=api.headers, timeout=5
    ) as client:
        yield client


@pytest.fixture(params=["in process", "on a port"])
async def any_client(request: pytest.FixtureRequest, api: Api) -> AsyncIterator[httpx.AsyncClient]:
    if request.param == "in process":
        transport, base = api.sandbox.transport(), "https://api.plutio.com/v1.11"
        async with httpx.AsyncClient(transport=transport, base_url=base, headers=api.headers) as client:
            yield client
    else:
        with serving(api.sandbox) as base:
            async with httpx.AsyncClient(base_url=base, headers=api.headers) as client:
                yield client


async def test_calls_arrive_complete(any_client: httpx.AsyncClient, api: Api) -> None:
    """Method, query, headers and body reach the sandbox, and its answer the client."""
    made = await any_client.post("tasks", json={"title": "ä"})
    found = await any_client.request("GET", "tasks", params={"title": "ä"})
    gone = await any_client.request("DELETE", "tasks", json={"_id": made.json()["_id"]})
    assert (made.status_code, found.json(), gone.json()) == (200, [made.json()], made.json())
    assert (await any_client.get("tasks/")).status_code == 403
    assert api.sandbox.calls[-2].method == "DELETE"


async def test_dropped_before_the_server_acts(any_client: httpx.AsyncClient, api: Api) -> None:
    """The connection breaks and nothing is created; the call is recorded without a status."""
    api.sandbox.add_hook(Fault(early=dropped()))
    with pytest.raises(httpx.TransportError):
        await any_client.post("tasks", json={"title": "a"})
    assert api.sandbox.records("tasks") == []
    assert api.sandbox.calls[-1].status is None
    assert (await any_client.get("people")).status_code == 200


async def test_dropped_after_the_server_acted(any_client: httpx.AsyncClient, api: Api) -> None:
    """The connection breaks, but the record exists."""
    api.sandbox.add_hook(Fault(late=dropped()))
    with pytest.raises(httpx.TransportError):
        await any_client.post("tasks", json={"title": "a"})
    assert titles(api.sandbox.records("tasks")) == ["a"]


async def test_dropped_while_the_answer_is_sent(any_client: httpx.AsyncClient, api: Api) -> None:
    """A cut body is a broken connection, not a short answer. Over a network the reset may arrive first."""
    api.sandbox.seed(tasks=[{"title": "a" * 200}])
    api.sandbox.add_hook(Fault(late=lambda answer: evolve(answer, cut=50)))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await any_client.get("tasks")
    assert (await any_client.get("people")).status_code == 200


async def test_refused_connection(client: httpx.AsyncClient, api: Api) -> None:
    """In process a hook can refuse the connection."""
    api.sandbox.add_hook(Fault(early=dropped(Refused)))
    with pytest.raises(httpx.ConnectError):
        await client.get("tasks")


async def test_hooks_can_answer_instead(any_client: httpx.AsyncClient, api: Api) -> None:
    """An answer of `before` replaces that of the server, until the hook is removed."""
    remove = api.sandbox.add_hook(Fault(early=lambda request: Answer(503, b"busy", {"content-type": "text/plain"})))
    assert (await any_client.post("tasks", json={"title": "a"})).text == "busy"
    remove()
    assert (await any_client.post("tasks", json={"title": "b"})).status_code == 200
    assert titles(api.sandbox.records("tasks")) == ["b"]


async def test_hooks_can_change_the_answer(any_client: httpx.AsyncClient, api: Api) -> None:
    """A hook can replace status and body, even with invalid JSON."""
    api.sandbox.add_hook(Fault(late=lambda answer: evolve(answer, status=500, content=answer.content[:-3])))
    answer = await any_client.post("tasks", json={"title": "a"})
    assert answer.status_code == 500
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        answer.json()


async def test_delays_use_the_clock(client: httpx.AsyncClient, api: Api) -> None:
    """An hour of waiting takes no time on a fake clock."""
    api.sandbox.add_hook(Fault(late=lambda answer: evolve(answer, delay=3600.0)))
    began = api.clock.time()
    async with api.clock.autojump():
        await client.get("tasks", timeout=None)
    assert api.clock.time() - began == 3600


async def test_slow_answers_time_out_on_the_clock(client: httpx.AsyncClient, api: Api) -> None:
    """The read timeout of a request ends a longer delay, and a longer pause in the body."""
    began = api.clock.time()
    for slow in ({"delay": 6.0}, {"pace": 6.0, "piece": 10}):
        remove = api.sandbox.add_hook(Fault(late=lambda answer, slow=slow: evolve(answer, **slow)))  # type: ignore[misc]
        async with api.clock.autojump():
            with pytest.raises(httpx.ReadTimeout):
                await client.post("tasks", json={"title": "a"})
        remove()
    assert api.clock.time() - began == 10
    assert titles(api.sandbox.records("tasks")) == ["a", "a"]


async def test_slow_body_arrives_complete(client: httpx.AsyncClient, api: Api) -> None:
    """The body arrives in pieces with waits in between."""
    api.sandbox.seed(tasks=[{"title": "a" * 500}])
    api.sandbox.add_hook(Fault(late=lambda answer: evolve(answer, pace=1.0, piece=100)))
    began = api.clock.time()
    async with api.clock.autojump():
        found = await client.get("tasks")
    assert found.json() == api.sandbox.records("tasks")
    assert api.clock.time() - began == (len(found.content) - 1) // 100


async def test_hooks_see_the_call_in_order(client: httpx.AsyncClient, api: Api) -> None:
    """Each hook's `after` runs; after one has answered, no later `before` runs."""
    seen: list[str] = []

    @define
    class Named:
        name: str

        async def before(self, request: Request) -> Answer | None:
            seen.append(f"before {self.name}")
            return Answer(200, b"[]") if self.name == "b" else None

        async def after(self, request: Request, answer: Answer) -> Answer:
            seen.append(f"after {self.name}")
            return answer

    for name in "abc":
        api.sandbox.add_hook(Named(name))
    await client.get("tasks")
    assert seen == ["before a", "before b", "after a", "after b", "after c"]


async def test_many_clients_at_once(client: httpx.AsyncClient, api: Api) -> None:
    """Concurrent calls lose and duplicate nothing."""
    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(lambda number=number: client.post("tasks", json={"title": str(number)}))  # type: ignore[misc]
    assert sorted(titles(api.sandbox.records("tasks")), key=int) == [str(number) for number in range(50)]


async def test_mounted_in_another_application() -> None:
    """Below a path of another ASGI application the sandbox answers as at the root."""
    api = Api(Sandbox(clock=FakeClock()))

    async def outer(scope: dict, receive: Callable, send: Callable) -> None:
        await api.sandbox.app({**scope, "root_path": "/plutio"}, receive, send)

    transport = httpx.ASGITransport(app=outer)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://example.com/plutio/v1.11") as client:
        assert (await client.get("tasks", headers=api.headers)).json() == []


async def test_lifespan_is_acknowledged() -> None:
    """The application answers the lifespan messages of a server."""
    sent: list[str] = []
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> dict:
        return messages.pop(0)

    async def send(message: dict) -> None:
        sent.append(message["type"])

    await Sandbox().app({"type": "lifespan"}, receive, send)  # type: ignore[arg-type]
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_served_address_with_colons_is_in_brackets() -> None:
    """Without brackets the port would be ambiguous."""
    sandbox = Sandbox()
    if not has_ipv6():
        pytest.skip("this machine has no such address")
    with sandbox.serving(host="::1") as base:
        assert urlsplit(base).hostname == "::1"
        assert httpx.get(f"{base}/tasks").status_code == 401


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_a_missing_server_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the package to install."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "plutio_async.testing._serve")
    with pytest.raises(ImportError, match=r"uvicorn is missing; install plutio-async\[testing\]"):
        Sandbox().serving()
    with pytest.raises(ImportError, match="uvicorn is missing"):
        Sandbox().serve()


@pytest.mark.parametrize("host", [5, "no such host", "a" * 300])
def test_an_invalid_host_is_an_error(host: Any) -> None:
    """The error is the same as for a port in use."""
    with pytest.raises(SandboxError, match="cannot listen on"), Sandbox().serving(host=host):
        pass
