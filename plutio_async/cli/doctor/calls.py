"""The calls of the doctor: each is made once, is counted, and returns what came, whatever its status."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import anyio
from attrs import define, field, frozen

from plutio_async._core.secret import Secret
from plutio_async._http.messages import HttpRequest, HttpResponse
from plutio_async._ratelimit.headers import ServerLimits, parse
from plutio_async.cli.json_text import json_text, parse_json
from plutio_async.errors import ConfigurationError, PlutioError

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async._pipeline.settings import Settings

NOT_JSON = object()
"""The value of an answer that is no JSON."""

Params = Mapping[str, str]


class CallsUsedUp(Exception):
    """The doctor made all the calls that it may make, or the server refuses more of them. The message says which."""


@frozen
class Seen:
    """An answer. Nothing of it is in its ``repr``."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    value: Any = field(repr=False)
    limits: ServerLimits = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return 200 <= self.status < 300

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The records of a list; of one record, that one."""
        found = self.value if isinstance(self.value, list) else [self.value]
        return [row for row in found if isinstance(row, dict)] if self.ok else []


@define
class Caller:
    """Makes at most ``most`` calls with the connections, the token and the budget of a client.

    It repeats nothing but a read that got no answer, a 5xx or a 401, once: what the API answers is what is measured.
    ``kept`` are calls that are kept for cleaning up.
    """

    plutio: Plutio
    most: int
    spent: int = 0
    kept: int = 0
    last: Seen | None = None
    _token: Secret = field(factory=lambda: Secret(None))

    @property
    def left(self) -> int:
        """Calls that may still be made."""
        return self.most - self.spent - self.kept

    async def open(self) -> None:
        """Takes the client's token, which may cost a call, and with it the workspace.

        Raises:
            PlutioError: there is no token, or it is for several workspaces.
        """
        session = self.plutio._sender.shared.session
        before = self.plutio.stats.calls.get("oauth.token", 0)
        token = await session.tokens.get()
        self.spent += self.plutio.stats.calls.get("oauth.token", 0) - before
        business = self.plutio.business
        if business is None and len(token.businesses) != 1:
            raise ConfigurationError("set PLUTIO_BUSINESS to the subdomain of the workspace to look at")
        self._token = Secret((token.value, business or token.businesses[0]))

    async def get(self, path: str, params: Params | None = None, *, token: Secret | None = None) -> Seen:
        """The answer to a read; ``token`` in place of the client's.

        Raises:
            CallsUsedUp: no more calls may be made.
            PlutioError: no answer came.
        """
        url = f"{path}?{urlencode(params)}" if params else path
        try:
            seen = await self._send("GET", url, token=token)
        except PlutioError:
            seen = None
        if seen is not None and seen.status == 401 and token is None:
            await self._open_again()
        elif seen is None or seen.status >= 500:
            await self.plutio._sender.shared.clock.sleep(1.0)
        else:
            return seen
        return await self._send("GET", url, token=token)

    async def _open_again(self) -> None:
        """Takes another token of the client: the last one was refused."""
        tokens = self.plutio._sender.shared.session.tokens
        if (current := tokens.current) is not None:
            tokens.reject(current)
        await self.open()

    async def write(self, method: str, path: str, body: Any) -> Seen:
        """The answer to a write, which is never repeated."""
        return await self._send(method, path, content=Secret(json_text(body).encode()), kind="application/json")

    async def new_token(self) -> Seen:
        """The answer of another token call."""
        settings = self.plutio._sender.shared.settings
        await settings.client_secret.load(settings.timeout.total)
        content, kind = _token_form(settings), "application/x-www-form-urlencoded"
        return await self._send("POST", "/oauth/token", content=content, kind=kind, token=Secret(None))

    @property
    def token(self) -> Secret:
        """The token of the calls, with the workspace."""
        return self._token

    def use_token(self, token: str) -> None:
        """Makes the later calls with another token, to the same workspace."""
        self._token = Secret((token, self._token()[1]))

    async def _send(
        self,
        method: str,
        url: str,
        *,
        content: Secret | None = None,
        kind: str | None = None,
        token: Secret | None = None,
    ) -> Seen:
        if self.left <= 0:
            raise CallsUsedUp(f"all calls were made: {self.most}")
        shared = self.plutio._sender.shared
        with await shared.budget.acquire() as lease:
            self.spent += 1
            lease.sent = True
            request = HttpRequest(
                method,
                f"{shared.settings.base_url}{url}",
                [*_headers(kind), *_credentials(self._token if token is None else token)],
                None if content is None else content(),
                timeout=self.plutio._sender.options.timeout,
            )
            # A write that is sent is awaited, or nobody knows the id of what it makes.
            with await shared.session.transport.connections.acquire(), anyio.fail_after(None, shield=method != "GET"):
                response = await shared.session.transport.send(request)
            limits = parse(response.headers, shared.clock.time())
            if response.is_of_api:
                shared.budget.learn(limits)
            if response.status == 429:
                shared.budget.pause(limits.retry_after or 1.0)
                raise CallsUsedUp("the server answered 429: the calls of this hour are used up")
            lease.confirm()
        self.last = Seen(response.status, response.headers, _value(response), limits)
        return self.last


def _token_form(settings: Settings) -> Secret:
    """The body of a token call, as a secret, so that no frame of an error has it among its variables."""
    secret = settings.client_secret()
    form = {"grant_type": "client_credentials", "client_id": settings.client_id, "client_secret": secret}
    return Secret(urlencode(form).encode())


def _headers(kind: str | None) -> Sequence[tuple[bytes, bytes]]:
    own = [(b"Accept", b"application/json"), (b"Accept-Encoding", b"gzip"), (b"User-Agent", b"plutio-doctor")]
    return own if kind is None else [*own, (b"Content-Type", kind.encode())]


def _credentials(token: Secret) -> Sequence[tuple[bytes, bytes]]:
    held = token()
    if held is None:
        return ()
    value, business = held
    return ((b"Authorization", b"Bearer " + value.encode()), (b"Business", business.encode()))


def _value(response: HttpResponse) -> Any:
    if response.unread is not None:
        return NOT_JSON
    if not response.content:
        return None
    try:
        return parse_json(response.content)
    except ValueError:
        return NOT_JSON


def query(**conditions: Any) -> Params:
    """The ``q`` parameter for fields that have a value."""
    return {"q": json.dumps(conditions, separators=(",", ":"))}
