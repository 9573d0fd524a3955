"""The connection pool: last in, first out, over httpcore's public connection class.

httpx's own pool loses a slot for good when a request is cancelled while it connects, and slows down with the number of
connections. Here a connection is either idle in the pool or used by one request, which in every case returns it or
closes it. The connection limiter bounds the number of requests at a time.
"""

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import AsyncIterable, Callable
from contextlib import AsyncExitStack

import httpcore
import httpx

from plutio_async._http.building import build
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState
from plutio_async._http.receiving import receive
from plutio_async._http.stream import TrackedStream

_Origin = tuple[bytes, bytes, int | None]
_HTTPCORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


class _Connection:
    """A connection, its socket, and since when it is idle."""

    __slots__ = ("http", "idle_since", "stream")

    def __init__(self, http: httpcore.AsyncHTTPConnection, stream: TrackedStream) -> None:
        self.http = http
        self.stream = stream
        self.idle_since = 0.0

    def is_alive(self) -> bool:
        """Whether an idle connection can take a request, as far as the socket shows."""
        return self.http.is_idle() and not self.http.has_expired() and not self.stream.has_unread_bytes()

    def is_reusable(self) -> bool:
        """Whether nothing came after the answer. It would be taken for the answer to the next request."""
        return self.http.is_idle() and not _has_trailing_bytes(self.http) and not self.stream.has_unread_bytes()


class Pool:
    """Sends HTTP/1.1 requests.

    The connection that is idle for longest is closed first. ``keepalive`` is less than the five seconds after which
    common servers close an idle connection, since a request that meets such a close may or may not have been seen.
    """

    def __init__(
        self,
        ssl_context: Callable[[], ssl.SSLContext],
        *,
        max_connections: int = 100,
        keepalive: float = 4.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ssl_context = ssl_context
        self._max_connections = max_connections
        self._keepalive = keepalive
        self._now = now
        self._idle: dict[_Origin, deque[_Connection]] = {}
        self._busy: set[_Connection] = set()
        self._closed = False

    @property
    def idle(self) -> int:
        """How many connections are idle."""
        return sum(map(len, self._idle.values()))

    @property
    def busy(self) -> int:
        """How many connections serve a request."""
        return len(self._busy)

    async def send(self, request: HttpRequest, state: RequestState) -> HttpResponse:
        """The answer, read. A request that met a dead connection is sent once more if not a byte of it left."""
        core = _core_request(build(request, state))
        try:
            await self._close_expired()
            connection = await self._take_idle(core.url)
            if connection is not None:
                try:
                    return await self._exchange(connection, core, state)
                except (httpcore.NetworkError, httpcore.ProtocolError):
                    if state.sent is not False or self._closed:
                        raise  # the server may have seen it: only the caller knows whether to repeat it
            await self._make_room()
            return await self._exchange(self._new_connection(core.url, state), core, state)
        except _HTTPCORE_ERRORS as error:
            raise getattr(httpx, type(error).__name__)(str(error)) from error

    async def _exchange(self, connection: _Connection, request: httpcore.Request, state: RequestState) -> HttpResponse:
        if self._closed:
            raise httpcore.ConnectError("the client was closed")
        stream = connection.stream
        stream.state = state
        self._busy.add(connection)
        try:
            answer = await connection.http.handle_async_request(request)
            assert isinstance(answer.stream, AsyncIterable)
            response = await receive(
                answer.stream, state, method=request.method.decode(), status=answer.status, headers=answer.headers
            )
            await answer.aclose()
            if self._closed or not connection.is_reusable():
                await stream.aclose()
        except BaseException:
            await stream.aclose()
            raise
        finally:
            self._busy.discard(connection)
        if not (self._closed or stream.closed):
            connection.idle_since = self._now()
            self._idle.setdefault(_origin(request.url), deque()).append(connection)
        return response

    def _new_connection(self, url: httpcore.URL, state: RequestState) -> _Connection:
        if url.scheme not in (b"https", b"http"):
            raise httpcore.UnsupportedProtocol("the URL names no server that speaks HTTP")
        stream = TrackedStream(state)
        context = self._ssl_context() if url.scheme == b"https" else None
        http = httpcore.AsyncHTTPConnection(url.origin, ssl_context=context, network_backend=stream)
        return _Connection(http, stream)

    async def _take_idle(self, url: httpcore.URL) -> _Connection | None:
        connections = self._idle.get(_origin(url))
        while connections:
            connection = connections.pop()
            if connection.is_alive():
                return connection
            await connection.stream.aclose()
        return None

    async def _close_expired(self) -> None:
        expired = self._now() - self._keepalive
        for origin, connections in list(self._idle.items()):
            while connections and connections[0].idle_since <= expired:
                await connections.popleft().stream.aclose()
            if not connections:
                self._idle.pop(origin, None)

    async def _make_room(self) -> None:
        while self.idle and self.idle + self.busy >= self._max_connections:
            oldest = min(filter(None, self._idle.values()), key=lambda connections: connections[0].idle_since)
            await oldest.popleft().stream.aclose()

    async def aclose(self) -> None:
        """Closes all connections, even if one of them fails to close. Running requests fail."""
        self._closed = True
        connections = [*self._busy, *(connection for idle in self._idle.values() for connection in idle)]
        self._idle.clear()
        async with AsyncExitStack() as stack:
            for connection in connections:
                stack.push_async_callback(connection.stream.aclose)


def _core_request(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


def _origin(url: httpcore.URL) -> _Origin:
    return url.scheme, url.host, url.port


def _has_trailing_bytes(connection: httpcore.AsyncHTTPConnection) -> bool:
    """Whether bytes came after the end of the answer. Only the parser knows, which httpcore does not expose."""
    parser = getattr(getattr(connection, "_connection", None), "_h11_state", None)
    return parser is not None and bool(parser.trailing_data[0])
