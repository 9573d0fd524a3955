"""Who is calling, and where."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Self

from attrs import field, frozen

from plutio_async._generated.root import BASE_URL
from plutio_async._http.checks import is_time, parsed
from plutio_async.errors import ConfigurationError


@frozen
class Settings:
    """The client's identity. Its ``repr`` shows no secret.

    Attributes:
        client_id: From Settings, API manager, in the web app.
        client_secret: From the same place.
        business: The workspace's subdomain; ``None`` takes the only one that the API client is enabled for.
        base_url: Host and version; only tests and old versions need another.
        timeout: Seconds that the token call may take.
    """

    client_id: str
    client_secret: str = field(repr=False)
    business: str | None = None
    base_url: str = BASE_URL
    timeout: float = 30.0

    def __attrs_post_init__(self) -> None:
        for name in ("client_id", "client_secret"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise ConfigurationError(f"{name} is empty; it is in Plutio's settings under API manager")
        check_business(self.business)
        _check_base_url(self.base_url)
        if self.base_url.endswith("/"):
            object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        check_timeout(self.timeout)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Settings from ``PLUTIO_CLIENT_ID``, ``PLUTIO_CLIENT_SECRET``, ``PLUTIO_BUSINESS`` and ``PLUTIO_BASE_URL``.

        Raises:
            ConfigurationError: a variable is missing or wrong.
        """
        given = os.environ if environ is None else environ
        if missing := [name for name in ("PLUTIO_CLIENT_ID", "PLUTIO_CLIENT_SECRET") if not given.get(name)]:
            raise ConfigurationError(f"set {' and '.join(missing)} in the environment")
        return cls(
            given["PLUTIO_CLIENT_ID"],
            given["PLUTIO_CLIENT_SECRET"],
            given.get("PLUTIO_BUSINESS") or None,
            given.get("PLUTIO_BASE_URL") or BASE_URL,
        )

    def secrets(self) -> tuple[str, ...]:
        """What must never show up anywhere."""
        return (self.client_secret,)


def check_business(business: str | None) -> None:
    """Raises ``ConfigurationError`` for what cannot be a workspace."""
    if business is not None and not _is_subdomain(business):
        raise ConfigurationError(
            f"business is the first label of <subdomain>.plutio.com, such as 'example', not {business!r}"
        )


def check_timeout(timeout: float) -> None:
    """Raises ``ConfigurationError`` for a time in which nothing can be done."""
    if not is_time(timeout) or timeout == 0:
        raise ConfigurationError(f"timeout is in seconds and must be more than 0, not {timeout!r}")


def _check_base_url(url: str) -> None:
    if isinstance(url, str) and "@" in url:
        raise ConfigurationError("base_url names a user, and it may be shown: give host and version only")
    if not isinstance(url, str) or not _is_base_url(url):
        raise ConfigurationError(f"base_url must look like {BASE_URL!r}, not {url!r}")


def _is_base_url(url: str) -> bool:
    parts = None if any(char in "?#\\" for char in url) else parsed(url)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_subdomain(text: object) -> bool:
    return (
        isinstance(text, str)
        and bool(text)
        and all(char.isascii() and (char.isalnum() or char in "-_") for char in text)
    )
