"""A set of ids that stays small."""

from __future__ import annotations

from array import array


class SeenIds:
    """Remembers ids in 16 to 32 bytes each, where a set of strings takes over 100.

    Only the 64-bit hash of an id is kept: among a million ids the odds that two are taken for one are below 1 in 10
    million.
    """

    __slots__ = ("_count", "_mask", "_table")

    def __init__(self) -> None:
        self._count = 0
        self._mask = 1023
        self._table = array("q", bytes(8 * 1024))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: str) -> bool:
        return self._table[self._slot(hash(key) or 1)] != 0

    def add(self, key: str) -> bool:
        """Whether the id is new; it is known from now on."""
        code = hash(key) or 1
        slot = self._slot(code)
        if self._table[slot]:
            return False
        self._table[slot] = code
        self._count += 1
        if self._count * 2 > self._mask:
            self._grow()
        return True

    def _slot(self, code: int) -> int:
        table, mask = self._table, self._mask
        slot = code & mask
        while (held := table[slot]) and held != code:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        old = self._table
        self._mask = self._mask * 2 + 1
        self._table = array("q", bytes(8 * (self._mask + 1)))
        for code in old:
            if code:
                self._table[self._slot(code)] = code
