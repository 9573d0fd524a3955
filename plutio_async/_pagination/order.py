"""Whether a server sorts a list by ``updatedAt``: what its pages show, and what a page in the opposite order proves."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from plutio_async._pagination.cursor import FIRST, LATENCY

Version = tuple[str, int]
"""The id of a record and the timestamp of a change, in microseconds since 1970."""

MILLISECOND = 1000
_TIED = 2 * MILLISECOND
"""A query for what is newer than a millisecond before the last timestamp returns nothing older than this before it."""


class Order(Enum):
    """What is known of the order of a list."""

    UNKNOWN = auto()
    EXPECTED = auto()
    """It is sorted, if the next page repeats a version that was read."""
    PROVED = auto()
    NONE = auto()
    """It is not sorted, or nothing can prove it."""


class OrderProof:
    """What the pages of one reading show of the order of a list.

    Attributes:
        order: What is known so far.
        newest: The highest timestamp that was read.
        target: The highest timestamp of the page in the opposite order.
        pages: The pages that had new versions.
    """

    def __init__(self) -> None:
        self.order: Order = Order.UNKNOWN
        self.newest: int = FIRST
        self.target: int = FIRST
        self.pages: int = 0
        self._first: int | None = None
        self._read: set[Version] = set()
        self._last: list[Version] = []

    @property
    def is_proved(self) -> bool:
        """Whether the server was shown to sort the list."""
        return self.order is Order.PROVED

    @property
    def can_be_proved(self) -> bool:
        """Whether a page in the opposite order may prove it: the timestamps that were read differ."""
        return self.order is Order.UNKNOWN and self._first is not None and self.newest - MILLISECOND > self._first

    def fetched(self, stamps: Sequence[int]) -> None:
        """Learns from the timestamps of all rows of a page."""
        if any(before > after for before, after in pairwise(stamps)):
            self.order = Order.NONE

    def note(self, versions: Sequence[Version]) -> None:
        """Learns from the versions of a page."""
        new = [version for version in versions if version not in self._last]
        if not new:
            return
        self.pages += 1
        self._first = new[0][1] if self._first is None else self._first
        self.newest = max(self.newest, *(stamp for _, stamp in new))
        self._last = [version for version in (*self._last, *new) if version[1] > self.newest - _TIED]
        if self.order is Order.UNKNOWN:
            self._read.update(new)

    def compare(self, opposite: Sequence[Version], *, now: int | None, elapsed: float) -> None:
        """Learns from a page in the opposite order, ``elapsed`` seconds after the first page was requested.

        A server that ignores the sort keeps the order of its rows, and has new ones anywhere. So it cannot return two
        rows that were read the other way round. It returns an older one that was not read before those that were only
        if these are gone, which the next page shows. ``now`` is the time of the server, which may be set to any.
        """
        stamps = [stamp for _, stamp in opposite]
        read = {stamp for id, stamp in opposite if (id, stamp) in self._read}
        past = [stamp for stamp in stamps if now is not None and stamp <= now]
        is_old = bool(past) and past[0] - past[-1] > elapsed * 1e6 + 2 * LATENCY
        if any(before < after for before, after in pairwise(stamps)):
            self.order = Order.NONE
        elif len(read) > 1:
            self.order = Order.PROVED
        else:
            self.order = Order.EXPECTED if is_old and not read else Order.NONE
        self.target = max(stamps, default=FIRST)
        self._read.clear()

    def continues(self, versions: Sequence[Version], *, at_end: bool) -> bool:
        """Whether the list can be read on by key.

        The first page of a query by key proves an expected order, by a version that was read before and is still there.
        At the end the newest record must have come, or the server does not apply the query.
        """
        if self.order is Order.EXPECTED and not set(versions).isdisjoint(self._last):
            self.order = Order.PROVED
        return self.is_proved and (not at_end or self.newest >= self.target)
