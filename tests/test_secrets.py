"""Secrets and tokens never appear in a repr, a log or an error."""

from __future__ import annotations

import json
import pickle
import re
import traceback
from typing import Any

import httpx
import pytest

from plutio_async import (
    BadRequestError,
    ConnectionFailed,
    MethodNotAllowedError,
    Plutio,
    UnreadableAnswer,
)

from .api import Api, answer

pytestmark = pytest.mark.anyio

SPECIAL = 'a-b/c"d e\\f'
"""A secret that JSON and URLs spell in their own ways."""


def client(api: Api, secret: str) -> Plutio:
    return Plutio("id", secret, business="example", transport=api.transport(), clock=api.clock, retries=1)


async def test_nothing_shows_a_secret() -> None:
    """No repr or text of a client, setting, token, request or error has a secret."""
    api = Api(answer(400, {"message": "bad token-1 and the-secret"}))
    async with api.client() as plutio:
        with pytest.raises(BadRequestError) as caught:
            await plutio.tasks.list()
        seen = f"{plutio!r} {plutio._sender.shared.settings!r} {caught.value} {caught.value!r} {caught.value.body}"
    seen += str(pickle.dumps(caught.value))
    assert "the-secret" not in seen
    assert "token-1" not in seen


@pytest.mark.parametrize(
    "echo",
    [
        {"message": f"it is {SPECIAL}", "nested": [{SPECIAL: 1}]},
        {"message": "it is a-b%2Fc%22d+e%5Cf or a-b%2Fc%22d%20e%5Cf"},
        f"plain text with {SPECIAL} in it",
    ],
)
async def test_a_secret_is_removed_in_every_encoding(echo: Any) -> None:
    """A secret is removed from JSON, URLs, keys and text."""
    text = echo.encode() if isinstance(echo, str) else json.dumps(echo).encode()
    for content in (text, text[:-1]):
        api = Api(httpx.Response(400, content=content))
        async with client(api, SPECIAL) as plutio:
            with pytest.raises(BadRequestError) as caught:
                await plutio.tasks.list()
        seen = f"{caught.value} {caught.value.body!r} {pickle.dumps(caught.value)!r}"
        assert "…" in str(caught.value.body)
        assert not re.search(r"a-b.{0,5}c", seen)


async def test_a_short_secret_leaves_messages_readable() -> None:
    """A secret of one letter, as in tests, does not remove letters from messages."""
    api = Api(answer(403, {"code": 403, "message": "Method not allowed."}))
    async with client(api, "s") as plutio:
        with pytest.raises(MethodNotAllowedError, match="Method not allowed"):
            await plutio.tasks.list()


async def test_a_token_in_an_unreadable_answer_is_not_shown() -> None:
    """An invalid answer of the token call may contain a token, which the error does not show."""
    cut = httpx.Response(200, content=b'{"accessToken":"tOkEn-xyz789","expires')
    async with client(Api(tokens=(cut,)), "the-secret") as plutio:
        with pytest.raises(UnreadableAnswer) as caught:
            await plutio.tasks.list()
    assert "tOkEn-xyz789" not in f"{caught.value} {caught.value.body} {pickle.dumps(caught.value)!r}"


async def test_no_frame_of_a_traceback_has_the_secret() -> None:
    """Error trackers show the variables of frames, which contain no secret."""
    async with client(Api(tokens=(httpx.ConnectError("refused"),)), "the-secret") as plutio:
        with pytest.raises(ConnectionFailed) as caught:
            await plutio.tasks.list()
    own = [
        frame
        for frame, _ in traceback.walk_tb(caught.value.__traceback__)
        if "plutio_async" in frame.f_code.co_filename
    ]
    assert own
    assert not [name for frame in own for name, value in frame.f_locals.items() if "the-secret" in repr(value)]
