"""The token call, and the tokens that are good."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import field, frozen

from plutio_async._core.clock import Clock
from plutio_async.testing._api.moments import moment
from plutio_async.testing._api.refusal import OauthRefusal
from plutio_async.testing._api.wire import Request
from plutio_async.testing.switches import Switches

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
_FORM = "application/x-www-form-urlencoded"


_EXPIRY: dict[str, Callable[[float], Any]] = {"iso": moment, "number": lambda expiry: int(expiry * 1000)}


@frozen
class ApiClient:
    """Who may ask for tokens, and for which businesses."""

    id: str
    secret: str = field(repr=False)
    businesses: tuple[str, ...]
    owner: str

    def described(self) -> dict[str, Any]:
        """The client as the token call tells of it."""
        businesses = list(self.businesses)
        return {"id": self.id, "userId": self.owner, "businesses": businesses, "grants": ["client_credentials"]}


class Tokens:
    """Hands out tokens for one API client and knows which of them are still good."""

    def __init__(self, seed: int, clock: Clock, client: ApiClient) -> None:
        self._random = random.Random(f"{seed} tokens")
        self._clock = clock
        self._client = client
        self._expiries: dict[str, float] = {}

    def grant(self, request: Request, switches: Switches) -> dict[str, Any]:
        """The answer of the token call.

        Raises:
            OauthRefusal: the form or the credentials are wrong.
        """
        form = read_form(request)
        for name in ("grant_type", "client_id", "client_secret"):
            if not form.get(name):
                raise OauthRefusal(400, "invalid_request", f"Missing parameter: `{name}`")
        if form["grant_type"] != "client_credentials":
            raise OauthRefusal(400, "unsupported_grant_type", "Unsupported grant type: `grant_type` is invalid")
        if (form["client_id"], form["client_secret"]) != (self._client.id, self._client.secret):
            raise OauthRefusal(switches.token_refusal, "invalid_client", "Invalid client: client is invalid")
        return self._answer(switches)

    def check(self, authorization: str | None) -> None:
        """Checks the token of a call.

        Raises:
            OauthRefusal: there is no token, or it is not good.
        """
        if not authorization:
            raise OauthRefusal(401, "unauthorized_request", "Unauthorized request: no authentication given")
        scheme, _, token = authorization.partition(" ")
        expiry = self._expiries.get(token.strip()) if scheme.lower() == "bearer" else None
        if expiry is None:
            raise OauthRefusal(401, "invalid_token", "Invalid token: access token is invalid")
        if expiry <= self._clock.time():
            raise OauthRefusal(401, "invalid_token", "Invalid token: access token has expired")

    def revoke(self) -> None:
        """No token that was handed out is good any longer."""
        self._expiries.clear()

    def _answer(self, switches: Switches) -> dict[str, Any]:
        now = self._clock.time()
        kept = switches.older_tokens == "kept"
        self._expiries = {token: expiry for token, expiry in self._expiries.items() if kept and expiry > now}
        token = f"{self._random.getrandbits(160):040x}"
        expiry = self._expiries[token] = now + switches.token_lifetime
        answer: dict[str, Any] = {}
        if switches.token_keys in ("both", "camel"):
            answer["accessToken"] = token
            answer["accessTokenExpiresAt"] = _EXPIRY[switches.token_expiry](expiry)
        if switches.token_keys in ("both", "snake"):
            answer["access_token"] = token
            answer["expires_in"] = int(switches.token_lifetime)
        return {**answer, "client": self._client.described(), "user": {"id": self._client.owner}}


def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form-encoded body.

    Raises:
        OauthRefusal: the body is something else.
    """
    if request.media_type != _FORM:
        raise OauthRefusal(400, "invalid_request", f"Invalid request: content must be {_FORM}")
    return dict(parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True))
