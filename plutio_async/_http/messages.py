"""A request, its answer, and the state of a request on its way."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

from anyio.lowlevel import checkpoint
from attrs import define, field, frozen

from plutio_async._core.errors import UnreadableAnswer

Headers = Sequence[tuple[bytes, bytes]]


@frozen
class HttpRequest:
    """A request as it is sent. Its ``repr`` shows neither headers nor body.

    ``timeout`` bounds the request in seconds, without the wait for a free connection, which ``max_wait`` bounds.
    """

    method: str
    url: str
    headers: Headers = field(default=(), repr=False)
    content: bytes | None = field(default=None, repr=False)
    timeout: float = 30.0
    max_wait: float | None = None


@frozen
class HttpResponse:
    """An answer, unpacked. Header names are in lower case.

    ``unread`` is why the body was not read; then the content is empty.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    unread: UnreadableAnswer | None = None


@define
class RequestState:
    """One request on its way: its deadline, the most bytes of its answer, and whether it was sent.

    ``sent`` is ``None`` as long as no socket was touched. It stays so with a transport other than our pool.
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
