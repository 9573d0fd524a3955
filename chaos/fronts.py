"""What may stand between a client and a sandbox: TLS, a proxy, HTTP/2. On a port of its own, in a thread of its own."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

import anyio
from anyio.abc import ByteStream, SocketAttribute
from anyio.from_thread import start_blocking_portal
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSStream

Serve = Callable[[ByteStream], Awaitable[None]]

HOST = "127.0.0.1"
_MOST_HEAD = 65_536
_LEFT = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream, anyio.IncompleteRead, ssl.SSLError)
"""How it shows that one of the two ends left, at any moment."""


@contextmanager
def front(serve: Serve, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serves each connection with ``serve`` while the block runs, and gives the port."""
    with (
        start_blocking_portal("asyncio") as portal,
        portal.wrap_async_context_manager(_listening(serve, context)) as port,
    ):
        yield port


@asynccontextmanager
async def _listening(serve: Serve, context: ssl.SSLContext | None) -> AsyncIterator[int]:
    listener = await anyio.create_tcp_listener(local_host=HOST, backlog=2048)
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, partial(_until_one_leaves, serve, context))
        yield listener.extra_attributes[SocketAttribute.local_port]()
        group.cancel_scope.cancel()


async def _until_one_leaves(serve: Serve, context: ssl.SSLContext | None, raw: ByteStream) -> None:
    try:
        async with raw:
            stream: ByteStream = raw
            if context is not None:
                stream = await TLSStream.wrap(raw, ssl_context=context, standard_compatible=False)
            await serve(stream)
    except _LEFT:
        pass
    except BaseExceptionGroup as errors:
        _, others = errors.split(_LEFT)
        if others is not None:
            raise others from None


async def read_head(stream: BufferedByteReceiveStream) -> tuple[bytes, bytes]:
    """The head of an HTTP/1.1 message without its last empty line, and its body."""
    head = await stream.receive_until(b"\r\n\r\n", _MOST_HEAD)
    lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    size = int(lengths[0]) if lengths else 0
    return head, await stream.receive_exactly(size) if size else b""


def relay(port: int) -> Serve:
    """Passes bytes to another port and back. Behind it everything else is as if it were not there."""

    async def serve(stream: ByteStream) -> None:
        async with await anyio.connect_tcp(HOST, port) as beyond, anyio.create_task_group() as group:
            group.start_soon(_pump, beyond, stream, group.cancel_scope)
            await _pump(stream, beyond, group.cancel_scope)

    return serve


async def _pump(source: ByteStream, target: ByteStream, scope: anyio.CancelScope) -> None:
    """All bytes until either end leaves; then the other direction ends too."""
    try:
        async for data in source:
            await target.send(data)
    except _LEFT:
        pass
    finally:
        scope.cancel()


async def proxy(stream: ByteStream) -> None:
    """A forward proxy for loopback: a tunnel for ``CONNECT``, or one request after the other with their full URL."""
    buffered = BufferedByteReceiveStream(stream)
    head, body = await read_head(buffered)
    method, target, _ = head.split(b" ", 2)
    if method == b"CONNECT":
        await stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await relay(_port(target))(stream)
        return
    origin = target.split(b"/", 3)[2]
    async with await anyio.connect_tcp(HOST, _port(origin)) as beyond, anyio.create_task_group() as group:
        group.start_soon(_pump, beyond, stream, group.cancel_scope)
        try:
            while True:
                await beyond.send(head.replace(b"http://" + origin, b"", 1) + b"\r\n\r\n" + body)
                head, body = await read_head(buffered)
        except _LEFT:
            group.cancel_scope.cancel()


def _port(origin: bytes) -> int:
    return int(origin.rpartition(b":")[2])
