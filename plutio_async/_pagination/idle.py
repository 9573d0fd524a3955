"""The end of a walk that gets nowhere."""

from __future__ import annotations

from attrs import define

from plutio_async._core.errors import UnreadableAnswer

_FREE_CALLS = 20


@define
class IdleGuard:
    """Counts the calls in a row that brought no new record.

    Going back to the start of a list and over it again takes at most twice as many calls as it has pages. What takes
    more gets nowhere.
    """

    largest: int = 0
    calls: int = 0
    _smallest: int = 0
    _rows: int = 0

    def saw(self, size: int, end: int) -> None:
        """A page of ``size`` rows came; the list has ``end`` of them at least."""
        self.largest = max(self.largest, size)
        if size:
            self._smallest = min(self._smallest or size, size)
            self._rows = max(self._rows, end)

    def count(self, *, new: bool) -> None:
        """A call was made.

        Raises:
            UnreadableAnswer: too many in a row brought nothing new. The count starts again then.
        """
        if new:
            self.calls = 0
            return
        self.calls += 1
        if self.calls < 2 * self._rows // max(1, self._smallest) + _FREE_CALLS:
            return
        calls, self.calls = self.calls, 0
        raise UnreadableAnswer(
            f"{calls} calls in a row brought no new record: the list changes its order faster than it can be read. "
            "Sort it by a field that does not change, or read it when fewer change it"
        )
