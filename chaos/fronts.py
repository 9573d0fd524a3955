"""Servers between a client and a sandbox, each on its own port and thread: TLS, a proxy, HTTP/2."""

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
_MAX_HEAD = 65_536
_DISCONNECTED = (
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    anyio.IncompleteRead,
    ssl.SSLError,
)
"""The errors after one of the two ends has disconnected."""


@contextmanager
def front(serve: Serve, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serves each connection with ``serve`` until the block ends, and yields the port."""
    with (
        start_blocking_portal("asyncio") as portal,
        portal.wrap_async_context_manager(_listening(serve, context)) as port,
    ):
        yield port


@asynccontextmanager
async def _listening(serve: Serve, context: ssl.SSLContext | None) -> AsyncIterator[int]:
    listener = await anyio.create_tcp_listener(local_host=HOST, backlog=2048)
    async with listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, partial(_handle, serve, context))
        yield listener.extra_attributes[SocketAttribute.local_port]()
        group.cancel_scope.cancel()


async def _handle(serve: Serve, context: ssl.SSLContext | None, raw: ByteStream) -> None:
    try:
        async with raw:
            stream: ByteStream = raw
            if context is not None:
                stream = await TLSStream.wrap(raw, ssl_context=context, standard_compatible=False)
            await serve(stream)
    except _DISCONNECTED:
        pass
    except BaseExceptionGroup as errors:
        _, others = errors.split(_DISCONNECTED)
        if others is not None:
            raise others from None


async def read_head(stream: BufferedByteReceiveStream) -> tuple[bytes, bytes]:
    """The head of an HTTP/1.1 message without the empty line, and the body."""
    head = await stream.receive_until(b"\r\n\r\n", _MAX_HEAD)
    lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    size = int(lengths[0]) if lengths else 0
    return head, await stream.receive_exactly(size) if size else b""


def relay(port: int) -> Serve:
    """Forwards bytes to another port and back."""

    async def serve(stream: ByteStream) -> None:
        async with await anyio.connect_tcp(HOST, port) as upstream, anyio.create_task_group() as group:
            group.start_soon(_copy, upstream, stream, group.cancel_scope)
            await _copy(stream, upstream, group.cancel_scope)

    return serve


async def _copy(source: ByteStream, target: ByteStream, scope: anyio.CancelScope) -> None:
    """Copies all bytes until one end disconnects, and then cancels the other direction."""
    try:
        async for data in source:
            await target.send(data)
    except _DISCONNECTED:
        pass
    finally:
        scope.cancel()


async def proxy(stream: ByteStream) -> None:
    """A forward proxy for the loopback: a tunnel for ``CONNECT``, or sequential requests with full URLs."""
    buffered = BufferedByteReceiveStream(stream)
    head, body = await read_head(buffered)
    method, target, _ = head.split(b" ", 2)
    if method == b"CONNECT":
        await stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await relay(_port(target))(stream)
        return
    origin = target.split(b"/", 3)[2]
    async with await anyio.connect_tcp(HOST, _port(origin)) as upstream, anyio.create_task_group() as group:
        group.start_soon(_copy, upstream, stream, group.cancel_scope)
        try:
            while True:
                await upstream.send(head.replace(b"http://" + origin, b"", 1) + b"\r\n\r\n" + body)
                head, body = await read_head(buffered)
        except _DISCONNECTED:
            group.cancel_scope.cancel()


def _port(origin: bytes) -> int:
    return int(origin.rpartition(b":")[2])
