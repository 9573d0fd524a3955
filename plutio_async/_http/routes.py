"""The route to a server: our own pool, or httpx for proxies and HTTP/2; proxies of the environment; certificates."""

from __future__ import annotations

import ssl
from functools import cache, partial
from urllib.request import getproxies, proxy_bypass

from plutio_async._core.errors import ConfigurationError
from plutio_async._core.event_loop import warn_of_change
from plutio_async._http.httpx_route import HttpxRoute, Sockets
from plutio_async._http.library import hide_queries, httpx
from plutio_async._http.pool import Pool
from plutio_async._http.settings import AsyncTransport, ConnectionSettings, check_proxy
from plutio_async._http.urls import server_of


def open_route(settings: ConnectionSettings, url: str) -> Pool | HttpxRoute:
    """The route to the server of a URL that the settings and the environment ask for. Nothing is connected yet."""
    hide_queries()
    if settings.transport is not None:
        return HttpxRoute(settings.transport)
    proxy = settings.proxy or environment_proxy(url)
    if proxy is not None or settings.http2:
        sockets = Sockets()
        make = partial(_httpx_transport, settings, proxy, sockets)
        return HttpxRoute(make(), make, sockets)
    return Pool(partial(ssl_context, settings))


def environment_proxy(url: str) -> str | None:
    """The proxy to a URL: ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, read as by urllib."""
    name, host, port, _ = server_of(url)
    scheme, proxies = name.decode(), getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(f"{host.decode()}:{port}" if port else host.decode()):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    check_proxy(proxy, f"the environment's {scheme} proxy")
    return proxy


def transport_to(settings: ConnectionSettings, url: str) -> AsyncTransport:
    """The user's transport, or a new one to the server of a URL, for one request."""
    if settings.transport is not None:
        return settings.transport
    return _httpx_transport(settings, settings.proxy or environment_proxy(url))


def _httpx_transport(
    settings: ConnectionSettings, proxy: str | None, sockets: Sockets | None = None
) -> httpx.AsyncHTTPTransport:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    made = httpx.AsyncHTTPTransport(verify=ssl_context(settings), http2=settings.http2, limits=limits, proxy=proxy)
    if sockets is not None:
        try:
            pool = made._pool  # noqa: SLF001 - httpx has no argument for it
            pool._network_backend  # noqa: B018, SLF001 - else setting it would do nothing
            pool._network_backend = sockets  # noqa: SLF001
        except AttributeError as error:
            warn_of_change(error, "sockets stay open if their event loop ends before the client is closed")
    return made


def ssl_context(settings: ConnectionSettings) -> ssl.SSLContext:
    """The user's own context, or one that all clients share."""
    if isinstance(settings.verify, ssl.SSLContext):
        return settings.verify
    # HTTP/2 has a context of its own, because httpcore writes the protocols of each connection into it.
    return _shared_context("h2" if settings.http2 else "h1")


@cache
def _shared_context(_protocol: str) -> ssl.SSLContext:
    """One context for all clients, since loading the certificates takes longer than everything else."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(
            f"the certificates cannot be loaded ({reason}): check SSL_CERT_FILE and SSL_CERT_DIR in the environment"
        ) from None
