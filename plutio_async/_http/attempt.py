"""What one attempt of a call may take, and how far it got."""

from __future__ import annotations

import time

ATTEMPT = "plutio_async.attempt"


class Attempt:
    """One attempt of a call: how long it may take, and whether its request was sent.

    ``sent`` is ``None`` as long as no socket was touched, which is also how it stays when a transport other than our
    pool serves the attempt.
    """

    __slots__ = ("deadline", "seconds", "sent")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.deadline: float | None = None
        self.sent: bool | None = None

    def start(self) -> None:
        """Starts the clock, once a connection is at hand or may be opened."""
        self.deadline = time.monotonic() + self.seconds

    def within(self, timeout: float | None) -> float | None:
        """The timeout, or what is left until the deadline if that is less."""
        if self.deadline is None:
            return timeout
        left = max(self.deadline - time.monotonic(), 0.0)
        return left if timeout is None else min(timeout, left)
