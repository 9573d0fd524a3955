"""Serves the sandbox on a port."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import uvicorn
from anyio import CancelScope, to_thread
from anyio.from_thread import BlockingPortal
from uvicorn.protocols.http.h11_impl import H11Protocol

from plutio_async.testing._api.app import ABORT, App, Receive, Scope, Send
from plutio_async.testing._api.messages import Dropped
from plutio_async.testing._api.protocol import SandboxProtocol
from plutio_async.testing.errors import SandboxError

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


class _Protocol(H11Protocol):
    """Lets the application abort its connection, which ASGI does not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        application = self.app

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), ABORT: self._reset}
            await application(scope, receive, send)

        self.app = with_abort

    def _reset(self) -> None:
        """Disables lingering, so that the kernel sends RST; a plain close would end the connection in order."""
        if self.transport.is_closing():
            return
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 is any free port. Raises ``SandboxError`` if the port is not available."""
    listening = None
    try:
        if not 0 <= port <= 65_535:  # getaddrinfo takes a larger one, and the rest of it modulo 65,536
            raise OverflowError("a port is a number from 0 to 65535")
        family, socktype, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Explicitly TCP, so that asyncio disables Nagle's algorithm; otherwise an answer may take 40 ms.
        listening = socket.socket(family, socktype, protocol or socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except (OSError, OverflowError, TypeError, UnicodeError) as error:
        if listening is not None:
            listening.close()
        reason = getattr(error, "strerror", None) or error
        raise SandboxError(f"cannot listen on {host} port {port}: {reason}; choose another port") from None
    return listening


def url(sandbox: SandboxProtocol, listening: socket.socket) -> str:
    """The base URL of a sandbox that listens on a socket, with the current version."""
    host, port = listening.getsockname()[:2]
    if listening.family == socket.AF_INET6:
        host = f"[{host}]"
    return f"http://{host}:{port}/{sandbox.versions[0]}"


def server(app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> uvicorn.Server:
    """A server, not started yet."""
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
    )
    return uvicorn.Server(config)


@contextmanager
def serving(sandbox: SandboxProtocol, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serves the sandbox in a thread until the block ends, and yields its base URL."""
    with listen(host, port) as listening:
        running = server(sandbox.app)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield url(sandbox, listening)
        finally:
            running.should_exit = True
            thread.join()


@asynccontextmanager
async def serve(sandbox: SandboxProtocol, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves until the block ends, and handles the calls in the event loop of the block, asyncio's or trio's.

    Only the connections are in a thread, since the server runs on asyncio only.
    """
    with listen(host, port) as listening:
        async with BlockingPortal() as portal:
            handle, sleep = _in_loop_of(portal, sandbox.handle), _in_loop_of(portal, sandbox.clock.sleep)
            running = server(App(handle, sleep, sandbox.versions))
            thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            try:
                yield url(sandbox, listening)
            finally:
                running.should_exit = True
                with CancelScope(shield=True):
                    await portal.stop(cancel_remaining=True)
                    await to_thread.run_sync(thread.join)


def _in_loop_of(
    portal: BlockingPortal, function: Callable[[_Argument], Awaitable[_Result]]
) -> Callable[[_Argument], Awaitable[_Result]]:
    """The function for the server's thread. It runs in the portal's loop, and raises ``Dropped`` after the block."""

    async def run(argument: _Argument) -> _Result:
        try:
            running = portal.start_task_soon(function, argument)
        except RuntimeError:
            raise Dropped from None
        try:
            return await asyncio.wrap_future(running)
        except asyncio.CancelledError:
            raise Dropped from None

    return run
