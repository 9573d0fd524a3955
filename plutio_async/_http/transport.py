"""Sends HTTP requests: returns the whole answer, or raises one of our errors, with whether the request was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from plutio_async._core.errors import ClientStateError, ConnectionFailed
from plutio_async._core.event_loop import LoopGuard
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState
from plutio_async._http.settings import ConnectionSettings

if TYPE_CHECKING:
    from plutio_async._http.pool import Pool
    from plutio_async._http.routes import HttpxRoute


class ConnectionsBusy(ConnectionFailed):
    """No connection became free in time, so nothing was sent."""


class ConnectionLimiter:
    """Admits ``size`` requests at a time, first come, first served. A cancelled waiter takes no slot."""

    def __init__(self, size: int) -> None:
        self._slots = anyio.Semaphore(size, fast_acquire=True)
        self._waits: set[anyio.CancelScope] = set()
        self._closed = False

    async def acquire(self, max_wait: float | None = None) -> None:
        """Takes a slot; waits for one if need be, but no longer than ``max_wait`` seconds.

        Raises:
            ClientStateError: the limiter is closed.
            ConnectionsBusy: it took too long.
        """
        self.check()
        try:
            self._slots.acquire_nowait()
            return
        except anyio.WouldBlock:
            pass
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
        """Gives the slot to the longest waiter at once, so that no newcomer can take it."""
        self._slots.release()

    def close(self) -> None:
        """Rejects all waiting and all later requests."""
        self._closed = True
        for scope in self._waits:
            scope.cancel()


class HttpTransport:
    """Sends requests to one server, over at most ``max_connections`` connections at a time.

    The first request opens the route to its server, and with it imports httpx. It also decides the event loop and the
    process that the transport belongs to.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        self.settings = settings
        self._guard = LoopGuard()
        self._limiter = ConnectionLimiter(settings.max_connections)
        self._route: Pool | HttpxRoute | None = None

    async def send(self, request: HttpRequest) -> HttpResponse:
        """The answer, whatever its status, and also if its body cannot be read.

        Raises:
            ConnectionFailed: no answer came. ``reached`` is False when the request surely never left.
            ConnectionsBusy: no connection became free within ``request.max_wait``.
            CallTimeout: no answer came in time.
            ConfigurationError: the URL or a header cannot be sent.
            ClientStateError: after ``aclose``, or in another event loop or process than the first request.
        """
        self._guard.check()
        await self._limiter.acquire(request.max_wait)
        state = RequestState(request.timeout.total, self.settings.max_response_bytes)
        try:
            self._limiter.check()  # it may have been closed since it admitted this request
            if self._route is None:
                from plutio_async._http.routes import open_route  # with httpx

                self._route = open_route(self.settings, request.url)
            return await self._route.send(request, state)
        except Exception as raised:  # noqa: BLE001 - those that are no failures of a transport are raised again
            error = raised
        finally:
            self._limiter.release()
        from plutio_async._http.failures import translate

        # Not in the except block: httpx's error holds the request and so the token, and would stay as the context.
        raise translate(error, request, state)

    async def aclose(self) -> None:
        """Closes all connections; later requests, and those that wait, get a ``ClientStateError``. May be called twice.

        Raises:
            ClientStateError: in another event loop or process than the one that the connections belong to.
        """
        if self._route is not None:
            self._guard.check()
        self._limiter.close()
        route, self._route = self._route, None
        if route is not None:
            with anyio.CancelScope(shield=True):
                await route.aclose()

    async def discard(self) -> None:
        """Closes the sockets of an event loop that has ended."""
        route, self._route = self._route, None
        if route is not None:
            await route.discard()
