"""A sandbox over HTTP/2."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import anyio
import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
from anyio.abc import ByteStream, TaskGroup

from chaos.fronts import Serve
from plutio_async.testing import Sandbox

_FROM_CLIENT = h2.config.H2Configuration(client_side=False, header_encoding=None)


def http2(sandbox: Sandbox) -> Serve:
    """Serves the streams of one connection concurrently."""

    async def serve(stream: ByteStream) -> None:
        async with anyio.create_task_group() as group:
            await _Connection(sandbox, stream, group).run()
            group.cancel_scope.cancel()

    return serve


class _Connection:
    def __init__(self, sandbox: Sandbox, stream: ByteStream, group: TaskGroup) -> None:
        self._sandbox = sandbox
        self._stream = stream
        self._group = group
        self._state = h2.connection.H2Connection(_FROM_CLIENT)
        self._sending = anyio.Lock()
        self._requests: dict[int, _Request] = {}

    async def run(self) -> None:
        self._state.initiate_connection()
        await self._flush()
        async for data in self._stream:
            for event in self._state.receive_data(data):
                self._handle_event(event)
            await self._flush()

    def _handle_event(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            self._requests[event.stream_id] = _Request(dict(event.headers))
        elif isinstance(event, h2.events.DataReceived):
            self._state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            if event.stream_id in self._requests:
                self._requests[event.stream_id].content += event.data
        elif isinstance(event, h2.events.StreamEnded) and event.stream_id in self._requests:
            self._group.start_soon(self._answer, event.stream_id)
        elif isinstance(event, h2.events.StreamReset):
            self._requests.pop(event.stream_id, None)

    async def _answer(self, number: int) -> None:
        request = self._requests.get(number)
        if request is None:
            return

        async def send(message: Any) -> None:
            try:
                if message["type"] == "http.response.start":
                    status = (b":status", str(message["status"]).encode())
                    self._state.send_headers(number, [status, *message["headers"]])
                else:
                    self._state.send_data(number, message["body"], end_stream=not message.get("more_body"))
            except h2.exceptions.StreamClosedError:
                return  # the client has reset the stream
            await self._flush()

        await self._sandbox.app(request.scope(), request.receive, send)
        self._requests.pop(number, None)

    async def _flush(self) -> None:
        async with self._sending:
            if data := self._state.data_to_send():
                await self._stream.send(data)


class _Request:
    """The received part of a request, in the form of ASGI."""

    def __init__(self, headers: dict[bytes, bytes]) -> None:
        self._headers = headers
        self.content = b""

    def scope(self) -> dict[str, Any]:
        path, _, query = self._headers[b":path"].partition(b"?")
        return {
            "type": "http",
            "method": self._headers[b":method"].decode(),
            "path": unquote(path.decode()),
            "query_string": query,
            "headers": [(name, value) for name, value in self._headers.items() if not name.startswith(b":")],
        }

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": self.content, "more_body": False}
