"""The socket of one connection: applies the deadline of its request, and records whether the request was sent."""

# ruff: noqa: ASYNC109 - the timeouts are httpcore's signatures

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any, Self

import anyio
import httpcore

from plutio_async._http.messages import RequestState

_CLOSING_TIME = 2.0
_WRITTEN_WHOLE = 4096
"""Bytes that fit in any socket's buffer, and so are written whole or not at all."""


class TrackedStream(httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """Opens the one socket of a connection, and can close it in every state of the connection.

    ``state`` is that of the request that uses the connection.
    """

    def __init__(self, state: RequestState) -> None:
        self.state = state
        self.closed = False
        backend: Any = httpcore.AnyIOBackend()
        self._backend: httpcore.AsyncNetworkBackend = backend
        self._stream: httpcore.AsyncNetworkStream | None = None
        self._tls: ssl.SSLObject | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> Self:
        self.state.sent = False
        seconds = self.state.remaining(timeout)
        return await self._use(await self._backend.connect_tcp(host, port, seconds, local_address, socket_options))

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Self:
        seconds = self.state.remaining(timeout)
        return await self._use(await self._opened().start_tls(ssl_context, server_hostname, seconds))

    async def _use(self, stream: httpcore.AsyncNetworkStream) -> Self:
        """Takes the stream over, or closes it if this one was closed while it was being opened."""
        if self.closed:
            await _close(stream)
            raise httpcore.ConnectError("closed while connecting")
        self._stream = stream
        self._tls = stream.get_extra_info("ssl_object")
        return self

    def _opened(self) -> httpcore.AsyncNetworkStream:
        assert self._stream is not None
        return self._stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return await self._opened().read(max_bytes, self.state.remaining(timeout))
        except OSError as error:  # of TLS, which httpcore does not translate
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        state = self.state
        first = not state.sent
        state.sent = True
        try:
            await self._opened().write(buffer, state.remaining(timeout))
        except (httpcore.WriteError, OSError) as error:
            # The first write carries the head of the request, without all of which no server can act.
            state.sent = not (first and len(buffer) <= _WRITTEN_WHOLE)
            if isinstance(error, httpcore.WriteError):
                raise
            raise httpcore.WriteError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        return self._opened().get_extra_info(info)

    def has_unread_bytes(self) -> bool:
        """Whether TLS holds unread bytes, or has ended; the socket shows neither."""
        if self._tls is None:
            return False
        try:
            self._tls.read(1)  # from memory: it cannot wait
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError:
            return True
        return True

    async def aclose(self) -> None:
        """Closes the socket, also when the task is cancelled, and also one that is half open or broken."""
        first, self.closed = not self.closed, True
        if first and self._stream is not None:
            await _close(self._stream)


async def _close(stream: httpcore.AsyncNetworkStream) -> None:
    with anyio.move_on_after(_CLOSING_TIME, shield=True):
        try:
            await stream.aclose()
        except (OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
            return  # the other side closed it first
