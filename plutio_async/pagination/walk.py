"""Which page to ask for next, and which of its records are new. Does no input or output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import frozen

from plutio_async.errors import UnreadableAnswer
from plutio_async.pagination.caps import PageCaps
from plutio_async.pagination.cursor import Cursor
from plutio_async.pagination.page import Found, Page, known_first, starts_alike
from plutio_async.pagination.search import Search
from plutio_async.pagination.seen import SeenIds

T = TypeVar("T")

_FAR = 10_000_000
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
    """

    def __init__(self, key: Callable[[T], str | None], limit: int, caps: PageCaps, start: Cursor) -> None:
        self._key = key
        self._limit = limit
        self._caps = caps
        self._seen = SeenIds()
        for known in start.tail:
            self._seen.add(known)
        self._position = start.skip
        self._keyed = self._forgetful = bool(start.tail)
        self._lap_wanted = 1
        self._last: Page[T] | None = None
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
        return Ask(skip, max(0, self._position - min(lap, 1)), self._caps.size(self._limit) - lap)

    def take(self, skip: int, rows: list[T]) -> list[Found[T]]:
        """The records of a page that are new, each with its place in the list.

        Raises :exc:`UnreadableAnswer` when the order of the list never holds still.
        """
        self._caps.learn(len(rows))
        page = Page(skip, rows, [self._key(row) for row in rows], len(rows))
        found = self._sort_in(page)
        if self._search is None:
            self._idle = 0 if found else self._idle + 1
        # Finding the way back after many deletions takes no more calls than going over the whole list twice.
        if self._idle > _PATIENCE + 2 * self._position // self._caps.size(self._limit):
            raise UnreadableAnswer(
                "The list changes its order faster than it can be read: sort it by a field that does not change."
            )
        return found

    def _sort_in(self, page: Page[T]) -> list[Found[T]]:
        if self._probed is not None:
            return self._judge(self._probed, page)
        anchored = self._recall(page) if self._forgetful else self._anchor(page)
        if anchored is None:
            return []
        if self._repeats(anchored):
            self._probed = anchored
            return []
        return self._connect(anchored)

    def _exact(self) -> int | None:
        if self._probed is not None:
            return self._position + _FAR
        if self._search is not None:
            return self._search.ask(self._caps.size(self._limit))
        return self._back

    def _lap(self) -> int:
        size = self._caps.size(self._limit)
        if not self._keyed:
            return 0
        if self._forgetful and self._caps.given < 2:
            # Two known records at least: one alone would not tell the end from a server that gives one at a time.
            return max(2, size // 50)
        return min(max(self._lap_wanted, size // 50), size - 1)

    def _anchor(self, page: Page[T]) -> Page[T] | None:
        if self._anchored(page):
            return page
        self._step_back(page)
        return None

    def _anchored(self, page: Page[T]) -> bool:
        if page.skip == 0 or not self._keyed or self._caps.size(self._limit) < 2:
            return True
        first = next(filter(None, page.keys), None)
        return bool(page.rows) if first is None else first in self._seen

    def _step_back(self, page: Page[T]) -> None:
        step = max(1, self._caps.size(self._limit) - self._lap())
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
            self._lap_wanted = max(1, min(self._caps.size(self._limit) // 4, gap * 2))
        self._held.clear()
        return found

    def _accept(self, page: Page[T]) -> list[Found[T]]:
        seen = self._seen
        # What has no id cannot be recognised, but whatever stands before a known record was given out before.
        old = max((at for at, key in enumerate(page.keys) if key and key in seen), default=-1)
        found: list[Found[T]] = []
        before: str | None = None
        for at, (row, key) in enumerate(zip(page.rows, page.keys, strict=True)):
            if seen.add(key) if key else at > old:
                found.append((row, page.skip + at, None) if at > old else (row, None, before))
            before = key or before
        self._position = page.skip + len(page.rows)
        self._keyed = any(page.keys)
        self._last = page
        self._back = None
        self._leap = 0
        self._lap_wanted = max(1, self._lap_wanted - 1)
        self._done = self._caps.unpaged or self._caps.proves_end(page.size, self._limit)
        return found

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
            self._forgetful = page.skip > 0 or page.size > 1
            return known
        ended = self._caps.proves_end(page.size, self._limit)
        if self._search is None:
            self._search = Search(page.skip, page.size, ended=ended)
        else:
            self._search.missed(page.skip, page.size, ended=ended)
        if self._search.ask(self._caps.size(self._limit)) is None:
            self._start_over()
        return None

    def _start_over(self) -> None:
        """None of the remembered records is left: better to repeat than to lose."""
        self._seen = SeenIds()
        self._position = 0
        self._keyed = self._forgetful = False
        self._search = None
