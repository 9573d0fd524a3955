"""Runs an app as a server does, with a client that can disconnect."""

from __future__ import annotations

import json
from typing import Any

import anyio
from attrs import define, field
from starlette.types import ASGIApp, Message


@define
class Client:
    """One request. ``gone`` is set when the client disconnects."""

    chunks: list[bytes] = field(factory=lambda: [b""])
    gone: anyio.Event = field(factory=anyio.Event)
    sent: list[Message] = field(factory=list)
    reads: int = 0
    ended: bool = False

    async def get(self, app: ASGIApp, path: str, method: str = "GET", headers: Any = ()) -> None:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in dict(headers).items()],
            "state": {},
        }
        await app(scope, self._receive, self._send)
        self.ended = True

    async def _receive(self) -> Message:
        self.reads += 1
        if self.reads <= len(self.chunks):
            more = self.reads < len(self.chunks)
            return {"type": "http.request", "body": self.chunks[self.reads - 1], "more_body": more}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.gone.set()  # as servers do after a response

    @property
    def status(self) -> int | None:
        return self.sent[0]["status"] if self.sent else None

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def json(self) -> Any:
        return json.loads(self.body)
