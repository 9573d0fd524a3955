"""What httpx raises, as one of our errors: without the request, which holds the token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from plutio_async.errors import CallTimeout, ConfigurationError, ConnectionFailed, PlutioError, UnreadableAnswer

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)
_HEADER_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(rb"(?:[^\x00\s\x7f](?:[^\x00\n\r\v\f\x7f]*[^\x00\s\x7f])?)?")


def failed(
    error: Exception, url: str, headers: Sequence[tuple[bytes, bytes]], seconds: float, sent: bool | None
) -> PlutioError:
    """The error to raise. ``sent`` is what the socket knows, ``None`` if the kind of the error has to tell."""
    place = _place(url)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return ConfigurationError(f"{place!r} is no address of a server: give one that starts with https://")
    if isinstance(error, httpx.DecodingError):
        return UnreadableAnswer(f"{place} answered, but the answer cannot be unpacked")
    if isinstance(error, httpx.LocalProtocolError):
        name = _bad_header(headers)
        if name is not None:
            return ConfigurationError(f"the header {name} holds what no header may, such as a line break")
        return ConnectionFailed(f"the exchange with {place} broke off", reached=sent is not False)
    reached = sent if sent is not None else not isinstance(error, _NEVER_LEFT)
    if isinstance(error, httpx.ConnectTimeout):
        return CallTimeout(f"no connection to {place} in time", reached=reached)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return CallTimeout(f"no answer from {place} within {seconds:g} seconds", reached=reached)
    return _broken(error, place, reached)


def _broken(error: Exception, place: str, reached: bool) -> ConnectionFailed:
    root = _root(error)
    what = "no connection to" if isinstance(error, _NEVER_LEFT) else "the connection broke before the answer of"
    failure = ConnectionFailed(f"{what} {place}: {str(root) or type(root).__name__}", reached=reached)
    if isinstance(root, OSError):
        root.__cause__ = root.__context__ = None
        failure.__cause__ = root.with_traceback(None)
    return failure


def _place(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url.partition("?")[0]
    except ValueError:
        return url.partition("?")[0]


def _bad_header(headers: Sequence[tuple[bytes, bytes]]) -> str | None:
    for name, value in headers:
        if not (_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value)):
            return repr(name.decode("latin-1"))
    return None


def _root(error: BaseException) -> BaseException:
    inner = error.__cause__ or error.__context__
    if isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    return _root(inner) if isinstance(inner, Exception) else error
