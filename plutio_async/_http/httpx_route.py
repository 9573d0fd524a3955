"""Requests over a transport of httpx, or one of the user's: what abandoned ones leave in it, and its sockets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from weakref import WeakSet

import anyio
from attrs import define, evolve

from plutio_async._core.event_loop import close_socket, warn_of_change
from plutio_async._http.library import either, httpcore, httpx, library_of
from plutio_async._http.messages import Content, HttpRequest, HttpResponse, RequestState
from plutio_async._http.pool import BACKEND, close
from plutio_async._http.receiving import receive, received
from plutio_async._http.settings import AsyncTransport
from plutio_async._http.urls import server_of

_MAX_REMAINS = 50
"""What abandoned requests may leave in a transport of httpx before another one replaces it."""


@cache
def _content_class(library: Any) -> type[Any]:
    """``Content`` as a stream of a library, whose transports take no other."""
    return type("Content", (Content, library.AsyncByteStream), {})


def build(request: HttpRequest, library: Any) -> httpx.Request:
    """The request, with the Host and Content-Length headers.

    Raises:
        httpx.InvalidURL, httpx.UnsupportedProtocol: the URL cannot be called.
    """
    headers, extensions = list(request.headers), {"timeout": request.timeout.phases()}
    server_of(request.url)
    built: httpx.Request = library.Request(
        request.method, request.url, headers=headers, content=request.content, extensions=extensions
    )
    built.stream = _content_class(library)(request.content or b"")
    return built


class Sockets(httpcore.AsyncNetworkBackend):
    """Opens the sockets of httpx's transports, and remembers those that live, to close them later."""

    def __init__(self) -> None:
        self.opened: WeakSet[Any] = WeakSet()

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> Any:
        stream = await BACKEND.connect_tcp(*args, **kwargs)
        try:
            self.opened.add(stream._stream)  # noqa: SLF001 - anyio's, which lives as long as the socket
        except AttributeError as error:
            warn_of_change(error, "a socket stays open if its event loop ends before the client is closed")
        return stream


@define(eq=False)
class _Generation:
    """A transport in use: the requests that run on it, and what those that were abandoned have left in it."""

    transport: AsyncTransport
    running: int = 0
    remains: int = 0


class HttpxRoute:
    """Sends requests over a transport of httpx. With ``make``, replaces it after requests were abandoned on it.

    httpx's pool never forgets a connection whose request was cancelled at the wrong moment. Without a limit of its own
    that blocks nothing, and a new transport now and then frees the remains. An abandoned answer of HTTP/2 keeps coming
    and uses up the flow control window of its connection, so the first one is enough.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        make: Callable[[], AsyncTransport] | None = None,
        sockets: Sockets | None = None,
    ) -> None:
        self._library = library_of(transport, "AsyncBaseTransport")
        self._make = make
        self._sockets = sockets or Sockets()
        self._current = _Generation(transport)
        self._all = {self._current}

    async def send(self, request: HttpRequest, state: RequestState) -> HttpResponse:
        """The answer, read. Raises an error of httpx, or ``TimeoutError``, when none comes."""
        built = build(request, self._library)
        used, remains, is_read = self._current, 1, False
        used.running += 1
        try:
            # The timeouts of httpx bound each read, not the whole.
            with anyio.CancelScope(deadline=anyio.current_time() + state.timeout):
                response = await used.transport.handle_async_request(built)
                remains = _MAX_REMAINS if response.http_version == "HTTP/2" else 1
                answer = await _read(request.method, response, state)
                is_read = answer.unread is None
                return evolve(answer, version=response.http_version.removeprefix("HTTP/"))
            raise TimeoutError
        finally:
            used.running -= 1
            if not is_read:
                used.remains += remains
                self._replace_if_full(used)
            if used is not self._current and not used.running:
                await self._close(used)  # the last of its requests has ended

    def _replace_if_full(self, used: _Generation) -> None:
        if self._make is not None and used is self._current and used.remains >= _MAX_REMAINS:
            self._current = _Generation(self._make())
            self._all.add(self._current)

    async def _close(self, generation: _Generation) -> None:
        self._all.discard(generation)
        with anyio.CancelScope(shield=True):
            await generation.transport.aclose()

    async def aclose(self) -> None:
        """Closes all connections."""
        for generation in list(self._all):
            await self._close(generation)

    def close_sockets(self) -> None:
        """Closes all sockets, of an event loop that has ended. Those of a user's transport are not known."""
        for stream in self._sockets.opened:
            close_socket(stream)


async def _read(method: str, response: httpx.Response, state: RequestState) -> HttpResponse:
    try:
        return received(response.status_code, response.headers.raw, response.content, state)
    except either("ResponseNotRead"):
        stream: Any = response.stream
    try:
        return await receive(stream, state, method=method, status=response.status_code, headers=response.headers.raw)
    finally:
        await close(stream)
