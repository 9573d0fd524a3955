"""Cancels what a request started when its client disconnects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CancelOnDisconnect:
    """Middleware: cancels a route, and so its calls to Plutio, if the client disconnects before the response.

    FastAPI lets such a route run on, and its calls use up the budget. A write that is cancelled may have happened.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the app."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await run_until_disconnect(lambda *channels: self._app(scope, *channels), receive, send)


async def run_until_disconnect(run: Callable[[Receive, Send], Awaitable[None]], receive: Receive, send: Send) -> None:
    """Runs something that responds, and cancels it if the client disconnects before the end of the response."""
    failure: BaseException | None = None
    connection = _Connection(receive, send)
    async with connection, anyio.create_task_group() as group:
        group.start_soon(connection.watch, group.cancel_scope)
        try:
            await run(connection.receive, connection.send)
        except anyio.get_cancelled_exc_class():
            raise
        except BaseException as error:  # noqa: BLE001 - raised below, not as a group
            failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure


class _Connection:
    """Passes the messages of a request on, one ahead, and so sees when the client disconnects."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._responded = False
        self._last: Message | None = None
        self._incoming, self._outgoing = anyio.create_memory_object_stream[Message](1)

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        self._incoming.close()
        self._outgoing.close()

    async def watch(self, response: anyio.CancelScope) -> None:
        while (message := await self._receive())["type"] != "http.disconnect":
            await self._incoming.send(message)
        if not self._responded:  # else background tasks run on
            response.cancel()
        self._last = message
        self._incoming.close()

    async def receive(self) -> Message:
        try:
            return await self._outgoing.receive()
        except anyio.EndOfStream:
            assert self._last is not None
            return self._last

    async def send(self, message: Message) -> None:
        is_body = message["type"] in ("http.response.body", "http.response.pathsend")
        if is_body and not message.get("more_body", False):
            self._responded = True
        await self._send(message)
