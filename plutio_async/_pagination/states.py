"""The states of a walk, of which each determines the next page to request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve, frozen

from plutio_async._pagination.page import Page

FAR = 9_999_991
"""An index beyond the end of any list. Where ``skip`` wraps around, a prime is not the start of the list again."""


@frozen
class Forward:
    """Reads on, from ``overlap`` rows before the end of what was read."""

    skip: int
    overlap: int = 1

    @property
    def expected(self) -> int:
        """The index of the anchor if the list did not change."""
        return self.skip + self.overlap - 1


@frozen
class Backward:
    """Steps back to known rows, from the index where they were ``expected``.

    ``pending`` is the page that was refused last, which may follow the next one without a gap.
    """

    skip: int
    step: int
    expected: int
    pending: Page[Any] | None


@frozen
class Interval:
    """Rows that were searched."""

    start: int
    end: int


@frozen
class Search:
    """Looks for the ids of a cursor below and above its index, in turn.

    The rows from ``low`` to ``high`` were searched. Each page repeats one of them, so that two neighbours always come
    on one page, and each page extends a searched interval by one row at least::

        ......[low   high]......    a page above: high rises
        ..[page ][   high]......    a page below that reaches low: low falls
        .[apart].[   high]......    a page below that ends before low: another interval, which the next pages
        .[apart   ][ high]......    extend upward until it reaches low, and which is a part of the first one then

    A page above of less than two rows, or with the same rows as the one before it (``top``), shows that nothing follows
    (``ended``). An empty page below starts after the end of the list: ``step`` doubles until a page has rows.
    """

    low: int
    high: int
    step: int
    ended: bool = False
    next_is_below: bool = False
    apart: Interval | None = None
    top: Sequence[str] = ()

    @property
    def skip(self) -> int:
        if self.apart is not None:
            return max(0, self.apart.end - 1)
        return max(0, self.low - self.step) if self._is_below else max(0, self.high - 1)

    @property
    def exhausted(self) -> bool:
        """Whether the whole list was searched."""
        return self.ended and self.low == 0 and self.apart is None

    def extend(self, page: Page[Any]) -> Search:
        """The search after another page without an id of the cursor."""
        size = len(page.rows)
        if self.apart is None and not self._is_below:
            ended = size < 2 or page.keys == self.top
            return evolve(self, high=max(self.high, page.end), ended=ended, next_is_below=True, top=page.keys)
        start = page.skip if self.apart is None else self.apart.start
        step = max(1, size - 1) if size else self.step * 2
        if size > 1 and page.end <= self.low:
            return evolve(self, apart=Interval(start, page.end), step=step)
        return evolve(self, low=start, apart=None, step=step, next_is_below=False)

    @property
    def _is_below(self) -> bool:
        """Whether the next page is one below ``low``."""
        return self.low > 0 and (self.next_is_below or self.ended)


Reading = Forward | Backward | Search
"""The states that read the list."""


@frozen
class Probe:
    """Reads far beyond the end, because two indexes returned the same page, and then the start if it was not read.

    Only a server that does not obey ``skip`` has rows there. ``page`` and ``state`` are what the walk continues with.
    """

    page: Page[Any]
    state: Forward
    skip: int = FAR


State = Reading | Probe
