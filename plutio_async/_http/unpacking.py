"""Content codings: what came packed is unpacked in chunks, so that a small body cannot become a huge one at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

CHUNK = 256 * 1024
"""The most bytes that one step unpacks to."""
CODINGS = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
"""What can be unpacked, with the window bits that zlib knows it by."""
REGISTERED = frozenset({b"br", b"compress", b"dcb", b"dcz", b"zstd"})
"""Others that there are. What else a server says may be anything, and is shown to nobody."""

_PACKED = 64 * 1024
_RAW = -15


class Unpacker:
    """Unpacks gzip, of one member or several, and deflate with or without zlib's header."""

    __slots__ = ("_bits", "_member")

    def __init__(self, coding: bytes) -> None:
        self._bits = CODINGS[coding]
        self._member: zlib._Decompress | None = None

    @property
    def is_complete(self) -> bool:
        """Whether what came so far does not end in the middle."""
        return self._member is None

    def chunks(self, piece: bytes) -> Iterator[bytes]:
        """What a piece unpacks to, at most ``CHUNK`` bytes at a time.

        Raises:
            zlib.error: it is not packed as the coding says.
        """
        # zlib copies what it has not read yet in each step, so a long piece would cost the square of its length.
        for at in range(0, len(piece), _PACKED):
            yield from self._unpacked(piece[at : at + _PACKED])

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        holds_more = False
        while data or holds_more:
            member = self._member or self._begin(data)
            chunk = member.decompress(data, CHUNK)
            data = member.unused_data if member.eof else member.unconsumed_tail
            self._member = None if member.eof else member
            holds_more = len(chunk) == CHUNK and not member.eof
            yield chunk

    def _begin(self, data: bytes) -> zlib._Decompress:
        # Some servers leave out the header that deflate has in HTTP. It begins with 8 in the low four bits, which no
        # encoder begins raw data with.
        is_raw = self._bits == CODINGS[b"deflate"] and data[0] & 0x0F != 8
        return zlib.decompressobj(_RAW if is_raw else self._bits)
