"""Finding remembered records again in a list that has moved."""

from __future__ import annotations


class Search:
    """Looks in turn before and after the place where a record used to be.

    A resumed walk knows only the last ids. When they are not where they were, the list may have grown before them (they
    are further on) or shrunk (further back). Where it ends before their place, ever longer steps lead back into it.
    """

    def __init__(self, skip: int, count: int) -> None:
        self._low = skip
        self._high = skip + count
        self._ended = False
        self._backward = True
        self._leap = 0

    def ask(self, size: int) -> int | None:
        """Where to look next in steps of a page; ``None`` when the whole list was looked through."""
        if self._low > 0 and (self._backward or self._ended or self._outside):
            return max(0, self._low - max(size, self._leap))
        return None if self._ended or self._outside else self._high

    def missed(self, skip: int, count: int, size: int) -> None:
        """The page at ``skip`` held none of them; a page has ``size`` records."""
        if self._outside:
            self._low, self._high = skip, skip + count
            self._leap = max(size, self._leap) * 2 if self._outside else 0
            return
        if skip >= self._high:
            self._high = skip + count
            self._ended = count == 0
        elif skip + count >= self._low:
            self._low = skip
        # Else the server cut the page and left a hole: its size is known now, and the next step is smaller.
        self._backward = not self._backward

    @property
    def _outside(self) -> bool:
        """Whether only empty pages were found, so that the list ends before them."""
        return self._low == self._high
