"""How requests reach a server: over our own pool, a transport of httpx (proxies, HTTP/2) or one of the user's."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache, partial
from urllib.request import getproxies, proxy_bypass

import anyio
import httpx

from plutio_async._core.errors import ConfigurationError
from plutio_async._http.building import build
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState, Route
from plutio_async._http.receiving import receive, received
from plutio_async._http.settings import AsyncTransport, ConnectionSettings, check_proxy

_MAX_ABANDONED = 50


def open_route(settings: ConnectionSettings) -> Route:
    """The route that the settings ask for. Nothing is connected yet."""
    if settings.transport is not None:
        return HttpxRoute(settings.transport)
    through = partial(_httpx_route, settings)
    if settings.proxy is not None:
        return through(settings.proxy)
    direct = through(None) if settings.http2 else _pool(settings)
    return EnvironmentRoutes(direct, through) if settings.trust_env and getproxies() else direct


def _pool(settings: ConnectionSettings) -> Route:
    from plutio_async._http.pool import Pool  # with httpcore, which a user's transport may do without

    return Pool(partial(ssl_context, settings), max_connections=settings.max_connections)


def _httpx_route(settings: ConnectionSettings, proxy: str | None) -> Route:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)

    def make() -> httpx.AsyncHTTPTransport:
        context = ssl_context(settings)
        return httpx.AsyncHTTPTransport(
            verify=context, http2=settings.http2, limits=limits, proxy=proxy, trust_env=settings.trust_env
        )

    return HttpxRoute(make(), make)


def ssl_context(settings: ConnectionSettings) -> ssl.SSLContext:
    """The user's own context, or one that all clients share."""
    if isinstance(settings.verify, ssl.SSLContext):
        return settings.verify
    # HTTP/2 has a context of its own, because httpcore writes the protocols of each connection into it.
    return _shared_context("h2" if settings.http2 else "h1", trust_env=settings.trust_env)


@cache
def _shared_context(_protocol: str, *, trust_env: bool) -> ssl.SSLContext:
    """One context for all clients, since loading the certificates takes longer than everything else."""
    try:
        return httpx.create_ssl_context(trust_env=trust_env)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(
            f"the certificates cannot be loaded ({reason}): check SSL_CERT_FILE and SSL_CERT_DIR in the environment"
        ) from None


class _Generation:
    """A transport in use: the requests that run on it, and the number of those that were abandoned."""

    __slots__ = ("abandoned", "running", "transport")

    def __init__(self, transport: AsyncTransport) -> None:
        self.transport = transport
        self.running = 0
        self.abandoned = 0


class HttpxRoute:
    """Sends requests over a transport of httpx. With ``make``, replaces it after requests were abandoned on it.

    httpx's pool never forgets a connection whose request was cancelled at the wrong moment. Without a limit of its own
    that blocks nothing, and a new transport now and then frees the remains. An abandoned answer of HTTP/2 keeps coming
    and uses up the flow control window of its connection, so the first one is enough.
    """

    def __init__(self, transport: AsyncTransport, make: Callable[[], AsyncTransport] | None = None) -> None:
        self._make = make
        self._current = _Generation(transport)
        self._all = {self._current}

    async def send(self, request: HttpRequest, state: RequestState) -> HttpResponse:
        used = self._current
        used.running += 1
        weight = 1
        try:
            with anyio.move_on_after(state.timeout):  # the timeouts of httpx bound each read, not the whole
                response = await used.transport.handle_async_request(build(request, state))
                weight = _MAX_ABANDONED if response.http_version == "HTTP/2" else 1
                answer = await _read(request.method, response, state)
                if answer.unread is not None:
                    self._abandon(used, weight)
                return answer
            raise TimeoutError
        except BaseException:
            self._abandon(used, weight)
            raise
        finally:
            used.running -= 1
            if used is not self._current and not used.running:
                await self._close(used)

    def _abandon(self, used: _Generation, weight: int) -> None:
        used.abandoned += weight
        if self._make is not None and used is self._current and used.abandoned >= _MAX_ABANDONED:
            self._current = _Generation(self._make())
            self._all.add(self._current)

    async def _close(self, generation: _Generation) -> None:
        self._all.discard(generation)
        with anyio.CancelScope(shield=True):
            await generation.transport.aclose()

    async def aclose(self) -> None:
        for generation in list(self._all):
            await self._close(generation)


async def _read(method: str, response: httpx.Response, state: RequestState) -> HttpResponse:
    try:
        return received(response.status_code, response.headers.raw, response.content, state)
    except httpx.ResponseNotRead:
        stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    try:
        return await receive(stream, state, method=method, status=response.status_code, headers=response.headers.raw)
    finally:
        with anyio.CancelScope(shield=True):
            await stream.aclose()


class EnvironmentRoutes:
    """Sends each request directly, or over the proxy that the environment names for its origin."""

    def __init__(self, direct: Route, through: Callable[[str], Route]) -> None:
        self._direct = direct
        self._through = through
        self._proxied: dict[str, Route] = {}
        self._routes: dict[tuple[str, str, int | None], Route] = {}

    async def send(self, request: HttpRequest, state: RequestState) -> HttpResponse:
        url = build(request, state).url
        origin = (url.scheme, url.host, url.port)
        route = self._routes.get(origin)
        if route is None:
            route = self._routes[origin] = self._find(*origin)
        return await route.send(request, state)

    def _find(self, scheme: str, host: str, port: int | None) -> Route:
        proxy = environment_proxy(scheme, host, port)
        if proxy is None:
            return self._direct
        if proxy not in self._proxied:
            check_proxy(proxy, f"the environment's {scheme} proxy")
            self._proxied[proxy] = self._through(proxy)
        return self._proxied[proxy]

    async def aclose(self) -> None:
        for route in (self._direct, *self._proxied.values()):
            await route.aclose()


def environment_proxy(scheme: str, host: str, port: int | None) -> str | None:
    """The proxy from ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, read as by urllib."""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(f"{host}:{port}" if port else host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
