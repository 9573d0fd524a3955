"""Sockets that can be closed after their event loop has ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

from plutio_async._core.event_loop import close_socket
from plutio_async._http.library import httpcore

_BACKEND: Any = httpcore.AnyIOBackend()


class Sockets(httpcore.AsyncNetworkBackend):
    """Opens sockets for httpcore, and remembers those that live."""

    def __init__(self) -> None:
        self._streams: WeakSet[Any] = WeakSet()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream: httpcore.AsyncNetworkStream
        stream = await _BACKEND.connect_tcp(host, port, timeout, local_address, socket_options)
        self._streams.add(getattr(stream, "_stream", stream))  # anyio's, which lives as long as the socket
        return stream

    def discard(self) -> None:
        """Closes all sockets, after their event loop has ended."""
        for stream in self._streams:
            close_socket(stream)
