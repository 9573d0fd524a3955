"""The sandbox as an ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from plutio_async.testing._api.messages import Answer, Dropped, Request, parse_request

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# The key of the ASGI extension with which our server (``_serve``) lets the application abort the connection.
ABORT = "plutio.abort"


class App:
    """ASGI 3. Runs under any server, and can be mounted in another application.

    ASGI has no way to break a connection. Under a server other than ours a dropped connection is an exception, which
    most servers answer with 500.
    """

    def __init__(
        self,
        handle: Callable[[Request], Awaitable[Answer]],
        sleep: Callable[[float], Awaitable[None]],
        versions: tuple[str, ...],
    ) -> None:
        self._handle = handle
        self._sleep = sleep
        self._versions = versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        content = await _read(receive)
        if content is None:
            return
        root = scope.get("root_path", "")
        request = parse_request(
            method=scope["method"],
            path=scope["path"].removeprefix(root),
            query=scope["query_string"],
            headers=scope["headers"],
            content=content,
            versions=self._versions,
            scheme=scope.get("scheme", "http"),
            root=root,
        )
        try:
            answer = await self._handle(request)
            await self._send(answer, send)
        except Dropped:
            abort = scope.get("extensions", {}).get(ABORT)
            if abort is None:
                raise
            abort()
            await receive()

    async def _send(self, answer: Answer, send: Send) -> None:
        await self._wait(answer.delay)
        named = {"content-length": str(len(answer.content)), **answer.headers}
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if not answer.pace and answer.cut is None:
            await send({"type": "http.response.body", "body": answer.content})
            return
        async for piece in Pieces(answer, self._wait):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            await self._sleep(seconds)


class Pieces:
    """Iterates over the body in the pieces in which it is sent, and raises ``Dropped`` at the cut."""

    def __init__(self, answer: Answer, wait: Callable[[float], Awaitable[None]]) -> None:
        self._answer = answer
        self._wait = wait
        self._at = 0

    def __aiter__(self) -> Pieces:
        return self

    async def __anext__(self) -> bytes:
        answer = self._answer
        end = len(answer.content) if answer.cut is None else min(answer.cut, len(answer.content))
        if self._at >= end:
            if answer.cut is not None:
                raise Dropped
            raise StopAsyncIteration
        if self._at:
            await self._wait(answer.pace)
        size = answer.piece if answer.pace else end
        piece = answer.content[self._at : min(self._at + size, end)]
        self._at += len(piece)
        return piece


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or ``None`` if the client disconnected."""
    chunks = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
