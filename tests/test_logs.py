"""What the loggers of the package and of its libraries show, and how the log is switched on."""

from __future__ import annotations

import logging
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import anyio
import h2.config
import h2.connection
import h2.events
import httpcore
import httpx
import pytest
import trustme

from plutio_async import ConfigurationError, Plutio, PlutioError, setup_logging

from .local_server import Exchange, serving
from .test_receiving import counted

MARKER = "jane.doe@example.com"
SPELLINGS = (MARKER, quote(MARKER, safe=""), "jane.doe")
TOKEN = '{"accessToken": "t0ken-that-nobody-sees", "expires_in": 86400}'


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    """All records of all loggers, at the lowest level."""
    found: list[logging.LogRecord] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    handler, level, own = Handler(), logging.root.level, logging.getLogger("plutio_async")
    own_level = own.level  # a block of the docs may have set it
    logging.root.addHandler(handler)
    logging.root.setLevel(1)
    own.setLevel(logging.NOTSET)
    yield found
    logging.root.removeHandler(handler)
    logging.root.setLevel(level)
    own.setLevel(own_level)


async def echo(exchange: Exchange) -> None:
    """Answers with the target of the request in headers."""
    body = TOKEN if "oauth" in exchange.target else "[]"
    headers = f"Link: <{exchange.target}>; rel=next\r\nX-Target: {exchange.target}\r\nContent-Length: {len(body)}"
    await exchange.answer(f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{body}".encode())


async def babble(exchange: Exchange) -> None:
    """Answers with what is no HTTP, and has the target."""
    if "oauth" in exchange.target:
        return await echo(exchange)
    await exchange.answer(f"{exchange.target} HTTP/1.1 {exchange.target}\r\n\r\n".encode())
    return await exchange.stream.aclose()


async def echo_http2(stream: anyio.abc.ByteStream) -> None:
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    async with stream:
        await stream.send(connection.data_to_send())
        async for data in stream:
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    target = str(dict(event.headers)[":path"])  # type: ignore[arg-type]
                    connection.send_headers(event.stream_id, [(":status", "200"), ("link", f"<{target}>")])
                    body = TOKEN if "oauth" in target else "[]"
                    connection.send_data(event.stream_id, body.encode(), end_stream=True)
            await stream.send(connection.data_to_send())


@asynccontextmanager
async def client(way: str) -> AsyncIterator[Plutio]:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    context.set_alpn_protocols(["h2"])
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with serving(babble if way == "babble" else echo, context if way == "http2" else None) as server:
        if way == "http2":
            server.serve = counted(server, echo_http2)  # type: ignore[method-assign]
        settings: dict[str, Any] = {
            "proxy": {"proxy": server.url(), "base_url": "http://api.example.com/v1", "allow_http": True},
            "http2": {"http2": True, "verify": trusting},
            "own": {"transport": httpx.AsyncHTTPTransport()},
        }.get(way, {})
        settings = {"base_url": server.url("/v1"), "business": "example", "retries": 1, **settings}
        async with Plutio("id", "secret", **settings) as plutio:
            yield plutio


@pytest.mark.anyio
@pytest.mark.integration
@pytest.mark.parametrize("way", ["pool", "proxy", "http2", "own", "babble"])
async def test_no_line_shows_a_query_or_the_token(way: str, records: list[logging.LogRecord]) -> None:
    """Of any logger at any level, also where the server repeats the query in its headers."""
    async with client(way) as plutio:
        try:
            assert await plutio.people.list(q={"contactEmails.address": MARKER}) == []
        except PlutioError:
            assert way == "babble"
    names = {record.name.partition(".")[0] for record in records}
    assert {"plutio_async", httpcore.__name__} <= names
    shown = [f"{record.name}: {record.getMessage()} {record.__dict__}" for record in records]
    assert not [line for line in shown for text in SPELLINGS if text in line]
    assert not [line for line in shown if "t0ken" in line]
    assert sum(record.getMessage().startswith("GET /people: ") for record in records) == 1


def run(code: str, **environment: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stderr


CALL = """
import anyio, logging
from plutio_async import Plutio, setup_logging
{setup}
async def main():
    async with Plutio.sandbox() as plutio:
        await plutio.tasks.list()
    logging.getLogger("plutio_async").info("an info")
anyio.run(main)
"""


@pytest.mark.integration
@pytest.mark.parametrize(
    ("setup", "variable", "lines"),
    [
        ("", "", 0),
        ("", "DEBUG", 3),
        ("setup_logging('DEBUG')", "", 3),
        *(
            pytest.param(*case, marks=pytest.mark.system)
            for case in [
                ("", "info", 1),
                ("setup_logging('debug')", "", 3),
                ("setup_logging()", "", 1),
                ("logging.basicConfig()\nsetup_logging('debug')", "", 3),
                ("setup_logging('debug')\nsetup_logging('debug')", "debug", 3),
            ]
        ),
    ],
)
def test_the_log_on_stderr(setup: str, variable: str, lines: int) -> None:
    """Switched on in the environment or in one line. Each record is there once, also with a log of the program."""
    shown = run(CALL.format(setup=setup), PLUTIO_LOG=variable).splitlines()
    assert len(shown) == lines, shown
    if lines == 3:
        assert "GET /tasks: 200 in " in shown[1]


def test_a_wrong_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the call, and in the environment when a client is made."""
    with pytest.raises(ConfigurationError, match="the level of the log is 'info' or 'debug', not 'all'"):
        setup_logging("all")
    monkeypatch.setenv("PLUTIO_LOG", "all")
    with pytest.raises(ConfigurationError, match="PLUTIO_LOG is 'info' or 'debug', not 'all'"):
        Plutio("id", "secret")
