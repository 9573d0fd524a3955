"""The calls that are running, and their waits: they end with the client, wherever they wait."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from types import TracebackType

import anyio

from plutio_async._core.errors import ClientStateError

log = logging.getLogger("plutio_async")


class Waits:
    """Counts the calls of a client and knows which of them wait, for the budget, a token or the next attempt."""

    def __init__(self) -> None:
        self.calls = 0
        self._scopes: set[anyio.CancelScope] = set()
        self._closing = False
        self._ended = False

    def check(self) -> None:
        """Raises ``ClientStateError`` when no call may begin."""
        if self._ended:
            raise ClientStateError("the client is closed: make calls before aclose() or inside its `async with` block")
        if self._closing:
            raise ClientStateError("the client is closing: it lets the calls that are running end, and takes no other")

    def begin(self) -> None:
        """A call begins; say so before anything is waited for, and call :meth:`finish` once.

        Raises:
            ClientStateError: the client is closed, or about to be.
        """
        if self._closing:
            self.check()
        self.calls += 1

    def finish(self) -> None:
        """A call is over, however it ended."""
        self.calls -= 1
        if self._closing and not self.calls:
            self._wake()

    def one(self) -> Wait:
        """A wait of a running call, as a block.

        Raises:
            ClientStateError: the client was closed, before or meanwhile.
        """
        if self._ended:
            raise ClientStateError("the client is closed: this call was to be made again, and was not")
        return Wait(self._scopes)

    async def drain(self, seconds: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Lets no call begin, and returns when those that are running are over, or ``seconds`` have passed."""
        self._closing = True
        if self._ended or not self.calls:
            return
        with anyio.CancelScope() as scope:
            self._scopes.add(scope)
            try:
                await sleep(seconds)
            finally:
                self._scopes.discard(scope)
        if self.calls and not self._ended:
            log.warning("%d calls were still running after %g s: they end with the client", self.calls, seconds)

    def end(self) -> None:
        """Ends all waits, and lets no call and no wait begin; only in their own event loop."""
        self._closing = self._ended = True
        self._wake()

    def _wake(self) -> None:
        for scope in self._scopes:
            scope.cancel()


class Wait:
    """One of them. Written out, because a generator would cost each call more than all the rest of it."""

    __slots__ = ("_scope", "_scopes")

    def __init__(self, scopes: set[anyio.CancelScope]) -> None:
        self._scopes = scopes
        self._scope = anyio.CancelScope()

    def __enter__(self) -> None:
        self._scope.__enter__()
        self._scopes.add(self._scope)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scopes.discard(self._scope)
        self._scope.__exit__(kind, error, trace)
        if self._scope.cancelled_caught:
            raise ClientStateError("the client is closed: this call was still waiting, and was not made") from None
