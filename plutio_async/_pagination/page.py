"""Pages: the rows of one, their keys, and the sizes that a server returns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from attrs import define, frozen

T = TypeVar("T")

Rows = Sequence[T | None]
"""The rows of a page: records, and ``None`` where one is ``null``. Such a row has an index, but is not a record."""

Key = Callable[[T], str]
"""Returns the id of a record, or an empty string if it has none."""

PAGE_LIMIT = 500
"""The default page size: the largest one that clients of every resource are known to use successfully."""

_CONTENT = "="


class NewRecord(NamedTuple, Generic[T]):
    """A record that was not yielded before.

    ``position`` is its index in the list, ``None`` if the record was inserted among those yielded before, right after
    the one with the key ``after``.
    """

    record: T
    key: str
    position: int | None
    after: str | None = None


@frozen
class Page(Generic[T]):
    """The rows from the index ``skip`` on, and a key for each: the id, or a hash of the content if it has no id."""

    skip: int
    rows: Rows[T]
    keys: list[str]

    @classmethod
    def of(cls, skip: int, rows: Rows[T], key: Key[T]) -> Page[T]:
        return cls(skip, rows, [(row is not None and key(row)) or _content_key(row) for row in rows])

    @property
    def end(self) -> int:
        """The index after the last row."""
        return self.skip + len(self.rows)


@define
class PageCaps:
    """The page size that the server returns, learned from its pages. Keep one for each resource and client.

    The largest ``limit`` of the API is not documented, and the server may silently return fewer rows. The size learned
    here predicts where the next page starts, for reading ahead. It never proves the end of a list: the size may change.
    """

    observed: int = 0

    def observe(self, size: int) -> None:
        """Learns from a page of ``size`` rows."""
        self.observed = max(self.observed, size)

    def shrink(self, size: int) -> None:
        """Learns that more rows follow a short page, so that the server now returns ``size`` rows at most."""
        self.observed = size

    def expected(self, limit: int) -> int:
        """The probable size of a page that is not the last."""
        return min(limit, self.observed) or limit

    def is_short(self, size: int, limit: int) -> bool:
        """Whether a page of ``size`` rows is probably the last."""
        return size == 0 or size < min(limit, self.observed)


def is_id(key: str) -> bool:
    """Whether a key is an id. A hash of the content is not unique, so it proves nothing in a list that changes."""
    return not key.startswith(_CONTENT)


def last_id_onward(keys: Sequence[str]) -> list[str]:
    """The last id and the keys after it; only the last key if none is an id."""
    at = next((at for at in range(len(keys) - 1, -1, -1) if is_id(keys[at])), len(keys) - 1)
    return list(keys[max(0, at) :])


def common_prefix(keys: Sequence[str], others: Sequence[str]) -> int:
    """The number of keys that both begin with."""
    differ = (at for at, (key, other) in enumerate(zip(keys, others, strict=False)) if key != other)
    return next(differ, min(len(keys), len(others)))


def _content_key(row: object) -> str:
    return _CONTENT + hashlib.sha256(repr(row).encode()).hexdigest()[:16]
