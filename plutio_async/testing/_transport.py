"""The sandbox as an ``httpx`` transport, for use in one process. A request of httpx2 gets an answer of httpx2."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache, partial
from typing import Any, cast

from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async._http.library import httpx, library_of
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
        sleep = partial(_sleep, self._sandbox.clock, request)
        await sleep(answer.delay)
        headers = {"content-length": str(len(answer.content)), **answer.headers}
        library = _library(request)
        if not answer.pace and answer.cut is None and "content-encoding" not in headers:  # httpx decodes whole content
            response = library.Response(answer.status, headers=headers, content=answer.content)
        else:
            stream = _body_class(library)(answer, sleep, request)
            response = library.Response(answer.status, headers=headers, stream=stream)
        return cast("httpx.Response", response)

    async def _answer(self, request: httpx.Request) -> Answer:
        parsed = parse_request(
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            headers=request.headers.raw,
            content=await request.aread(),
            versions=self._sandbox.versions,
            scheme=request.url.scheme,
        )
        try:
            return await self._sandbox.handle(parsed)
        except Refused:
            raise _library(request).ConnectError("the sandbox refused the connection", request=request) from None
        except Dropped:
            raise _library(request).ReadError("the sandbox dropped the connection", request=request) from None


async def _sleep(clock: Clock, request: httpx.Request, seconds: float) -> None:
    """Sleeps, or raises ``httpx.ReadTimeout`` once the read timeout of the request expires."""
    limit = request.extensions.get("timeout", {}).get("read")
    if limit is not None and seconds > limit:
        await clock.sleep(limit)
        raise _library(request).ReadTimeout("the sandbox took too long", request=request)
    if seconds > 0:
        await clock.sleep(seconds)


@frozen
class _Body:
    answer: Answer
    sleep: Callable[[float], Awaitable[None]]
    request: httpx.Request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in Pieces(self.answer, self.sleep):
                yield piece
        except Dropped:
            message = "the sandbox dropped the connection before it sent the whole body"
            raise _library(self.request).RemoteProtocolError(message, request=self.request) from None


@cache
def _body_class(library: Any) -> type[Any]:
    """``_Body`` as a stream of a library, whose clients take no other."""
    return type("_Body", (_Body, library.AsyncByteStream), {})


def _library(request: httpx.Request) -> Any:
    return library_of(request, "Request")
