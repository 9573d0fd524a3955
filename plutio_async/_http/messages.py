"""A request, its answer, and the state of a request on its way."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Self

from anyio.lowlevel import checkpoint
from attrs import define, field, frozen

from plutio_async._core.checks import check_seconds, is_seconds
from plutio_async._core.errors import ConfigurationError, UnreadableAnswer

Headers = Sequence[tuple[bytes, bytes]]


@frozen
class Timeout:
    """The bounds of one attempt, in seconds. None of them counts the wait for a free connection.

    Attributes:
        total: The whole attempt.
        connect: To connect to the server or proxy, and again for TLS.
        read: Between two pieces of the answer, and until the first; ``None`` is ``total``.
        write: Until the server takes the next piece of the request; ``None`` is ``total``.
    """

    total: float = 30.0
    connect: float | None = 10.0
    read: float | None = None
    write: float | None = None

    def __attrs_post_init__(self) -> None:
        check_seconds("total", self.total, positive=True)
        for name in ("connect", "read", "write"):
            if (seconds := getattr(self, name)) is not None:
                check_seconds(name, seconds, positive=True)

    def phases(self) -> dict[str, float | None]:
        """The bounds of the phases, as httpx takes them."""
        total = self.total
        given = {"connect": self.connect, "read": self.read, "write": self.write}
        return {"pool": None, **{name: total if limit is None else min(limit, total) for name, limit in given.items()}}


def timeout_of(given: Timeout | float) -> Timeout:
    """The bounds; a number is the total. Raises ``ConfigurationError`` for anything else."""
    if isinstance(given, Timeout):
        return given
    if not is_seconds(given, positive=True):
        raise ConfigurationError(
            f"timeout={given!r} is no length of time; give seconds, more than 0, or a plutio_async.Timeout"
        )
    return Timeout(given)


@frozen
class HttpRequest:
    """A request as it is sent. Its ``repr`` shows neither headers nor body.

    ``timeout`` bounds the request; a number is the total, in seconds.
    """

    method: str
    url: str
    headers: Headers = field(default=(), repr=False)
    content: bytes | None = field(default=None, repr=False)
    timeout: Timeout = field(default=Timeout(), converter=timeout_of)


class Content:
    """The body of a request, in one piece. No async generator: trio reports one that is not read to its end."""

    def __init__(self, content: bytes) -> None:
        self._content = self._left = content

    def __aiter__(self) -> Self:
        self._left = self._content
        return self

    async def __anext__(self) -> bytes:
        piece, self._left = self._left, b""
        if not piece:
            raise StopAsyncIteration
        return piece


@frozen
class HttpResponse:
    """An answer, unpacked. Header names are in lower case.

    ``unread`` is why the body was not read; then the content is empty. ``version`` is that of HTTP.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    unread: UnreadableAnswer | None = None
    version: str = "1.1"

    @property
    def is_of_api(self) -> bool:
        """Whether it seems to be the API's own: 429, or a JSON object or array. Gateways send other pages, or none."""
        return self.status == 429 or self.content.lstrip()[:1] in (b"{", b"[")


@define
class RequestState:
    """One request on its way: its deadline, the most bytes of its answer, and whether it was sent.

    ``sent`` is ``None`` as long as no socket was touched, and stays so with a transport other than our pool. It is
    False while a connection is opened, True from the first write on, and False again if that write leaves out a part of
    the head: then no server can have acted.
    """

    timeout: float
    max_bytes: float = math.inf
    sent: bool | None = field(default=None, init=False)
    deadline: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.deadline = time.monotonic() + self.timeout

    def remaining(self, timeout: float | None = None) -> float:
        """Seconds until the deadline, or the timeout if that is less."""
        left = max(self.deadline - time.monotonic(), 0.0)
        return left if timeout is None else min(timeout, left)

    async def checkpoint(self) -> None:
        """Lets other tasks run. Raises ``TimeoutError`` after the deadline."""
        await checkpoint()
        if not self.remaining():
            raise TimeoutError
