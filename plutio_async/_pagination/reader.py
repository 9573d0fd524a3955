"""One walk through a list: fetches pages, on demand or ahead of the caller, and yields what is new.

No task group is open while the caller holds a record: fetches ahead run in a group that outlives the walk.
"""

from __future__ import annotations

import threading
import weakref
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from copy import deepcopy
from functools import partial
from typing import Any, Generic, TypeVar

import anyio
from attrs import Factory, define, field, frozen

from plutio_async._core.checks import check_callable, check_count
from plutio_async._core.errors import ClientStateError, ResponseTooLarge
from plutio_async._core.event_loop import interrupt_at_waits_only
from plutio_async._models.tables import RecordList
from plutio_async._pagination.cursor import Position
from plutio_async._pagination.page import MIN_LIMIT, PAGE_LIMIT, AsyncOnly, Key, NewRecord, PageCaps, Rows
from plutio_async._pagination.walk import PageRequest, Walk

T = TypeVar("T")
Item = TypeVar("Item")

Fetch = Callable[[int, int], Awaitable[Rows[T]]]
Spawn = Callable[[Callable[[], Coroutine[Any, Any, None]]], object]
"""Starts a task in a group that outlives the walk: the ``start_soon`` of the client's own group."""


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


@define(eq=False)
class PendingPage(Generic[T]):
    """A page that is fetched in the background."""

    skip: int
    rows: Rows[T] | None = None
    error: Exception | None = None
    done: anyio.Event = field(factory=anyio.Event)
    scope: anyio.CancelScope = field(factory=anyio.CancelScope)

    async def fill(self, call: Callable[[int], Awaitable[Rows[T]]]) -> None:
        """Fetches the page. Keeps an error for the reader, so that it does not cancel the client's task group."""
        with self.scope:
            try:
                self.rows = await call(self.skip)
            except Exception as error:  # noqa: BLE001 - raised by result()
                self.error = error
            finally:
                self.done.set()

    def result(self) -> Rows[T]:
        if self.error is not None:
            raise self.error
        if self.rows is None:
            raise ClientStateError("the client was closed during a fetch of the next page: iterate while it is open")
        return self.rows


class Prefetcher(Generic[T]):
    """Fetches pages. With ``spawn``, further pages are fetched in the background or wait to be read.

    It starts with one page and adds one for each that is read, up to ``read_ahead`` pages and a quarter of the
    ``spare`` calls. If another page is requested than the one that was fetched first, for example because the server
    cut the page before it, all fetched pages are dropped, and it starts with one page again.

    Background tasks refer to this object and never to the walk, so that a walk can be garbage collected while they run.
    """

    def __init__(self, options: WalkOptions[T], limit: int) -> None:
        self.limit = limit
        self.calls: int = 0
        self._options = options
        self._width = 1
        self._pending: deque[PendingPage[T]] = deque()
        self._thread = threading.get_ident()
        interrupt_at_waits_only(Prefetcher.page, Prefetcher.abandon)

    async def page(self, request: PageRequest) -> Rows[T]:
        """The requested page."""
        self.prepare(request)
        if not self._pending:
            return await self._call(request.skip)
        pending = self._pending[0]
        await pending.done.wait()
        self._pending.popleft()
        self._width = min(self._options.read_ahead, self._width + 1)
        try:
            return pending.result()
        except Exception:
            self._clear()
            raise

    def prepare(self, request: PageRequest) -> None:
        """Starts to fetch the page that is requested next, and those after it."""
        if self._pending and self._pending[0].skip != request.skip:
            self._clear()
            self._width = 1
        options, pending = self._options, self._pending
        if options.spawn is None or not options.read_ahead or not request.stride:
            return
        while len(pending) < self._allowed() and not self._is_at_end(request.stride):
            page: PendingPage[T] = PendingPage(pending[-1].skip + request.stride if pending else request.skip)
            pending.append(page)
            options.spawn(partial(page.fill, self._call))

    def abandon(self) -> None:
        """Cancels the fetches in the background.

        The garbage collector may call this in another thread, which must not touch a task. Then the fetches,
        ``read_ahead`` at most, run to their end. It may also call this after the end of the event loop.
        """
        if threading.get_ident() == self._thread:
            with suppress(RuntimeError):
                self._clear()

    def _allowed(self) -> int:
        spare = self._options.spare()
        return self._width if spare is None else max(1, min(self._width, spare // 4))

    def _is_at_end(self, stride: int) -> bool:
        """Whether a fetched page is so short that it is probably the last."""
        return any(page.rows is not None and len(page.rows) <= stride for page in self._pending)

    async def _call(self, skip: int) -> Rows[T]:
        self.calls += 1
        return await self._options.fetch(skip, self.limit)

    def _clear(self) -> None:
        for page in self._pending:
            if not page.done.is_set():
                page.scope.cancel()
        self._pending.clear()


class Reader(Generic[T]):
    """Reads page after page of new records. Another walk takes another reader.

    Cancels what it fetches ahead when it is garbage collected.
    """

    def __init__(self, options: WalkOptions[T], start: Position) -> None:
        limit = max(MIN_LIMIT, options.limit)
        self.position: Position = deepcopy(start)
        self.pages: Prefetcher[T] = Prefetcher(options, limit)
        self._options = options
        self._walk = Walk(options.key, limit, options.caps, start, options.page_cap)
        self._records_read = self._pages_read = 0
        self._reading = False
        self._new: list[NewRecord[T]] = []
        # `async for` does not close its iterator: without this, fetches would run on after a `break`.
        weakref.finalize(self, self.pages.abandon).atexit = False

    async def read(self) -> list[NewRecord[T]]:
        """The next new records; none at the end.

        Raises what the fetch raises. The next call then requests the same page again.
        """
        if self._reading:
            raise ClientStateError(
                "two tasks read from one iterator: give each its own, or share the records by a stream"
            )
        self._reading = True
        try:
            # Records stay in self._new until they are returned, since the progress hook may raise.
            while not self._new and (request := self._walk.next_request()) is not None:
                self._new = self._walk.receive(await self._fetch(request))
                if (following := self._walk.next_request()) is None:
                    self.pages.abandon()
                else:
                    self.pages.prepare(following)
                self._report(done=following is None)
        finally:
            self._reading = False
        new, self._new = self._new, []
        return new

    async def _fetch(self, request: PageRequest) -> Rows[T]:
        """A page. If an answer is too large, halves the limit of this and all later requests."""
        while True:
            try:
                return await self.pages.page(request)
            except ResponseTooLarge:
                if self.pages.limit <= MIN_LIMIT:
                    raise
                self.pages.limit = self._walk.limit = max(MIN_LIMIT, self.pages.limit // 2)
                request = PageRequest(request.skip)

    def _report(self, *, done: bool) -> None:
        self._records_read += len(self._new)
        self._pages_read += bool(self._new)
        if (report := self._options.progress) is not None:
            report(Progress(self._records_read, self._pages_read, self.pages.calls, self._options.spare(), done))


class _Iterator(AsyncOnly, AsyncIterator[Item], Generic[T, Item]):
    def __init__(self, reader: Reader[T]) -> None:
        self._reader = reader

    async def aclose(self) -> None:
        """Cancels what is fetched ahead, for ``contextlib.aclosing``. Leaving the loop does it too."""
        self._reader.pages.abandon()


class RecordIterator(_Iterator[T, T]):
    """Yields record after record. Holds nothing open between two of them, so a loop can be left at any time."""

    def __init__(self, reader: Reader[T]) -> None:
        super().__init__(reader)
        self._new: deque[NewRecord[T]] = deque()

    @property
    def has_next(self) -> bool:
        """Whether the next record was read already, so that ``take`` returns it."""
        return bool(self._new)

    async def __anext__(self) -> T:
        if not self._new:
            self._new.extend(await self._reader.read())
            if not self._new:
                raise StopAsyncIteration
        return self.take()

    def take(self) -> T:
        """The next record, which was read already."""
        new = self._new.popleft()
        self._reader.position.advance(new)
        return new.record


class PageIterator(_Iterator[T, list[T]]):
    """Yields the new records of each page as a list, which is never empty."""

    async def __anext__(self) -> list[T]:
        page = await self._reader.read()
        if not page:
            raise StopAsyncIteration
        for new in page:
            self._reader.position.advance(new)
        return RecordList([new.record for new in page])
