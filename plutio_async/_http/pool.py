"""The connection pool: last in, first out, over httpcore's public connection class.

httpx's own pool loses a place for good when a request is cancelled while it connects, and slows down with the number of
connections. Here a connection is either idle in the pool or in the hands of one request, which gives it back or closes
it whatever happens; the number of requests at a time is the gate's business.
"""

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import AsyncIterable, Callable
from contextlib import AsyncExitStack

import httpcore
import httpx

from plutio_async._http.attempt import Attempt
from plutio_async._http.content import Body
from plutio_async._http.receiving import receive
from plutio_async._http.stream import TrackedStream

_Origin = tuple[bytes, bytes, int | None]

_HTTPX_ERRORS: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.TimeoutException: httpx.TimeoutException,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.NetworkError: httpx.NetworkError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.ProtocolError: httpx.ProtocolError,
}
_HTTPCORE_ERRORS = tuple(_HTTPX_ERRORS)


class _Line:
    """A connection, its socket, and since when it is idle."""

    __slots__ = ("connection", "idle_since", "wire")

    def __init__(self, connection: httpcore.AsyncHTTPConnection, wire: TrackedStream) -> None:
        self.connection = connection
        self.wire = wire
        self.idle_since = 0.0

    def is_alive(self) -> bool:
        """Whether an idle connection can take a request, as far as the socket tells."""
        return self.connection.is_idle() and not self.connection.has_expired() and not self.wire.holds_more()

    def is_reusable(self) -> bool:
        """Whether the answer was all that came. What follows it would be taken for the answer to the next request."""
        return self.connection.is_idle() and not _unread(self.connection) and not self.wire.holds_more()


class Pool(httpx.AsyncBaseTransport):
    """Sends HTTP/1.1 requests and gives answers that are read, and unpacked.

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
        self._idle: dict[_Origin, deque[_Line]] = {}
        self._busy: set[_Line] = set()
        self._closed = False

    @property
    def idle(self) -> int:
        """How many connections wait for a request."""
        return sum(map(len, self._idle.values()))

    @property
    def busy(self) -> int:
        """How many connections serve a request."""
        return len(self._busy)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        core = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=Body(await request.aread()),
            extensions=request.extensions,
        )
        attempt = Attempt.of(request.extensions)
        attempt.start()
        try:
            return await self._send(core, attempt)
        except _HTTPCORE_ERRORS as error:
            raise _HTTPX_ERRORS[type(error)](str(error)) from error

    async def _send(self, request: httpcore.Request, attempt: Attempt) -> httpx.Response:
        origin = (request.url.scheme, request.url.host, request.url.port)
        await self._drop_expired()
        line = await self._take_idle(origin)
        if line is not None:
            try:
                return await self._exchange(origin, line, request, attempt)
            except (httpcore.NetworkError, httpcore.ProtocolError):
                if attempt.sent is not False or self._closed:
                    raise  # the server may have seen it: whoever knows what it means has to decide
        await self._make_room()
        return await self._exchange(origin, self._new_line(request.url, attempt), request, attempt)

    async def _exchange(
        self, origin: _Origin, line: _Line, request: httpcore.Request, attempt: Attempt
    ) -> httpx.Response:
        if self._closed:
            raise httpcore.ConnectError("the client was closed")
        line.wire.attempt = attempt
        self._busy.add(line)
        try:
            answer = await line.connection.handle_async_request(request)
            response = await self._received(request, answer, attempt)
            await answer.aclose()
            if self._closed or not line.is_reusable():
                await line.wire.aclose()
        except BaseException:
            await line.wire.aclose()
            raise
        finally:
            self._busy.discard(line)
        if not (self._closed or line.wire.closed):
            line.idle_since = self._now()
            self._idle.setdefault(origin, deque()).append(line)
        return response

    @staticmethod
    async def _received(request: httpcore.Request, answer: httpcore.Response, attempt: Attempt) -> httpx.Response:
        assert isinstance(answer.stream, AsyncIterable)
        return await receive(
            answer.stream,
            attempt,
            method=request.method.decode(),
            status=answer.status,
            headers=answer.headers,
            extensions=answer.extensions,
        )

    def _new_line(self, url: httpcore.URL, attempt: Attempt) -> _Line:
        if url.scheme not in (b"https", b"http") or not url.host:
            raise httpcore.UnsupportedProtocol("the URL names no server that speaks HTTP")
        wire = TrackedStream(attempt)
        context = self._ssl_context() if url.scheme == b"https" else None
        return _Line(httpcore.AsyncHTTPConnection(url.origin, ssl_context=context, network_backend=wire), wire)

    async def _take_idle(self, origin: _Origin) -> _Line | None:
        lines = self._idle.get(origin)
        while lines:
            line = lines.pop()
            if line.is_alive():
                return line
            await line.wire.aclose()
        return None

    async def _drop_expired(self) -> None:
        expired = self._now() - self._keepalive
        for origin, lines in list(self._idle.items()):
            while lines and lines[0].idle_since <= expired:
                await lines.popleft().wire.aclose()
            if not lines:
                self._idle.pop(origin, None)

    async def _make_room(self) -> None:
        while self.idle and self.idle + self.busy >= self._max_connections:
            oldest = min((lines for lines in self._idle.values() if lines), key=lambda lines: lines[0].idle_since)
            await oldest.popleft().wire.aclose()

    async def aclose(self) -> None:
        """Closes all connections, also when one of them fails to. Requests that are under way fail."""
        self._closed = True
        lines = [*self._busy, *(line for lines in self._idle.values() for line in lines)]
        self._idle.clear()
        async with AsyncExitStack() as stack:
            for line in lines:
                stack.push_async_callback(line.wire.aclose)


def _unread(connection: httpcore.AsyncHTTPConnection) -> bool:
    """Whether bytes came after the end of the answer. Only the parser knows, and httpcore shows it to nobody."""
    parser = getattr(getattr(connection, "_connection", None), "_h11_state", None)
    return parser is not None and bool(parser.trailing_data[0])
