"""The records that a walk yielded, and which pages follow them without a gap."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile, takewhile
from typing import Any

from plutio_async._pagination.page import NewRecord, Page, T, is_id


class History:
    """The ids that were yielded, in list order, and the *anchor*: the last id that was yielded and the rows after it.

    ``ids`` has the rank of each, in about 140 bytes with the id. Ranks increase along the list as it was last read. An
    id that is inserted later gets the rank of the id before it. After the pages ``a b c`` and ``c d`` the ids are
    ``{a: 1, b: 2, c: 3, d: 4}`` and the anchor is ``[d]``; had the last page been ``c d`` and a row without an id, the
    anchor would be those two. ``resumed`` is whether another walk yielded the records before, so that only the ids of
    its cursor are known.

    A number of *seen* rows is that of the leading rows of a page that were yielded, or inserted among those since.
    """

    def __init__(self, keys: Iterable[str], *, resumed: bool) -> None:
        keys = list(keys)
        self.ids: dict[str, int] = {id: rank for rank, id in enumerate(filter(is_id, keys), 1)}
        self._highest = len(keys)
        self.anchor = _last_id_onward(keys)
        self.resumed = resumed

    def start_over(self) -> None:
        """Lets the walk read from the start of the list. Ids that are known are not yielded again."""
        self.resumed, self.anchor = False, []

    def seen(self, page: Page[Any]) -> int:
        """The number of seen rows; 0 if there may be a gap before the page."""
        return self.seen_by_anchor(page) or self._seen_by_order(page)

    def seen_by_anchor(self, page: Page[Any]) -> int:
        """The same for a page that begins with the anchor."""
        at = 0
        if self.anchor and is_id(self.anchor[0]):
            # Rows without an id may precede the anchor: they were yielded or inserted since.
            at = next((at for at, key in enumerate(page.keys) if is_id(key)), 0)
        common = _common(page.keys[at:], self.anchor)
        return at + common if common else 0

    def _seen_by_order(self, page: Page[Any]) -> int:
        """The same for a page that begins with two known ids, if all known ids on it are in the known order."""
        ranked = [(self.ids.get(key, 0), at) for at, key in enumerate(page.keys) if is_id(key)]
        if self.resumed:
            ranked = list(dropwhile(lambda pair: not pair[0], ranked))
        known = [pair for pair in ranked if pair[0]]
        needed = min(2, len(self.ids))
        begins_known = 0 < len(known) >= needed and known[:needed] == ranked[:needed]
        return known[-1][1] + 1 if begins_known and known == sorted(known) else 0

    def seen_up_to_last_id(self, page: Page[Any]) -> int:
        """The number of rows up to the last known id of a page. Without one: all rows, or 0 in a resumed walk."""
        known = [at + 1 for at, key in enumerate(page.keys) if key in self.ids]
        return max(known, default=0 if self.resumed else len(page.keys))

    def add(self, page: Page[T], seen: int) -> list[NewRecord[T]]:
        """The new records of a page. Those among its ``seen`` leading rows were inserted or moved there since."""
        start = 0
        if self.resumed:  # what precedes the first id of the cursor may be a part of the list that is still to be read
            start = next((at for at in range(seen) if page.keys[at] in self.ids), seen)
        records: list[NewRecord[T]] = []
        before = ""
        for row, id in zip(page.rows[start:seen], page.keys[start:seen], strict=True):
            if is_id(id):
                if id not in self.ids:
                    self.ids[id] = self.ids.get(before, 0)
                    if row is not None:
                        records.append(NewRecord(row, id, None, before))
                before = id
        for at, (row, key) in enumerate(zip(page.rows[seen:], page.keys[seen:], strict=True), page.skip + seen):
            if key not in self.ids and row is not None:
                records.append(NewRecord(row, key, at))
            if is_id(key):
                self._highest += 1
                self.ids[key] = self._highest
        return records

    def move_anchor(self, page: Page[Any], seen: int) -> None:
        """Makes the last row of a page the anchor."""
        common = _common(page.keys, self.anchor)
        if seen < len(page.keys):
            self.anchor = _last_id_onward(page.keys)
        elif common == len(page.keys):  # a part of the rows of the anchor came again
            self.anchor = self.anchor[common - 1 :]
        else:
            self.anchor = page.keys[-1:]


def _last_id_onward(keys: list[str]) -> list[str]:
    """The last id and the keys after it; only the last key if none is an id."""
    return keys[next((at for at in reversed(range(len(keys))) if is_id(keys[at])), -1) :]


def _common(keys: list[str], others: list[str]) -> int:
    """The number of keys that both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(keys, others, strict=False)))
