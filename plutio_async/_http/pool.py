"""The connection pool: last in, first out, over httpcore's public connection class.

httpx's own pool loses a slot for good when a request is cancelled while it connects, and slows down with the number of
connections. Here a connection is either idle in the pool or used by one request, which in every case returns it or
closes it. The transport bounds the number of requests at a time, and so that of connections.
"""

# ruff: noqa: ASYNC109 - the timeouts are httpcore's signatures

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import AsyncIterable, Callable
from contextlib import AsyncExitStack
from typing import Any, Self

import anyio
from attrs import define, field

from plutio_async._core.event_loop import close_socket, warn_of_change
from plutio_async._http.library import httpcore, httpx
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState
from plutio_async._http.receiving import receive
from plutio_async._http.urls import core_request

_CLOSING_TIME = 2.0
_WRITTEN_WHOLE = 4096
"""Bytes that fit in any socket's buffer, and so are written whole or not at all."""
BACKEND: Any = httpcore.AnyIOBackend()


@define(eq=False)
class Pool:
    """Sends HTTP/1.1 requests to one server.

    The connection that is idle for longest is closed first. ``keepalive`` is less than the five seconds after which
    common servers close an idle connection, since a request that meets such a close may or may not have been seen.
    """

    _ssl_context: Callable[[], ssl.SSLContext]
    _keepalive: float = field(default=4.0, kw_only=True)
    _now: Callable[[], float] = field(default=time.monotonic, kw_only=True)
    idle: deque[_Connection] = field(factory=deque, init=False)
    busy: set[_Connection] = field(factory=set, init=False)
    _closed: bool = field(default=False, init=False)

    async def send(self, request: HttpRequest, state: RequestState) -> HttpResponse:
        """The answer, read. A request that met a dead connection is sent once more if not a byte of it left."""
        core = core_request(request)
        origin = core.url.origin
        try:
            connection = await self._take_idle(origin)
            if connection is not None:
                try:
                    return await self._exchange(connection, core, state)
                except (httpcore.NetworkError, httpcore.ProtocolError):
                    if state.sent is not False or self._closed:
                        raise  # the server may have seen it: only the caller knows whether to repeat it
            context = self._ssl_context() if origin.scheme == b"https" else None
            return await self._exchange(_Connection(origin, context, state), core, state)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise getattr(httpx, type(error).__name__)(str(error)) from error

    async def _exchange(self, connection: _Connection, request: httpcore.Request, state: RequestState) -> HttpResponse:
        if self._closed:
            raise httpcore.ConnectError("the client was closed")
        connection.socket.state = state  # until the next request
        self.busy.add(connection)
        reusable = False
        try:
            answer = await connection.handle_async_request(request)
            assert isinstance(answer.stream, AsyncIterable)
            response = await receive(
                answer.stream, state, method=request.method.decode(), status=answer.status, headers=answer.headers
            )
            await answer.aclose()
            reusable = connection.is_clean()
        finally:
            if not reusable:
                await connection.socket.aclose()
            self.busy.discard(connection)
        if reusable:
            connection.idle_since = self._now()
            self.idle.append(connection)
        return response

    async def _take_idle(self, origin: httpcore.Origin) -> _Connection | None:
        expired = self._now() - self._keepalive
        while self.idle and self.idle[0].idle_since <= expired:
            await self.idle.popleft().socket.aclose()
        while self.idle:
            connection = self.idle.pop()
            if connection.can_handle_request(origin) and connection.is_clean() and not connection.has_expired():
                return connection
            await connection.socket.aclose()
        return None

    async def aclose(self) -> None:
        """Closes all connections, even if one of them fails to close. Running requests fail."""
        self._closed = True
        async with AsyncExitStack() as stack:
            for connection in (*self.busy, *self.idle):
                stack.push_async_callback(connection.socket.aclose)
            self.idle.clear()

    def close_sockets(self) -> None:
        """Closes all sockets, of an event loop that has ended."""
        for connection in (*self.busy, *self.idle):
            connection.socket.discard()


class _Connection(httpcore.AsyncHTTPConnection):
    """A connection, its socket, and since when it is idle."""

    def __init__(self, origin: httpcore.Origin, ssl_context: ssl.SSLContext | None, state: RequestState) -> None:
        self.socket = _Socket(state)
        self.idle_since = 0.0
        super().__init__(origin, ssl_context=ssl_context, network_backend=self.socket)

    def is_clean(self) -> bool:
        """Whether nothing came after the last answer. It would be taken for the answer to the next request."""
        connection: Any = self
        try:
            if not self.is_idle():  # also before it is connected
                return False
            trailing = connection._connection._h11_state.trailing_data[0]  # noqa: SLF001 - httpcore exposes it nowhere
        except AttributeError as error:
            warn_of_change(error, "no connection is used again, since what follows an answer cannot be seen")
            return False
        return not trailing and not self.socket.has_unread_bytes()


class _Socket(httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """The one socket of a connection, which can be closed in every state of the connection.

    Applies the deadline of ``state``, that of the request that uses the connection, and records whether it was sent.
    """

    def __init__(self, state: RequestState) -> None:
        self.state = state
        self._closed = False
        self._stream: Any = None
        self._tls: ssl.SSLObject | None = None

    async def connect_tcp(self, host: str, port: int, timeout: float | None = None, *args: Any, **kwargs: Any) -> Self:
        self.state.sent = False
        seconds = self.state.remaining(timeout)
        return await self._use(await BACKEND.connect_tcp(host, port, seconds, *args, **kwargs))

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Self:
        seconds = self.state.remaining(timeout)
        return await self._use(await self._stream.start_tls(ssl_context, server_hostname, seconds))

    async def _use(self, stream: httpcore.AsyncNetworkStream) -> Self:
        """Takes the stream over, or closes it if this one was closed while it was being opened."""
        if self._closed:
            await close(stream)
            raise httpcore.ConnectError("closed while connecting")
        self._stream = stream
        self._tls = stream.get_extra_info("ssl_object")
        return self

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data: bytes = await self._stream.read(max_bytes, self.state.remaining(timeout))
        except OSError as error:  # of TLS, which httpcore does not translate
            raise httpcore.ReadError(str(error)) from error
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        state = self.state
        has_head = not state.sent
        state.sent = True
        try:
            await self._stream.write(buffer, state.remaining(timeout))
        except (httpcore.WriteError, OSError) as error:
            # Without all of the head, which is in the first write, no server can act.
            state.sent = not (has_head and len(buffer) <= _WRITTEN_WHOLE)
            if isinstance(error, httpcore.WriteError):
                raise
            raise httpcore.WriteError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

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
        first, self._closed = not self._closed, True
        if first and self._stream is not None:
            await close(self._stream)

    def discard(self) -> None:
        """Closes the socket after its event loop has ended."""
        if self._stream is not None:
            try:
                stream = self._stream._stream  # noqa: SLF001 - anyio's
            except AttributeError as error:
                warn_of_change(error, "a socket of an event loop that has ended stays open")
            else:
                close_socket(stream)


async def close(closable: Any) -> None:
    """Closes a stream or a transport, also when the task is cancelled, and whether or not it is closed already."""
    with anyio.move_on_after(_CLOSING_TIME, shield=True):
        try:
            await closable.aclose()
        except (OSError, anyio.BrokenResourceError, anyio.ClosedResourceError):
            return  # the other side closed it first
