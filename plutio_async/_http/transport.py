"""Sends HTTP requests: returns the whole answer, or raises one of our errors, with whether the request was sent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import anyio

from plutio_async._core.errors import ClientStateError, ConnectionFailed
from plutio_async._core.tasks import start
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState
from plutio_async._http.settings import ConnectionSettings

if TYPE_CHECKING:
    from plutio_async._core.event_loop import LoopGuard
    from plutio_async._http.httpx_route import HttpxRoute
    from plutio_async._http.pool import Pool


class ConnectionsBusy(ConnectionFailed):
    """A connection became free too late, so nothing was sent."""


class ConnectionLimiter:
    """Admits ``size`` requests at a time, first come, first served: ``with await limiter.acquire(): …``.

    A cancelled waiter takes no slot.
    """

    def __init__(self, size: int) -> None:
        self._slots = anyio.Semaphore(size, fast_acquire=True)
        self._closed = False

    async def acquire(self, max_wait: float | None = None) -> Self:
        """Takes a slot until the block ends; waits for one if need be. No timer runs, since thousands may wait.

        Raises:
            ClientStateError: the limiter is closed.
            ConnectionsBusy: a slot is free now, but came later than after ``max_wait`` seconds. It is not taken.
        """
        self.check()
        try:
            self._slots.acquire_nowait()
        except anyio.WouldBlock:
            began = time.monotonic()
        else:
            return self
        await self._slots.acquire()
        if self._closed or (max_wait is not None and time.monotonic() - began > max_wait):
            self._slots.release()
            self.check()
            raise ConnectionsBusy("all connections were busy", reached=False)
        return self

    def __enter__(self) -> None:
        """The request may be sent."""

    def __exit__(self, *_: object) -> None:
        """Gives the slot to the longest waiter at once, so that no newcomer can take it."""
        self._slots.release()

    def check(self) -> None:
        """Raises ``ClientStateError`` when the limiter is closed."""
        if self._closed:
            raise ClientStateError("the client is closed: make calls before aclose() or inside its `async with` block")

    def close(self) -> None:
        """Rejects all waiting and all later requests."""
        self._closed = True
        self._slots.release()  # wakes the first waiter, and each wakes the next


class HttpTransport:
    """Sends requests to one server. Each takes a slot of ``connections`` first.

    The first request opens the route to its server, and with it imports httpx. Whoever has a transport keeps it in one
    event loop and one process.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        self.settings = settings
        self.connections = ConnectionLimiter(settings.max_connections)
        self._route: Pool | HttpxRoute | None = None

    async def send(self, request: HttpRequest) -> HttpResponse:
        """The answer, whatever its status, and also if its body cannot be read.

        Raises:
            ConnectionFailed: no answer came. ``reached`` is False when the request surely never left.
            CallTimeout: no answer came in time.
            ConfigurationError: the URL or a header cannot be sent.
            ClientStateError: after ``aclose``.
        """
        self.connections.check()  # it may have been closed since it admitted this request
        state = RequestState(request.timeout.total, self.settings.max_response_bytes)
        try:
            if self._route is None:
                from plutio_async._http.routes import open_route  # with httpx

                self._route = open_route(self.settings, request.url)
            return await self._route.send(request, state)
        except Exception as raised:  # noqa: BLE001 - those that are no failures of a transport are raised again
            error = raised
        from plutio_async._http.failures import translate

        # Not in the except block: httpx's error holds the request and so the token, and would stay as the context.
        raise translate(error, request, state)

    async def aclose(self) -> None:
        """Closes all connections; later and waiting requests get a ``ClientStateError``. May be called twice."""
        self.connections.close()
        route, self._route = self._route, None
        if route is not None:
            with anyio.CancelScope(shield=True):
                await route.aclose()

    async def discard(self) -> None:
        """Closes the sockets of an event loop that has ended. A transport of the user's closes what it can."""
        route, self._route = self._route, None
        if route is None:
            return
        route.close_sockets()
        try:
            if self.settings.transport is not None:
                await route.aclose()
        except RuntimeError as error:
            raise ClientStateError(
                "the transport= of this client has connections of an event loop that has ended: "
                "close the client before its loop ends"
            ) from error

    def abandon(self, guard: LoopGuard) -> bool:
        """Closes the sockets from any thread; those of a user's transport stay open. False if nothing was open."""
        if self._route is None or not guard.was_used():
            return False
        if self.settings.transport is None and not guard.call_soon(start, self.aclose):
            self._route.close_sockets()
        return True
