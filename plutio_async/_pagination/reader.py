"""One walk through a list: fetches pages, on demand or ahead of the caller, and yields what is new.

A ``PendingPage`` lives for one fetch. A ``Prefetcher`` lives for one walk, and outlives it until its fetches end; the
caller holds the iterator, which lives as long as its loop. No task group is open while the caller holds a record.
"""

from __future__ import annotations

import threading
import weakref
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar

import anyio
from attrs import define, field

from plutio_async._core.errors import ClientStateError, ResponseTooLarge
from plutio_async._core.tasks import interrupt_at_waits_only
from plutio_async._models.tables import RecordList
from plutio_async._pagination.cursor import Position
from plutio_async._pagination.page import MIN_LIMIT, AsyncOnly, NewRecord, PageRequest, Progress, Rows, T, WalkOptions
from plutio_async._pagination.walk import Walk

Item = TypeVar("Item")


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
        interrupt_at_waits_only(Prefetcher.page, Prefetcher.abandon, _cancel_here)

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
            self.abandon()
            raise

    def prepare(self, request: PageRequest) -> None:
        """Starts to fetch the page that is requested next, and those after it."""
        if self._pending and self._pending[0].skip != request.skip:
            self.abandon()
            self._width = 1
        options, pending = self._options, self._pending
        if options.spawn is None or not options.read_ahead or not request.stride:
            return
        while len(pending) < self._allowed() and not self._is_at_end(request.stride):
            page: PendingPage[T] = PendingPage(pending[-1].skip + request.stride if pending else request.skip)
            pending.append(page)
            options.spawn(partial(page.fill, self._call))

    def abandon(self) -> None:
        """Cancels the fetches in the background."""
        _cancel(self._pending)

    def abandon_with(self, reader: object) -> None:
        """Cancels them too when the reader is garbage: keeps the pages until then, and not what fetches them.

        The garbage collector may run in another thread, which must not touch a task. Then the fetches, ``read_ahead``
        at most, run to their end. It may also run after the end of the event loop.
        """
        weakref.finalize(reader, _cancel_here, self._pending, threading.get_ident()).atexit = False

    def _allowed(self) -> int:
        spare = self._options.spare()
        return self._width if spare is None else max(1, min(self._width, spare // 4))

    def _is_at_end(self, stride: int) -> bool:
        """Whether a fetched page is so short that it is probably the last."""
        return any(page.rows is not None and len(page.rows) <= stride for page in self._pending)

    async def _call(self, skip: int) -> Rows[T]:
        self.calls += 1
        return await self._options.fetch(skip, self.limit)


def _cancel(pending: deque[PendingPage[Any]]) -> None:
    for page in pending:
        if not page.done.is_set():
            page.scope.cancel()
    pending.clear()


def _cancel_here(pending: deque[PendingPage[Any]], thread: int) -> None:
    if threading.get_ident() == thread:
        with suppress(RuntimeError):
            _cancel(pending)


class Reader(AsyncOnly, AsyncIterator[Item], Generic[T, Item]):
    """Reads page after page of new records, and moves a position past those that it yields.

    Cancels what it fetches ahead when it is garbage collected.
    """

    def __init__(self, options: WalkOptions[T], position: Position) -> None:
        limit = max(MIN_LIMIT, options.limit)
        self._position = position
        self._pages: Prefetcher[T] = Prefetcher(options, limit)
        self._options = options
        self._walk = Walk(options.key, limit, options.caps, position, options.page_cap)
        self._records_read = self._pages_read = 0
        self._reading = False
        self._new: list[NewRecord[T]] = []
        # `async for` does not close its iterator: without this, fetches would run on after a `break`.
        self._pages.abandon_with(self)

    async def aclose(self) -> None:
        """Cancels what is fetched ahead, for ``contextlib.aclosing``. Leaving the loop does it too."""
        self._pages.abandon()

    async def _read(self) -> list[NewRecord[T]]:
        """The next new records. Raises ``StopAsyncIteration`` at the end.

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
                    self._pages.abandon()
                else:
                    self._pages.prepare(following)
                self._report(done=following is None)
        finally:
            self._reading = False
        if not self._new:
            raise StopAsyncIteration
        new, self._new = self._new, []
        return new

    def _yield(self, new: NewRecord[T]) -> T:
        self._position.advance(new)
        return new.record

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
        if (report := self._options.progress) is not None:
            report(Progress(self._records_read, self._pages_read, self._pages.calls, self._options.spare(), done))


class RecordIterator(Reader[T, T]):
    """Yields record after record. Holds nothing open between two of them, so a loop can be left at any time."""

    def __init__(self, options: WalkOptions[T], position: Position) -> None:
        super().__init__(options, position)
        self._page: deque[NewRecord[T]] = deque()

    @property
    def has_next(self) -> bool:
        """Whether the next record was read already, so that ``take`` returns it."""
        return bool(self._page)

    async def __anext__(self) -> T:
        if not self._page:
            self._page.extend(await self._read())
        return self.take()

    def take(self) -> T:
        """The next record, which was read already."""
        return self._yield(self._page.popleft())


class PageIterator(Reader[T, RecordList[T]]):
    """Yields the new records of each page as a list, which is never empty."""

    async def __anext__(self) -> RecordList[T]:
        return RecordList(map(self._yield, await self._read()))
