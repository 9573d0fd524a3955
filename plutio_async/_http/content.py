"""A body without async generators, which trio reports as left open when a request ends in the middle of one."""

from __future__ import annotations

from typing import Self

import httpx


class Body(httpx.AsyncByteStream):
    """The bytes of a request, in one piece, as often as they are asked for."""

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
