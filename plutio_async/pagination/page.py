"""A page as it came, and how two of them compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from attrs import frozen

from plutio_async.pagination.seen import SeenIds

T = TypeVar("T")

Rows = Sequence[T | None]
"""What a server gives for a page. A row that holds nothing is ``None``: it has its place, and is no record."""

Found = tuple[T, int | None, str | None]
"""A record and its place in the list. One that came in among known records has no place but the id before it."""


@frozen
class Page(Generic[T]):
    """Rows from the place ``skip`` on; ``size`` is what the server gave, even where ``rows`` were cut."""

    skip: int
    rows: Rows[T]
    keys: Sequence[str | None]
    size: int

    @property
    def end(self) -> int:
        """The place after its last row."""
        return self.skip + len(self.rows)


@frozen
class Ending(Generic[T]):
    """How a page ends: its last id, and the rows behind it, which have none."""

    key: str | None = None
    nameless: tuple[T | None, ...] = ()

    @classmethod
    def of(cls, page: Page[T]) -> Ending[T]:
        for behind, key in enumerate(reversed(page.keys)):
            if key:
                return cls(key, tuple(page.rows[len(page.rows) - behind :]))
        return cls(None, tuple(page.rows))

    def holds(self, row: T | None, before: str | None, since: int) -> bool:
        """Whether it has this row, which stands so far behind the one with the id ``before``."""
        return bool(before) and before == self.key and row in self.nameless[since : since + 1]


def starts_alike(one: Page[T], other: Page[T]) -> bool:
    """Whether both begin with the same record; those without an id are compared by value."""
    if not one.rows or not other.rows or one.keys[0] != other.keys[0]:
        return False
    return bool(one.keys[0]) or bool(one.rows[0] == other.rows[0])


def known_first(page: Page[T], seen: SeenIds) -> Page[T] | None:
    """The page from its first known record on, ``None`` when it has none."""
    at = next((at for at, key in enumerate(page.keys) if key and key in seen), None)
    if at is None:
        return None
    return Page(page.skip + at, page.rows[at:], page.keys[at:], page.size)


def were_nameless(page: Page[T], at: int, last: Page[T] | None) -> bool:
    """Whether the rows before the one at ``at`` had no id a page ago, where they have one now."""
    if last is None or page.keys[at] not in last.keys:
        return False
    there = last.keys.index(page.keys[at])
    return there >= at and not any(last.keys[there - at : there])
