"""The event loop of a client: refuses calls from another one, and closes the sockets of one that has ended."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any

from anyio.lowlevel import current_token

from plutio_async._core.errors import ClientStateError


class LoopGuard:
    """Remembers the process and the event loop of the first call, and refuses calls from others.

    So a client can be created at import and used after a fork, in any loop. The first call calls ``on_first``.
    """

    def __init__(self, on_first: Callable[[], None] | None = None) -> None:
        self._home: tuple[int, object] | None = None
        self._on_first = on_first

    def check(self) -> None:
        """Raises ``ClientStateError`` in another process or event loop than that of the first call."""
        here = (os.getpid(), current_token())
        home = self._home
        if home == here:
            return
        if home is None:
            self._home = here
            if self._on_first is not None:
                self._on_first()
        elif home[0] != here[0]:
            raise ClientStateError(
                f"this client made its first call in process {home[0]}, and this is process {here[0]}: "
                "make a client in each process, after the fork"
            )
        elif _has_ended(home[1]):
            raise ClientStateError(
                "this client was used in another event loop, which has ended: enter it in this one, with `async with`"
            )
        else:
            raise ClientStateError(
                "this client made its first call in another event loop, to which its connections belong: "
                "make a client in each loop, or run everything in one (a single asyncio.run or anyio.run)"
            )

    def has_ended(self) -> bool:
        """Whether the event loop of the first call has ended for good."""
        return self._home is not None and self._home[1] != current_token() and _has_ended(self._home[1])

    def was_used(self) -> bool:
        """Whether this process made the first call."""
        return self._home is not None and self._home[0] == os.getpid()

    def call_soon(self, function: Callable[..., object], *args: object) -> bool:
        """Calls a function in the event loop of the first call, from any thread. False if that loop has ended."""
        assert self._home is not None
        loop = _native(self._home[1])
        try:
            getattr(loop, "call_soon_threadsafe" if hasattr(loop, "is_closed") else "run_sync_soon")(function, *args)
        except RuntimeError:  # trio's RunFinishedError is one too
            return False
        return True


def _native(token: object) -> Any:
    """The event loop of asyncio or the token of trio; older versions of anyio give it without one of their own."""
    return getattr(token, "native_token", token)


def _has_ended(token: object) -> bool:
    loop = _native(token)
    if hasattr(loop, "is_closed"):  # asyncio
        return bool(loop.is_closed())
    import trio

    try:
        loop.run_sync_soon(int, idempotent=True)
    except trio.RunFinishedError:
        return True
    return False


def close_socket(stream: Any) -> None:
    """Closes the socket of an anyio stream, whose event loop has ended: the stream itself would need that loop."""
    while hasattr(stream, "transport_stream"):  # TLS
        stream = stream.transport_stream
    try:
        raw, transport = stream._raw_socket, getattr(stream, "_transport", None)  # noqa: SLF001
        if transport is None:  # trio's own socket
            raw.close()
        elif transport._sock is not None:  # noqa: SLF001
            transport._sock, socket = None, transport._sock  # noqa: SLF001 - asyncio warns unless it is None
            socket.close()
    except AttributeError as error:
        warn_of_change(error, "a socket of an event loop that has ended stays open")


def warn_of_change(error: AttributeError, effect: str) -> None:
    """Warns that a private attribute of another package is gone."""
    message = f"{effect}: {error}. A dependency has changed; take a newer plutio-async, or an older version of it"
    warnings.warn(message, RuntimeWarning, stacklevel=3)
