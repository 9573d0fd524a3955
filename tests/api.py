"""A scripted API behind a real client: answers are given one after the other, and the requests are kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from plutio_async import Plutio
from plutio_async.testing.clock import FakeClock

Answer = httpx.Response | Exception | Callable[[httpx.Request], Any]

TOKEN = {"accessToken": "token-1", "expires_in": 259200, "client": {"businesses": ["example"]}}


_to_close: list[Plutio] = []


def closed_later(plutio: Plutio) -> Plutio:
    """A client that is closed after the test, by the fixture ``clients_closed``."""
    _to_close.append(plutio)
    return plutio


async def close_clients() -> None:
    """Closes those that were given to :func:`closed_later`."""
    while _to_close:
        await _to_close.pop().aclose()


def answer(status: int = 200, body: Any = None, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Api:
    """``script`` answers everything but token calls, which ``tokens`` answers; the last answer of each repeats."""

    def __init__(self, *script: Answer, tokens: tuple[Answer, ...] = (), clock: FakeClock | None = None) -> None:
        self.script = list(script) or [answer(200, [])]
        self.tokens = list(tokens) or [answer(200, TOKEN)]
        self.requests: list[httpx.Request] = []
        self.token_requests: list[httpx.Request] = []
        self.clock = clock or FakeClock()

    def client(self, **settings: Any) -> Plutio:
        settings = {"business": "example", "clock": self.clock, **settings}
        return Plutio("the-id", "the-secret", transport=self.transport(), **settings)

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        is_token = request.url.path.endswith("/oauth/token")
        (self.token_requests if is_token else self.requests).append(request)
        script = self.tokens if is_token else self.script
        given = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(given, Exception):
            raise given
        if callable(given):
            given = await given(request)
        return httpx.Response(given.status_code, content=given.content, headers=given.headers)

    def bodies(self) -> list[Any]:
        return [json.loads(request.content) if request.content else None for request in self.requests]
