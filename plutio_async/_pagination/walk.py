"""Which page to ask for next, and which of its records are new. Does no input or output."""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import frozen

from plutio_async._core.errors import UnreadableAnswer
from plutio_async._pagination.caps import PageCaps
from plutio_async._pagination.cursor import Cursor
from plutio_async._pagination.given import Given
from plutio_async._pagination.idle import IdleGuard
from plutio_async._pagination.page import Found, Key, Page, Rows, is_id
from plutio_async._pagination.states import Asking, Back, Done, Forward, Probe, Search, State

T = TypeVar("T")

LEAST_LIMIT = 2
"""The smallest page that has room for a record that was given and for a new one."""


@frozen
class Ask:
    """A page that is wanted. ``step`` is how far on the page after it probably starts, 0 where that is unknown."""

    skip: int
    step: int = 0


class Walk(Generic[T]):
    """Reads a list by ``skip`` and ``limit`` while others change it.

    The server numbers its rows anew whenever one is inserted or deleted, and gives as few of them as it likes: two at
    least, where two are there. The rows that stay keep their order.

    Invariant: of the records that are there throughout, all up to the *anchor*, the last row that was accepted, were
    given. A page is accepted only where it keeps that true, because it

    1. begins with the anchor,
    2. begins with two ids that were given, and all ids on it that were given stand in that order, or
    3. starts the list.

    What follows the known rows of an accepted page follows them in the list without a gap. Any other page is refused,
    and the walk steps back, twice as far each time: the start of the list is always accepted. A resumed walk knows no
    ids but those of its cursor, so rule 2 counts from the first of them. It searches for them on both sides, and starts
    over where they are not found.

    The end: the page that starts at the anchor brings the anchor alone. No other page proves it, since any may be cut.
    Until a page of two rows was seen, the server may give one at a time, and only an empty page is the end.

    Rows without an id are compared by what they hold, and only to find the anchor where no id stands near it. A list
    without any id is taken as it comes.

    After ``2 * rows / smallest page + 20`` calls in a row without a new record the walk raises, in whatever state.
    """

    def __init__(self, key: Key[T], limit: int, caps: PageCaps, start: Cursor, page_cap: int | None = None) -> None:
        self.limit = limit
        self._key = key
        self._caps = caps
        self._page_cap = page_cap
        self._given = Given(start)
        self._state: State = Forward(max(0, start.skip - max(1, len(self._given.anchor))))
        self._overlap = 1
        self._last: Page[T] | None = None
        self._idle = IdleGuard()
        self._paged = False

    def ask(self) -> Ask | None:
        """The page that is wanted next; ``None`` at the end."""
        match self._state:
            case Done():
                return None
            case Forward(skip, overlap) if overlap and not self._idle.calls and not self._nears_end():
                return Ask(skip, max(0, self._caps.size(self.limit) - overlap))
            case state:
                return Ask(state.skip)

    def take(self, skip: int, rows: Rows[T]) -> list[Found[T]]:
        """The records of a page that are new.

        Raises:
            UnreadableAnswer: the list changes too fast to be read, or the server ignores ``skip`` and cuts the list.
        """
        page = Page.of(skip, rows, self._key)
        match self._state:
            case Done():
                return []
            case Probe(held, before):
                found = self._judge(held, before, page)
            case state:
                found = self._read(page, state)
        self._idle.count(new=bool(found))
        return found

    def _nears_end(self) -> bool:
        """Whether little or nothing probably follows what came last."""
        last = self._last
        if last is None:
            return False
        return self._caps.is_short(len(last.rows), self.limit) or (last.skip == 0 and len(last.rows) < self.limit)

    def _read(self, page: Page[T], state: Asking) -> list[Found[T]]:
        last, self._last = self._last, page
        self._caps.learn(len(page.rows))
        self._idle.saw(len(page.rows), page.end)
        if not self._paged and last is not None and last.skip != page.skip and page.keys and page.keys == last.keys:
            self._state = Probe(page, state)
            return []
        known = self._known(page, state)
        if known is None:
            self._state = self._refused(page, state)
            return []
        found = self._accept(page, known, state)
        if found and last is not None and self._caps.is_short(len(last.rows), self.limit):
            self._caps.shrink(max(2, len(last.rows), len(page.rows)))
        return found

    def _known(self, page: Page[T], state: Asking) -> int | None:
        """How many rows the page begins with that were given, or inserted since; ``None`` to refuse it."""
        forward = isinstance(state, Forward)
        if known := self._given.known(page, by_content=forward):
            return known
        starts = page.skip == 0 and not self._given.resumed
        nameless = forward and page.rows and not self._given.order
        single = isinstance(state, Forward) and not state.overlap
        return 0 if starts or nameless or single else None

    def _refused(self, page: Page[T], state: Asking) -> State:
        if self._given.resumed:
            search = state.missed(page) if isinstance(state, Search) else Search.from_page(page, self.limit)
            if not search.exhausted:
                return search
            self._given.start_over()
            return Forward(0)
        assert not isinstance(state, Search)
        return Back.from_page(page, state, self._caps.size(self.limit))

    def _accept(self, page: Page[T], known: int, state: Asking) -> list[Found[T]]:
        found = self._given.add(page, known)
        if self._ends_with(page, known, state):
            self._state = Done()
            return found
        self._overlap = max(1, self._overlap - 1)
        if isinstance(state, Back):
            gone = state.expected - (page.skip + known - 1)
            widest = max(len(page.rows) // 4, min(2, len(page.rows) - 1), 1)
            self._overlap = min(widest, 2 * max(gone, self._overlap))
        self._state = self._following(page, known, state)
        if isinstance(state, Back) and state.held is not None:
            held: Page[T] = state.held
            if known := self._given.known_by_anchor(held, by_content=False):
                found += self._accept(held, known, Forward(held.skip))
        return found

    def _following(self, page: Page[T], known: int, state: Asking) -> Forward:
        """Where the page after an accepted one starts."""
        drift = 0
        at_anchor = page.keys[-1:] == self._given.anchor
        hidden = isinstance(state, Back) and state.held is not None and not is_id(state.held.keys[0])
        if self._idle.calls % 3 and at_anchor and not isinstance(state, Search):
            # Only a page that starts at the anchor proves the end. Others who keep moving it may go on as they did.
            drift = int((page.end - 1 - state.expected) / (2 if isinstance(state, Back) else 1))
        self._given.move_anchor(page, known)
        if self._idle.largest < 2:
            return Forward(page.end, overlap=0)
        if known < len(page.rows) or (at_anchor and hidden):
            return Forward(max(0, page.end - len(self._given.anchor) - self._overlap + 1), self._overlap)
        return Forward(max(0, page.end - 1 + drift))

    def _ends_with(self, page: Page[T], known: int, state: Asking) -> bool:
        if not page.rows:
            return True
        if self._page_cap is not None and len(page.rows) < min(self.limit, self._page_cap):
            return True
        if known < len(page.rows):
            return False
        if isinstance(state, Back) and state.held is not None and [is_id(key) for key in state.held.keys] == [False]:
            # The row that came alone where the anchor stands had no id: it was the anchor, if that stands there still.
            return page.keys[-1:] == self._given.anchor and page.end - 1 == state.held.skip == state.expected
        return len(page.rows) == 1 and self._idle.largest > 1

    def _judge(self, held: Page[T], before: Asking, far: Page[T]) -> list[Found[T]]:
        """What follows from a page far behind the end: where it holds rows, every later page does."""
        if far.keys[:1] != held.keys[:1]:
            self._paged, self._last = True, None
            return self._read(held, before)
        if self._given.first == held.keys[0] and len(held.rows) == self.limit:
            raise UnreadableAnswer(
                f"the server ignores `skip` and gave {self.limit} records, as many as were asked for, so more may "
                "follow: give a larger page_size"
            )
        self._state = Done()
        return self._given.add(held, self._given.last_known(held))
