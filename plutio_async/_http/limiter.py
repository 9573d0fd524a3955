"""A door that a fixed number may pass at a time, first come, first served."""

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
    """Lets ``size`` callers in. A free place is taken at once; a cancelled waiter costs nobody a turn.

    A place is handed to the longest waiter as it becomes free, so that no newcomer can take it.
    """

    def __init__(self, size: int) -> None:
        self._free = size
        self._shut = False
        self._queue: OrderedDict[_Waiter, None] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many are in the queue."""
        return len(self._queue)

    async def enter(self, patience: float | None = None) -> None:
        """Takes a place, waiting for one if need be, but no longer than ``patience`` seconds.

        Raises:
            ClientStateError: the gate is shut.
            ConnectionsBusy: it took too long.
        """
        self.check()
        if self._free:
            self._free -= 1
            return
        with anyio.move_on_after(patience) as scope:
            await self._wait()
        if scope.cancelled_caught:
            raise ConnectionsBusy("all connections are busy", reached=False)

    def check(self) -> None:
        """Raises ``ClientStateError`` when the gate is shut."""
        if self._shut:
            raise ClientStateError("the client is closed: make calls before aclose() or inside its `async with` block")

    async def _wait(self) -> None:
        waiter = _Waiter()
        self._queue[waiter] = None
        try:
            await waiter.event.wait()
        except BaseException:
            if waiter.admitted:
                self.leave()
            else:
                self._queue.pop(waiter, None)
            raise
        if not waiter.admitted:
            self.check()

    def leave(self) -> None:
        """Gives the place back."""
        if self._queue:
            waiter, _ = self._queue.popitem(last=False)
            waiter.admitted = True
            waiter.event.set()
        else:
            self._free += 1

    def shut(self) -> None:
        """Turns away all who wait and all who come."""
        self._shut = True
        for waiter in self._queue:
            waiter.event.set()
        self._queue.clear()
