"""Parses the server's URL. It may hold a password, so no other module reads it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import anyio
from attrs import frozen

from plutio_async._core.errors import ConfigurationError

_EXAMPLE = "it looks like 'redis://host:6379/0', 'rediss://host:6379/0' with TLS, or 'unix:///run/valkey.sock'"


@frozen
class Address:
    """A server's address, without user and password."""

    host: str = ""
    port: int = 0
    database: int = 0
    socket: str = ""
    tls: bool = False

    def __str__(self) -> str:
        return self.socket or f"{self.host}:{self.port}/{self.database}"

    async def ping(self) -> None:
        """Raises ``OSError`` if no server is ready at the address; with TLS it only connects."""
        connect = anyio.connect_unix(self.socket) if self.socket else anyio.connect_tcp(self.host, self.port)
        try:
            async with await connect as stream:
                if not self.tls:
                    await stream.send(b"PING\r\n")
                    _check_ready(await stream.receive())
        except (anyio.BrokenResourceError, anyio.EndOfStream):
            raise OSError("it closed the connection") from None


def _check_ready(answer: bytes) -> None:
    if not answer.startswith((b"+PONG", b"-NOAUTH")):
        code = answer[1:].split(b" ")[0]
        raise OSError(f"it answers {code.decode()}" if code.isalpha() and code.isupper() else "it is no Redis server")


def address(url: str) -> Address:
    """The address in a URL.

    Raises:
        ConfigurationError: the URL cannot work. The message shows nothing of it but its scheme.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError(f"the server's URL has an invalid host or port; {_EXAMPLE}") from None
    if parts.scheme == "unix":
        if not parts.path:
            raise ConfigurationError(f"the server's URL names no socket; {_EXAMPLE}")
        return Address(socket=parts.path)
    if parts.scheme not in ("redis", "rediss"):
        begins = f"begins with {parts.scheme!r}" if "://" in url and parts.scheme else "has no scheme"
        raise ConfigurationError(f"the server's URL {begins}; {_EXAMPLE}")
    if not host:
        raise ConfigurationError(f"the server's URL names no host; {_EXAMPLE}")
    database = parts.path.strip("/")
    databases = [database, *parse_qs(parts.query).get("db", [])]  # coredis prefers ?db= to the path
    if any(not (name.isascii() and name.isdecimal()) for name in databases if name):
        raise ConfigurationError(f"the server's URL names a database that is no number; {_EXAMPLE}")
    return Address(host, port or 6379, int(database or 0), tls=parts.scheme == "rediss")
