"""The API client's credentials, its workspace and its server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Self
from urllib.parse import SplitResult

from attrs import field, frozen

from plutio_async._auth.client_secret import ClientSecret, client_secret_of, wrong_with
from plutio_async._core.checks import check_flag, check_seconds
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.secret import Secret
from plutio_async._generated.root import BASE_URL
from plutio_async._http.settings import parse_url
from plutio_async._http.target import is_loopback
from plutio_async._pipeline.options import check_business


@frozen
class Settings:
    """The settings of a client that do not change. Their ``repr`` shows no secret.

    Attributes:
        client_id: From Settings, API manager, in the web app.
        client_secret: From the same page; or a callable, sync or async, that returns it.
        business: The workspace's subdomain; ``None`` takes the only one that the API client is enabled for.
        base_url: Host and version; only tests and old versions need another.
        timeout: Seconds that the token call may take.
        allow_http: Lets ``base_url`` be http also where it is no loopback address.
        keeps_custom_fields: Whether an update that sends some custom fields leaves the others of the record alone.
        app_name: The name of the user's program, for the ``User-Agent`` of each call.
    """

    client_id: str
    _secret: ClientSecret = field(converter=client_secret_of, repr=False, alias="client_secret")
    business: str | None = None
    base_url: str = BASE_URL
    timeout: float = 30.0
    allow_http: bool = False
    keeps_custom_fields: bool = False
    app_name: str | None = None

    def __attrs_post_init__(self) -> None:
        for name, wrong in (
            ("client_id", wrong_with(self.client_id)),
            ("client_secret", self.client_secret.problem),
        ):
            if wrong:
                raise ConfigurationError(f"{name} is {wrong}; it is in Plutio's settings under API manager")
        check_business(self.business)
        _check_base_url(self.base_url, allow_http=self.allow_http)
        if self.base_url.endswith("/"):
            object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        check_seconds("timeout", self.timeout, positive=True)
        check_flag("keeps_custom_fields", self.keeps_custom_fields)
        if self.app_name is not None:
            _check_app_name(self.app_name)

    @property
    def client_secret(self) -> ClientSecret:
        return self._secret

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, allow_http: bool = False) -> Self:
        """Settings from ``PLUTIO_CLIENT_ID``, ``PLUTIO_CLIENT_SECRET``, ``PLUTIO_BUSINESS`` and ``PLUTIO_BASE_URL``.

        Raises:
            ConfigurationError: a variable is missing or wrong.
        """
        given = os.environ if environ is None else environ
        names = ("PLUTIO_CLIENT_ID", "PLUTIO_CLIENT_SECRET", "PLUTIO_BUSINESS", "PLUTIO_BASE_URL")
        client_id, secret, business, base_url = (Secret(given.get(name)) for name in names)
        del given, environ  # an error would show all of it
        if missing := [name for name, value in zip(names, (client_id, secret), strict=False) if not value()]:
            raise ConfigurationError(f"set {' and '.join(missing)} in the environment")
        return cls(client_id(), secret, business() or None, base_url() or BASE_URL, allow_http=allow_http)


def _check_app_name(name: object) -> None:
    """Refuses what no header may hold: a line break would begin another one."""
    if not (isinstance(name, str) and name.isascii() and name.isprintable() and name.strip()):
        raise ConfigurationError(
            f"app_name={name!r} does not work; give printable ASCII without line breaks, such as 'invoice-export/1.2'"
        )


def _check_base_url(url: str, *, allow_http: bool) -> None:
    if isinstance(url, str) and "@" in url:
        raise ConfigurationError("base_url names a user, and logs may show it: give host and version only")
    parts = _base_url_parts(url)
    if parts is None:
        raise ConfigurationError(f"base_url must look like {BASE_URL!r}, not {url!r}")
    check_flag("allow_http", allow_http)
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname or ""):
        raise ConfigurationError(
            f"base_url is {url!r}, which shows the client secret and the token to everyone on the way: "
            "give one with https://, or set allow_http=True"
        )


def _base_url_parts(url: object) -> SplitResult | None:
    if not isinstance(url, str) or any(char in "?#\\" for char in url):
        return None
    parts = parse_url(url)
    return parts if parts is not None and parts.scheme in ("http", "https") and parts.hostname else None
