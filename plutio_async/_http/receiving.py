"""Reads answers up to a limit of time and size, and unpacks them on the way, in chunks.

So a small body cannot become a huge one at once.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterator
from contextlib import suppress

import anyio
from attrs import define

from plutio_async._core.errors import ResponseTooLarge, UnreadableAnswer
from plutio_async._http.messages import Headers, HttpResponse, RequestState

CHUNK = 256 * 1024
"""The most bytes that one step unpacks to."""

_CODINGS = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
"""The codings that can be unpacked, with their window bits for zlib."""
_RAW = -15
_OTHER_CODINGS = frozenset({b"br", b"compress", b"dcb", b"dcz", b"zstd"})
"""The others that are registered. Any other text from a server may hold anything, and stays out of errors."""
_PACKED = 64 * 1024
_OVERHEAD = 64 * 1024
"""Bytes by which packing may make a body longer."""
_COST_OF_A_PIECE = 1024
"""The time that one piece takes, as a number of bytes that could be unpacked in it."""
_MAX_BUFFERED = 1 << 16
"""Pieces that may come out of buffers before an iterator waits."""
_MAX_DIGITS = 18
"""Digits of a length that are read: a number with more of them is too large anyway."""


@define
class _Unpacker:
    """Unpacks gzip, of one member or several, and deflate with or without zlib's header.

    ``member`` is the one that is unpacked; when the packed bytes end, there must be none.
    """

    bits: int
    member: zlib._Decompress | None = None

    def chunks(self, piece: bytes) -> Iterator[bytes]:
        """The unpacked bytes of a piece, at most ``CHUNK`` at a time; ``zlib.error`` if it is packed otherwise."""
        # zlib copies what it has not read yet in each step, so a long piece would cost the square of its length.
        for at in range(0, len(piece), _PACKED):
            data, holds_more = piece[at : at + _PACKED], False
            while data or holds_more:
                member = self.member or self._begin(data)
                chunk = member.decompress(data, CHUNK)
                data = member.unused_data if member.eof else member.unconsumed_tail
                self.member = None if member.eof else member
                holds_more = len(chunk) == CHUNK and not member.eof  # though zlib may have taken all of data
                yield chunk

    def _begin(self, data: bytes) -> zlib._Decompress:
        # Some servers leave out the header that deflate has in HTTP. Its first byte has 8 in the low four bits, which
        # that of raw data never has.
        is_raw = self.bits == _CODINGS[b"deflate"] and data[0] & 0x0F != 8
        return zlib.decompressobj(_RAW if is_raw else self.bits)


@define
class _Body:
    """The part of a body that has come.

    Attributes:
        coding: The name of its packing.
        limit: The most bytes that are unpacked.
        unpacker: ``None`` if it is not packed, or cannot be unpacked.
        problem: Why it cannot be read.
        received: Bytes that came.
        unpacked: What they are unpacked.
        since_pause: The work since other tasks could run, in bytes.
    """

    coding: bytes
    limit: float
    unpacker: _Unpacker | None
    problem: UnreadableAnswer | None = None
    received: int = 0
    unpacked: bytes | bytearray = b""
    since_pause: int = 0

    def expect(self, length: int) -> None:
        """Notes a problem if the body as it is sent is too long."""
        if length > self.limit + (_OVERHEAD if self.coding else 0):
            self.problem = _too_large(self.limit, self.received)

    async def add(self, piece: bytes, state: RequestState) -> None:
        """Unpacks a piece, and lets other tasks run now and then. Stops at a problem."""
        self.received += len(piece)
        self.expect(self.received)
        if self.coding and not self.unpacker and piece:
            name = self.coding.decode() if self.coding in _OTHER_CODINGS else "an unknown coding"
            self.problem = UnreadableAnswer(f"the answer is packed with {name}, and only gzip was asked for")
        try:
            for chunk in self.unpacker.chunks(piece) if self.unpacker else (piece,):
                self._keep(chunk)
                if self.problem is not None:
                    return
                if self.since_pause >= CHUNK:
                    self.since_pause = 0
                    await state.checkpoint()
        except zlib.error:
            self.problem = UnreadableAnswer(f"the answer cannot be unpacked: its {self.coding.decode()} is broken")

    def _keep(self, chunk: bytes) -> None:
        self.since_pause += len(chunk) + _COST_OF_A_PIECE
        if len(self.unpacked) + len(chunk) > self.limit:
            self.problem = _too_large(self.limit, self.received)
        elif not self.unpacked:
            self.unpacked = chunk
        else:
            if isinstance(self.unpacked, bytes):
                self.unpacked = bytearray(self.unpacked)  # a list of tiny pieces takes many times their size
            self.unpacked += chunk

    def end(self) -> None:
        """Notes that no more comes."""
        if self.unpacker and self.unpacker.member:
            self.problem = UnreadableAnswer(f"the answer cannot be unpacked: its {self.coding.decode()} breaks off")

    def content(self) -> bytes:
        """All of it; empty if it cannot be read."""
        return b"" if self.problem is not None else bytes(self.unpacked)


async def receive(
    stream: AsyncIterable[bytes], state: RequestState, *, method: str, status: int, headers: Headers
) -> HttpResponse:
    """An answer with its body, unpacked. The caller closes the stream.

    Raises:
        TimeoutError: unpacking took until after the deadline.
    """
    coding, length = _announced(headers)
    body = _Body(coding, state.max_bytes, _Unpacker(_CODINGS[coding]) if coding in _CODINGS else None)
    if method != "HEAD" and status not in (204, 304):
        body.expect(length)
    if body.problem is None:
        await _fill(body, aiter(stream), state)
    return HttpResponse(status, decoded(headers), body.content(), body.problem)


def received(status: int, headers: Headers, content: bytes, state: RequestState) -> HttpResponse:
    """An answer that a user's transport has read already."""
    if len(content) <= state.max_bytes:
        return HttpResponse(status, decoded(headers), content)
    return HttpResponse(status, decoded(headers), b"", _too_large(state.max_bytes, len(content)))


async def _fill(body: _Body, pieces: AsyncIterator[bytes], state: RequestState) -> None:
    ended = False
    try:
        async for piece in pieces:
            await body.add(piece, state)
            if body.problem is not None:
                return
        body.end()
        ended = True
    finally:
        if not ended:
            await leave(pieces)


async def leave(pieces: AsyncIterator[bytes]) -> None:
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
    codings, length = [], 0
    for name, value in headers:
        lower = name.lower()
        if lower == b"content-encoding":
            codings.append(value)
        elif lower == b"content-length" and value.isdigit():
            length = int(value[:_MAX_DIGITS])
    coding = b",".join(codings).strip().lower()
    return b"" if coding == b"identity" else coding, length


def decoded(headers: Headers) -> dict[str, str]:
    """Headers as text, with names in lower case."""
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.lower().decode("latin-1"), raw_value.decode(errors="replace")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _too_large(limit: float, received: int) -> ResponseTooLarge:
    return ResponseTooLarge(
        f"the answer is larger than max_response_bytes ({limit:,}): raise it, or ask for fewer records or fields",
        limit=int(limit),
        received=received,
    )
