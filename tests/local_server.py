"""A small HTTP/1.1 server with faults, on a real socket, in the test's event loop."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
from anyio.abc import ByteStream, SocketAttribute, TaskGroup
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSListener

from plutio_async._http.messages import HttpRequest, HttpResponse
from plutio_async._http.transport import HttpTransport

# What a server's send or receive raises when the client closes the connection meanwhile. A TLS write can also meet the end of what
# the client sends.
CLIENT_LEFT = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream, anyio.IncompleteRead)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class Exchange:
    """One request on a connection; ``before`` is the number of earlier ones."""

    def __init__(self, stream: ByteStream, head: bytes, body: bytes, before: int) -> None:
        self.stream = stream
        self.head = head
        self.body = body
        self.before = before

    @property
    def target(self) -> str:
        return self.head.split(b" ")[1].decode()

    async def answer(self, raw: bytes = OK) -> None:
        await self.stream.send(raw)


Handler = Callable[[Exchange], Awaitable[None]]


async def at_once(exchange: Exchange) -> None:
    """Answers 200 with an empty object."""
    await exchange.answer()


async def hang(exchange: Exchange) -> None:
    """Never answers; ends when the client disconnects."""
    await exchange.stream.receive()


class LocalServer:
    """Counts connections and records requests. ``handle`` answers them and may be replaced."""

    def __init__(self, handle: Handler, scheme: str) -> None:
        self.handle = handle
        self.scheme = scheme
        self.port = 0
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.seen: list[Exchange] = []
        self.streams: set[ByteStream] = set()

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://localhost:{self.port}{path}"

    async def drop_connections(self) -> None:
        """Closes all connections from the server's side."""
        for stream in list(self.streams):
            await stream.aclose()

    async def serve(self, stream: ByteStream) -> None:
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        self.streams.add(stream)
        try:
            await self._exchanges(stream)
        except CLIENT_LEFT:
            return
        finally:
            self.open -= 1
            self.streams.discard(stream)
            with anyio.CancelScope(shield=True):
                await stream.aclose()

    async def _exchanges(self, stream: ByteStream) -> None:
        buffered = BufferedByteReceiveStream(stream)
        count = 0
        while True:
            head = await buffered.receive_until(b"\r\n\r\n", 65536)
            lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            body = await buffered.receive_exactly(int(lengths[0])) if lengths and int(lengths[0]) else b""
            exchange = Exchange(stream, head, body, count)
            self.seen.append(exchange)
            await self.handle(exchange)
            count += 1


@asynccontextmanager
async def serving(handle: Handler = at_once, context: ssl.SSLContext | None = None) -> AsyncIterator[LocalServer]:
    """Runs a server until the block ends."""
    tcp = await anyio.create_tcp_listener(local_host="127.0.0.1")
    listener = tcp if context is None else TLSListener(tcp, context, standard_compatible=False)
    server = LocalServer(handle, "http" if context is None else "https")
    server.port = tcp.extra(SocketAttribute.local_port)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(_serve, listener, server, tasks)
        await anyio.wait_all_tasks_blocked()
        yield server
        await anyio.wait_all_tasks_blocked()  # a connection without a running handler would stay open
        tasks.cancel_scope.cancel()


async def _serve(listener: anyio.abc.Listener[ByteStream], server: LocalServer, tasks: TaskGroup) -> None:
    async def serve(stream: ByteStream) -> None:
        await server.serve(stream)

    await listener.serve(serve, tasks)


async def exchanged(transport: HttpTransport, request: HttpRequest) -> HttpResponse:
    """The answer to a request that waits for a free connection first."""
    with await transport.connections.acquire():
        return await transport.send(request)
