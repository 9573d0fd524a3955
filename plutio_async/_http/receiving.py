"""Reads answers up to a limit of time and size, and unpacks them on the way."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Iterator
from contextlib import suppress

import anyio

from plutio_async._core.errors import ResponseTooLarge, UnreadableAnswer
from plutio_async._http.messages import Headers, HttpResponse, RequestState
from plutio_async._http.unpacking import CHUNK, CODINGS, REGISTERED, Unpacker

_OVERHEAD = 64 * 1024
"""Bytes by which packing may make a body longer."""
_COST_OF_A_PIECE = 1024
"""The time that one piece takes, as a number of bytes that could be unpacked in it."""
_MAX_BUFFERED = 1 << 16
"""Pieces that may come out of buffers before an iterator waits."""
_MAX_DIGITS = 18
"""Digits of a length that are read: a number with more of them is too large anyway."""


class _Intake:
    """The part of an answer's body that has come, unpacked: at most ``limit`` bytes.

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
        """Notes a problem if the body as it is sent is too long."""
        if length > self._limit + (_OVERHEAD if self._coding else 0):
            self.problem = _too_large(self._limit, self._received)

    def take(self, piece: bytes) -> Iterator[None]:
        """Unpacks a piece; yields whenever other tasks should run for a moment."""
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
        """The body; empty if it cannot be read."""
        return b"" if self.problem is not None else bytes(self._content)

    def _chunks(self, piece: bytes) -> Iterable[bytes]:
        if self._unpacker is not None:
            return self._unpacker.chunks(piece)
        if self._coding and piece:
            name = self._coding.decode() if self._coding in REGISTERED else "an unknown coding"
            self.problem = UnreadableAnswer(f"the answer is packed with {name}, and only gzip was asked for")
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
    stream: AsyncIterable[bytes], state: RequestState, *, method: str, status: int, headers: Headers
) -> HttpResponse:
    """An answer with its body, unpacked. The caller closes the stream.

    Raises:
        TimeoutError: unpacking took until after the deadline.
    """
    coding, length = _announced(headers)
    intake = _Intake(coding, state.max_bytes)
    if method != "HEAD" and status not in (204, 304):
        intake.expect(length)
    if intake.problem is None:
        await _fill(intake, aiter(stream), state)
    return HttpResponse(status, _decoded(headers), intake.content(), intake.problem)


def received(status: int, headers: Headers, content: bytes, state: RequestState) -> HttpResponse:
    """An answer that a user's transport has read already."""
    if len(content) <= state.max_bytes:
        return HttpResponse(status, _decoded(headers), content)
    return HttpResponse(status, _decoded(headers), b"", _too_large(state.max_bytes, len(content)))


async def _fill(intake: _Intake, pieces: AsyncIterator[bytes], state: RequestState) -> None:
    try:
        async for piece in pieces:
            for _ in intake.take(piece):
                await state.checkpoint()
            if intake.problem is not None:
                break
        else:
            intake.end()
            return
    except BaseException:
        await _leave(pieces)
        raise
    await _leave(pieces)


async def _leave(pieces: AsyncIterator[bytes]) -> None:
    """Ends an iteration where it waits for more, so that the generators in it end from within."""
    with anyio.CancelScope(shield=True) as scope, suppress(Exception):
        scope.cancel()
        for _ in range(_MAX_BUFFERED):
            await anext(pieces)
    if isinstance(pieces, AsyncGenerator):
        with anyio.CancelScope(shield=True):
            await pieces.aclose()


def _announced(headers: Headers) -> tuple[bytes, int]:
    """The coding and the length of a body, as the headers give them."""
    coding, length = b"", 0
    for name, value in headers:
        lower = name.lower()
        if lower == b"content-encoding":
            coding += b"," + value if coding else value
        elif lower == b"content-length" and value.isdigit():
            length = int(value[:_MAX_DIGITS])
    coding = coding.strip().lower()
    return b"" if coding == b"identity" else coding, length


def _decoded(headers: Headers) -> dict[str, str]:
    decoded: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.lower().decode("latin-1"), raw_value.decode(errors="replace")
        decoded[name] = f"{decoded[name]}, {value}" if name in decoded else value
    return decoded


def _too_large(limit: float, received: int) -> ResponseTooLarge:
    return ResponseTooLarge(
        f"the answer is larger than max_response_bytes ({limit:,}): raise it, or ask for fewer records or fields",
        limit=int(limit),
        received=received,
    )
