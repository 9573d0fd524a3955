"""Uses an extra as a program does: ``python tests/extras.py redis``. It needs the package and that extra only."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import anyio
import httpx

from plutio_async import ConnectionFailed, Plutio, sync

TASKS = [{"_id": "Tk1", "title": "Write the brief", "descriptionPlain": "Long. " * 1000}]  # large, for the extra speed


def answer(request: httpx.Request) -> httpx.Response:
    """What Plutio answers."""
    if request.url.path.endswith("/oauth/token"):
        return httpx.Response(200, json={"accessToken": "made-up", "accessTokenExpiresAt": "2999-01-01T00:00:00Z"})
    return httpx.Response(200, json=TASKS)


def client(**options: Any) -> Plutio:
    return Plutio("id", "secret", business="example", transport=httpx.MockTransport(answer), **options)


async def titles(plutio: Plutio) -> list[str | None]:
    async with plutio:
        return [task.title for task in await plutio.tasks.list()]


def core() -> None:
    assert anyio.run(titles, client()) == ["Write the brief"]
    with sync.Plutio("id", "secret", business="example", transport=httpx.MockTransport(answer)) as plutio:
        assert [task.title for task in plutio.tasks.list()] == ["Write the brief"]


def cli() -> None:
    command = [sys.executable, "-W", "error", "-m", "plutio_async.cli"]
    assert "Read and write the records" in subprocess.check_output([*command, "--help"], text=True)
    assert "due_date" in subprocess.check_output([*command, "fields", "tasks"], text=True)


def dlt() -> None:
    from plutio_async.dlt import source

    make = partial(sync.Plutio, "id", "secret", business="example", transport=httpx.MockTransport(answer))
    rows = list(source(["tasks"], client=make, deleted=False))
    assert [row["title"] for row in rows] == ["Write the brief"]


def fastapi() -> None:
    from fastapi import FastAPI

    from plutio_async.fastapi import PlutioClient, lifespan_of
    from plutio_async.models import Task

    app = FastAPI(lifespan=lifespan_of(client))

    @app.get("/tasks")
    async def tasks(plutio: PlutioClient) -> list[Task]:
        return await plutio.tasks.list()

    async def ask() -> Any:
        async with app.router.lifespan_context(app) as state:
            with_state = httpx.ASGITransport(lambda scope, *rest: app({**scope, "state": state}, *rest))
            async with httpx.AsyncClient(transport=with_state, base_url="http://web") as web:
                return (await web.get("/tasks")).json()

    assert anyio.run(ask)[0]["title"] == "Write the brief"


def http2() -> None:
    try:
        anyio.run(
            titles, Plutio("id", "secret", business="example", base_url="http://127.0.0.1:9", http2=True, retries=1)
        )
    except ConnectionFailed:
        assert "h2" in sys.modules
    else:
        raise AssertionError("nothing listens at this port")


def mcp() -> None:
    from mcp.client.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    account = {"PLUTIO_CLIENT_ID": "id", "PLUTIO_CLIENT_SECRET": "secret", "PLUTIO_BUSINESS": "example"}
    server = StdioServerParameters(command=sys.executable, args=["-m", "plutio_async.cli", "mcp"], env=account)

    async def tools() -> list[str]:
        async with Client(stdio_client(server)) as assistant:
            return [tool.name for tool in (await assistant.list_tools()).tools]

    assert "find" in anyio.run(tools)


def otel() -> None:
    from plutio_async.otel import OpenTelemetry

    assert anyio.run(titles, client(observer=OpenTelemetry())) == ["Write the brief"]


class Api(BaseHTTPRequestHandler):
    """What Plutio answers, over a socket."""

    def do_GET(self) -> None:
        made = answer(httpx.Request(self.command, f"http://localhost{self.path}"))
        content = b"[]" if "skip=" in self.path and "skip=0" not in self.path else made.content
        self.send_response(made.status_code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


def parquet() -> None:
    from pyarrow.parquet import read_table

    account = {"PLUTIO_CLIENT_ID": "id", "PLUTIO_CLIENT_SECRET": "secret", "PLUTIO_BUSINESS": "example"}
    export = [sys.executable, "-W", "error", "-m", "plutio_async.cli", "export", "--resource", "tasks"]
    with HTTPServer(("127.0.0.1", 0), Api) as server, TemporaryDirectory() as folder:
        Thread(target=server.serve_forever, daemon=True).start()
        settings = {**account, "PLUTIO_BASE_URL": f"http://127.0.0.1:{server.server_port}"}
        command = [*export, "--format", "parquet", folder]
        subprocess.run(command, check=True, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
        server.shutdown()
        assert read_table(f"{folder}/tasks.parquet")["title"].to_pylist() == ["Write the brief"]


def redis() -> None:
    from plutio_async.redis import RedisBudget, RedisTokenStore

    async def share(url: str) -> None:
        async with RedisBudget(url) as budget, RedisTokenStore(url) as tokens:
            assert await titles(client(budget=budget, token_store=tokens)) == ["Write the brief"]
            assert budget.remaining == 998

    anyio.run(share, os.environ["REDIS_URL"])


def sentry() -> None:
    import sentry_sdk

    from plutio_async.sentry import Sentry

    sentry_sdk.init()
    with sentry_sdk.start_transaction(op="task", name="titles"):
        assert anyio.run(titles, client(observer=Sentry())) == ["Write the brief"]


def speed() -> None:
    core()
    assert "msgspec" in sys.modules


def testing() -> None:
    from plutio_async.testing import Sandbox

    async def create() -> str | None:
        async with Plutio.sandbox() as plutio:
            return (await plutio.tasks.create(title="Write the brief")).title

    assert anyio.run(create) == "Write the brief"
    sandbox = Sandbox()
    with sandbox.serving() as url:
        served = Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url)
        assert anyio.run(titles, served) == []


TRIES: dict[str, Callable[[], None]] = {
    "core": core,
    "cli": cli,
    "dlt": dlt,
    "fastapi": fastapi,
    "http2": http2,
    "mcp": mcp,
    "otel": otel,
    "parquet": parquet,
    "redis": redis,
    "sentry": sentry,
    "speed": speed,
    "testing": testing,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or TRIES:
        TRIES[name]()
        print(name)
