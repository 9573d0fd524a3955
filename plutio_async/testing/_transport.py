"""The sandbox as an ``httpx`` transport, for use in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async.testing._api.app import Pieces
from plutio_async.testing._api.messages import Answer, Dropped, Refused, parse_request
from plutio_async.testing._api.protocol import SandboxProtocol


class SandboxTransport(httpx.AsyncBaseTransport):
    """Answers from a sandbox. Broken connections and timeouts raise the errors of ``httpx``.

    The ``read`` timeout of a request is measured on the sandbox's clock, so a slow answer times out on a fake clock.
    """

    def __init__(self, sandbox: SandboxProtocol) -> None:
        self._sandbox = sandbox

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The sandbox's answer.

        Raises:
            httpx.TransportError: a hook broke the connection, or the read timeout expired.
        """
        answer = await self._answer(request)
        timeout = _ReadTimeout(self._sandbox.clock, request)
        await timeout.sleep(answer.delay)
        headers = {"content-length": str(len(answer.content)), **answer.headers}
        if not answer.pace and answer.cut is None and "content-encoding" not in headers:  # httpx decodes whole content
            return httpx.Response(answer.status, headers=headers, content=answer.content)
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer, timeout))

    async def _answer(self, request: httpx.Request) -> Answer:
        parsed = parse_request(
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            headers=request.headers.raw,
            content=await request.aread(),
            versions=self._sandbox.versions,
        )
        try:
            return await self._sandbox.handle(parsed)
        except Refused:
            raise httpx.ConnectError("the sandbox refused the connection", request=request) from None
        except Dropped:
            raise httpx.ReadError("the sandbox dropped the connection", request=request) from None


@frozen
class _ReadTimeout:
    """Sleeps no longer than the read timeout of a request."""

    clock: Clock
    request: httpx.Request

    async def sleep(self, seconds: float) -> None:
        """Sleeps, or raises ``httpx.ReadTimeout`` once the timeout expires."""
        limit = self.request.extensions.get("timeout", {}).get("read")
        if limit is not None and seconds > limit:
            await self.clock.sleep(limit)
            raise httpx.ReadTimeout("the sandbox took too long", request=self.request)
        if seconds > 0:
            await self.clock.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: Answer, timeout: _ReadTimeout) -> None:
        self._answer = answer
        self._timeout = timeout

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in Pieces(self._answer, self._timeout.sleep):
                yield piece
        except Dropped:
            message = "the sandbox dropped the connection before it sent the whole body"
            raise httpx.RemoteProtocolError(message, request=self._timeout.request) from None
