"""A request as httpx takes it."""

from __future__ import annotations

from typing import Self

import httpx

from plutio_async._http.messages import HttpRequest, RequestState


class Body(httpx.AsyncByteStream):
    """The body of a request, in one piece. No async generator: trio reports one that is not read to its end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._left = content

    def __aiter__(self) -> Self:
        self._left = self._content
        return self

    async def __anext__(self) -> bytes:
        piece, self._left = self._left, b""
        if not piece:
            raise StopAsyncIteration
        return piece


def build(request: HttpRequest, state: RequestState) -> httpx.Request:
    """The request for httpx, with the Host and Content-Length headers.

    Raises:
        httpx.InvalidURL, httpx.UnsupportedProtocol: the URL cannot be called.
    """
    seconds = state.timeout
    timeout = {"connect": state.connect_timeout, "read": seconds, "write": seconds, "pool": None}
    headers, extensions = list(request.headers), {"timeout": timeout}
    try:
        built = httpx.Request(
            request.method, request.url, headers=headers, content=request.content, extensions=extensions
        )
        if built.url.host:
            built.stream = Body(request.content or b"")
            return built
    except ValueError:  # a name that no encoding of hosts allows
        pass
    raise httpx.UnsupportedProtocol("the URL names no server")
