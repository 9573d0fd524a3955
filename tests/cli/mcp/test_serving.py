"""``plutio mcp``: its options, what it writes where, and whom it lets in."""

from __future__ import annotations

import gc
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from plutio_async.cli.mcp.access import EVERYTHING, Access
from plutio_async.cli.mcp.server import Address, described
from plutio_async.cli.mcp.tools import INSTRUCTIONS, tools
from plutio_async.testing import Sandbox
from tests.cli.conftest import Ended
from tests.local_server import Exchange, hang, serving

from .assistant import COMMAND, TRANSPORTS, ask, environment, http_server
from .conftest import variables_of

PAGE = Path(__file__).parents[3] / "docs" / "mcp.md"
BYTES_PER_TOKEN = 3
"""A token of JSON and English has more: 4.2 bytes of this text, by the tokenizers that the page names."""


def size(access: Access, *, mirror: bool = False) -> int:
    """The bytes of the tools, as a client gets them."""
    listed = [
        described(tool).model_dump(by_alias=True, exclude_none=True) for tool in tools(access, mirror=mirror).values()
    ]
    return len(json.dumps(listed, separators=(",", ":"), ensure_ascii=False).encode())


@pytest.mark.parametrize("access", [Access(), EVERYTHING])
def test_the_tools_are_few_and_short(access: Access) -> None:
    """At most seven, and 1,000 tokens."""
    assert len(tools(access)) <= 7
    assert (size(access, mirror=True) + len(INSTRUCTIONS)) / BYTES_PER_TOKEN <= 1_000


def test_the_page_has_the_size_of_the_tools() -> None:
    """Whoever changes a tool counts its tokens again."""
    shown = re.findall(r"^\| `plutio mcp.*?` \| \d \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    sizes = [size(Access()), size(EVERYTHING), size(Access(), mirror=True)]
    assert [int(one.replace(",", "")) for one in shown] == sizes
    assert (sizes[2] - sizes[0]) / BYTES_PER_TOKEN <= 150


@pytest.mark.parametrize(
    ("options", "variables", "message"),
    [
        (["--allow-deletes"], {}, "--allow-deletes: needs --allow-writes too"),
        (["--http", "localhost"], {}, "--http 'localhost': takes HOST:PORT, such as 127.0.0.1:8766"),
        (["--http", "localhost:99999"], {}, "--http 'localhost:99999': takes HOST:PORT, such as 127.0.0.1:8766"),
        (["--http", "0.0.0.0:8766"], {},
         "--http '0.0.0.0:8766': other machines could read the workspace; --allow-host NAME allows it"),
        (["--http", "0.0.0.0:8766", "--allow-host", "studio.example.com"], {},
         "--allow-host: set PLUTIO_MCP_TOKEN to a secret that clients send as a bearer token"),
        (["--allow-host", "studio.example.com"], {"PLUTIO_MCP_TOKEN": "x"}, "--allow-host: needs --http"),
        (["--reserve", "1000"], {}, "reserve=1000 does not work; give a whole number from 0 to 999"),
    ],
)  # fmt: skip
def test_options_that_cannot_work(
    plutio: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, options: list[str], variables: dict[str, str],
    message: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    ended = plutio("mcp", *options)
    assert ended.code in (2, 3)
    assert not ended.out
    assert re.fullmatch(f"plutio: {re.escape(message) if '.*' not in message else message}\n", ended.err), ended.err


def test_a_port_that_is_taken(plutio: Callable[..., Ended]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = plutio("mcp", "--http", f"127.0.0.1:{port}")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"plutio: --http: cannot listen on 127.0.0.1 port {port}: ")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """The command keeps what is imported from the garbage collector. The other tests need it."""
    yield
    gc.unfreeze()


def test_without_the_extra(plutio: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "plutio_async.cli.mcp.server")
    monkeypatch.delattr("plutio_async.cli.mcp.server")
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel", None)
    ended = plutio("mcp")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "plutio: the server needs more packages: pip install 'plutio-async[mcp]'\n"


def test_an_address_does_not_show_its_token() -> None:
    assert "hush" not in repr(Address("localhost", 1, token="hush"))


def message(id: int, method: str, **params: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": params}) + "\n"


@pytest.mark.integration
@pytest.mark.system
def test_stdout_has_the_protocol_only(served: dict[str, str], tmp_path: Path) -> None:
    """Logs go to stderr. Ctrl-C ends the process, although it waits for stdin."""
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    with subprocess.Popen(
        [sys.executable, *COMMAND],
        env=environment({**served, "PLUTIO_LOG": "debug"}, tmp_path),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(message(1, "initialize", **hello))
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}) + "\n")
        process.stdin.write(message(2, "tools/call", name="find", arguments={"resource": "tasks"}))
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert [one["id"] for one in answers] == [1, 2]
        assert answers[0]["result"]["serverInfo"]["name"] == "plutio"
        assert "Task 1" in answers[1]["result"]["content"][0]["text"]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert out == ""
    assert "GET /tasks" in err


@pytest.mark.system
@pytest.mark.integration
def test_who_may_use_http(served: dict[str, str], tmp_path: Path) -> None:
    """A request needs the token if there is one, the name of an allowed host, and no foreign origin."""
    variables = {**served, "PLUTIO_MCP_TOKEN": "hush"}
    right = {
        "Authorization": "Bearer hush",
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
    }
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    with http_server(variables, tmp_path, "--allow-host", "studio.example.com") as url:
        for headers, status in [
            ({}, 200),
            ({"Host": "studio.example.com", "Origin": "https://studio.example.com"}, 200),
            ({"Host": "evil.example.com"}, 421),
            ({"Origin": "https://evil.example.com"}, 403),
            ({"Authorization": "Bearer wrong"}, 401),
            ({"Authorization": ""}, 401),
        ]:
            answer = httpx.post(url, content=message(1, "initialize", **hello), headers={**right, **headers})
            assert answer.status_code == status, (headers, answer.text)


@pytest.mark.system
@pytest.mark.integration
@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # the server is another process
async def test_stdio_is_utf_8_whatever_the_encoding_of_the_terminal(tmp_path: Path) -> None:
    """As the protocol demands, in both directions."""
    title = "Größe – ☃ 🎉"
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"title": title}, {"title": "Other"}])
    async with sandbox.serve() as url:
        variables = {**variables_of(sandbox, url), "PYTHONIOENCODING": "ascii"}
        async with TRANSPORTS["stdio"](variables, tmp_path) as client:
            found = await ask(client, "find", resource="tasks", where=[f"title={title}"], fields=["title"])
    assert found.json == {"records": [{"title": title}]}


async def token_or_hang(exchange: Exchange) -> None:
    """Answers the call for the token, and no other."""
    if b"/oauth/token" not in exchange.head:
        await hang(exchange)
    body = json.dumps({"accessToken": "t", "accessTokenExpiresAt": "2999-01-01T00:00:00.000Z"}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    await exchange.answer(head.encode() + body)


@pytest.mark.integration
@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # the server is another process
@pytest.mark.parametrize("transport", ["stdio", pytest.param("http", marks=pytest.mark.slow)])
@pytest.mark.system
async def test_cancelling_closes_the_connection_to_the_api(transport: str, tmp_path: Path) -> None:
    async with serving(token_or_hang) as server:
        variables = {
            "PLUTIO_BASE_URL": f"http://127.0.0.1:{server.port}",
            "PLUTIO_CLIENT_ID": "a", "PLUTIO_CLIENT_SECRET": "b", "PLUTIO_BUSINESS": "example",
        }  # fmt: skip
        async with TRANSPORTS[transport](variables, tmp_path) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: ask(client, "find", resource="tasks"))
            await until(lambda: any(b"GET /tasks" in one.head for one in server.seen))
            assert server.open == 1
            tasks.cancel_scope.cancel()
            with anyio.CancelScope(shield=True):
                await until(lambda: server.open == 0)


async def until(condition: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not condition():
            await anyio.sleep(0.01)
