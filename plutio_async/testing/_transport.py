"""The sandbox as an ``httpx`` transport, for use in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async.testing._api.app import pieces
from plutio_async.testing._api.contract import Served
from plutio_async.testing._api.target import incoming
from plutio_async.testing._api.wire import Answer, Dropped, Refused


class SandboxTransport(httpx.AsyncBaseTransport):
    """Answers from a sandbox. Broken connections and timeouts come as ``httpx`` raises them.

    The ``read`` timeout of a request goes by the sandbox's clock, so a slow answer times out on a fake clock too.
    """

    def __init__(self, sandbox: Served) -> None:
        self._sandbox = sandbox

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The sandbox's answer.

        Raises:
            httpx.TransportError: a hook broke the connection, or the answer took longer than the request waits.
        """
        answer = await self._answer(request)
        patience = Patience(self._sandbox.clock, request)
        await patience.wait(answer.delay)
        headers = {"content-length": str(len(answer.content)), **answer.headers}
        if not answer.pace and answer.cut is None and "content-encoding" not in headers:  # httpx unpacks what is whole
            return httpx.Response(answer.status, headers=headers, content=answer.content)
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer, patience))

    async def _answer(self, request: httpx.Request) -> Answer:
        seen = incoming(
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            headers=request.headers.raw,
            content=await request.aread(),
            versions=self._sandbox.versions,
        )
        try:
            return await self._sandbox.handle(seen)
        except Refused:
            raise httpx.ConnectError("the sandbox refused the connection", request=request) from None
        except Dropped:
            raise httpx.ReadError("the sandbox dropped the connection", request=request) from None


@frozen
class Patience:
    """Waits on behalf of a client that gives up after its read timeout."""

    clock: Clock
    request: httpx.Request

    async def wait(self, seconds: float) -> None:
        """Sleeps.

        Raises:
            httpx.ReadTimeout: the client gave up first.
        """
        longest = self.request.extensions.get("timeout", {}).get("read")
        if longest is not None and seconds > longest:
            await self.clock.sleep(longest)
            raise httpx.ReadTimeout("the sandbox took too long", request=self.request)
        if seconds > 0:
            await self.clock.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: Answer, patience: Patience) -> None:
        self._answer = answer
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in pieces(self._answer, self._patience.wait):
                yield piece
        except Dropped:
            message = "the sandbox dropped the connection before the whole body was sent"
            raise httpx.RemoteProtocolError(message, request=self._patience.request) from None
