"""A client of the protocol, as an assistant's program has one, and the server as a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal
from attrs import frozen
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.cli.conftest import clock_and_zone

COMMAND = ["-m", "plutio_async.cli", "mcp"]


@frozen
class Answer:
    """The text of a tool's result."""

    text: str
    failed: bool

    @property
    def json(self) -> Any:
        assert not self.failed, self.text
        return json.loads(self.text)

    @property
    def records(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = self.json["records"]
        return records


async def ask(client: Client, tool: str, /, progress: Any = None, **arguments: Any) -> Answer:
    """The answer of a tool."""
    result = await client.call_tool(tool, arguments, progress_callback=progress)
    (content,) = result.content
    return Answer(content.text, bool(result.is_error))  # type: ignore[union-attr]


class Assistant:
    """A connected client, for tests without an event loop."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self._client = client

    def __call__(self, tool: str, /, **arguments: Any) -> Answer:
        async def call() -> Answer:
            return await ask(self._client, tool, **arguments)

        return self._portal.call(call)


def environment(variables: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of the server."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    folders = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache")}
    return {**kept, **clock_and_zone(), **folders, **variables}


@asynccontextmanager
async def on_stdio(variables: Mapping[str, str], home: Path, *options: str) -> AsyncIterator[Client]:
    """A client of a server that it starts itself."""
    command = StdioServerParameters(
        command=sys.executable, args=["-W", "error", *COMMAND, *options], env=environment(variables, home)
    )
    with (home / "log").open("a") as log:
        async with Client(stdio_client(command, errlog=log)) as client:
            yield client


@contextmanager
def http_server(variables: Mapping[str, str], home: Path, *options: str) -> Iterator[str]:
    """The address of a server on HTTP."""
    command = [sys.executable, "-W", "error", *COMMAND, "--http", "127.0.0.1:0", *options]
    with subprocess.Popen(command, env=environment(variables, home), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            found = re.search(r"http://\S+", line)
            assert found is not None, line + process.stderr.read()
            yield found[0]
        finally:
            process.terminate()


@asynccontextmanager
async def on_http(variables: Mapping[str, str], home: Path, *options: str) -> AsyncIterator[Client]:
    """A client of a server on HTTP."""
    with http_server(variables, home, *options) as url:
        async with Client(url) as client:
            yield client


TRANSPORTS = {"stdio": on_stdio, "http": on_http}
