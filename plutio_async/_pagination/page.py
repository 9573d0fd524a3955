"""A page as it came, and the keys that tell its rows apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from attrs import frozen

T = TypeVar("T")

Rows = Sequence[T | None]
"""The rows of a page. A row that is ``null`` is ``None``: it takes a position, and is no record."""

Key = Callable[[T], str]
"""Gives the id of a record, empty where it has none."""

_CONTENT = "="


class Found(NamedTuple, Generic[T]):
    """A new record.

    ``position`` is its index in the list. It is ``None`` for a record that was inserted among those given before, right
    after the one with the key ``before``.
    """

    row: T
    key: str
    position: int | None
    before: str | None = None


@frozen
class Page(Generic[T]):
    """The rows from the position ``skip`` on, with a key each: the id, or a digest of what a row without one holds."""

    skip: int
    rows: Rows[T]
    keys: list[str]

    @classmethod
    def of(cls, skip: int, rows: Rows[T], key: Key[T]) -> Page[T]:
        """A page with the keys of its rows."""
        return cls(skip, rows, [(row is not None and key(row)) or _digest(row) for row in rows])

    @property
    def end(self) -> int:
        """The position after its last row."""
        return self.skip + len(self.rows)


def is_id(key: str) -> bool:
    """Whether a key is an id. A digest may be that of two rows, and proves nothing in a list that changes."""
    return not key.startswith(_CONTENT)


def ending(keys: Sequence[str]) -> list[str]:
    """The last id and what follows it; the last key alone where there is no id."""
    at = next((at for at in range(len(keys) - 1, -1, -1) if is_id(keys[at])), len(keys) - 1)
    return list(keys[max(0, at) :])


def shared(keys: Sequence[str], others: Sequence[str]) -> int:
    """How many keys both begin with."""
    differ = (at for at, (key, other) in enumerate(zip(keys, others, strict=False)) if key != other)
    return next(differ, min(len(keys), len(others)))


def _digest(row: object) -> str:
    return _CONTENT + hashlib.sha256(repr(row).encode()).hexdigest()[:16]
