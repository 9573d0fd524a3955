"""The route that receives webhooks."""

from __future__ import annotations

import json
import traceback
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from plutio_async import Plutio
from plutio_async.errors import ClientStateError, ConfigurationError
from plutio_async.fastapi import CancelOnDisconnect, get_plutio, router
from plutio_async.testing.webhooks import RETRY_DELAYS
from plutio_async.webhooks import Event, Inbox, MemoryInboxStore
from tests.testing.api import Api

from .asgi import Client

pytestmark = pytest.mark.anyio

PATH = "/webhooks/plutio"
SECRET = ("x-secret", "open sesame")
HEADERS = {"x-secret": "open sesame"}
BODY = json.dumps({"event": "task.edit", "data": {"_id": "kQ7mZt2RvX9LpWs4H", "title": "Brief"}}).encode()


class Receiver:
    def __init__(self, **settings: Any) -> None:
        self.inbox = Inbox()
        self.app = FastAPI()
        self.app.include_router(router(self.inbox, SECRET, **settings))
        self.events: list[Event] = []

        @self.inbox.on("task.edit")
        async def changed(event: Event) -> None:
            self.events.append(event)

    async def post(self, *chunks: bytes, headers: Any = None) -> Client:
        client = Client(chunks=list(chunks or (BODY,)))
        await client.get(self.app, PATH, "POST", HEADERS if headers is None else headers)
        return client


async def test_a_delivery_runs_the_handler_once() -> None:
    """204 after it has run, and for a duplicate."""
    receiver = Receiver()
    assert [(await receiver.post()).status for _ in range(3)] == [204, 204, 204]
    (event,) = receiver.events
    assert (event.name, event.record.id) == ("task.edit", "kQ7mZt2RvX9LpWs4H")  # type: ignore[union-attr]


async def test_the_answer_waits_for_the_handler() -> None:
    """So that a worker that dies loses nothing."""
    receiver, go, client = Receiver(), anyio.Event(), Client(chunks=[BODY])

    @receiver.inbox.on("task.edit")
    async def slow(event: Event) -> None:
        await go.wait()

    async with anyio.create_task_group() as group:
        group.start_soon(client.get, receiver.app, PATH, "POST", HEADERS)
        await anyio.wait_all_tasks_blocked()
        assert client.sent == []
        busy = await receiver.post()
        assert (busy.status, dict(busy.sent[0]["headers"])[b"retry-after"]) == (503, b"60")
        go.set()
    assert client.status == 204


async def test_a_failure_is_an_error_and_the_repeat_is_handled() -> None:
    """Its answer is a 500, which makes Plutio repeat."""
    receiver, failures = Receiver(), [KeyError("oops")]

    @receiver.inbox.on("task.edit")
    async def fails(event: Event) -> None:
        if failures:
            raise failures.pop()

    with pytest.raises(KeyError, match="oops") as caught:
        await receiver.post()
    frames = [f for f, _ in traceback.walk_tb(caught.value.__traceback__) if "plutio_async" in f.f_code.co_filename]
    assert len(frames) > 2
    assert not [frame for frame in frames if "sesame" in repr(frame.f_locals)]  # trackers of errors save these
    assert (await receiver.post()).status == 204
    assert len(receiver.events) == 2


@pytest.mark.parametrize(
    ("chunks", "headers", "status"),
    [
        ([BODY], {}, 401),
        ([BODY], {"x-secret": "wrong"}, 401),
        ([b"no JSON"], HEADERS, 400),
        ([b""], HEADERS, 400),
        ([b"x" * 60, b"x" * 60], HEADERS, 413),
        ([b"x" * 120], {}, 413),
    ],
)
async def test_what_is_rejected(chunks: list[bytes], headers: Any, status: int) -> None:
    """With a status of its own, as a problem; nothing is handled."""
    receiver = Receiver(max_bytes=100)
    client = await receiver.post(*chunks, headers=headers)
    assert (client.status, client.json["status"], receiver.events) == (status, status, [])
    assert dict(client.sent[0]["headers"])[b"content-type"] == b"application/problem+json"
    assert b"sesame" not in client.body


async def test_a_huge_body_is_not_read_to_its_end() -> None:
    """Reading stops at the limit."""
    receiver = Receiver(max_bytes=1000)
    client = await receiver.post(*[b"x" * 100] * 1000)
    assert (client.status, client.reads) == (413, 11)


async def test_an_unknown_envelope_and_an_event_without_a_handler() -> None:
    """Are accepted: a repeat would not help."""
    receiver = Receiver()
    assert (await receiver.post(b'{"odd": 1}')).status == 204
    assert (await receiver.post(b'{"invoice.edit": {"_id": "x"}}')).status == 204
    assert receiver.events == []


async def test_a_sender_that_disconnects_cancels_nothing() -> None:
    """A handler that takes longer than the sender waits would never end otherwise."""
    receiver, go, ended = Receiver(), anyio.Event(), []
    receiver.app.add_middleware(CancelOnDisconnect)

    @receiver.inbox.on("task.edit")
    async def slow(event: Event) -> None:
        await go.wait()
        ended.append(True)

    client = Client(chunks=[BODY])
    async with anyio.create_task_group() as group:
        group.start_soon(client.get, receiver.app, PATH, "POST", HEADERS)
        await anyio.wait_all_tasks_blocked()
        client.gone.set()
        await anyio.wait_all_tasks_blocked()
        go.set()
    assert ended == [True]
    receiver.app.middleware_stack = None
    assert (await receiver.post()).status == 204
    assert len(ended) == 1


class TestClientOfHandlers:
    async def test_a_handler_gets_the_client(self) -> None:
        """By its second parameter, from the dependency and its override."""
        receiver, got = Receiver(), []

        @receiver.inbox.on("task.edit")
        async def changed(event: Event, plutio: Plutio) -> None:
            got.append(plutio)

        async with Plutio.sandbox() as plutio:
            receiver.app.dependency_overrides[get_plutio] = lambda: plutio
            assert (await receiver.post()).status == 204
        assert got == [plutio]

    async def test_without_the_lifespan_it_is_a_clear_error(self) -> None:
        """Only if a handler takes the client."""
        receiver = Receiver()
        assert (await receiver.post()).status == 204

        @receiver.inbox.on("task.edit")
        async def changed(event: Event, plutio: Plutio) -> None: ...

        with pytest.raises(ClientStateError, match="the app has no client"):
            await receiver.post()


@pytest.mark.parametrize("envelope", ["wrapped", "split", "keyed", "flat", "bare"])
async def test_the_sandbox_end_to_end(envelope: Any) -> None:
    """Two workers behind one address: repeats, lost answers and a failing handler, in each envelope."""
    api, store = Api(), None
    store = MemoryInboxStore(api.clock)
    handled: list[Any] = []
    failures = [KeyError("oops")] * 3
    apps = []
    for _ in range(2):
        inbox, app = Inbox(store, clock=api.clock), FastAPI()

        @inbox.on("task.*")
        async def changed(event: Event) -> None:
            if failures:
                raise failures.pop()
            handled.append((event.name, event.raw and event.record))

        app.include_router(router(inbox, SECRET, envelope=envelope))
        apps.append(httpx.ASGITransport(app, raise_app_exceptions=False))

    class Balancer(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            apps.reverse()
            return await apps[0].handle_async_request(request)

    api.sandbox.webhooks.add(f"http://app{PATH}", headers=HEADERS, envelope=envelope, transport=Balancer(), repeats=4)
    task = api.post("/tasks", title="Brief")
    api.put("/tasks", _id=task["_id"], title="The brief")
    api.delete("/tasks", _id=task["_id"])
    for wait in (0.0, *RETRY_DELAYS):
        await api.clock.advance(wait)
        await api.sandbox.webhooks.deliver()
    assert sorted(name for name, _ in handled) == ["task.create", "task.edit", "task.remove"]
    assert {record.id for _, record in handled} == {task["_id"]}
    assert {delivery.state for delivery in api.sandbox.webhooks.deliveries} == {"delivered"}


async def test_the_customary_names_of_events() -> None:
    """A handler of ``person.created`` gets what the sandbox delivers as ``contact.create``."""
    api, app, handled = Api(), FastAPI(), []
    inbox = Inbox(clock=api.clock)

    @inbox.on("person.created", "task.deleted")
    async def changed(event: Event) -> None:
        handled.append(event.name)

    app.include_router(router(inbox, SECRET))
    api.sandbox.webhooks.add(f"http://app{PATH}", headers=HEADERS, transport=httpx.ASGITransport(app))
    api.post("/people", name={"first": "Leo"}, role="client")
    api.delete("/tasks", _id=api.post("/tasks", title="Brief")["_id"])
    await api.sandbox.webhooks.deliver()
    assert handled == ["contact.create", "task.remove"]


@pytest.mark.parametrize("settings", [{"secret": ("x-secret", "")}, {"envelope": "odd"}, {"max_bytes": 0}])
def test_a_setting_that_cannot_work(settings: Any) -> None:
    """Is an error when the app is made."""
    with pytest.raises(ConfigurationError):
        router(Inbox(), **{"secret": None, **settings})


def test_it_is_not_in_the_documents_of_the_app() -> None:
    """The app's users do not call it."""
    assert Receiver().app.openapi()["paths"] == {}
