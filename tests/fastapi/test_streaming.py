"""Records as a stream of JSON lines, and clients that disconnect."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest
from fastapi import BackgroundTasks, FastAPI, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from plutio_async import Plutio
from plutio_async.errors import CallTimeout
from plutio_async.fastapi import CancelOnDisconnect, NdjsonResponse, PlutioClient, add_error_handlers, get_plutio
from plutio_async.models import Task
from plutio_async.testing import Sandbox

from .asgi import Client

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


async def disconnect(app: FastAPI, path: str, after: anyio.Event | None = None, **request: Any) -> Client:
    """A client that disconnects once the app waits, or once something has happened."""
    client = Client()
    async with anyio.create_task_group() as group:
        group.start_soon(lambda: client.get(app, path, **request))
        if after is None:
            await anyio.wait_all_tasks_blocked()
        else:
            await after.wait()
        client.gone.set()
    return client


class TestStream:
    def test_three_lines_of_a_route(self) -> None:
        """Each record is a line, and the response has no length."""
        sandbox = Sandbox()
        sandbox.seed(tasks=[{"title": f"Task {number}"} for number in range(250)])
        app = FastAPI()

        @app.get("/tasks.ndjson")
        async def export(plutio: PlutioClient) -> NdjsonResponse:
            return NdjsonResponse(plutio.tasks.iterate())

        async def opened() -> AsyncIterator[Plutio]:
            async with Plutio.sandbox(sandbox) as plutio:
                yield plutio

        app.dependency_overrides[get_plutio] = opened
        answer = TestClient(app).get("/tasks.ndjson")
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert "content-length" not in answer.headers
        lines = answer.text.splitlines()
        assert [json.loads(line)["title"] for line in lines] == [f"Task {number}" for number in range(250)]

    async def test_names_and_other_values(self) -> None:
        """Python names if asked; what is no model is sent as it is."""

        async def records() -> AsyncIterator[Any]:
            yield Task(id="x")
            yield {"a": [1]}

        for names, id in ((None, "_id"), ("api", "_id"), ("python", "id")):
            client = Client()
            await client.get(NdjsonResponse(records(), names=names), "/")  # type: ignore[arg-type]
            assert client.body == f'{{"{id}":"x"}}\n{{"a":[1]}}\n'.encode()

    async def test_text_that_has_no_utf_8(self) -> None:
        """Half of a surrogate pair, which JSON can hold, breaks no stream."""

        async def records() -> AsyncIterator[Any]:
            yield Task(id="x", title="\ud83d é")

        client = Client()
        await client.get(NdjsonResponse(records()), "/")
        assert json.loads(client.body) == {"_id": "x", "title": "\ud83d é"}

    async def test_no_records(self) -> None:
        """Is an empty body."""

        async def records() -> AsyncIterator[Any]:
            return
            yield

        client = Client()
        await client.get(NdjsonResponse(records(), headers={"x-a": "b"}, status_code=203), "/")
        assert (client.status, client.body) == (203, b"")
        assert (b"x-a", b"b") in client.sent[0]["headers"]

    async def test_each_record_is_sent_when_it_is_there(self) -> None:
        """And not at the end."""
        client, seen = Client(), []

        async def records() -> AsyncIterator[Any]:
            for number in range(3):
                seen.append(len(client.sent))
                yield number

        await client.get(NdjsonResponse(records()), "/")
        assert seen == [0, 2, 3]

    async def test_an_error_before_the_first_record_is_answered(self) -> None:
        """As in any route."""
        app = FastAPI()
        add_error_handlers(app)

        async def records(after: int) -> AsyncIterator[Any]:
            for number in range(after):
                yield number
            raise CallTimeout("slow")

        @app.get("/{after}")
        async def route(after: int) -> NdjsonResponse:
            return NdjsonResponse(records(after))

        client = Client()
        await client.get(app, "/0")
        assert client.status == 504
        later = Client()
        with pytest.raises(RuntimeError) as caught:  # the server then breaks the response off
            await later.get(app, "/2")
        assert isinstance(caught.value.__cause__, CallTimeout)
        assert later.body == b"0\n1\n"
        assert later.sent[-1]["more_body"]

    @pytest.mark.parametrize("middleware", [False, True])
    async def test_a_disconnect_ends_the_iteration(self, middleware: bool) -> None:
        """Also while it waits for the next record, and the iterator is closed."""
        app, waiting, closed = FastAPI(), anyio.Event(), []
        if middleware:
            app.add_middleware(CancelOnDisconnect)

        async def records() -> AsyncIterator[Any]:
            try:
                yield 1
                waiting.set()
                await anyio.sleep_forever()
            finally:
                closed.append(True)

        @app.get("/")
        async def route() -> NdjsonResponse:
            return NdjsonResponse(records())

        client = await disconnect(app, "/", waiting)
        assert (closed, client.ended, client.body) == ([True], True, b"1\n")

    async def test_a_connection_that_breaks_closes_the_iterator(self) -> None:
        """At once, where it stopped."""
        closed = []

        async def records() -> AsyncIterator[Any]:
            try:
                for number in range(10):
                    yield number
            finally:
                closed.append(True)

        class Broken(Client):
            async def _send(self, message: Any) -> None:
                await super()._send(message)
                if len(self.sent) == 3:
                    raise OSError("broken")

        client, given = Broken(), records()
        with pytest.raises(OSError, match="broken"):
            await client.get(NdjsonResponse(given), "/")
        assert (closed, client.body) == ([True], b"0\n1\n")

    def test_background_tasks_run(self) -> None:
        """After the stream."""
        app, ran = FastAPI(), []

        async def records() -> AsyncIterator[Any]:
            yield 1

        @app.get("/")
        async def route(background: BackgroundTasks) -> NdjsonResponse:
            background.add_task(ran.append, True)
            return NdjsonResponse(records())

        assert TestClient(app).get("/").text == "1\n"
        assert ran == [True]


class TestDisconnect:
    async def test_it_cancels_the_call_and_costs_no_connection(self) -> None:
        """Many times, over two real connections to a slow server."""
        sandbox = Sandbox(limit=None)
        app = FastAPI()
        app.add_middleware(CancelOnDisconnect)
        cancelled: list[bool] = []

        @app.get("/tasks")
        async def tasks(plutio: PlutioClient) -> int:
            try:
                return len(await plutio.tasks.list())
            except anyio.get_cancelled_exc_class():
                cancelled.append(True)
                raise

        async with (
            sandbox.serve() as url,
            Plutio(sandbox.client_id, sandbox.client_secret, base_url=url, max_connections=2) as plutio,
        ):
            app.dependency_overrides[get_plutio] = lambda: plutio
            reached = anyio.Event()

            class Hang:
                async def before(self, request: Any) -> Any:
                    if request.path == "/tasks":
                        reached.set()
                        await anyio.sleep_forever()

                async def after(self, request: Any, answer: Any) -> Any:
                    return answer

            await plutio.tasks.list()
            remove = sandbox.add_hook(Hang())
            for number in range(20):
                reached = anyio.Event()
                client = await disconnect(app, "/tasks", reached)
                assert (client.ended, client.sent, len(cancelled)) == (True, [], number + 1)
            remove()
            last = Client()
            with anyio.fail_after(30):
                await last.get(app, "/tasks")
            assert last.json == 0

    async def test_without_the_middleware_the_route_runs_on(self) -> None:
        """As FastAPI does, so that the middleware is what cancels."""
        app, go, ended = FastAPI(), anyio.Event(), []

        @app.get("/")
        async def route() -> str:
            await go.wait()
            ended.append(True)
            return "done"

        client = Client()
        async with anyio.create_task_group() as group:
            group.start_soon(client.get, app, "/")
            await anyio.wait_all_tasks_blocked()
            client.gone.set()
            await anyio.wait_all_tasks_blocked()
            assert not client.ended
            go.set()
        assert ended == [True]

    async def test_bodies_arrive_whole(self) -> None:
        """In order, however many pieces they have."""
        app = FastAPI()
        app.add_middleware(CancelOnDisconnect)

        @app.post("/")
        async def route(request: Request) -> int:
            return len(await request.body())

        client = Client(chunks=[b"x" * 1000] * 500)
        await client.get(app, "/", method="POST")
        assert client.json == 500_000

    async def test_a_body_that_is_not_read_is_not_buffered(self) -> None:
        """The server holds back what the app does not read."""
        app, waits = FastAPI(), anyio.Event()
        app.add_middleware(CancelOnDisconnect)

        @app.post("/")
        async def route() -> str:
            waits.set()
            await anyio.wait_all_tasks_blocked()
            return "done"

        client = Client(chunks=[b"x" * 1000] * 500)
        await client.get(app, "/", method="POST")
        assert client.status == 200
        assert client.reads <= 3

    async def test_background_tasks_are_not_cancelled(self) -> None:
        """A client may go once it has its response."""
        app, ran = FastAPI(), []
        app.add_middleware(CancelOnDisconnect)

        async def later() -> None:
            await anyio.wait_all_tasks_blocked()
            ran.append(True)

        @app.get("/")
        async def route(background: BackgroundTasks) -> str:
            background.add_task(later)
            return "done"

        client = Client()
        await client.get(app, "/")
        assert (client.json, ran) == ("done", [True])

    async def test_an_app_that_asks_again_hears_it_again(self) -> None:
        """Without the cancellation, as a response that reads after its end."""
        heard: list[str] = []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await PlainTextResponse("done")(scope, receive, send)
            heard.extend([(await receive())["type"] for _ in range(3)])

        client = Client()
        await client.get(CancelOnDisconnect(app), "/")
        assert heard == ["http.request", "http.disconnect", "http.disconnect"]

    async def test_errors_are_the_app_s_own(self) -> None:
        """And not in a group."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            raise KeyError("oops")

        with pytest.raises(KeyError, match="oops"):
            await Client().get(CancelOnDisconnect(app), "/")

    async def test_a_server_that_cancels_is_obeyed(self) -> None:
        """As at a shutdown."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await anyio.sleep_forever()

        client = Client()
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(client.get, CancelOnDisconnect(app), "/")
                await anyio.wait_all_tasks_blocked()
                scope.cancel()
        assert not client.ended

    def test_websockets_pass_through(self) -> None:
        """They tell of a disconnect in their own way."""
        app = FastAPI()
        app.add_middleware(CancelOnDisconnect)

        @app.websocket("/")
        async def route(socket: WebSocket) -> None:
            await socket.accept()
            await socket.send_text("hello")

        with TestClient(app).websocket_connect("/") as socket:
            assert socket.receive_text() == "hello"
