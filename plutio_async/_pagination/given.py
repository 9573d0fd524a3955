"""What a walk gave, and which pages join it without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from plutio_async._pagination.cursor import Cursor
from plutio_async._pagination.order import Order
from plutio_async._pagination.page import Found, Page, ending, is_id, shared

T = TypeVar("T")


class Given:
    """The ids that were given, in their order, and the *anchor*: the last row, after the last id before it.

    ``first`` is the key of the row that starts the list, once that came.
    ``resumed`` says that another walk gave what stands before them, so that only the ids of its cursor are known.
    """

    def __init__(self, start: Cursor) -> None:
        self.order = Order(filter(is_id, start.tail))
        self.anchor: Sequence[str] = ending(start.tail)
        self.first = ""
        self.resumed = start.skip > 0

    def start_over(self) -> None:
        """Nothing stands before what is read from now on. What was given is not given again."""
        self.resumed, self.anchor = False, ()

    def known(self, page: Page[Any], *, by_content: bool) -> int:
        """How many rows the page begins with that were given, or inserted since; 0 if it may leave a gap."""
        return self.known_by_anchor(page, by_content=by_content) or self._known_by_order(page)

    def known_by_anchor(self, page: Page[Any], *, by_content: bool) -> int:
        """The same for a page whose first id is the anchor; an anchor without an id counts only ``by_content``."""
        if not self.anchor:
            return 0
        if is_id(self.anchor[0]):
            # Rows without an id may stand before the anchor: whatever does was given or inserted since.
            at = next((at for at, key in enumerate(page.keys) if is_id(key)), len(page.keys))
        else:
            at = 0 if by_content else len(page.keys)
        common = shared(page.keys[at:], self.anchor)
        return at + common if common else 0

    def _known_by_order(self, page: Page[Any]) -> int:
        """The same for a page that begins with two ids that were given, all of them in the order of the page."""
        ranked = [(at, self.order.rank(key)) for at, key in enumerate(page.keys) if is_id(key)]
        if self.resumed:
            ranked = ranked[next((at for at, (_, rank) in enumerate(ranked) if rank), 0) :]
        needed = min(2, len(self.order))
        head = [rank for _, rank in ranked[:needed]]
        ranks = [rank for _, rank in ranked if rank]
        if not needed or len(head) < needed or not all(head) or ranks != sorted(ranks):
            return 0
        return 1 + max(at for at, rank in ranked if rank)

    def add(self, page: Page[T], known: int) -> list[Found[T]]:
        """The records of a page that are new; those among its ``known`` rows were inserted since, or moved there."""
        if page.skip == 0 and page.keys:
            self.first = page.keys[0]
        found: list[Found[T]] = []
        before = None
        for at in range(self._first_known(page, known), len(page.rows)):
            row, key, beyond = page.rows[at], page.keys[at], at >= known
            new = beyond
            if is_id(key):
                new = self.order.place(key) if beyond else self.order.place_beside(key, before)
                before = key
            if new and row is not None:
                found.append(Found(row, key, page.skip + at if beyond else None, before))
        return found

    def move_anchor(self, page: Page[Any], known: int) -> None:
        """Makes the last row of a page the anchor."""
        begins = shared(page.keys, self.anchor)
        if known < len(page.keys):
            self.anchor = ending(page.keys)
        elif begins == len(page.keys):
            self.anchor = self.anchor[begins - 1 :]
        else:
            self.anchor = page.keys[-1:]

    def last_known(self, page: Page[Any]) -> int:
        """How many rows reach up to the last id of a page that was given; all of them where none has an id."""
        known = [at for at, key in enumerate(page.keys) if is_id(key) and key in self.order]
        return known[-1] + 1 if known else 0 if self.resumed else len(page.keys)

    def _first_known(self, page: Page[Any], known: int) -> int:
        if not self.resumed:
            return 0
        return next((at for at in range(known) if page.keys[at] in self.order), known)
