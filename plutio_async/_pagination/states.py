"""The states of a walk, of which each determines the next page to request, and what ends one that gets nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import define, evolve, frozen

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
class Search:
    """Looks for the ids of a cursor below and above its index, in turn.

    The rows from ``low`` to ``high`` were searched. Each page repeats one of them, so that two neighbours always come
    on one page, and each page extends a searched interval by one row at least:

    - A page above extends it upward. One of less than two rows, or with the same rows as the one before it (``top``),
      shows that nothing follows (``ended``).
    - A page below that reaches ``low`` extends it downward.
    - A page below that ends before ``low`` starts another interval, from ``bottom`` to ``gap``. The next pages extend
      that one upward until it reaches ``low``.
    - An empty page below starts after the end of the list: ``step`` doubles until a page has rows.
    """

    low: int
    high: int
    step: int
    ended: bool = False
    below: bool = False
    bottom: int = 0
    gap: int | None = None
    top: Sequence[str] = ()

    @property
    def skip(self) -> int:
        if self.gap is not None:
            return max(0, self.gap - 1)
        return max(0, self.low - self.step) if self._downward else max(0, self.high - 1)

    @property
    def exhausted(self) -> bool:
        """Whether the whole list was searched."""
        return self.ended and self.low == 0 and self.gap is None

    def extend(self, page: Page[Any]) -> Search:
        """The search after another page without an id of the cursor."""
        size = len(page.rows)
        if self.gap is None and not self._downward:
            ended = size < 2 or page.keys == self.top
            return evolve(self, high=max(self.high, page.end), ended=ended, below=True, top=page.keys)
        bottom = page.skip if self.gap is None else self.bottom
        step = max(1, size - 1) if size else self.step * 2
        if size > 1 and page.end <= self.low:
            return evolve(self, bottom=bottom, gap=page.end, step=step)
        return evolve(self, low=bottom, gap=None, step=step, below=False)

    @property
    def _downward(self) -> bool:
        return self.low > 0 and (self.below or self.ended)


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

FREE_CALLS = 20
_EXCUSED_CALLS = 10_000


@define
class StallGuard:
    """Counts consecutive calls without a new record.

    Going back to the start of a list and reading it again takes at most twice as many calls as the list has pages. The
    number of records ``yielded`` tells how long it is. Its indexes do not, since some servers have rows at any index.
    The smallest page tells how many pages those are, but not the last page, which is short because the list ends.
    """

    yielded: int
    largest: int = 0
    calls: int = 0
    _smallest: int = 0
    _excused: int = 0
    _relieved: bool = False

    def observe(self, page: Page[Any], *, within: bool) -> None:
        """Learns how large pages are. ``within`` is whether rows follow the page."""
        if size := len(page.rows):
            self.largest = max(self.largest, size)
            if within:
                self._smallest = min(self._smallest or size, size)

    def count(self, new: int, *, excused: bool) -> None:
        """Counts a call. Of consecutive calls without a new record, the first 10,000 ``excused`` ones do not count."""
        if new:
            self.yielded += new
            self.calls = self._excused = 0
            self._relieved = False
        elif excused and self._excused < _EXCUSED_CALLS:
            self._excused += 1
        else:
            self.calls += 1

    def relieve(self) -> None:
        """Does not count the calls of a search for the walk after it. Once, until a record is new."""
        if not self._relieved:
            self.calls, self._relieved = 0, True

    @property
    def limit(self) -> int:
        """The consecutive calls without a new record that are too many."""
        return 2 * self.yielded // (self._smallest or self.largest or 1) + FREE_CALLS
