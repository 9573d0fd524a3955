"""One reading of all that is newer than a timestamp, in the order of ``updatedAt``.

The first pages are read by ``skip`` and ``limit``. Once the list has a second page, and the server is shown to sort it,
each page is the first one of a query for what is newer than the last timestamp. So nothing is counted in a list that
others change. A list that is not sorted is read by ``skip`` and ``limit`` to its end.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Generic

from attrs import define, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.errors import BadRequestError, PlutioError
from plutio_async._models.json_form import digest
from plutio_async._models.model import M, Model
from plutio_async._pagination.cursor import FIRST, ServerTime, format_timestamp, stamp_of
from plutio_async._pagination.order import MILLISECOND, Order, OrderProof
from plutio_async._pagination.page import PAGE_LIMIT, PageCaps, Rows, Traits, WalkOptions
from plutio_async._pagination.reader import PageIterator
from plutio_async._pagination.records import Records


@define
class ChangeSource(Generic[M]):
    """Where changes come from: ``fetch(q, sort, skip, limit)`` returns a page, and reports its answer to ``server``.

    Attributes:
        trashed: Returns the ids of all records of the resource that are in the trash bin now.
        whole: Whether records without a timestamp or an id come too. Their changes cannot be seen.
        to_the_end: Whether the end of each list is proved by a call, rather than concluded from a short page.
        page_cap: As in ``WalkOptions``.
        accepts_sort: Whether the API accepts the sort.
        has_untraceable: Whether records without a timestamp or an id came.
    """

    fetch: Callable[[str | None, str | None, int, int], Awaitable[Rows[M]]]
    condition: str | None
    listing: str
    caps: PageCaps
    clock: Clock
    server: ServerTime
    traits: Traits
    trashed: Callable[[], Awaitable[list[str]]] | None = None
    whole: bool = False
    to_the_end: bool = False
    page_cap: int | None = None
    accepts_sort: bool = True
    has_untraceable: bool = False

    def query(self, floor: int) -> str | None:
        """The ``q`` for changes above a floor. All records are above the first, also those without a timestamp."""
        if floor == FIRST:
            return self.condition
        after: dict[str, Any] = {"updatedAt": {"$gt": format_timestamp(floor)}}
        condition: dict[str, Any] = json.loads(self.condition) if self.condition else {}
        both = {"$and": [condition, after]} if "updatedAt" in condition else {**after, **condition}
        return json.dumps(both, separators=(",", ":"), ensure_ascii=False)


@frozen
class Change(Generic[M]):
    """A version of a record; ``stamp`` is ``None`` if its changes cannot be seen."""

    record: M
    id: str
    stamp: int | None

    @classmethod
    def of(cls, record: M, *, whole: bool = False) -> Change[M]:
        """The version. If the ``whole`` list is read, one without an id cannot be followed."""
        id = _id(record)
        return cls(record, id or digest(record), None if whole and not id else stamp_of(record))


class Scan(Generic[M]):
    """Reads all that is newer than a floor, once.

    Attributes:
        is_complete: Whether the end was proved. If not, the last page was shorter than others of the server, so that
            it is probably the last; what the server may have cut off is not older than the ``newest`` record.
    """

    def __init__(self, source: ChangeSource[M], floor: int) -> None:
        self.began: float = source.clock.monotonic()
        self.is_complete: bool = False
        self._source = source
        self._floor = self._key = floor
        self._proof = OrderProof()
        self._skip = self._size = self._limit = 0
        self._fetched = self._undecided = self._ended = False
        source.server.begin()
        self._pages = self._walk()

    @property
    def is_sorted(self) -> bool:
        """Whether the server was shown to sort the list."""
        return self._proof.is_proved

    @property
    def newest(self) -> int:
        """The highest timestamp that was read."""
        return self._proof.newest

    async def page(self) -> list[Change[M]] | None:
        """More changes, perhaps none; ``None`` at the end. Call :meth:`decide` once they are kept."""
        await self.decide()
        if self._ended:
            return None
        page = await anext(self._pages, None)
        changes = [Change.of(record, whole=self._source.whole) for record in page or ()]
        versions = [(change.id, change.stamp) for change in changes if change.stamp is not None]
        if self._key > self._floor and not self._proof.continues(versions, at_end=page is None):
            self._read_unsorted()
            return []
        if page is None:
            self.is_complete = True
            return None
        self._proof.note(versions)
        self._undecided = True
        return [change for change in changes if change.stamp is not None or self._source.whole]

    async def decide(self) -> None:
        """Decides what to read next."""
        if self._undecided:
            needed = self._proof.pages > 1 or (self._is_short and not self._source.traits.sorts)
            if needed and self._proof.can_be_proved and self._can_be_sorted:
                await self._read_opposite()
            self._source.traits.sorts = self._source.traits.sorts or self.is_sorted
            self._choose_next()
            self._undecided = False

    def _walk(self) -> PageIterator[M]:
        """The pages of what is newer than the key.

        A record that changes meanwhile comes again at the end: each version counts as a record of its own.
        """
        source = self._source
        limit = source.page_cap or PAGE_LIMIT
        options = WalkOptions(self._fetch, _version_key, limit=limit, caps=source.caps, page_cap=source.page_cap)
        return Records(options).pages()

    def _read_unsorted(self) -> None:
        """Starts over by ``skip`` and ``limit``. What came already is known by its version."""
        self._proof.order, self._key = Order.NONE, self._floor
        self._pages = self._walk()

    async def _read_opposite(self) -> None:
        """Asks for the newest records, to prove the order. A server that refuses proves none."""
        source, proof = self._source, self._proof
        rows: Rows[M] = ()
        with suppress(PlutioError):
            rows = await source.fetch(source.query(self._key), "updatedAt_desc", 0, source.page_cap or PAGE_LIMIT)
        changes = [Change.of(row, whole=source.whole) for row in rows if row is not None]
        versions = [(change.id, change.stamp) for change in changes if change.stamp is not None]
        if len(versions) < len(rows):
            source.has_untraceable = source.has_untraceable or source.whole
            versions = []
        proof.compare(versions, now=source.server.ended, elapsed=source.clock.monotonic() - self.began)

    def _choose_next(self) -> None:
        """Ends the scan, continues with what is newer than the last timestamp, or stays in the list."""
        proof = self._proof
        if self._size == 1 and self._skip == 0 and self._source.traits.largest > 1:
            self._ended = self.is_complete = True  # the server returns two records at least if there are two
        elif self._ends_by_short_page:
            self._ended = True
        elif proof.order in (Order.EXPECTED, Order.PROVED) and proof.newest - MILLISECOND > self._key:
            self._key = proof.newest - MILLISECOND
            self._pages = self._walk()

    @property
    def _ends_by_short_page(self) -> bool:
        source, proof = self._source, self._proof
        if source.to_the_end or not self._is_short or not self._can_be_sorted:
            return False
        if proof.order is Order.UNKNOWN:
            return proof.pages == 1 and source.traits.sorts
        return proof.is_proved and proof.newest >= proof.target

    @property
    def _is_short(self) -> bool:
        """Whether the last page was smaller than the largest one of any list of the server."""
        return self._size < min(self._limit, self._source.traits.largest)

    @property
    def _can_be_sorted(self) -> bool:
        source = self._source
        return self._proof.order is not Order.NONE and source.accepts_sort and not source.has_untraceable

    async def _fetch(self, skip: int, limit: int) -> Rows[M]:
        source, query = self._source, self._source.query(self._key)
        try:
            rows = await source.fetch(query, "updatedAt_asc" if source.accepts_sort else None, skip, limit)
        except BadRequestError:
            if self._fetched or not source.accepts_sort:
                raise
            source.accepts_sort = False  # the API may refuse some sorts
            rows = await source.fetch(query, None, skip, limit)
        self._fetched = True
        self._skip, self._limit, self._size = skip, limit, len(rows)
        source.traits.largest = max(source.traits.largest, len(rows))
        stamps = [None if row is None else Change.of(row, whole=source.whole).stamp for row in rows]
        for stamp in filter(None, stamps):
            source.server.observe(stamp)
        if source.whole and any(row is not None and stamp is None for row, stamp in zip(rows, stamps, strict=True)):
            source.has_untraceable = True
        self._proof.fetched([stamp for stamp in stamps if stamp is not None])
        return rows


def _id(record: Model) -> str:
    id = getattr(record, "id", None)
    return id if isinstance(id, str) else ""


def _version_key(record: Model) -> str:
    id = _id(record)
    return id and f"{id}@{stamp_of(record)}"
