"""Pages: how they are read, the rows of one, their keys, and the sizes that a server returns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Never, TypeVar

from attrs import Factory, asdict, define, frozen

from plutio_async._core.checks import check_callable, check_count
from plutio_async._models.json_form import digest

T = TypeVar("T")

Rows = Sequence[T | None]
"""The rows of a page: records, and ``None`` where one is ``null``. Such a row has an index, but is not a record."""

Key = Callable[[T], str]
"""Returns the id of a record, or an empty string if it has none."""

Fetch = Callable[[int, int], Awaitable[Rows[T]]]
Spawn = Callable[[Callable[[], Coroutine[Any, Any, None]]], object]
"""Starts a task in a group that outlives the walk: the ``start_soon`` of the client's own group."""

PAGE_LIMIT = 500
"""The default page size: the largest one that clients of every resource are known to use successfully."""

MIN_LIMIT = 2
"""The smallest page that has room for a known record and for a new one."""

_CONTENT = "="


class NewRecord(NamedTuple, Generic[T]):
    """A record that was not yielded before.

    ``position`` is its index in the list, ``None`` if the record was inserted among those yielded before, right after
    the one with the key ``after``.
    """

    record: T
    key: str
    position: int | None
    after: str = ""


class AsyncOnly:
    """Refuses a plain ``for`` with the way out."""

    __slots__ = ()

    if not TYPE_CHECKING:  # checkers see that there is no such method

        def __iter__(self) -> Never:
            raise TypeError(f"write 'async for' for {type(self).__name__}, or use plutio_async.sync")


@frozen
class PageRequest:
    """A page to request. ``stride`` is the probable distance to the start of the next page, 0 if it is unknown."""

    skip: int
    stride: int = 0


@frozen
class Page(Generic[T]):
    """The rows from the index ``skip`` on, and a key for each: the id, or a hash of the content if it has no id."""

    skip: int
    rows: Rows[T]
    keys: list[str]

    @classmethod
    def of(cls, skip: int, rows: Rows[T], key: Key[T]) -> Page[T]:
        return cls(skip, rows, [(row is not None and key(row)) or _CONTENT + digest(repr(row)) for row in rows])

    @property
    def end(self) -> int:
        """The index after the last row."""
        return self.skip + len(self.rows)

    def repeats(self, other: Page[T] | None) -> bool:
        """Whether another index returned the same rows, or any number of ``null`` ones both times."""
        if other is None or other.skip == self.skip or not self.keys or self.keys[:1] != other.keys[:1]:
            return False
        return set(self.keys) == set(other.keys)


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

    def expected(self, limit: int) -> int:
        """The probable size of a page that is not the last."""
        return min(limit, self.observed) or limit

    def is_short(self, page: Page[Any], limit: int) -> bool:
        """Whether a page is probably the last."""
        size = len(page.rows)
        return size == 0 or size < (limit if page.skip == 0 else min(limit, self.observed))


@define
class Traits:
    """What the lists that were read have shown of the server. Keep one for all of them.

    Attributes:
        largest: The records of the largest page.
        sorts: It sorts by ``updatedAt``.
        finds_templates: A query for ``isTemplate`` by ``$in`` finds templates.
        finds_null: ``null`` in such a query finds records without the field.
    """

    largest: int = 0
    sorts: bool = False
    finds_templates: bool = False
    finds_null: bool = False

    def learn(self, others: Mapping[str, Any]) -> None:
        """Adds what others have shown, by the names of the attributes."""
        for name, value in asdict(self).items():
            setattr(self, name, max(value, type(value)(others.get(name, value))))


@frozen
class Progress:
    """How far a walk is: records and pages yielded, calls made, and calls left without waiting (if known)."""

    records: int
    pages: int
    calls: int
    spare: int | None
    done: bool


@frozen
class WalkOptions(Generic[T]):
    """What to read and how.

    Attributes:
        fetch: Returns the rows from ``skip`` on, at most ``limit``.
        key: Returns the id of a record, or an empty string if it has none.
        limit: Records per request; 1 works like 2. A server that returns fewer loses none.
        caps: The page sizes of the server; share one for each resource and client.
        page_cap: The most records that the server returns at a time, if known. A page with fewer then ends the list,
            which saves the last call. If the server returns fewer than this, records are lost.
        read_ahead: Pages to fetch in advance, at most. As many calls may be made past the end.
        spawn: Starts a task in a group that outlives the walk. Without it nothing is fetched in advance.
        spare: The calls left without waiting, if known; reading ahead uses a quarter of them at most.
        progress: Called after each page.

    Raises:
        ConfigurationError: a number is out of range.
    """

    fetch: Fetch[T]
    key: Key[T]
    limit: int = PAGE_LIMIT
    caps: PageCaps = Factory(PageCaps)
    page_cap: int | None = None
    read_ahead: int = 0
    spawn: Spawn | None = None
    spare: Callable[[], int | None] = lambda: None
    progress: Callable[[Progress], None] | None = None

    def __attrs_post_init__(self) -> None:
        check_count("page_size", self.limit)
        check_callable("progress", self.progress)
        if self.page_cap is not None:
            check_count("page_cap", self.page_cap)
        check_count("read_ahead", self.read_ahead, least=0)


def is_id(key: str) -> bool:
    """Whether a key is an id. A hash of the content is not unique, so it proves nothing in a list that changes."""
    return not key.startswith(_CONTENT)


def name_of(listing: str) -> str:
    """The workspace and the resource of a listing, without its filters."""
    return listing.partition("?")[0] or "a list"
