"""The settings of a client that do not change, and the options of its calls."""

from __future__ import annotations

import os
import re
from types import EllipsisType

from attrs import field, frozen

from plutio_async._auth.credentials import ClientSecret, client_secret_of, wrong_with
from plutio_async._core.call import MaxWait, OnAnswer
from plutio_async._core.checks import check_flag, check_seconds
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.secret import Secret
from plutio_async._http.messages import Timeout, timeout_of
from plutio_async._http.settings import parse_url
from plutio_async._http.target import headers_of, is_loopback
from plutio_async._pipeline.retry import Retries, retries_of
from plutio_async._ratelimit.protocol import Priority, check_priority
from plutio_async._resources.learned import Learned

_SUBDOMAIN = re.compile(r"[A-Za-z0-9_-]+")
_VARIABLES = {
    "client_id": "PLUTIO_CLIENT_ID",
    "client_secret": "PLUTIO_CLIENT_SECRET",
    "business": "PLUTIO_BUSINESS",
    "base_url": "PLUTIO_BASE_URL",
    "shared": "PLUTIO_SHARED",
}


@frozen
class Options:
    """How a call is made. Raises ``ConfigurationError`` for an invalid option.

    Attributes:
        timeout: Seconds that one attempt may take, without the wait for a free connection; or a ``Timeout``.
        max_wait: The longest wait of an attempt for the budget and a token, in seconds; ``None`` is no limit, ``...``
            the budget's own ``max_wait``.
        priority: ``"background"`` calls leave the budget's reserve to ``"interactive"`` ones.
        retries: When and how often a failed call is repeated.
        business: The workspace's subdomain; ``None`` is the only one that the token is for.
        coalesce: Makes one call for equal reads, and for gets of one resource, that happen at the same time.
        headers: More headers, which may be secret.
        on_answer: Each is called with status, headers and seconds of each attempt that succeeds.
    """

    timeout: Timeout = field(default=Timeout(), converter=timeout_of)
    max_wait: MaxWait = ...
    priority: Priority = "interactive"
    retries: Retries = field(default=None, converter=retries_of)
    business: str | None = None
    coalesce: bool = False
    headers: tuple[tuple[bytes, bytes], ...] = field(default=(), converter=headers_of, repr=False)
    on_answer: tuple[OnAnswer, ...] = field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        check_priority(self.priority)
        if self.business is not None and not (isinstance(self.business, str) and _SUBDOMAIN.fullmatch(self.business)):
            raise ConfigurationError(
                f"business is the first label of <subdomain>.plutio.com, such as 'example', not {self.business!r}"
            )
        check_flag("coalesce", self.coalesce)
        if not isinstance(self.max_wait, EllipsisType):
            check_seconds("max_wait", self.max_wait, optional=True)


@frozen
class Settings:
    """The API client's credentials, and its server. The ``repr`` shows no secret.

    Attributes:
        client_id: From Settings, API manager, in the web app.
        client_secret: From the same page; or a callable, sync or async, that returns it.
        base_url: Host and version; only tests and old versions need another.
        timeout: Seconds that the token call may take.
        allow_http: Lets ``base_url`` be http also where it is no loopback address.
        keeps_custom_fields: Whether an update that sends some custom fields leaves the others of the record alone.
        app_name: The name of the user's program, for the ``User-Agent`` of each call.
        learned: What was measured of the server.
    """

    client_id: str
    client_secret: ClientSecret = field(converter=client_secret_of, repr=False)
    base_url: str
    timeout: Timeout = field(default=Timeout(), converter=timeout_of)
    allow_http: bool = False
    keeps_custom_fields: bool = False
    app_name: str | None = None
    learned: Learned = field(factory=Learned)

    @property
    def account(self) -> str:
        """Names the API client for what is shared."""
        return f"{self.base_url}|{self.client_id}"

    def __attrs_post_init__(self) -> None:
        for name, wrong in (
            ("client_id", wrong_with(self.client_id)),
            ("client_secret", self.client_secret.problem),
        ):
            if wrong:
                raise ConfigurationError(f"{name} is {wrong}; it is in Plutio's settings under API manager")
        _check_base_url(self.base_url, allow_http=self.allow_http)
        if self.base_url.endswith("/"):
            object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        check_flag("keeps_custom_fields", self.keeps_custom_fields)
        if self.app_name is not None:
            _check_app_name(self.app_name)


def read_environment() -> dict[str, Secret]:
    """The settings that are in the environment, by name. Raises ``ConfigurationError`` without the credentials."""
    found = {name: Secret(os.environ.get(variable)) for name, variable in _VARIABLES.items()}
    if missing := [_VARIABLES[name] for name in ("client_id", "client_secret") if not found[name]()]:
        raise ConfigurationError(f"set {' and '.join(missing)} in the environment")
    return {name: value for name, value in found.items() if value()}


def _check_app_name(name: object) -> None:
    """Refuses characters that a header cannot hold: a line break would begin another header."""
    if not (isinstance(name, str) and name.isascii() and name.isprintable() and name.strip()):
        raise ConfigurationError(
            f"app_name={name!r} does not work; give printable ASCII without line breaks, such as 'invoice-export/1.2'"
        )


def _check_base_url(url: object, *, allow_http: bool) -> None:
    if isinstance(url, str) and "@" in url:
        raise ConfigurationError("base_url names a user, and logs may show it: give host and version only")
    parts = parse_url(url) if isinstance(url, str) and not any(char in "?#\\" for char in url) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"base_url must look like 'https://api.plutio.com/v1', not {url!r}")
    check_flag("allow_http", allow_http)
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise ConfigurationError(
            f"base_url is {url!r}, which shows the client secret and the token to everyone on the way: "
            "give one with https://, or set allow_http=True"
        )
