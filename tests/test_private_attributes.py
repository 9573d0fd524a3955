"""Private attributes of httpcore, httpx and anyio: they are there, and when one is gone a warning says what that costs."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
import httpcore
import httpx
import pytest

from plutio_async._core.event_loop import close_socket
from plutio_async._http.httpx_route import Sockets
from plutio_async._http.pool import Pool, _Connection
from plutio_async._http.routes import _httpx_transport
from plutio_async._http.settings import ConnectionSettings

from .local_server import serving
from .test_pool import get, pooled

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]


class Without:
    """An object without one of its attributes."""

    def __init__(self, whole: Any, name: str) -> None:
        self._whole, self._name = whole, name

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            raise AttributeError(f"{type(self._whole).__name__!r} object has no attribute {name!r}")
        return getattr(self._whole, name)


@pytest.mark.anyio
async def test_all_of_them_are_there() -> None:
    """No warning is given, which would be an error here."""
    async with serving() as server, pooled() as pool:
        assert await get(pool, server) == 200
        (connection,) = pool.idle
        assert connection.is_clean()
        stream = connection.socket._stream._stream
        assert stream._raw_socket is not None
        connection.socket.discard()
        pool.idle.clear()
    sockets = Sockets()
    transport = _httpx_transport(ConnectionSettings(), None, sockets)
    assert transport._pool._network_backend is sockets


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["_connection", "_h11_state", "trailing_data"])
async def test_what_follows_an_answer_cannot_be_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So each request has a connection of its own: none takes what follows the answer before for its own."""
    real = httpcore.AsyncHTTPConnection.__getattribute__

    def hidden(self: Any, asked: str) -> Any:
        if asked == "_connection" and self._checked:
            if name == "_connection":
                raise AttributeError("no attribute '_connection'")
            inner = real(self, asked)
            return Without(inner, name) if name == "_h11_state" else Parserless(inner)
        return real(self, asked)

    class Parserless(Without):
        def __init__(self, whole: Any) -> None:
            super().__init__(whole, "")
            self._h11_state = Without(whole._h11_state, "trailing_data")

    clean = _Connection.is_clean

    def is_clean(self: Any) -> bool:
        self._checked = True
        try:
            return clean(self)
        finally:
            self._checked = False

    monkeypatch.setattr(_Connection, "_checked", False, raising=False)
    monkeypatch.setattr(_Connection, "is_clean", is_clean)
    monkeypatch.setattr(_Connection, "__getattribute__", hidden)
    async with serving() as server, pooled() as pool:
        for _ in range(3):
            with pytest.warns(RuntimeWarning, match=f"no connection is used again.*{name}.*take a newer plutio-async"):
                assert await get(pool, server) == 200
        assert server.connections == 3
        assert not pool.idle


def test_sockets_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a pool of httpx that keeps its backend elsewhere."""
    monkeypatch.setattr(httpx, "AsyncHTTPTransport", partial(Other, httpx.AsyncHTTPTransport))
    with pytest.warns(RuntimeWarning, match="sockets stay open if their event loop ends.*_network_backend"):
        made: Any = _httpx_transport(ConnectionSettings(), None, Sockets())
    assert "_network_backend" not in vars(made._pool)


class Other:
    """A transport whose pool has no backend."""

    def __init__(self, make: Callable[..., Any], **options: Any) -> None:
        self._pool = Without(make(**options)._pool, "_network_backend")


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["_raw_socket", "_stream"])
async def test_a_socket_cannot_be_closed(name: str) -> None:
    """It is closed by its own end; the warning says that it was not closed before."""
    async with serving() as server, pooled() as pool:
        assert await get(pool, server) == 200
        await discarded(pool, name)
    gc.collect()


async def discarded(pool: Pool, name: str) -> None:
    (connection,) = pool.idle
    stream = connection.socket._stream
    close: Callable[[], None] = connection.socket.discard
    if name == "_stream":
        connection.socket._stream = Without(stream, name)
    else:
        close = partial(close_socket, Without(stream._stream, name))
    with pytest.warns(RuntimeWarning, match=f"a socket of an event loop that has ended stays open: .*{name}"):
        close()
    connection.socket._stream = stream
    await anyio.lowlevel.checkpoint()
