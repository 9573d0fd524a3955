"""One walk through a list: requests pages, reports progress, and yields what is new."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Generic, Self, TypeVar

from attrs import Factory, frozen

from plutio_async._core.checks import check_count
from plutio_async._core.errors import ClientStateError, ResponseTooLarge
from plutio_async._pagination.ahead import Fetch, Prefetcher, Spare, Spawn
from plutio_async._pagination.cursor import Position
from plutio_async._pagination.page import PAGE_LIMIT, Key, NewRecord, PageCaps, Rows
from plutio_async._pagination.walk import MIN_LIMIT, PageRequest, Walk

T = TypeVar("T")
Item = TypeVar("Item")


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
        spare: The calls left without waiting; reading ahead uses a quarter of them at most.
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
    spare: Spare | None = None
    progress: Callable[[Progress], None] | None = None

    def __attrs_post_init__(self) -> None:
        check_count("limit", self.limit)
        if self.page_cap is not None:
            check_count("page_cap", self.page_cap)
        check_count("read_ahead", self.read_ahead, least=0)


class Reader(Generic[T]):
    """Reads page after page of new records. Another walk takes another reader.

    Cancels what it fetches ahead when it is garbage collected.
    """

    def __init__(self, options: WalkOptions[T], start: Position) -> None:
        limit = max(MIN_LIMIT, options.limit)
        self.position = start.copy()
        self._options = options
        self._walk = Walk(options.key, limit, options.caps, start, options.page_cap)
        self._pages = Prefetcher(
            options.fetch, limit, most=options.read_ahead, spawn=options.spawn, spare=options.spare
        )
        self._records_read = self._pages_read = 0
        self._reading = False
        self._new: list[NewRecord[T]] = []
        # `async for` does not close its iterator: without this, fetches would run on after a `break`.
        weakref.finalize(self, self._pages.abandon).atexit = False

    async def read(self) -> list[NewRecord[T]] | None:
        """The next new records; ``None`` at the end.

        Raises what the fetch raises. The next call then requests the same page again.
        """
        if self._reading:
            raise ClientStateError(
                "two tasks read from one iterator: give each its own, or share the records by a stream"
            )
        self._reading = True
        try:
            return await self._read()
        finally:
            self._reading = False

    def close(self) -> None:
        """Cancels what is fetched ahead."""
        self._pages.abandon()

    async def _read(self) -> list[NewRecord[T]] | None:
        # Records stay in self._new until they are returned, since the progress hook may raise.
        while not self._new and (request := self._walk.next_request()) is not None:
            self._new = self._walk.receive(await self._fetch(request))
            following = self._walk.next_request()
            if following is None:
                self._pages.abandon()
            else:
                self._pages.prepare(following)
            self._report(done=following is None)
        new, self._new = self._new, []
        return new or None

    async def _fetch(self, request: PageRequest) -> Rows[T]:
        """A page. If an answer is too large, halves the limit of this and all later requests."""
        while True:
            try:
                return await self._pages.page(request)
            except ResponseTooLarge:
                if self._pages.limit <= MIN_LIMIT:
                    raise
                self._pages.limit = self._walk.limit = max(MIN_LIMIT, self._pages.limit // 2)
                request = PageRequest(request.skip)

    def _report(self, *, done: bool) -> None:
        self._records_read += len(self._new)
        self._pages_read += bool(self._new)
        options = self._options
        if options.progress is not None:
            spare = options.spare() if options.spare is not None else None
            options.progress(Progress(self._records_read, self._pages_read, self._pages.calls, spare, done))


class _Iterator(AsyncIterator[Item], Generic[T, Item]):
    def __init__(self, reader: Reader[T]) -> None:
        self._reader = reader

    def __aiter__(self) -> Self:
        return self

    async def aclose(self) -> None:
        """Cancels what is fetched ahead, for ``contextlib.aclosing``. Leaving the loop does it too."""
        self._reader.close()


class RecordIterator(_Iterator[T, T]):
    """Yields record after record. Holds nothing open between two of them, so a loop can be left at any time."""

    def __init__(self, reader: Reader[T]) -> None:
        super().__init__(reader)
        self._new: deque[NewRecord[T]] = deque()

    async def __anext__(self) -> T:
        if not self._new:
            page = await self._reader.read()
            if page is None:
                raise StopAsyncIteration
            self._new.extend(page)
        new = self._new.popleft()
        self._reader.position.advance(new)
        return new.record


class PageIterator(_Iterator[T, list[T]]):
    """Yields the new records of each page as a list, which is never empty."""

    async def __anext__(self) -> list[T]:
        page = await self._reader.read()
        if page is None:
            raise StopAsyncIteration
        for new in page:
            self._reader.position.advance(new)
        return [new.record for new in page]
