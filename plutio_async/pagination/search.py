"""Finding remembered records again in a list that has moved."""

from __future__ import annotations


class Search:
    """Looks in turn before and after the place where a record used to be.

    A resumed walk knows only the last ids. When they are not where they were, the list may have grown before them (they
    are further on) or shrunk (further back).
    """

    def __init__(self, skip: int, count: int, *, ended: bool) -> None:
        self._low = skip
        self._high = skip + count
        self._ended = ended
        self._backward = True

    def ask(self, size: int) -> int | None:
        """Where to look next in steps of a page; ``None`` when the whole list was looked through."""
        if self._low > 0 and (self._backward or self._ended):
            return max(0, self._low - size)
        return None if self._ended else self._high

    def missed(self, skip: int, count: int, *, ended: bool) -> None:
        """The page at ``skip`` held none of them."""
        if skip >= self._high:
            self._high = skip + count
            self._ended = ended
        elif ended or skip + count >= self._low:
            self._low = skip
        # Else the server cut the page and left a hole: its size is known now, and the next step is smaller.
        self._backward = not self._backward
