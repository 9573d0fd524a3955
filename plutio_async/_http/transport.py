"""Sends HTTP requests: gives the whole answer, or one of our errors, which says how far the request came."""

from __future__ import annotations

import anyio

from plutio_async._core.event_loop import LoopGuard
from plutio_async._http.limiter import ConnectionLimiter
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState, Route
from plutio_async._http.settings import ConnectionSettings


class HttpTransport:
    """Sends requests over at most ``max_connections`` connections at a time; further requests wait in order of arrival.

    The first request opens the route, and with it imports httpx. It also decides the event loop and the process that
    the transport belongs to.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        self._settings = settings
        self._guard = LoopGuard()
        self._limiter = ConnectionLimiter(settings.max_connections)
        self._route: Route | None = None

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
        settings = self._settings
        state = RequestState(
            request.timeout, connect_timeout=settings.connect_timeout, max_bytes=settings.max_response_bytes
        )
        try:
            self._limiter.check()  # it may have been closed since it admitted this request
            route = self._route or self._open()
            return await route.send(request, state)
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

    def _open(self) -> Route:
        from plutio_async._http.routes import open_route

        self._route = open_route(self._settings)
        return self._route
