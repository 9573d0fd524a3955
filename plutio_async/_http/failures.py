"""Translates the errors of httpx, and of users' transports, into ours: without the request, which holds the token."""

from __future__ import annotations

import socket
import ssl
import sys

import anyio
import httpx

from plutio_async._core.errors import CallTimeout, ConfigurationError, ConnectionFailed, PlutioError, UnreadableAnswer
from plutio_async._http.messages import Headers, HttpRequest, RequestState

_FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    OSError,
    EOFError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    RuntimeError,
    ValueError,
)
"""What a transport raises when it fails. ``EOFError`` and the last two come from users' own.

The ``StreamError`` of httpx is a ``RuntimeError``.
"""
_MISTAKES = (PlutioError, NotImplementedError, RecursionError)
"""Subclasses of those that are no failures of a transport."""

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    ConnectionRefusedError,
    socket.gaierror,
    ssl.SSLCertVerificationError,
)
_SHORTEST_SECRET = 7


def translate(error: Exception, request: HttpRequest, state: RequestState) -> Exception:
    """The error to raise; the same one if it is no failure of a transport. Must not be called in an except block."""
    if isinstance(error, _MISTAKES) or not isinstance(error, _FAILURES):
        return error
    server = request.url.partition("://")[2].partition("/")[0] or request.url
    sent = state.sent
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return ConfigurationError(f"{server!r} is no address of a server: give one that starts with https://")
    if isinstance(error, httpx.DecodingError):
        return UnreadableAnswer(f"{server} answered, but the answer cannot be unpacked")
    if isinstance(error, httpx.LocalProtocolError):  # whose text may repeat a header
        return ConnectionFailed(f"the exchange with {server} broke off", reached=sent is not False)
    reached = sent if sent is not None else not isinstance(error, _NEVER_LEFT)
    if isinstance(error, httpx.ConnectTimeout):
        return CallTimeout(f"no connection to {server} in time", reached=reached)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return CallTimeout(f"no answer from {server} within {state.timeout:g} seconds", reached=reached)
    what = "no connection to" if isinstance(error, _NEVER_LEFT) else "the connection broke before the answer of"
    return _broken(_root(error), f"{what} {server}", request.headers, reached=reached)


def _broken(root: Exception, what: str, headers: Headers, *, reached: bool) -> ConnectionFailed:
    reason = _reason(root, headers)
    failure = ConnectionFailed(f"{what}: {reason}" if reason else what, reached=reached)
    if isinstance(root, OSError):
        root.__cause__ = root.__context__ = None
        failure.__cause__ = root.with_traceback(None)
    return failure


def _reason(root: Exception, headers: Headers) -> str:
    """The text of an error, unless it repeats a header, as libraries do that refuse one."""
    text, kind = str(root), type(root).__name__
    words = (word for _, value in headers for word in value.decode("latin-1").split())
    if any(len(word) >= _SHORTEST_SECRET and word in text for word in words):
        return kind
    if isinstance(root, httpx.HTTPError) or type(root).__module__.startswith("httpcore"):
        return text
    return text if text and isinstance(root, OSError) else f"{kind}: {text}" if text else kind


def _root(error: Exception) -> Exception:
    """The innermost error of the network, but none that the user was handling when the call was made."""
    found, inner, handled = error, _cause(error), sys.exception()
    while inner is not None and inner is not handled:
        library = type(inner).__module__.partition(".")[0]
        if isinstance(inner, OSError) or library in ("httpx", "httpcore"):
            found = inner
        elif library != "anyio":
            break
        inner = _cause(inner)
    return found


def _cause(error: BaseException) -> Exception | None:
    inner = error.__cause__ or error.__context__  # httpcore hides its causes by raising them again "from None"
    while isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    return inner if isinstance(inner, Exception) else None
