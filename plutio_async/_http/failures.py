"""Translates the errors of httpx, and of users' transports, into ours: without the request, which holds the token."""

from __future__ import annotations

import socket
import ssl
import sys

import anyio

from plutio_async._core.errors import CallTimeout, ConfigurationError, ConnectionFailed, PlutioError, UnreadableAnswer
from plutio_async._core.secret import SHORTEST
from plutio_async._http.library import either
from plutio_async._http.messages import Headers, HttpRequest, RequestState, Timeout

_FAILURES = (
    OSError,
    EOFError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    RuntimeError,
    ValueError,
)
"""What a transport raises when it fails, besides errors of httpx. ``EOFError`` and the last two come from users' own.

The ``StreamError`` of httpx is a ``RuntimeError``.
"""
_MISTAKES = (PlutioError, NotImplementedError, RecursionError)
"""Subclasses of those that are no failures of a transport."""

_NEVER_LEFT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
_NEVER_LEFT_HTTPX = ("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError")
_LIBRARIES = ("httpx", "httpcore", "httpx2", "httpcore2")


def translate(error: Exception, request: HttpRequest, state: RequestState) -> Exception:
    """The error to raise; the same one if it is no failure of a transport. Must not be called in an except block."""
    if isinstance(error, _MISTAKES) or not isinstance(error, (*either("HTTPError", "InvalidURL"), *_FAILURES)):
        return error
    server = request.url.partition("://")[2].partition("/")[0] or request.url
    sent = state.sent
    if isinstance(error, either("InvalidURL", "UnsupportedProtocol")):
        return ConfigurationError(f"{server!r} is no address of a server: give one that starts with https://")
    if isinstance(error, either("DecodingError")):
        return UnreadableAnswer(f"{server} answered, but the answer cannot be unpacked")
    if isinstance(error, either("LocalProtocolError")):  # whose text may repeat a header
        return ConnectionFailed(f"the exchange with {server} broke off", reached=sent is not False)
    never_left = isinstance(error, (*either(*_NEVER_LEFT_HTTPX), *_NEVER_LEFT))
    reached = sent if sent is not None else not never_left
    if isinstance(error, either("ConnectTimeout")):
        return CallTimeout(f"no connection to {server} in time", reached=reached)
    if isinstance(error, (*either("TimeoutException"), TimeoutError)):
        return CallTimeout(_lateness(error, server, request.timeout), reached=reached)
    what = "no connection to" if never_left else "the connection broke before the answer of"
    return _broken(_root(error), f"{what} {server}", request.headers, reached=reached)


def _lateness(error: Exception, server: str, timeout: Timeout) -> str:
    """What took too long: a phase, if it has a bound of its own, or the whole."""
    if timeout.read is not None and timeout.read < timeout.total and isinstance(error, either("ReadTimeout")):
        return f"{server} sent nothing for {timeout.read:g} seconds"
    if timeout.write is not None and timeout.write < timeout.total and isinstance(error, either("WriteTimeout")):
        return f"{server} took nothing of the request for {timeout.write:g} seconds"
    return f"no answer from {server} within {timeout.total:g} seconds"


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
    if any(len(word) >= SHORTEST and word in text for word in words):
        return kind
    if isinstance(root, either("HTTPError")) or type(root).__module__.startswith("httpcore"):
        return text
    return text if text and isinstance(root, OSError) else f"{kind}: {text}" if text else kind


def _root(error: Exception) -> Exception:
    """The innermost error of the network, but none that the user was handling when the call was made."""
    found, inner, handled = error, _cause(error), sys.exception()
    while inner is not None and inner is not handled:
        library = type(inner).__module__.partition(".")[0]
        if isinstance(inner, OSError) or library in _LIBRARIES:
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
