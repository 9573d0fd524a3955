"""Serves the sandbox on a port."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from plutio_async.testing._api.app import ABORT, Receive, Scope, Send
from plutio_async.testing._api.protocol import SandboxProtocol
from plutio_async.testing.errors import SandboxError


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
    """A listening socket; port 0 is any free port.

    Raises:
        SandboxError: the port is not available.
    """
    try:
        family, socktype, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Explicitly TCP, so that asyncio disables Nagle's algorithm; otherwise an answer may take 40 ms.
        listening = socket.socket(family, socktype, protocol or socket.IPPROTO_TCP)
    except (OSError, OverflowError, TypeError, UnicodeError) as error:
        raise _port_error(host, port, error) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise _port_error(host, port, error) from None
    return listening


def _port_error(host: str, port: int, error: Exception) -> SandboxError:
    reason = getattr(error, "strerror", None) or error
    return SandboxError(f"cannot listen on {host} port {port}: {reason}; choose another port")


def url(sandbox: SandboxProtocol, listening: socket.socket) -> str:
    """The base URL of a sandbox that listens on a socket, with the current version."""
    host, port = listening.getsockname()[:2]
    if listening.family == socket.AF_INET6:
        host = f"[{host}]"
    return f"http://{host}:{port}/{sandbox.versions[0]}"


def server(sandbox: SandboxProtocol) -> uvicorn.Server:
    """A server, not started yet."""
    config = uvicorn.Config(
        sandbox.app,
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
    """Serves the sandbox in a thread until the block ends, and yields its base URL.

    Raises:
        SandboxError: the port is not available.
    """
    with listen(host, port) as listening:
        running = server(sandbox)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield url(sandbox, listening)
        finally:
            running.should_exit = True
            thread.join()
