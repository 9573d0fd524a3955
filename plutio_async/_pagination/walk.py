"""Which page to request next, and which of its records are new. Does no input or output."""

from __future__ import annotations

from typing import Generic

from plutio_async._core.errors import UnreadableAnswer
from plutio_async._pagination.cursor import Position
from plutio_async._pagination.history import History
from plutio_async._pagination.page import Key, NewRecord, Page, PageCaps, PageRequest, Rows, T, is_id
from plutio_async._pagination.stalling import FREE_CALLS, StallGuard
from plutio_async._pagination.states import Backward, Forward, Probe, Reading, Search, State

_SEARCH_CALLS = 100


class Walk(Generic[T]):
    """Reads a list by ``skip`` and ``limit`` while others change it.

    The server renumbers its rows whenever one is inserted or deleted. It may return fewer rows than requested, but two
    at least if there are two. The rows that stay keep their order.

    Invariant: of the records that are present throughout, all up to the *anchor*, the last row that was accepted, were
    yielded. The walk accepts only pages that preserve this, because the page

    1. begins with the anchor,
    2. begins with two known ids, and all known ids on it are in the known order, or
    3. starts the list.

    What follows the known rows of an accepted page follows them in the list without a gap. The walk refuses any other
    page and steps back, twice as far each time, at most to the start of the list, where every page is accepted. A
    resumed walk knows only the ids of its cursor, so rule 2 applies from the first of them. It searches for them in
    both directions, and starts over if it does not find them.

    The end: the page that starts at the anchor holds the anchor alone. No other page proves it, since the server may
    cut any page. Until a page of two rows was seen, the server may return one row at a time, and only an empty page is
    the end. A server that returns one page for two indexes never returns the anchor alone: if it has the same page far
    beyond the end, that is the whole list, or the last page if the list begins with another.

    Rows without an id are compared by content, and only to find the anchor where no id is near it. A list without any
    id is taken as it comes.

    After ``2 * records / smallest page + 20`` consecutive calls without a new record the walk raises. The records are
    those that it and the walks before its cursor yielded; the smallest page is of those that rows follow. A search
    takes up to 100 calls more, and does not count for the walk that goes on from the ids, which reads those of the
    cursor again; one that starts over has 10 calls at least. Pages with ``null`` rows do not count, up to 10,000 in a
    row, once an empty page far beyond the end has shown that such rows end. So a walk ends on any server with a finite
    number of ids, also where ``skip`` wraps around or ``null`` rows never end.
    """

    def __init__(self, key: Key[T], limit: int, caps: PageCaps, start: Position, page_cap: int | None = None) -> None:
        self.limit = limit
        self._key = key
        self._caps = caps
        self._page_cap = page_cap
        self._history = History(start.tail, resumed=start.skip > 0)
        self._state: State | None = Forward(max(0, start.skip - max(1, len(self._history.anchor))))
        self._overlap = 1
        self._last: Page[T] | None = None
        self._guard = StallGuard(start.skip)
        self._first: str | None = None
        self._respects_skip = False

    def next_request(self) -> PageRequest | None:
        """The next page to request; ``None`` at the end."""
        near_end = self._last is not None and self._caps.is_short(self._last, self.limit)
        match self._state:
            case None:
                return None
            case Forward(skip, overlap) if overlap and not near_end and not self._guard.calls:
                return PageRequest(skip, max(0, self._caps.expected(self.limit) - overlap))
            case state:
                return PageRequest(state.skip)

    def receive(self, rows: Rows[T]) -> list[NewRecord[T]]:
        """The new records of the requested page.

        Raises:
            UnreadableAnswer: too many consecutive calls returned nothing new, or the server ignores ``skip`` and cuts
                the list.
        """
        assert self._state is not None
        page = Page.of(self._state.skip, rows, self._key)
        searched = isinstance(self._state, Search)
        if page.skip == 0:
            self._first = page.keys[0] if page.keys else ""
        match self._state:
            case Probe(suspect, state):
                records = self._after_probe(page, suspect, state)
            case state:
                records = self._read(page, state)
        self._count_call(len(records), rows, searched=searched)
        return records

    def _count_call(self, new: int, rows: Rows[T], *, searched: bool) -> None:
        """Gives up after too many calls without a new record: raises, or ends the search for the ids of the cursor."""
        guard = self._guard
        guard.count(new, excused=not new and self._respects_skip and None in rows)
        searches = isinstance(self._state, Search)
        if searched and not searches:
            guard.relieve()
        if self._state is None or guard.calls < guard.limit + _SEARCH_CALLS * searches:
            return
        if searches:
            self._state = self._start_over()
            return
        guard.calls = 0
        raise UnreadableAnswer(
            "too many consecutive calls returned no new record: the order of the list changes faster than it can be "
            "read, or the server does not obey `skip`. Sort by a field that does not change, or read at a quieter time"
        )

    def _read(self, page: Page[T], asked: Reading) -> list[NewRecord[T]]:
        """The new records of a page, which ``asked`` requested."""
        last, self._last = self._last, page
        self._caps.observe(len(page.rows))
        if isinstance(asked, Forward) and page.repeats(last) and not self._respects_skip:
            self._state = Probe(page, asked)
            return []
        seen = self._seen(page, asked)
        before_anchor = seen == len(page.rows) and page.keys[-1:] != self._history.anchor[-1:]
        self._guard.observe(page, within=before_anchor or isinstance(asked, Search))
        if seen is None:
            self._state = self._refuse(page, asked)
            return []
        records = self._accept(page, seen, asked)
        if records and last is not None and self._caps.is_short(last, self.limit):
            # More rows follow a short page: the server now returns no more than these.
            self._caps.observed = max(2, len(last.rows), len(page.rows))
        return records

    def _seen(self, page: Page[T], asked: Reading) -> int | None:
        """The number of seen rows, by rules 1 and 2; 0 for a page that rule 3 accepts, ``None`` to refuse it."""
        if seen := self._history.seen(page):
            return seen
        starts_list = page.skip == 0 and not self._history.resumed
        without_ids = page.rows and not self._history.ids
        follows = isinstance(asked, Forward) and (without_ids or not asked.overlap)
        return 0 if starts_list or follows else None

    def _refuse(self, page: Page[T], asked: Reading) -> State:
        """The state that goes back to known rows, or searches for the ids of the cursor."""
        step = max(1, (len(page.rows) or self._caps.expected(self.limit)) - 1)
        if not self._history.resumed:
            assert not isinstance(asked, Search)
            step = asked.step * 2 if isinstance(asked, Backward) else step
            return Backward(max(0, page.skip - step), step, asked.expected, page if page.rows else None)
        search = asked if isinstance(asked, Search) else Search(page.skip, page.skip, step)
        search = search.extend(page)
        return self._start_over() if search.exhausted else search

    def _start_over(self) -> Forward:
        self._history.start_over()
        self._last = None
        self._guard.calls = min(self._guard.calls, self._guard.limit - FREE_CALLS // 2)  # 10 are left at least
        return Forward(0)

    def _accept(self, page: Page[T], seen: int, asked: Reading) -> list[NewRecord[T]]:
        records = self._history.add(page, seen)
        if self._is_end(page, seen, asked):
            self._state = None
            return records
        self._overlap = max(1, self._overlap - 1)
        if isinstance(asked, Backward):
            self._overlap = self._widened(page, asked.expected - (page.skip + seen - 1))
        self._state = self._forward(page, seen, asked)
        if isinstance(asked, Backward) and asked.pending is not None:
            pending: Page[T] = asked.pending
            if seen := self._history.seen_by_anchor(pending):
                records += self._accept(pending, seen, Forward(pending.skip))
        return records

    def _widened(self, page: Page[T], deleted: int) -> int:
        """The overlap after a way back, which is as long as two calls.

        As many records may be deleted again before the next page is read, so it has room for twice as many. Each row of
        it is read twice, so it is a quarter of a page at most, but two rows where the page has three.
        """
        widest = max(len(page.rows) // 4, min(2, len(page.rows) - 1), 1)
        return min(widest, 2 * max(deleted, self._overlap))

    def _forward(self, page: Page[T], seen: int, asked: Reading) -> Forward:
        """The state after an accepted page."""
        at_anchor = page.keys[-1:] == self._history.anchor
        drift = self._drift(page, asked) if at_anchor else 0
        hidden = isinstance(asked, Backward) and asked.pending is not None and not is_id(asked.pending.keys[0])
        self._history.move_anchor(page, seen)
        if self._guard.largest < 2:
            return Forward(page.end, overlap=0)
        if seen < len(page.rows) or (at_anchor and hidden):
            return Forward(max(0, page.end - len(self._history.anchor) - self._overlap + 1), self._overlap)
        return Forward(max(0, page.end - 1 + drift))

    def _drift(self, page: Page[T], asked: Reading) -> int:
        """How far the anchor moves until the next call, if others go on to insert and delete as they did.

        Only a page that starts at the anchor proves the end, so a moving one has to be met. A way back took two calls.
        Every third call without a new record assumes that they have stopped.
        """
        if isinstance(asked, Search) or not self._guard.calls % 3:
            return 0
        moved = page.end - 1 - asked.expected
        return int(moved / (2 if isinstance(asked, Backward) else 1))

    def _is_end(self, page: Page[T], seen: int, asked: Reading) -> bool:
        if not page.rows:
            return True
        if self._page_cap is not None and len(page.rows) < min(self.limit, self._page_cap):
            return True
        if seen < len(page.rows):
            return False
        if isinstance(asked, Backward) and asked.pending and [is_id(key) for key in asked.pending.keys] == [False]:
            # A single row without an id came where the anchor was expected. It is the anchor if that did not move.
            return page.keys[-1:] == self._history.anchor and page.end - 1 == asked.pending.skip == asked.expected
        return len(page.rows) == 1 and self._guard.largest > 1

    def _after_probe(self, page: Page[T], suspect: Page[T], state: Forward) -> list[NewRecord[T]]:
        """Continues with the page that was repeated, or ends if the same records came from far beyond the end."""
        if page.skip and (page.keys != suspect.keys or all(row is None for row in page.rows)):
            self._respects_skip, self._last = not page.rows, None
            return self._read(suspect, state)
        if self._first is None:
            self._state = Probe(suspect, state, 0)
            return []
        if self._first == suspect.keys[0] and len(suspect.rows) == self.limit:
            raise UnreadableAnswer(
                f"the server ignores `skip` and returned {self.limit} records, as many as requested, so more may "
                "follow: use a larger page_size"
            )
        self._state = None
        return self._history.add(suspect, self._history.seen_up_to_last_id(suspect))
