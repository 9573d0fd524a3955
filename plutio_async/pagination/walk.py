"""Which page to ask for next, and which of its records are new. Does no input or output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import frozen

from plutio_async.errors import UnreadableAnswer
from plutio_async.pagination.caps import PageCaps
from plutio_async.pagination.cursor import Cursor
from plutio_async.pagination.page import Ending, Found, Page, Rows, known_first, starts_alike, were_nameless
from plutio_async.pagination.search import Search
from plutio_async.pagination.seen import SeenIds

T = TypeVar("T")

FAR = 10_000_000
"""A place where no list has records."""
_MOST_HELD = 8
_PATIENCE = 50


@frozen
class Ask:
    """A page that is wanted: from ``skip``, or from any place up to ``latest``.

    ``step`` is how far on the page after it will start, 0 when that is not known.
    """

    skip: int
    latest: int
    step: int = 0


class Walk(Generic[T]):
    """Anchored paging.

    The server numbers records anew whenever one comes or goes, but those that stay keep their order. So each page is
    asked for a few records early. If its first record is known, all that came before it is known too and nothing was
    lost; if it is not, the pages before it are fetched until one begins with a known record or with the list itself.
    A resumed walk, which remembers only its last ids, looks for any of them instead.

    The end is where a page brings nothing but what the page before it ended with.
    """

    def __init__(self, key: Callable[[T], str | None], limit: int, caps: PageCaps, start: Cursor) -> None:
        self._key = key
        self._limit = limit
        self._caps = caps
        self._seen = SeenIds()
        for known in start.tail:
            self._seen.add(known)
        self._position = self._furthest = start.skip
        self._keyed = self._forgetful = bool(start.tail)
        self._lap_wanted = 1
        self._last: Page[T] | None = None
        self._ending: Ending[T] = Ending()
        self._held: list[Page[T]] = []
        self._back: int | None = None
        self._leap = 0
        self._search: Search | None = None
        self._probed: Page[T] | None = None
        self._idle = 0
        self._done = False

    def ask(self) -> Ask | None:
        """The page that is wanted next; ``None`` at the end."""
        if self._done:
            return None
        exact = self._exact()
        if exact is not None:
            return Ask(exact, exact)
        lap = self._lap()
        skip = max(0, self._position - lap)
        return Ask(skip, max(0, self._position - min(lap, 1)), 0 if self._nears_end() else self._size - lap)

    def take(self, skip: int, rows: Rows[T]) -> list[Found[T]]:
        """The records of a page that are new, each with its place in the list.

        Raises :exc:`UnreadableAnswer` when the order of the list never holds still.
        """
        self._caps.learn(len(rows))
        page = Page(skip, rows, [None if row is None else self._key(row) for row in rows], len(rows))
        found = self._sort_in(page)
        if self._search is None:
            gets_on = self._position > self._furthest or any(self._key(row) for row, _, _ in found)
            self._idle = 0 if gets_on else self._idle + 1
        self._furthest = max(self._furthest, self._position)
        # Finding the way back after many deletions takes no more calls than going over the whole list twice.
        if self._idle > _PATIENCE + 2 * self._furthest // self._size:
            raise UnreadableAnswer(
                "The list changes its order faster than it can be read: sort it by a field that does not change."
            )
        return found

    def _nears_end(self) -> bool:
        """Whether little or nothing probably follows what came last."""
        last = self._last
        if last is None:
            return False
        return self._caps.is_short(last.size, self._limit) or (last.skip == 0 and last.size < self._limit)

    @property
    def _size(self) -> int:
        return self._caps.size(self._limit)

    def _sort_in(self, page: Page[T]) -> list[Found[T]]:
        if self._probed is not None:
            return self._judge(self._probed, page)
        recalls = self._forgetful and (self._search is not None or self._lap() > 0)
        anchored = self._recall(page) if recalls else self._anchor(page)
        if anchored is None:
            return []
        if self._repeats(anchored):
            self._probed = anchored
            return []
        return self._connect(anchored)

    def _exact(self) -> int | None:
        if self._probed is not None:
            return self._position + FAR
        if self._search is not None:
            return self._search.ask(self._size)
        return self._back

    def _lap(self) -> int:
        """How many rows the next page shall repeat, one with an id among them."""
        if not self._keyed:
            return 0
        last = self._last
        if last is None:
            return max(2, self._size // 50)
        wanted = max(self._lap_wanted, len(self._ending.nameless) + 1, self._size // 50)
        return min(wanted, max(last.size, min(self._size, 2)) - 1)

    def _anchor(self, page: Page[T]) -> Page[T] | None:
        if self._anchored(page):
            return page
        self._step_back(page)
        return None

    def _anchored(self, page: Page[T]) -> bool:
        if page.skip == 0 or self._lap() == 0:
            return True
        if not any(page.keys):
            return bool(page.rows)
        at = next((at for at, key in enumerate(page.keys) if key and key in self._seen), None)
        return at is not None and (not any(page.keys[:at]) or were_nameless(page, at, self._last))

    def _step_back(self, page: Page[T]) -> None:
        step = max(1, self._size - self._lap())
        if page.rows:
            # What is fetched before it leads up to it.
            self._held.append(page)
            del self._held[:-_MOST_HELD]
        else:
            step = self._leap = self._leap * 2 or step
        self._back = max(0, page.skip - step)

    def _connect(self, page: Page[T]) -> list[Found[T]]:
        found = self._accept(page)
        while self._held and not self._done:
            following = self._held.pop()
            if not self._anchored(following):
                break
            gap = len(found)
            found += self._accept(following)
            self._lap_wanted = max(1, min(self._size // 4, gap * 2))
        self._held.clear()
        return found

    def _accept(self, page: Page[T]) -> list[Found[T]]:
        found = self._new(page)
        last, ending = self._last, Ending.of(page)
        self._done = self._caps.unpaged or not page.rows or (not found and self._stands_still(page, ending))
        if last is not None and found and self._caps.is_short(last.size, self._limit):
            self._caps.shrink(max(2, last.size, page.size))
        self._position = page.end
        # Behind many without an id, a page cannot reach back to one that has it and bring enough of what follows.
        self._keyed = ending.key is not None and len(ending.nameless) < max(1, self._size // 2)
        self._last = page
        self._ending = ending
        self._back = None
        self._leap = 0
        self._lap_wanted = max(1, self._lap_wanted - 1)
        return found

    def _new(self, page: Page[T]) -> list[Found[T]]:
        seen = self._seen
        # What has no id cannot be recognised, but whatever stands before a known record was given out before.
        old = max((at for at, key in enumerate(page.keys) if key and key in seen), default=-1)
        found: list[Found[T]] = []
        before: str | None = None
        since = 0
        for at, (row, key) in enumerate(zip(page.rows, page.keys, strict=True)):
            new = seen.add(key) if key else at > old and not self._ending.holds(row, before, since)
            if new and row is not None:
                found.append((row, page.skip + at, None) if at > old else (row, None, before))
            before, since = (key, 0) if key else (before, since + 1)
        return found

    def _stands_still(self, page: Page[T], ending: Ending[T]) -> bool:
        """Whether a page without anything new shows the end, rather than that the list moved or the pages shrank."""
        return self._last is not None and ending == self._ending and page.size < max(self._last.size, 2)

    def _repeats(self, page: Page[T]) -> bool:
        """Whether the server may be ignoring ``skip``: the same page again, and nothing new in it."""
        last = self._last
        if last is None or last.skip == page.skip or not starts_alike(last, page):
            return False
        return all(not key or key in self._seen for key in page.keys)

    def _judge(self, held: Page[T], far: Page[T]) -> list[Found[T]]:
        self._probed = None
        if starts_alike(held, far):
            self._caps.unpaged = self._done = True
            return []
        return self._connect(held)

    def _recall(self, page: Page[T]) -> Page[T] | None:
        known = known_first(page, self._seen)
        if known is not None:
            self._search = None
            return known
        if self._search is None:
            self._search = Search(page.skip, page.size)
        else:
            self._search.missed(page.skip, page.size, self._size)
        if self._search.ask(self._size) is None:
            self._start_over()
        return None

    def _start_over(self) -> None:
        """None of the remembered records is left: better to repeat than to lose."""
        self._seen = SeenIds()
        self._position = 0
        self._keyed = self._forgetful = False
        self._last, self._ending, self._search = None, Ending(), None
