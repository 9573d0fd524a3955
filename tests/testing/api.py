"""A client for the sandbox's own tests: one call at a time, without an event loop.

The sandbox waits for nothing unless a hook or a switch makes it, so its coroutine ends at the first step.
"""

from __future__ import annotations

import json
from collections.abc import Coroutine, Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from plutio_async.testing import FakeClock, Request, Sandbox, Switches
from plutio_async.testing._api.messages import parse_request


@frozen
class Reply:
    status: int
    content: bytes
    headers: Mapping[str, str]
    json: Any = field(init=False)

    @json.default
    def _parsed(self) -> Any:
        is_json = self.headers["content-type"].startswith("application/json")
        return json.loads(self.content) if is_json else None

    @property
    def message(self) -> str:
        return self.json["message"]


def step(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise AssertionError("the sandbox waited")


class Api:
    """Calls a strict sandbox with a good token."""

    def __init__(self, sandbox: Sandbox | None = None, **switches: Any) -> None:
        self.clock = FakeClock()
        self.sandbox = sandbox or Sandbox(
            switches=Switches(**switches), clock=self.clock, limit=None, strict=True, businesses=("example", "other")
        )
        self.headers = {"business": "example", "content-type": "application/json"}
        self.headers["authorization"] = f"Bearer {self.token()}"

    def token(self) -> str:
        answer = self.token_call().json
        return answer.get("accessToken") or answer["access_token"]

    def token_call(self, **changes: Any) -> Reply:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.sandbox.client_id,
            "client_secret": self.sandbox.client_secret,
            **changes,
        }
        content = urlencode({name: value for name, value in form.items() if value is not None})
        return self.raw("POST", "/v1.11/oauth/token", content, {"content-type": "application/x-www-form-urlencoded"})

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, Any] | None = None, **query: Any
    ) -> Reply:
        """A header of ``None`` is left out."""
        content = "" if body is None else json.dumps(body)
        named = {**self.headers, **(headers or {})}
        if query.get("q") is not None and not isinstance(query["q"], str):
            query["q"] = json.dumps(query["q"])
        target = f"/v1.11{path}?{urlencode(query)}"
        return self.raw(method, target, content, {name: value for name, value in named.items() if value is not None})

    def raw(self, method: str, target: str, content: str, headers: Mapping[str, str]) -> Reply:
        path, _, query = target.partition("?")
        request: Request = parse_request(
            method=method,
            path=path,
            query=query.encode(),
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
            content=content.encode(),
            versions=self.sandbox.versions,
        )
        answer = step(self.sandbox.handle(request))
        return Reply(answer.status, answer.content, answer.headers)

    def get(self, path: str, **query: Any) -> Any:
        return self.good(self.call("GET", path, **query))

    def post(self, path: str, **body: Any) -> Any:
        return self.good(self.call("POST", path, body))

    def put(self, path: str, **body: Any) -> Any:
        return self.good(self.call("PUT", path, body))

    def delete(self, path: str, **body: Any) -> Any:
        return self.good(self.call("DELETE", path, body))

    def good(self, reply: Reply) -> Any:
        assert reply.status == 200, (reply.status, reply.content)
        return reply.json


def ids(records: list[Mapping[str, Any]]) -> list[str]:
    return [record["_id"] for record in records]


def titles(records: list[Mapping[str, Any]]) -> list[str]:
    return [record["title"] for record in records]
