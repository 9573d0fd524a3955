"""Which settings of a transport cannot work, and what to do about them."""

from __future__ import annotations

import importlib.util
import ssl
import warnings
from urllib.parse import SplitResult, urlsplit
from weakref import WeakSet

from plutio_async._core.checks import check_count, check_seconds
from plutio_async._core.errors import ConfigurationError, InsecureConnectionWarning

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_EXAMPLE = "give a URL such as http://proxy.example.com:3128"
_FRAMES_TO_CALLER = 6
"""From the check to the call of ``Plutio()``."""
_warned: WeakSet[ssl.SSLContext] = WeakSet()


def check(
    transport: object,
    *,
    max_connections: object,
    connect_timeout: object,
    verify: object,
    proxy: str | None,
    http2: bool,
    max_response_bytes: object,
) -> None:
    """Raises ``ConfigurationError`` for a setting that cannot work, or needs a package that is not installed."""
    if transport is not None and not hasattr(transport, "handle_async_request"):
        kind = type(transport).__name__
        raise ConfigurationError(f"transport= takes an httpx transport, such as httpx.AsyncHTTPTransport(), not {kind}")
    if transport is not None and (proxy is not None or http2):
        raise ConfigurationError("transport= excludes proxy= and http2=: set them on the transport itself")
    check_count("max_connections", max_connections)
    check_count("max_response_bytes", max_response_bytes)
    check_seconds("connect_timeout", connect_timeout, positive=True)
    _check_verify(verify)
    if http2 and importlib.util.find_spec("h2") is None:
        raise ConfigurationError("http2=True needs the package h2: pip install 'httpx[http2]'")
    if proxy is not None:
        check_proxy(proxy, "the proxy")


def _check_verify(verify: object) -> None:
    if verify is False:
        raise ConfigurationError(
            "verify=False would give the client secret to whoever answers: pass an ssl.SSLContext that trusts your "
            "server, such as ssl.create_default_context(cafile='ca.pem')"
        )
    if not (verify is None or verify is True or isinstance(verify, ssl.SSLContext)):
        raise ConfigurationError(f"verify= takes an ssl.SSLContext, not {type(verify).__name__}")
    if not isinstance(verify, ssl.SSLContext) or verify in _warned:
        return
    if verify.verify_mode == ssl.CERT_NONE or not verify.check_hostname:
        _warned.add(verify)
        unchecked = "any certificate" if verify.verify_mode == ssl.CERT_NONE else "a certificate of any host"
        warnings.warn(
            f"the SSL context takes {unchecked}, so whoever answers gets the client secret",
            InsecureConnectionWarning,
            stacklevel=_FRAMES_TO_CALLER,
        )


def check_proxy(url: str, whose: str) -> None:
    """Raises ``ConfigurationError`` for a proxy that cannot be used. Shows only the scheme: there may be a password."""
    parts = parsed(url)
    if parts is None:
        raise ConfigurationError(f"{whose}'s URL has a host or port that cannot be: {_EXAMPLE}")
    if "://" not in url or not parts.scheme:
        raise ConfigurationError(f"{whose}'s URL has no scheme: {_EXAMPLE}")
    if parts.scheme not in _PROXY_SCHEMES:
        schemes = ", ".join(_PROXY_SCHEMES)
        raise ConfigurationError(f"{whose}'s scheme is {parts.scheme!r}: give a URL with one of {schemes}")
    if not parts.hostname:
        raise ConfigurationError(f"{whose}'s URL names no host: {_EXAMPLE}")
    if parts.scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
        raise ConfigurationError("a SOCKS proxy needs the package socksio: pip install 'httpx[socks]'")


def parsed(url: str) -> SplitResult | None:
    """The parts of a URL whose host and port can be, as far as it names them."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna").decode("idna")
    except ValueError:
        return None
    return None if any(char.isspace() or not char.isprintable() for char in url) else parts
