"""The calls that are running, and their waits: closing the client ends both."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from types import TracebackType

import anyio

from plutio_async._core.errors import ClientStateError

log = logging.getLogger("plutio_async")


class RunningCalls:
    """Counts the calls of a client, as a block around each, and keeps the scopes of their waits.

    A call waits for the budget, for a token or for its next attempt.
    """

    def __init__(self) -> None:
        self.count = 0
        self._waits: set[anyio.CancelScope] = set()
        self._closing = False
        self._closed = False

    def check(self) -> None:
        """Raises ``ClientStateError`` when no call may begin."""
        if self._closed:
            raise ClientStateError("the client is closed: make calls before aclose() or inside its `async with` block")
        if self._closing:
            raise ClientStateError("the client is closing: it lets running calls end, and accepts no new ones")

    def __enter__(self) -> None:
        """A call begins. Raises ``ClientStateError`` when none may."""
        if self._closing:
            self.check()
        self.count += 1

    def __exit__(self, *_: object) -> None:
        self.count -= 1
        if self._closing and not self.count:
            self._end_waits()

    def wait(self, now: Callable[[], float], done: Callable[[float], None]) -> Wait:
        """A wait of a running call, as a block. ``done`` gets the seconds that it took.

        Raises:
            ClientStateError: the client was closed, before or meanwhile.
        """
        if self._closed:
            raise ClientStateError("the client is closed: this call was to be made again, and was not")
        return Wait(self._waits, now, done)

    async def drain(self, seconds: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Lets no call begin, and returns when the running ones are over, or ``seconds`` have passed."""
        self._closing = True
        if self._closed or not self.count:
            return
        with anyio.CancelScope() as scope:
            self._waits.add(scope)
            try:
                await sleep(seconds)
            finally:
                self._waits.discard(scope)
        if self.count and not self._closed:
            log.warning("%d calls were still running after %g s: they end with the client", self.count, seconds)

    def close(self) -> None:
        """Ends all waits, and lets no call and no wait begin. Only in the event loop of the calls."""
        self._closing = self._closed = True
        self._end_waits()

    def _end_waits(self) -> None:
        for scope in self._waits:
            scope.cancel()


class Wait:
    """One wait. A class, because a generator would cost each call more than the rest of its wait."""

    __slots__ = ("_began", "_done", "_now", "_scope", "_waits")

    def __init__(self, waits: set[anyio.CancelScope], now: Callable[[], float], done: Callable[[float], None]) -> None:
        self._waits = waits
        self._now = now
        self._done = done
        self._began = now()
        self._scope = anyio.CancelScope()

    def __enter__(self) -> None:
        self._scope.__enter__()
        self._waits.add(self._scope)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waits.discard(self._scope)
        self._scope.__exit__(kind, error, trace)
        self._done(self._now() - self._began)
        if self._scope.cancelled_caught:
            raise ClientStateError("the client is closed: this call was still waiting, and was not made") from None
