"""The socket of one connection: keeps to an attempt's deadline and notes whether its request left."""

# ruff: noqa: ASYNC109 - the timeouts are httpcore's signatures

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import anyio
import httpcore

from plutio_async._http.attempt import Attempt

_CLOSING_TIME = 2.0
_AT_ONCE = 4096


class TrackedStream(httpcore.AsyncNetworkBackend):
    """Opens the one socket of a connection and can close it in whatever state the connection is."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        backend: Any = httpcore.AnyIOBackend()
        self._backend: httpcore.AsyncNetworkBackend = backend
        self._stream: httpcore.AsyncNetworkStream | None = None
        self._tls: ssl.SSLObject | None = None
        self.closed = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.attempt.sent = False
        limit = self.attempt.within(timeout)
        stream = await self._backend.connect_tcp(host, port, limit, local_address, socket_options)
        return await self.keep(stream)

    async def keep(self, stream: httpcore.AsyncNetworkStream) -> httpcore.AsyncNetworkStream:
        """Takes the stream over, or closes it if the wire was closed while it was being opened."""
        self._stream = stream
        self._tls = stream.get_extra_info("ssl_object")
        if self.closed:
            await self.aclose()
            raise httpcore.ConnectError("closed while connecting")
        return _WireStream(self, stream)

    def holds_more(self) -> bool:
        """Whether TLS has bytes that nobody read, or has ended, of which the socket shows nothing."""
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
        self.closed = True
        stream, self._stream = self._stream, None
        if stream is None:
            return
        with anyio.move_on_after(_CLOSING_TIME, shield=True):
            try:
                await stream.aclose()
            except (OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
                return  # the other side was faster


class _WireStream(httpcore.AsyncNetworkStream):
    def __init__(self, wire: TrackedStream, stream: httpcore.AsyncNetworkStream) -> None:
        self._wire = wire
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return await self._stream.read(max_bytes, self._wire.attempt.within(timeout))
        except OSError as error:  # of TLS, which httpcore lets through
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        attempt = self._wire.attempt
        first = not attempt.sent
        attempt.sent = True
        try:
            await self._stream.write(buffer, attempt.within(timeout))
        except (httpcore.WriteError, OSError) as error:
            # The first write carries the head of the request, without all of which no server can act. What fits in any
            # socket's buffer goes at once or not at all.
            attempt.sent = not (first and len(buffer) <= _AT_ONCE)
            if isinstance(error, httpcore.WriteError):
                raise
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        limit = self._wire.attempt.within(timeout)
        return await self._wire.keep(await self._stream.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
