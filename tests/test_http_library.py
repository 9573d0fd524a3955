"""httpx and httpx2: a transport of either works, whichever of the two is in use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import httpx
import httpx2
import pytest

from plutio_async import CallTimeout, ConnectionFailed, Plutio, UnreadableAnswer
from plutio_async._http.library import either, library_of
from plutio_async.testing import Sandbox

from .api import TOKEN
from .local_server import Exchange, serving

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


@pytest.fixture(params=[httpx, httpx2], ids=["httpx", "httpx2"])
def library(request: pytest.FixtureRequest) -> Any:
    """Each of the two; httpx is httpx2 in the runs that put it in its place."""
    return request.param


def mocked(library: Any, answer: Any) -> Plutio:
    """A client with a transport that answers, or raises."""

    def handle(request: Any) -> Any:
        assert isinstance(request, library.Request)
        if isinstance(answer, Exception):
            raise answer
        return library.Response(200, json=TOKEN) if request.url.path.endswith("/oauth/token") else answer

    return Plutio("id", "secret", business="example", transport=library.MockTransport(handle), retries=1)


async def test_a_mock_transport(library: Any) -> None:
    """It gets requests of its own library, and answers with what is read at once."""
    async with mocked(library, library.Response(200, json=[{"_id": "a", "title": "Brief"}])) as plutio:
        assert [task.title for task in await plutio.tasks.list()] == ["Brief"]


async def test_a_stream(library: Any) -> None:
    """The answer may come in pieces, and is bounded."""

    class Pieces(library.AsyncByteStream):
        closed = False

        async def __aiter__(self) -> Any:
            yield b"["
            yield b"]"

        async def aclose(self) -> None:
            self.closed = True

    pieces = Pieces()
    async with mocked(library, library.Response(200, stream=pieces)) as plutio:
        assert await plutio.tasks.list() == []
    assert pieces.closed


async def test_a_real_transport(library: Any) -> None:
    """It sends over a socket, bodies too."""

    async def handle(exchange: Exchange) -> None:
        content = json.dumps(TOKEN if "token" in exchange.target else {"_id": "a"}).encode()
        await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content))

    async with serving(handle) as server:
        transport = library.AsyncHTTPTransport()
        async with Plutio("id", "secret", base_url=server.url("/v1"), transport=transport) as plutio:
            assert (await plutio.tasks.create(title="Brief")).id == "a"
    assert server.seen[1].body == b'{"title":"Brief"}'


@pytest.mark.parametrize(
    ("name", "kind", "reached"),
    [
        ("ConnectError", ConnectionFailed, False),
        ("ConnectTimeout", CallTimeout, False),
        ("ReadTimeout", CallTimeout, True),
        ("ReadError", ConnectionFailed, True),
        ("LocalProtocolError", ConnectionFailed, True),
        ("DecodingError", UnreadableAnswer, None),
    ],
)
async def test_errors(library: Any, name: str, kind: type[Exception], reached: bool | None) -> None:
    """They become the same errors of ours."""
    async with mocked(library, getattr(library, name)("why")) as plutio:
        with pytest.raises(kind) as caught:
            await plutio.tasks.list()
    assert type(caught.value) is kind
    assert getattr(caught.value, "reached", None) is reached


WITHOUT_HTTPX = """
import sys
sys.modules |= dict.fromkeys(("httpx", "httpcore"))  # which are not installed
import anyio
from plutio_async import ConnectionFailed, Plutio

async def main():
    async with Plutio.sandbox() as plutio:
        await plutio.tasks.create(title="Brief")
        print([task.title for task in await plutio.tasks.list()])
    async with Plutio("id", "secret", base_url="http://127.0.0.1:9", retries=1) as plutio:
        try:
            await plutio.tasks.list()
        except ConnectionFailed as error:
            print(error.reached)

anyio.run(main)
print(sys.modules["httpx"], "httpx2" in sys.modules, "httpcore2" in sys.modules)
"""


def test_httpx2_alone_is_enough() -> None:
    """For the sandbox and for real connections, where only httpx2 is installed."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_HTTPX], capture_output=True, text=True)
    assert (done.stdout.splitlines(), done.stderr) == (["['Brief']", "False", "None True True"], "")


async def test_a_client_of_either_uses_the_sandbox(library: Any) -> None:
    """Its transport answers with what the client takes, also in pieces."""
    sandbox = Sandbox()
    async with library.AsyncClient(transport=sandbox.transport()) as client:
        response = await client.get("https://api.example.com/v1.11/tasks")
    assert isinstance(response, library.Response)
    assert response.status_code == 401


async def test_webhooks_go_to_a_transport_of_either(library: Any) -> None:
    """The one that the application has."""
    got = []

    def receive(request: Any) -> Any:
        assert isinstance(request, library.Request)
        got.append(request.url.path)
        return library.Response(204)

    sandbox = Sandbox()
    sandbox.webhooks.add("http://app.example.com/hooks", transport=library.MockTransport(receive))
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.tasks.create(title="Brief")
    await sandbox.webhooks.deliver()
    assert got == ["/hooks"]


def test_a_library_that_is_being_imported_has_no_classes_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread may be importing it."""
    monkeypatch.setitem(sys.modules, "httpx2", type(sys)("httpx2"))
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    assert library_of(transport, "AsyncBaseTransport") is httpx
    assert either("ReadError") == (httpx.ReadError,)


@pytest.mark.integration
@pytest.mark.system
def test_httpx2_in_the_place_of_httpx() -> None:
    """After ``alias_httpx()`` the client imports httpx2, and never httpx."""
    program = """
import httpx2
httpx2.alias_httpx()
import sys, anyio
from plutio_async import Plutio

async def main():
    async with Plutio.sandbox() as plutio:
        await plutio.tasks.list()
        connections = Plutio("id", "secret", base_url="http://localhost:1", retries=1)
    async with connections as plutio:
        try:
            await plutio.tasks.list()
        except ConnectionError:
            pass

anyio.run(main)
assert sys.modules["httpx"] is httpx2
assert "httpx._models" not in sys.modules and "httpcore._models" not in sys.modules, "httpx was imported"
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.integration
def test_all_of_the_suite_runs_on_the_library_that_is_asked_for() -> None:
    """This process, which may be a worker, and the programs that tests start."""
    wanted = os.environ.get("PLUTIO_TESTS_ON", "httpx")
    program = [sys.executable, "-c", "import httpx; print(httpx.__name__)"]
    started = subprocess.run(program, check=True, timeout=60, capture_output=True, text=True).stdout.strip()
    assert (httpx.__name__, started) == (wanted, wanted)
