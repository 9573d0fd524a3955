"""The states of a walk. Each says which page is wanted next."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen

from plutio_async._pagination.page import Page

FAR = 10_000_000
"""A position at which no list has records."""


@frozen
class Forward:
    """Reads on; the page starts ``overlap`` rows before the end of what was read."""

    skip: int
    overlap: int = 1

    @property
    def expected(self) -> int:
        """Where the anchor is if the list did not change."""
        return self.skip + self.overlap - 1


@frozen
class Back:
    """Steps back to rows that are known, from where they were expected; ``held`` is the page that came last."""

    skip: int
    step: int
    expected: int
    held: Page[Any] | None

    @classmethod
    def from_page(cls, page: Page[Any], before: Back | Forward, size: int) -> Back:
        """The state after a page that cannot be joined to what was read; pages hold ``size`` rows usually."""
        size = len(page.rows) or size
        step = before.step * 2 if isinstance(before, Back) else max(1, size - 1)
        return cls(max(0, page.skip - step), step, before.expected, page if page.rows else None)


@frozen
class Search:
    """Looks for the ids of a cursor on both sides of its position, below and above in turn.

    The rows from ``low`` to ``high`` were searched. Each page repeats a row of them, so that two neighbours always come
    on one page, and each answer extends a searched interval by a row at least:

    - a page above extends it upward; one that brings a single row shows that nothing follows (``ended``);
    - a page below that reaches ``low`` extends it downward;
    - one that is cut before ``low`` starts an interval of its own, from ``bottom`` to ``gap``; the next pages extend
      that one upward until it meets the first;
    - an empty page below lies behind the end of the list: ``step`` doubles until a page has rows.
    """

    low: int
    high: int
    step: int
    ended: bool = False
    below: bool = True
    bottom: int = 0
    gap: int | None = None

    @classmethod
    def from_page(cls, page: Page[Any], limit: int) -> Search:
        """A search that begins with a page on which no id was found."""
        size = len(page.rows)
        return cls(page.skip, page.skip + size, step=max(1, size - 1) if size else limit, ended=not size)

    @property
    def skip(self) -> int:
        """The position to look at."""
        if self.gap is not None:
            return max(0, self.gap - 1)
        return max(0, self.low - self.step) if self._downward else max(0, self.high - 1)

    @property
    def exhausted(self) -> bool:
        """Whether the whole list was searched."""
        return self.ended and self.low == 0 and self.gap is None

    def missed(self, page: Page[Any]) -> Search:
        """The search after one more page without an id of the cursor."""
        size, top = len(page.rows), page.skip + len(page.rows)
        if self.gap is not None:
            if size > 1 and top <= self.low:
                return evolve(self, gap=top)
            return evolve(self, low=self.bottom, gap=None, ended=self.ended or size < 2, below=False)
        if not self._downward:
            return evolve(self, high=max(self.high, top), ended=size < 2, below=True)
        if not size:
            return evolve(self, low=page.skip, step=self.step * 2, below=False)
        if top > self.low or top == self.low == self.high:
            return evolve(self, low=page.skip, step=max(1, size - 1), below=False)
        return evolve(self, bottom=page.skip, gap=top, step=max(1, size - 1))

    @property
    def _downward(self) -> bool:
        return self.low > 0 and (self.below or self.ended)


Asking = Forward | Back | Search
"""The states that wait for a page of the list."""


@frozen
class Probe:
    """Two positions gave the same page. Far behind the end, only a server that ignores ``skip`` has rows."""

    held: Page[Any]
    before: Asking
    skip: int = FAR


@frozen
class Done:
    """Everything was given."""


State = Asking | Probe | Done
