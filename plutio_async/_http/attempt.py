"""What one attempt of a call may take, and how far it got."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any, Self

from anyio.lowlevel import checkpoint

from plutio_async._core.errors import UnreadableAnswer

ATTEMPT = "plutio_async.attempt"


class Attempt:
    """One attempt of a call: how long it may take, how long its answer may be, and how far it got.

    ``sent`` is ``None`` as long as no socket was touched, which is also how it stays when a transport other than our
    pool serves the attempt. ``unread`` is why the body of the answer was not read.
    """

    __slots__ = ("deadline", "limit", "seconds", "sent", "unread")

    def __init__(self, seconds: float, limit: float = math.inf) -> None:
        self.seconds = seconds
        self.limit = limit
        self.unread: UnreadableAnswer | None = None
        self.deadline: float | None = None
        self.sent: bool | None = None

    @classmethod
    def of(cls, extensions: Mapping[str, Any]) -> Self:
        """The one that a request belongs to; one without limits if it belongs to none."""
        return extensions.get(ATTEMPT) or cls(math.inf)

    def start(self) -> None:
        """Starts the clock, once a connection is at hand or may be opened."""
        self.deadline = time.monotonic() + self.seconds

    def within(self, timeout: float | None) -> float | None:
        """The timeout, or what is left until the deadline if that is less."""
        if self.deadline is None:
            return timeout
        left = max(self.deadline - time.monotonic(), 0.0)
        return left if timeout is None else min(timeout, left)

    async def checkpoint(self) -> None:
        """Lets others run. Raises ``TimeoutError`` after the deadline."""
        await checkpoint()
        if self.within(None) == 0.0:
            raise TimeoutError
