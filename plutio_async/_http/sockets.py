"""Sockets that can be closed after their event loop has ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

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
        """Closes all sockets. Their own streams cannot: they would need the event loop, which has ended."""
        for stream in self._streams:
            raw, transport = stream._raw_socket, getattr(stream, "_transport", None)  # noqa: SLF001
            if transport is None:  # trio's own socket
                raw.close()
            elif getattr(transport, "_sock", None) is not None:
                transport._sock, socket = None, transport._sock  # noqa: SLF001 - asyncio warns unless it is None
                socket.close()
