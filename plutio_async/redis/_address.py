"""Where the server is: read from a URL that may hold a password, so that nothing else has to look at it."""

from __future__ import annotations

from urllib.parse import urlsplit

from attrs import frozen

from plutio_async.errors import ConfigurationError

_EXAMPLE = "it looks like 'redis://host:6379/0', 'rediss://host:6379/0' with TLS, or 'unix:///run/valkey.sock'"


@frozen
class Address:
    """A server's place, without user and password: for messages."""

    name: str
    tls: bool = False


def address(url: str) -> Address:
    """Reads a URL.

    Raises:
        ConfigurationError: it cannot work. The message shows nothing of it but its scheme.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError(f"the server's URL has a host or port that cannot be; {_EXAMPLE}") from None
    if parts.scheme == "unix":
        if not parts.path:
            raise ConfigurationError(f"the server's URL names no socket; {_EXAMPLE}")
        return Address(parts.path)
    if parts.scheme not in ("redis", "rediss"):
        begins = f"begins with {parts.scheme!r}" if "://" in url and parts.scheme else "has no scheme"
        raise ConfigurationError(f"the server's URL {begins}; {_EXAMPLE}")
    if not host:
        raise ConfigurationError(f"the server's URL names no host; {_EXAMPLE}")
    database = parts.path.strip("/")
    if database and not database.isdecimal():
        raise ConfigurationError(f"the server's URL ends in a database that is no number; {_EXAMPLE}")
    return Address(f"{host}:{port or 6379}/{database or 0}", tls=parts.scheme == "rediss")
