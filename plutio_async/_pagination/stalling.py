"""When a walk that gets nowhere gives up."""

from __future__ import annotations

from typing import Any

from attrs import define

from plutio_async._pagination.page import Page

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
