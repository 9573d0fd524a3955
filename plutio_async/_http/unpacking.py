"""Content codings: unpacks bodies in chunks, so that a small body cannot become a huge one at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

CHUNK = 256 * 1024
"""The most bytes that one step unpacks to."""
CODINGS = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
"""The codings that can be unpacked, with their window bits for zlib."""
REGISTERED = frozenset({b"br", b"compress", b"dcb", b"dcz", b"zstd"})
"""Other codings. Any other text from a server may hold anything, and stays out of errors."""

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
        """Whether the bytes so far do not break off."""
        return self._member is None

    def chunks(self, piece: bytes) -> Iterator[bytes]:
        """The unpacked bytes of a piece, at most ``CHUNK`` at a time.

        Raises:
            zlib.error: it is not packed in this coding.
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
        # Some servers leave out the header that deflate has in HTTP. Its first byte has 8 in the low four bits, which
        # that of raw data never has.
        is_raw = self._bits == CODINGS[b"deflate"] and data[0] & 0x0F != 8
        return zlib.decompressobj(_RAW if is_raw else self._bits)
