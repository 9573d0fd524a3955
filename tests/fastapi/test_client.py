"""The client of an app: its lifespan, and the dependency of routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from fastapi import APIRouter, BackgroundTasks, FastAPI, WebSocket
from fastapi.testclient import TestClient

from plutio_async import Plutio
from plutio_async.errors import ClientStateError, ConfigurationError
from plutio_async.fastapi import PlutioClient, get_plutio, lifespan, lifespan_of
from plutio_async.testing import Sandbox

from .asgi import Client


def app_with(**settings: Any) -> FastAPI:
    app = FastAPI(**settings)

    @app.get("/id")
    async def identity(plutio: PlutioClient) -> int:
        await plutio.tasks.list()
        return id(plutio)

    return app


@pytest.fixture(params=["asyncio", "trio"])
def backend(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"backend": request.param}


def test_one_client_for_the_process_that_is_closed(backend: dict[str, Any]) -> None:
    """All requests use it, and the end of the lifespan closes it."""
    made: list[Plutio] = []

    def factory() -> Plutio:
        made.append(Plutio.sandbox())
        return made[-1]

    with TestClient(app_with(lifespan=lifespan_of(factory)), **backend) as web:
        assert web.get("/id").json() == web.get("/id").json() == id(made[0])
        assert len(made) == 1
    with pytest.raises(ClientStateError):
        made[0]._sender.shared.session.calls.check()


def test_any_factory() -> None:
    """A method of the client, or an async context manager with more in it."""
    events: list[str] = []

    @asynccontextmanager
    async def factory() -> AsyncIterator[Plutio]:
        events.append("opened")
        async with Plutio.sandbox() as plutio:
            yield plutio
        events.append("closed")

    for make in (Plutio.sandbox, factory):
        with TestClient(app_with(lifespan=lifespan_of(make))) as web:
            assert web.get("/id").status_code == 200
    assert events == ["opened", "closed"]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the lifespan as it is."""
    sandbox = Sandbox()
    with sandbox.serving() as url:
        monkeypatch.setenv("PLUTIO_BASE_URL", url)
        monkeypatch.setenv("PLUTIO_CLIENT_ID", sandbox.client_id)
        monkeypatch.setenv("PLUTIO_CLIENT_SECRET", sandbox.client_secret)
        with TestClient(app_with(lifespan=lifespan)) as web:
            assert web.get("/id").status_code == 200


def test_a_missing_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first request, with the name of the variable."""
    monkeypatch.delenv("PLUTIO_CLIENT_ID", raising=False)
    with pytest.raises(ConfigurationError, match="PLUTIO_CLIENT_ID"), TestClient(app_with(lifespan=lifespan)):
        pass


def test_the_app_s_own_lifespan_runs_inside(backend: dict[str, Any]) -> None:
    """Its state is kept, and the client is open until it has ended."""
    made: list[Plutio] = []
    events: list[str] = []

    def factory() -> Plutio:
        made.append(Plutio.sandbox())
        return made[-1]

    @asynccontextmanager
    async def inner(app: FastAPI) -> AsyncIterator[dict[str, str]]:
        await made[0].tasks.list()
        yield {"mine": "kept"}
        await made[0].tasks.list()
        events.append("ended")

    app = app_with(lifespan=lifespan_of(factory, inner))

    @app.websocket("/state")
    async def state(socket: WebSocket, plutio: PlutioClient) -> None:
        await socket.accept()
        await plutio.tasks.list()
        await socket.send_text(socket.state.mine)

    with TestClient(app, **backend) as web, web.websocket_connect("/state") as socket:
        assert socket.receive_text() == "kept"
    assert events == ["ended"]


def test_an_inner_lifespan_without_a_state_that_fails() -> None:
    """The client is closed all the same."""
    made: list[Plutio] = []

    def factory() -> Plutio:
        made.append(Plutio.sandbox())
        return made[-1]

    @asynccontextmanager
    async def inner(app: FastAPI) -> AsyncIterator[None]:
        yield
        raise KeyError("oops")

    with pytest.raises(KeyError, match="oops"), TestClient(app_with(lifespan=lifespan_of(factory, inner))) as web:
        assert web.get("/id").status_code == 200
    with pytest.raises(ClientStateError):
        made[0]._sender.shared.session.calls.check()


def test_the_lifespan_of_a_router() -> None:
    """An app that includes the router runs it."""
    router = APIRouter(lifespan=lifespan_of(Plutio.sandbox))

    @router.get("/count")
    async def count(plutio: PlutioClient) -> int:
        return len(await plutio.tasks.list())

    app = FastAPI()
    app.include_router(router)
    with TestClient(app) as web:
        assert web.get("/count").json() == 0


def test_without_the_lifespan() -> None:
    """The error says what to write."""
    with pytest.raises(ClientStateError, match=r"FastAPI\(lifespan=plutio_async.fastapi.lifespan\)"):
        TestClient(app_with()).get("/id")


@pytest.mark.anyio
async def test_an_override_takes_the_place_of_the_client() -> None:
    """As of any dependency; no lifespan is needed."""
    async with AsyncExitStack() as stack:
        plutio = await stack.enter_async_context(Plutio.sandbox())
        app = app_with()
        app.dependency_overrides[get_plutio] = lambda: plutio
        web = Client()
        await web.get(app, "/id")
        assert web.json == id(plutio)


def test_an_override_needs_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lifespan makes no client then; the app's own still runs."""
    monkeypatch.delenv("PLUTIO_CLIENT_ID", raising=False)
    ran: list[bool] = []

    @asynccontextmanager
    async def inner(app: FastAPI) -> AsyncIterator[None]:
        ran.append(True)
        yield

    plutio = Plutio.sandbox()
    app = app_with(lifespan=lifespan_of(Plutio.from_env, inner))
    app.dependency_overrides[get_plutio] = lambda: plutio
    with TestClient(app) as web:
        assert web.get("/id").json() == id(plutio)
    assert ran == [True]


def test_background_tasks_are_background_and_requests_interactive() -> None:
    """By one line, where the task is added."""
    priorities: list[str] = []
    app = FastAPI(lifespan=lifespan_of(Plutio.sandbox))

    async def export(plutio: Plutio) -> None:
        priorities.append(plutio._sender.options.priority)
        await plutio.tasks.list()

    @app.post("/export")
    async def start(plutio: PlutioClient, background: BackgroundTasks) -> str:
        priorities.append(plutio._sender.options.priority)
        background.add_task(export, plutio.with_options(priority="background"))
        return "started"

    with TestClient(app) as web:
        assert web.post("/export").status_code == 200
    assert priorities == ["interactive", "background"]
