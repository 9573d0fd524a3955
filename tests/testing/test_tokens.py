"""The token call and the life of tokens."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from plutio_async.testing import FakeClock, Sandbox
from tests.testing.api import Api


def test_token_answer_has_both_spellings() -> None:
    """The token and its expiry are in both spellings; the businesses are those of the client."""
    api = Api()
    answer = api.token_call().json
    assert answer["accessToken"] == answer["access_token"]
    assert answer["accessTokenExpiresAt"] == "2023-11-17T22:13:20.000Z"
    assert answer["expires_in"] == 72 * 3600
    assert answer["client"]["businesses"] == ["example", "other"]
    assert answer["client"]["id"] == "sandbox"
    assert answer["user"]["id"] == answer["client"]["userId"]


def test_tokens_live_for_72_hours() -> None:
    """Valid in the last second, and then 401 in the format of the OAuth library."""
    api = Api()
    anyio.run(api.clock.advance, 72 * 3600 - 1)
    assert api.call("GET", "/tasks").status == 200
    anyio.run(api.clock.advance, 1)
    reply = api.call("GET", "/tasks")
    assert (reply.status, reply.json["name"]) == (401, "invalid_token")
    assert reply.json["statusCode"] == 401


def test_a_new_token_leaves_the_old_one_valid() -> None:
    """Each call of the token endpoint gives another token."""
    api = Api()
    assert api.token() != api.token()
    assert api.call("GET", "/tasks").status == 200


def test_revoked_tokens_are_401() -> None:
    """A new token works."""
    api = Api()
    api.sandbox.revoke_tokens()
    assert api.call("GET", "/tasks").status == 401
    assert api.call("GET", "/tasks", headers={"authorization": f"Bearer {api.token()}"}).status == 200


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer wrong", "Basic abc"])
def test_calls_without_a_valid_token_are_401(value: str | None) -> None:
    """A call without a valid token gets 401, whatever else is wrong with it."""
    api = Api()
    for path in ("/tasks", "/nothing"):
        assert api.call("GET", path, headers={"authorization": value, "business": None}).status == 401


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"client_id": None}, "invalid_request"),
        ({"client_secret": ""}, "invalid_request"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_wrong_credentials_are_refused(changes: dict[str, Any], name: str) -> None:
    """400 with the OAuth error's name, and no token."""
    reply = Api().token_call(**changes)
    assert (reply.status, reply.json["name"], reply.json["code"]) == (400, name, 400)
    assert "accessToken" not in reply.json


def test_token_path_has_no_other_method() -> None:
    """GET on it is an unknown route, with a token or without."""
    for authorization in (None, "Bearer wrong"):
        reply = Api().call("GET", "/oauth/token", headers={"authorization": authorization})
        assert (reply.status, reply.message) == (403, "Method not allowed")


def test_expired_tokens_are_dropped() -> None:
    """The sandbox does not keep expired tokens."""
    sandbox = Sandbox(clock=FakeClock(), limit=None)
    api = Api(sandbox)
    for _ in range(5):
        api.token()
    anyio.run(sandbox.clock.advance, 73 * 3600)  # type: ignore[attr-defined]
    api.token()
    assert len(sandbox._server.tokens._expiries) == 1
