"""A request, its answer, and the state of a request on its way."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from anyio.lowlevel import checkpoint
from attrs import field, frozen

from plutio_async._core.errors import UnreadableAnswer

Headers = Sequence[tuple[bytes, bytes]]


def _names(headers: Headers) -> str:
    return "[" + ", ".join(name.decode("latin-1") for name, _ in headers) + "]"


def _size(content: bytes | None) -> str:
    return "None" if content is None else f"<{len(content)} bytes>"


@frozen
class HttpRequest:
    """A request as it is sent. Its ``repr`` shows the names of the headers and the size of the body, no values.

    ``timeout`` bounds the request in seconds, without the wait for a free connection, which ``max_wait`` bounds.
    """

    method: str
    url: str
    headers: Headers = field(default=(), repr=_names)
    content: bytes | None = field(default=None, repr=_size)
    timeout: float = 30.0
    max_wait: float | None = None


@frozen
class HttpResponse:
    """An answer, unpacked. Header names are in lower case.

    ``unread`` is why the body was not read; then the content is empty.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=_size)
    unread: UnreadableAnswer | None = None


class RequestState:
    """One request on its way: its deadline, the most bytes of its answer, and whether it was sent.

    ``sent`` is ``None`` as long as no socket was touched. It stays so with a transport other than our pool.
    """

    __slots__ = ("connect_timeout", "deadline", "max_bytes", "sent", "timeout")

    def __init__(self, timeout: float, *, connect_timeout: float = math.inf, max_bytes: float = math.inf) -> None:
        self.timeout = timeout
        self.connect_timeout = min(connect_timeout, timeout)
        self.max_bytes = max_bytes
        self.deadline = time.monotonic() + timeout
        self.sent: bool | None = None

    def remaining(self, timeout: float | None = None) -> float:
        """Seconds until the deadline, or the timeout if that is less."""
        left = max(self.deadline - time.monotonic(), 0.0)
        return left if timeout is None else min(timeout, left)

    async def checkpoint(self) -> None:
        """Lets other tasks run. Raises ``TimeoutError`` after the deadline."""
        await checkpoint()
        if not self.remaining():
            raise TimeoutError


class Route(Protocol):
    """How requests reach a server: over our pool, or over a transport of httpx."""

    async def send(self, request: HttpRequest, state: RequestState) -> HttpResponse:
        """The answer, read. Raises an error of httpx, or ``TimeoutError``, when none comes."""
        ...

    async def aclose(self) -> None:
        """Closes all connections."""
        ...
