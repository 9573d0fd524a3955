"""Bounds the number of requests at a time, first come, first served."""

from __future__ import annotations

import anyio

from plutio_async._core.errors import ClientStateError, ConnectionFailed


class ConnectionsBusy(ConnectionFailed):
    """No connection became free in time, so nothing was sent."""


class ConnectionLimiter:
    """Admits ``size`` requests at a time. A cancelled waiter takes no slot.

    A slot that becomes free goes to the longest waiter at once, so that no newcomer can take it.
    """

    def __init__(self, size: int) -> None:
        self._slots = anyio.Semaphore(size, fast_acquire=True)
        self._waits: set[anyio.CancelScope] = set()
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._waits)

    async def acquire(self, max_wait: float | None = None) -> None:
        """Takes a slot; waits for one if need be, but no longer than ``max_wait`` seconds.

        Raises:
            ClientStateError: the limiter is closed.
            ConnectionsBusy: it took too long.
        """
        self.check()
        try:
            self._slots.acquire_nowait()
        except anyio.WouldBlock:
            await self._wait(max_wait)

    async def _wait(self, max_wait: float | None) -> None:
        with anyio.move_on_after(max_wait) as scope:
            self._waits.add(scope)
            try:
                await self._slots.acquire()
            finally:
                self._waits.discard(scope)
        if scope.cancelled_caught:
            self.check()
            raise ConnectionsBusy("all connections are busy", reached=False)

    def check(self) -> None:
        """Raises ``ClientStateError`` when the limiter is closed."""
        if self._closed:
            raise ClientStateError("the client is closed: make calls before aclose() or inside its `async with` block")

    def release(self) -> None:
        """Gives the slot back."""
        self._slots.release()

    def close(self) -> None:
        """Rejects all waiting and all later requests."""
        self._closed = True
        for scope in self._waits:
            scope.cancel()
