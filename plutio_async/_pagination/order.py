"""The ids that a walk knows, and the order in which they stood."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Order:
    """Maps ids to their rank, in 24 to 48 bytes each, where a dict takes over 150.

    The rank counts up along the list as it was read last. Ids that were inserted later share that of the id before.
    Only the 64-bit hash of an id is kept: among a million ids the odds that two are taken for one are below 1 in 10
    million.
    """

    __slots__ = ("_count", "_highest", "_mask", "_ranks", "_table")

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._count = self._highest = 0
        self._mask = 1023
        self._table = array("q", bytes(8 * 1024))
        self._ranks = array("I", bytes(4 * 1024))
        for id in ids:
            self.place(id)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, id: str) -> bool:
        return self._table[self._slot(hash(id) or 1)] != 0

    def rank(self, id: str) -> int:
        """The rank of an id, 0 where it is unknown."""
        return self._ranks[self._slot(hash(id) or 1)]

    def place(self, id: str) -> bool:
        """Remembers that an id stands behind all others; says whether it is new."""
        self._highest += 1
        return self._put(id, self._highest)

    def place_beside(self, id: str, other: str | None) -> bool:
        """Remembers a new id with the rank of another, and leaves one that is known where it is."""
        return id not in self and self._put(id, self.rank(other) if other is not None else 0)

    def _put(self, id: str, rank: int) -> bool:
        code = hash(id) or 1
        slot = self._slot(code)
        self._ranks[slot] = rank
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
        table, ranks = self._table, self._ranks
        self._mask = self._mask * 2 + 1
        self._table = array("q", bytes(8 * (self._mask + 1)))
        self._ranks = array("I", bytes(4 * (self._mask + 1)))
        for code, rank in zip(table, ranks, strict=True):
            if code:
                slot = self._slot(code)
                self._table[slot], self._ranks[slot] = code, rank
