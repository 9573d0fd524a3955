"""The settings of the connections, and why some cannot work."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import SplitResult, urlsplit
from weakref import WeakSet

from attrs import field, frozen

from plutio_async._core.checks import check_count, check_flag
from plutio_async._core.errors import ConfigurationError, InsecureConnectionWarning
from plutio_async._http.library import library_of

if TYPE_CHECKING:
    import ssl

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_EXAMPLE = "give a URL such as http://proxy.example.com:3128"
_OWN_FILES = (os.path.join(os.path.dirname(os.path.dirname(__file__)), ""), "<attrs generated")
"""What the files begin with whose frames are not the program's."""
_warned: WeakSet[ssl.SSLContext] = WeakSet()


class AsyncTransport(Protocol):
    """An async transport of httpx or httpx2, such as ``httpx.MockTransport``: of its class ``AsyncBaseTransport``."""

    async def handle_async_request(self, request: Any) -> Any: ...

    async def aclose(self) -> None: ...


@frozen
class ConnectionSettings:
    """How a client connects. Raises ``ConfigurationError`` for what cannot work, or needs a missing package.

    Attributes:
        transport: A transport of the user's, in place of the network.
        max_connections: The most connections at a time.
        verify: The user's own SSL context; True, httpx's word for it, is the usual check like None.
        proxy: The URL of a proxy; it may hold a password.
        http2: Whether to speak HTTP/2 where the server does.
        max_response_bytes: The longest body of an answer, packed and unpacked.
    """

    transport: AsyncTransport | None = None
    max_connections: int = 100
    verify: ssl.SSLContext | bool | None = None
    proxy: str | None = field(default=None, repr=False)
    http2: bool = False
    max_response_bytes: int = 64 * 1024 * 1024

    def __attrs_post_init__(self) -> None:
        if self.transport is not None:
            _check_transport(self.transport)
            if self.proxy is not None or self.http2:
                raise ConfigurationError("transport= excludes proxy= and http2=: set them on the transport itself")
        check_count("max_connections", self.max_connections)
        check_count("max_response_bytes", self.max_response_bytes)
        check_flag("http2", self.http2)
        _check_verify(self.verify)
        if self.http2 and not _is_installed("h2"):
            raise ConfigurationError("http2=True needs the package h2: pip install 'httpx[http2]'")
        if self.proxy is not None:
            check_proxy(self.proxy, "the proxy")


def _check_transport(transport: object) -> None:
    if library_of(transport, "AsyncBaseTransport") is None:
        kind = f"the class {transport.__name__}" if isinstance(transport, type) else type(transport).__name__
        raise ConfigurationError(
            "transport= takes an async transport of httpx or httpx2, such as httpx.AsyncHTTPTransport() or an object "
            f"of a subclass of httpx.AsyncBaseTransport, not {kind}"
        )


def _is_installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def _check_verify(verify: object) -> None:
    if verify is None or verify is True:
        return
    import ssl  # which costs more than the rest of this module

    if verify is False:
        raise ConfigurationError(
            "verify=False would give the client secret to any server that answers: pass an ssl.SSLContext that trusts "
            "your server, such as ssl.create_default_context(cafile='ca.pem')"
        )
    if not isinstance(verify, ssl.SSLContext):
        raise ConfigurationError(f"verify= takes an ssl.SSLContext, not {type(verify).__name__}")
    if verify not in _warned and (verify.verify_mode == ssl.CERT_NONE or not verify.check_hostname):
        _warned.add(verify)
        unchecked = "any certificate" if verify.verify_mode == ssl.CERT_NONE else "a certificate of any host"
        warnings.warn(
            f"the SSL context accepts {unchecked}, so any server in between gets the client secret",
            InsecureConnectionWarning,
            stacklevel=_frames_to_caller(),
        )


def _frames_to_caller() -> int:
    """From the function that calls this one to the program's line, which made the client."""
    frame, count = sys._getframe(1), 1  # noqa: SLF001 - as `warnings` looks for it
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_OWN_FILES):
        frame, count = frame.f_back, count + 1
    return count


def check_proxy(url: str, name: str) -> None:
    """Raises ``ConfigurationError`` for a proxy that cannot be used. Shows only the scheme: there may be a password."""
    if not isinstance(url, str):
        raise ConfigurationError(f"{name}'s URL is no text: {_EXAMPLE}")
    parts = parse_url(url)
    if parts is None:
        raise ConfigurationError(f"{name}'s URL has an invalid host or port: {_EXAMPLE}")
    if "://" not in url or not parts.scheme:
        raise ConfigurationError(f"{name}'s URL has no scheme: {_EXAMPLE}")
    if parts.scheme not in _PROXY_SCHEMES:
        schemes = ", ".join(_PROXY_SCHEMES)
        raise ConfigurationError(f"{name}'s scheme is {parts.scheme!r}: give a URL with one of {schemes}")
    if not parts.hostname:
        raise ConfigurationError(f"{name}'s URL names no host: {_EXAMPLE}")
    if parts.scheme.startswith("socks") and not _is_installed("socksio"):
        raise ConfigurationError("a SOCKS proxy needs the package socksio: pip install 'httpx[socks]'")


def parse_url(url: str) -> SplitResult | None:
    """The parts of a URL; ``None`` if its host or port is invalid."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna").decode("idna")
    except ValueError:
        return None
    return None if any(char.isspace() or not char.isprintable() for char in url) else parts
