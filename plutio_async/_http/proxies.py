"""Proxies and HTTP/2 go over httpx's own transport, kept from silting up."""

from __future__ import annotations

from collections.abc import Callable
from urllib.request import getproxies, proxy_bypass

import anyio
import httpx

from plutio_async._http.attempt import Attempt
from plutio_async._http.checks import check_proxy
from plutio_async._http.content import Body
from plutio_async._http.receiving import whole

_ABANDONED_LIMIT = 50


class _Generation:
    """A transport in use, the requests under way on it, and how many were abandoned."""

    __slots__ = ("abandoned", "running", "transport")

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.transport = transport
        self.running = 0
        self.abandoned = 0


class Renewed(httpx.AsyncBaseTransport):
    """An httpx transport without a limit of its own that is replaced when requests were abandoned on it.

    httpx's pool never forgets a connection whose request was cancelled at the wrong moment. Without a limit that blocks
    nobody, and a new transport now and then lets the remains go. An answer of HTTP/2 that is left in the middle goes on
    all the same and takes the room of the others on its connection, so one is enough. Answers are read, and unpacked.
    """

    def __init__(self, make: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self._make = make
        self._current = _Generation(make())
        self._all = {self._current}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.stream = Body(await request.aread())
        used = self._current
        used.running += 1
        weight = 1
        try:
            response = await used.transport.handle_async_request(request)
            weight = _ABANDONED_LIMIT if response.http_version == "HTTP/2" else 1
            response = await whole(request, response)
            if Attempt.of(request.extensions).unread is not None:
                self._abandoned(used, weight)
            return response
        except BaseException:
            self._abandoned(used, weight)
            raise
        finally:
            used.running -= 1
            if used is not self._current and not used.running:
                await self._close(used)

    def _abandoned(self, used: _Generation, weight: int) -> None:
        used.abandoned += weight
        if used is self._current and used.abandoned >= _ABANDONED_LIMIT:
            self._current = _Generation(self._make())
            self._all.add(self._current)

    async def _close(self, generation: _Generation) -> None:
        self._all.discard(generation)
        with anyio.CancelScope(shield=True):
            await generation.transport.aclose()

    async def aclose(self) -> None:
        for generation in list(self._all):
            await self._close(generation)


class EnvironmentRoutes(httpx.AsyncBaseTransport):
    """Sends each request directly or over the proxy that the environment names for its origin."""

    def __init__(self, direct: httpx.AsyncBaseTransport, over: Callable[[str], httpx.AsyncBaseTransport]) -> None:
        self._direct = direct
        self._over = over
        self._proxied: dict[str, httpx.AsyncBaseTransport] = {}
        self._routes: dict[tuple[str, str, int | None], httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        origin = (request.url.scheme, request.url.host, request.url.port)
        route = self._routes.get(origin)
        if route is None:
            route = self._routes[origin] = self._find(*origin)
        return await route.handle_async_request(request)

    def _find(self, scheme: str, host: str, port: int | None) -> httpx.AsyncBaseTransport:
        proxy = environment_proxy(scheme, host, port)
        if proxy is None:
            return self._direct
        if proxy not in self._proxied:
            check_proxy(proxy, f"the environment's {scheme} proxy")
            self._proxied[proxy] = self._over(proxy)
        return self._proxied[proxy]

    async def aclose(self) -> None:
        for transport in (self._direct, *self._proxied.values()):
            await transport.aclose()


def environment_proxy(scheme: str, host: str, port: int | None) -> str | None:
    """The proxy from ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, read as by urllib."""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(f"{host}:{port}" if port else host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
