"""Answers, read up to a limit of time and size, and unpacked on the way."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import anyio
import httpx

from plutio_async._core.errors import ResponseTooLarge, UnreadableAnswer
from plutio_async._http.attempt import Attempt
from plutio_async._http.unpacking import CHUNK, CODINGS, REGISTERED, Unpacker

RawHeaders = Sequence[tuple[bytes, bytes]]

_OVERHEAD = 64 * 1024
"""Bytes by which packing may make a body longer."""
_COST_OF_A_PIECE = 1024
"""What handling a piece takes, as the bytes that could be unpacked meanwhile."""
_MOST_BUFFERED = 1 << 16
"""Pieces that may come out of buffers before an iterator waits."""
_DIGITS = 18
"""Of a length, that are read: a number that is longer is too long anyway."""


class _Intake:
    """What came of an answer's body, unpacked, and no more than ``limit`` bytes of it.

    ``problem`` is why the body cannot be read.
    """

    __slots__ = ("_coding", "_content", "_limit", "_received", "_unpacker", "_work", "problem")

    def __init__(self, coding: bytes, limit: float) -> None:
        self.problem: UnreadableAnswer | None = None
        self._coding = coding
        self._limit = limit
        self._unpacker = Unpacker(coding) if coding in CODINGS else None
        self._content: bytes | bytearray = b""
        self._received = 0
        self._work = 0

    def expect(self, length: int) -> None:
        """Refuses a body that is too long as it comes."""
        if length > self._limit + (_OVERHEAD if self._coding else 0):
            self.problem = _too_large(self._limit, self._received)

    def take(self, piece: bytes) -> Iterator[None]:
        """Unpacks a piece; yields whenever others should run for a moment."""
        self._received += len(piece)
        self.expect(self._received)
        try:
            for chunk in self._chunks(piece):
                self._keep(chunk)
                if self.problem is not None:
                    return
                if self._work >= CHUNK:
                    self._work = 0
                    yield
        except zlib.error:
            self.problem = UnreadableAnswer(f"the answer cannot be unpacked: its {self._coding.decode()} is broken")

    def end(self) -> None:
        """Notes that no more comes."""
        if self._unpacker is not None and not self._unpacker.is_complete:
            self.problem = UnreadableAnswer(f"the answer cannot be unpacked: its {self._coding.decode()} breaks off")

    def content(self) -> bytes:
        """The body; nothing if it cannot be read."""
        return b"" if self.problem is not None else bytes(self._content)

    def _chunks(self, piece: bytes) -> Iterable[bytes]:
        if self._unpacker is not None:
            return self._unpacker.chunks(piece)
        if self._coding and piece:
            how = self._coding.decode() if self._coding in REGISTERED else "something unknown"
            self.problem = UnreadableAnswer(f"the answer is packed with {how}, and only gzip was asked for")
        return (piece,)

    def _keep(self, chunk: bytes) -> None:
        if len(self._content) + len(chunk) > self._limit:
            self.problem = _too_large(self._limit, self._received)
            return
        self._work += len(chunk) + _COST_OF_A_PIECE
        if not self._content:
            self._content = chunk
            return
        if isinstance(self._content, bytes):
            self._content = bytearray(self._content)  # a list of tiny pieces takes many times their size
        self._content += chunk


async def receive(
    stream: AsyncIterable[bytes],
    attempt: Attempt,
    *,
    method: str,
    status: int,
    headers: RawHeaders,
    extensions: Mapping[str, Any],
) -> httpx.Response:
    """An answer with its body, unpacked. Where that cannot be read it is empty, and ``attempt.unread`` says why.

    Closing the stream is left to the caller.
    """
    coding, length = _announced(headers)
    intake = _Intake(coding, attempt.limit)
    if method != "HEAD" and status not in (204, 304):
        intake.expect(length)
    if intake.problem is None:
        await _fill(intake, aiter(stream), attempt)
    attempt.unread = intake.problem
    if coding:
        headers = [header for header in headers if header[0].lower() != b"content-encoding"]
    kept = {name: value for name, value in extensions.items() if name != "network_stream"}
    return httpx.Response(status, headers=headers, content=intake.content(), extensions=kept)


async def _fill(intake: _Intake, parts: AsyncIterator[bytes], attempt: Attempt) -> None:
    try:
        async for piece in parts:
            for _ in intake.take(piece):
                await attempt.checkpoint()
            if intake.problem is not None:
                break
        else:
            intake.end()
            return
    except BaseException:
        await _leave(parts)
        raise
    await _leave(parts)


async def _leave(parts: AsyncIterator[bytes]) -> None:
    """Ends an iteration where it waits for more, so that the generators which it is made of end from within."""
    with anyio.CancelScope(shield=True) as scope, suppress(Exception):
        scope.cancel()
        for _ in range(_MOST_BUFFERED):
            await anext(parts)
    if isinstance(parts, AsyncGenerator):
        with anyio.CancelScope(shield=True):
            await parts.aclose()


async def whole(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """The same answer, read, and its connection given back."""
    attempt = Attempt.of(request.extensions)
    try:
        size = len(response.content)
    except httpx.ResponseNotRead:
        return await _read(request.method, response, attempt)
    if size > attempt.limit:
        attempt.unread = _too_large(attempt.limit, size)
    return response


class Whole(httpx.AsyncBaseTransport):
    """A transport of the user's, whose answers are read as ours are."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await whole(request, await self._transport.handle_async_request(request))

    async def aclose(self) -> None:
        await self._transport.aclose()


async def _read(method: str, response: httpx.Response, attempt: Attempt) -> httpx.Response:
    assert isinstance(response.stream, httpx.AsyncByteStream)
    try:
        return await receive(
            response.stream,
            attempt,
            method=method,
            status=response.status_code,
            headers=response.headers.raw,
            extensions=response.extensions,
        )
    finally:
        with anyio.CancelScope(shield=True):
            await response.stream.aclose()


def _announced(headers: RawHeaders) -> tuple[bytes, int]:
    """The coding and the length of a body, as the headers tell them."""
    coding, length = b"", 0
    for name, value in headers:
        lower = name.lower()
        if lower == b"content-encoding":
            coding += b"," + value if coding else value
        elif lower == b"content-length" and value.isdigit():
            length = int(value[:_DIGITS])
    coding = coding.strip().lower()
    return b"" if coding == b"identity" else coding, length


def _too_large(limit: float, received: int) -> ResponseTooLarge:
    return ResponseTooLarge(
        f"the answer is larger than max_response_bytes ({limit:,}): raise it, or ask for fewer records or fields",
        limit=int(limit),
        received=received,
    )
