"""Checks the method, the path and the headers of a request, so that no server can take it for another request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import unquote

from plutio_async._core.errors import ConfigurationError

_METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_PATH = re.compile(rf"/(?:{_CHAR}+/)*{_CHAR}*")
_HIDDEN = frozenset("/\\%\ufffd")
_SHOWN = 80
_OWN_HEADERS = re.compile(
    r"accept|accept-encoding|authorization|business|connection|content-encoding|content-length|content-type|expect|host"
    r"|te|trailer|transfer-encoding|upgrade|user-agent",
    re.IGNORECASE,
)
"""The headers that the client sets, and those that change what the message means."""
_INSTEAD = {"business": ": use for_business()", "host": ": set base_url=", "user-agent": ": set app_name="}


def check_method(method: object) -> None:
    """Raises ``ConfigurationError`` for an invalid method."""
    if not isinstance(method, str) or not _METHOD.fullmatch(method):
        raise ConfigurationError(f"method is a word such as 'GET', not {_shown(method)}")
    if method.upper() == "CONNECT":
        raise ConfigurationError("method cannot be CONNECT, which asks for a tunnel")


def check_path(path: object) -> None:
    """Raises ``ConfigurationError`` for a path that cannot be sent, or that a server may read as another path."""
    wrong = _wrong_with(path) if isinstance(path, str) else "is text"
    if wrong is not None:
        raise ConfigurationError(f"path {wrong}, such as '/schedules', not {_shown(path)}")


def headers_of(given: object) -> tuple[tuple[bytes, bytes], ...]:
    """More headers of a call, as they are sent. ``None`` is none.

    Raises:
        ConfigurationError: one cannot be sent, or would replace one that the client sets. Shows no value: it may be
            secret.
    """
    if given is None or isinstance(given, tuple):  # the latter is the result of an earlier call
        return given or ()
    if not isinstance(given, Mapping):
        raise ConfigurationError(f"headers= takes a mapping of names to values, not {type(given).__name__}")
    return tuple(header_of("headers=", name, value) for name, value in given.items())


def header_of(source: str, name: object, value: object) -> tuple[bytes, bytes]:
    """One of more headers, from a source that its error names. Raises as :func:`headers_of` does."""
    if not isinstance(name, str) or not _METHOD.fullmatch(name):
        raise ConfigurationError(f"the name of a header is a word such as 'X-Trace', not {_shown(name)}")
    if _OWN_HEADERS.fullmatch(name):
        instead = _INSTEAD.get(name.lower(), "")
        raise ConfigurationError(f"{source} cannot set {name}, which the client sets{instead}")
    if not (isinstance(value, str) and value.isascii() and value.isprintable() and value == value.strip()):
        raise ConfigurationError(f"the value of the header {name} is no text of printable ASCII without outer spaces")
    return name.encode(), value.encode()


def _wrong_with(path: str) -> str | None:
    """The rule that a path breaks."""
    if not path.startswith("/"):
        return "starts with a slash"
    if "?" in path:
        return "has no query, which goes into params="
    if not _PATH.fullmatch(path):
        return "has no empty segment, space, '#' or backslash, and what is no ASCII is percent-encoded"
    for segment in map(unquote, path.split("/")):
        if segment.partition(";")[0] in (".", ".."):
            return "has no '.' and '..', also not encoded"
        if not segment.isprintable() or _HIDDEN.intersection(segment):
            return "has no encoded slash, backslash, percent sign or control character"
    return None


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
