"""The records that a walk yielded, and which pages follow them without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from plutio_async._pagination.cursor import Position
from plutio_async._pagination.id_ranks import IdRanks
from plutio_async._pagination.page import NewRecord, Page, common_prefix, is_id, last_id_onward

T = TypeVar("T")


class History:
    """The ids that were yielded, in list order, and the *anchor*: the last id that was yielded and the rows after it.

    ``first`` is the key of the first row of the list, once it was read. ``resumed`` is whether another walk yielded
    the records before, so that only the ids of its cursor are known.
    """

    def __init__(self, start: Position) -> None:
        self.ids = IdRanks(filter(is_id, start.tail))
        self.anchor: Sequence[str] = last_id_onward([*start.tail])
        self.first = ""
        self.resumed = start.skip > 0

    def start_over(self) -> None:
        """Lets the walk read from the start of the list. Ids that are known are not yielded again."""
        self.resumed, self.anchor = False, ()

    def known(self, page: Page[Any], *, by_content: bool) -> int:
        """The number of leading rows that were yielded, or inserted since; 0 if there may be a gap before the page."""
        return self.known_by_anchor(page, by_content=by_content) or self._known_by_order(page)

    def known_by_anchor(self, page: Page[Any], *, by_content: bool) -> int:
        """The same for a page whose first id is the anchor; an anchor without an id counts only ``by_content``."""
        if not self.anchor:
            return 0
        if is_id(self.anchor[0]):
            # Rows without an id may precede the anchor: they were yielded or inserted since.
            at = next((at for at, key in enumerate(page.keys) if is_id(key)), len(page.keys))
        else:
            at = 0 if by_content else len(page.keys)
        common = common_prefix(page.keys[at:], self.anchor)
        return at + common if common else 0

    def _known_by_order(self, page: Page[Any]) -> int:
        """The same for a page that begins with two known ids, if all known ids on it are in the known order."""
        ranked = [(at, self.ids.rank(key)) for at, key in enumerate(page.keys) if is_id(key)]
        if self.resumed:
            ranked = ranked[next((at for at, (_, rank) in enumerate(ranked) if rank), 0) :]
        needed = min(2, len(self.ids))
        head = [rank for _, rank in ranked[:needed]]
        ranks = [rank for _, rank in ranked if rank]
        if not needed or len(head) < needed or not all(head) or ranks != sorted(ranks):
            return 0
        return 1 + max(at for at, rank in ranked if rank)

    def add(self, page: Page[T], known: int) -> list[NewRecord[T]]:
        """The new records of a page. Those among its ``known`` leading rows were inserted or moved there since."""
        if page.skip == 0 and page.keys:
            self.first = page.keys[0]
        records: list[NewRecord[T]] = []
        previous = None
        for at in range(self._first_known(page, known), len(page.rows)):
            row, key, follows = page.rows[at], page.keys[at], at >= known
            new = follows
            if is_id(key):
                new = self.ids.append(key) if follows else self.ids.insert(key, after=previous)
                previous = key
            if new and row is not None:
                records.append(NewRecord(row, key, page.skip + at if follows else None, previous))
        return records

    def move_anchor(self, page: Page[Any], known: int) -> None:
        """Makes the last row of a page the anchor."""
        common = common_prefix(page.keys, self.anchor)
        if known < len(page.keys):
            self.anchor = last_id_onward(page.keys)
        elif common == len(page.keys):
            self.anchor = self.anchor[common - 1 :]
        else:
            self.anchor = page.keys[-1:]

    def known_up_to_last_id(self, page: Page[Any]) -> int:
        """The number of rows up to the last known id of a page. Without one: all rows, or 0 in a resumed walk."""
        known = [at for at, key in enumerate(page.keys) if is_id(key) and key in self.ids]
        return known[-1] + 1 if known else 0 if self.resumed else len(page.keys)

    def _first_known(self, page: Page[Any], known: int) -> int:
        if not self.resumed:
            return 0
        return next((at for at in range(known) if page.keys[at] in self.ids), known)
