"""Bounds the number of requests at a time, first come, first served."""

from __future__ import annotations

from collections import OrderedDict

import anyio

from plutio_async._core.errors import ClientStateError, ConnectionFailed


class ConnectionsBusy(ConnectionFailed):
    """No connection became free in time, so nothing was sent."""


class _Waiter:
    __slots__ = ("admitted", "event")

    def __init__(self) -> None:
        self.admitted = False
        self.event = anyio.Event()


class ConnectionLimiter:
    """Admits ``size`` requests at a time. A cancelled waiter takes no slot.

    A slot that becomes free goes to the longest waiter at once, so that no newcomer can take it.
    """

    def __init__(self, size: int) -> None:
        self._free = size
        self._closed = False
        self._queue: OrderedDict[_Waiter, None] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._queue)

    async def acquire(self, max_wait: float | None = None) -> None:
        """Takes a slot; waits for one if need be, but no longer than ``max_wait`` seconds.

        Raises:
            ClientStateError: the limiter is closed.
            ConnectionsBusy: it took too long.
        """
        self.check()
        if self._free:
            self._free -= 1
            return
        with anyio.move_on_after(max_wait) as scope:
            await self._wait()
        if scope.cancelled_caught:
            raise ConnectionsBusy("all connections are busy", reached=False)

    def check(self) -> None:
        """Raises ``ClientStateError`` when the limiter is closed."""
        if self._closed:
            raise ClientStateError("the client is closed: make calls before aclose() or inside its `async with` block")

    async def _wait(self) -> None:
        waiter = _Waiter()
        self._queue[waiter] = None
        try:
            await waiter.event.wait()
        except BaseException:
            if waiter.admitted:
                self.release()
            else:
                self._queue.pop(waiter, None)
            raise
        if not waiter.admitted:
            self.check()

    def release(self) -> None:
        """Gives the slot back."""
        if self._queue:
            waiter, _ = self._queue.popitem(last=False)
            waiter.admitted = True
            waiter.event.set()
        else:
            self._free += 1

    def close(self) -> None:
        """Rejects all waiting and all later requests."""
        self._closed = True
        for waiter in self._queue:
            waiter.event.set()
        self._queue.clear()
