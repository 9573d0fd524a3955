"""The token call, and the tokens that are valid."""

from __future__ import annotations

import random
from typing import Any

from attrs import field, frozen

from plutio_async._core.clock import Clock
from plutio_async.testing._api.messages import OauthError, Request
from plutio_async.testing._api.store import timestamp
from plutio_async.testing.switches import Switches

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path


@frozen
class ApiClient:
    """The credentials that may request tokens, and their businesses."""

    id: str
    secret: str = field(repr=False)
    businesses: tuple[str, ...]
    owner: str


class Tokens:
    """Issues tokens to one API client and checks them."""

    def __init__(self, seed: int, clock: Clock, client: ApiClient) -> None:
        self._random = random.Random(f"{seed} tokens")
        self._clock = clock
        self._client = client
        self._expiries: dict[str, float] = {}

    def grant(self, request: Request, switches: Switches) -> dict[str, Any]:
        """The answer of the token call; raises ``OauthError`` if the form or the credentials are wrong."""
        form = request.form
        if form is None:
            message = "Invalid request: content must be application/x-www-form-urlencoded"
            raise OauthError(400, "invalid_request", message)
        for name in ("grant_type", "client_id", "client_secret"):
            if not form.get(name):
                raise OauthError(400, "invalid_request", f"Missing parameter: `{name}`")
        if form["grant_type"] != "client_credentials":
            raise OauthError(400, "unsupported_grant_type", "Unsupported grant type: `grant_type` is invalid")
        if (form["client_id"], form["client_secret"]) != (self._client.id, self._client.secret):
            raise OauthError(switches.token_refusal, "invalid_client", "Invalid client: client is invalid")
        return self._answer(switches)

    def check(self, authorization: str | None) -> None:
        """Raises ``OauthError`` if the header has no valid token."""
        if not authorization:
            raise OauthError(401, "unauthorized_request", "Unauthorized request: no authentication given")
        scheme, _, token = authorization.partition(" ")
        expiry = self._expiries.get(token.strip()) if scheme.lower() == "bearer" else None
        if expiry is None:
            raise OauthError(401, "invalid_token", "Invalid token: access token is invalid")
        if expiry <= self._clock.time():
            raise OauthError(401, "invalid_token", "Invalid token: access token has expired")

    def revoke(self) -> None:
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
            is_iso = switches.token_expiry == "iso"  # noqa: S105 - not a password
            answer["accessTokenExpiresAt"] = timestamp(expiry) if is_iso else int(expiry * 1000)
        if switches.token_keys in ("both", "snake"):
            answer["access_token"] = token
            answer["expires_in"] = int(switches.token_lifetime)
        answer["client"] = {
            "id": self._client.id,
            "userId": self._client.owner,
            "businesses": list(self._client.businesses),
            "grants": ["client_credentials"],
        }
        return {**answer, "user": {"id": self._client.owner}}
