"""One attempt of a call: a request goes out, the whole answer comes back or one of our errors says how far it got."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Mapping, Sequence
from functools import cache
from http.cookiejar import CookieJar
from typing import Any

import anyio
import httpx
from attrs import field, frozen

from plutio_async._core.errors import ConfigurationError, UnreadableAnswer
from plutio_async._core.loop_guard import LoopGuard
from plutio_async._http.attempt import ATTEMPT, Attempt
from plutio_async._http.checks import check
from plutio_async._http.failures import FAILURES, MISTAKES, failed
from plutio_async._http.limiter import ConnectionLimiter
from plutio_async._http.receiving import Whole

__all__ = ["HttpRequest", "HttpResponse", "HttpTransport"]

AsyncTransport = httpx.AsyncBaseTransport

MAX_RESPONSE_BYTES = 64 * 1024 * 1024


def _names(headers: Sequence[tuple[bytes, bytes]]) -> str:
    return "[" + ", ".join(name.decode("latin-1") for name, _ in headers) + "]"


def _size(content: bytes | None) -> str:
    return "None" if content is None else f"<{len(content)} bytes>"


@frozen
class HttpRequest:
    """A request as it goes out. Its ``repr`` shows the names of the headers and the size of the body, no values.

    ``timeout`` bounds the whole attempt in seconds, without the wait for a free connection, which ``patience`` bounds.
    """

    method: str
    url: str
    headers: Sequence[tuple[bytes, bytes]] = field(default=(), repr=_names)
    content: bytes | None = field(default=None, repr=_size)
    timeout: float = 30.0
    patience: float | None = None


@frozen
class HttpResponse:
    """An answer, unpacked. Header names are in lower case.

    ``unread`` is why the body was not read, and the content empty.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=_size)
    unread: UnreadableAnswer | None = None


class HttpTransport:
    """Sends requests over at most ``max_connections`` connections at a time; the others wait in the order they came.

    Nothing is opened before the first request, which also decides the event loop and the process it belongs to.
    Proxies (given, or from the environment if ``trust_env``) and HTTP/2 use httpx's own transport, a ``transport`` of
    the user's is used as it is; everything else goes over our own pool. Whichever it is, no more than
    ``max_response_bytes`` of an answer's body are read, packed and unpacked.

    Raises:
        ConfigurationError: a setting cannot work, or needs a package that is not installed.
    """

    def __init__(
        self,
        *,
        transport: AsyncTransport | None = None,
        max_connections: int = 100,
        connect_timeout: float = 10.0,
        verify: ssl.SSLContext | bool | None = None,
        proxy: str | None = None,
        http2: bool = False,
        trust_env: bool = True,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        check(
            transport,
            max_connections=max_connections,
            connect_timeout=connect_timeout,
            verify=verify,
            proxy=proxy,
            http2=http2,
            max_response_bytes=max_response_bytes,
        )
        self._own = transport
        self._max_connections = max_connections
        self._connect_timeout = connect_timeout
        self._verify = verify
        self._proxy = proxy
        self._http2 = http2
        self._trust_env = trust_env
        self._max_response_bytes = max_response_bytes
        self._owner = LoopGuard()
        self._gate = ConnectionLimiter(max_connections)
        self._client: httpx.AsyncClient | None = None
        self._keeps_time = False

    async def send(self, request: HttpRequest) -> HttpResponse:
        """The answer, whatever its status, and also if its body cannot be read.

        Raises:
            ConnectionFailed: there is none. ``reached`` is False when the request surely never left.
            ConnectionsBusy: no connection became free within ``request.patience``.
            CallTimeout: there is none in time.
            ConfigurationError: the URL or a header cannot be sent.
            ClientStateError: after ``aclose``, or in another event loop or process than the first call.
        """
        self._owner.check()
        await self._gate.enter(request.patience)
        try:
            self._gate.check()  # it may have been shut since it let this call in
            client = self._client or self._open()
            return await self._attempt(client, request)
        finally:
            self._gate.leave()

    async def aclose(self) -> None:
        """Closes all connections; calls that wait or come later get a ``ClientStateError``. May be called twice.

        Raises:
            ClientStateError: in another event loop or process than the one whose connections these are.
        """
        if self._client is not None:
            self._owner.check()
        self._gate.shut()
        client, self._client = self._client, None
        if client is not None:
            with anyio.CancelScope(shield=True):
                await client.aclose()

    async def _attempt(self, client: httpx.AsyncClient, request: HttpRequest) -> HttpResponse:
        attempt = Attempt(request.timeout, self._max_response_bytes)
        error: Exception = TimeoutError()
        try:
            sent = self._built(request, attempt)
            if self._keeps_time:
                return _response(await client.send(sent), attempt)
            with anyio.move_on_after(attempt.seconds):
                return _response(await client.send(sent), attempt)
        except MISTAKES:
            raise
        except FAILURES as raised:
            error = raised
        # Not in the except block: httpx's error holds the request and so the token, and would stay as the context.
        raise failed(error, request.url, request.headers, attempt)

    def _built(self, request: HttpRequest, attempt: Attempt) -> httpx.Request:
        seconds = attempt.seconds
        timeout = {"connect": min(self._connect_timeout, seconds), "read": seconds, "write": seconds, "pool": None}
        extensions: dict[str, Any] = {"timeout": timeout, ATTEMPT: attempt}
        try:
            built = httpx.Request(
                request.method,
                request.url,
                headers=list(request.headers),
                content=request.content,
                extensions=extensions,
            )
            if built.url.host:
                return built
        except ValueError:  # a name that no encoding of hosts allows
            pass
        raise httpx.UnsupportedProtocol("the URL names no server")

    def _open(self) -> httpx.AsyncClient:
        transport = Whole(self._own) if self._own else self._routed()
        self._client = httpx.AsyncClient(transport=transport, trust_env=False, cookies=_NoCookies())
        return self._client

    def _routed(self) -> httpx.AsyncBaseTransport:
        if self._proxy is not None:
            return self._over(self._proxy)
        direct = self._over(None) if self._http2 else self._pool()
        if self._trust_env and urllib.request.getproxies():
            from plutio_async._http.proxies import EnvironmentRoutes

            return EnvironmentRoutes(direct, self._over)
        self._keeps_time = not self._http2
        return direct

    def _pool(self) -> httpx.AsyncBaseTransport:
        from plutio_async._http.pool import (
            Pool,  # httpcore costs more to import than the rest, and only the first call needs it
        )

        return Pool(self._context, max_connections=self._max_connections)

    def _over(self, proxy: str | None) -> httpx.AsyncBaseTransport:
        from plutio_async._http.proxies import Renewed

        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        return Renewed(
            lambda: httpx.AsyncHTTPTransport(
                verify=self._context(), http2=self._http2, limits=limits, proxy=proxy, trust_env=self._trust_env
            )
        )

    def _context(self) -> ssl.SSLContext:
        if isinstance(self._verify, ssl.SSLContext):
            return self._verify
        # HTTP/2 has a context of its own, because httpcore writes the protocols of each connection into it.
        return _shared_context(self._trust_env, "h2" if self._http2 else "h1")


def _response(response: httpx.Response, attempt: Attempt) -> HttpResponse:
    content = response.content if attempt.unread is None else b""
    return HttpResponse(response.status_code, dict(response.headers.items()), content, attempt.unread)


class _NoCookies(CookieJar):
    """The API uses no cookies, and what a proxy may set is no business of other calls."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Keeps none."""


@cache
def _shared_context(trust_env: bool, _protocol: str) -> ssl.SSLContext:
    """One for all clients, since loading the certificates takes longer than all the rest."""
    try:
        return httpx.create_ssl_context(trust_env=trust_env)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(
            f"the certificates cannot be loaded ({reason}): check SSL_CERT_FILE and SSL_CERT_DIR in the environment"
        ) from None
