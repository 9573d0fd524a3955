"""Fetches pages, on demand or ahead of the reader.

No task group is open while the reader holds a record: fetches ahead run in a group that outlives the walk.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, Generic, TypeVar

import anyio
from attrs import define, field

from plutio_async._core.errors import ClientStateError
from plutio_async._pagination.page import Rows
from plutio_async._pagination.walk import PageRequest

T = TypeVar("T")

Fetch = Callable[[int, int], Awaitable[Rows[T]]]
Spare = Callable[[], int | None]
Spawn = Callable[[Callable[[], Coroutine[Any, Any, None]]], object]
"""Starts a task in a group that outlives the walk: the ``start_soon`` of the client's own group."""


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
    """Fetches pages. With ``spawn``, up to ``most`` further pages are fetched in the background or wait to be read.

    It starts with one page and adds one for each that is read, up to a quarter of the ``spare`` calls. If another page
    is requested than the one that was fetched first, for example because the server cut the page before it, all fetched
    pages are dropped, and it starts with one page again.

    Background tasks refer to this object and never to the walk, so that a walk can be garbage collected while they run.
    """

    def __init__(self, fetch: Fetch[T], limit: int, *, most: int, spawn: Spawn | None, spare: Spare | None) -> None:
        self.limit = limit
        self.calls = 0
        self._fetch = fetch
        self._most = most
        self._spawn = spawn
        self._spare = spare
        self._width = 1
        self._pending: deque[PendingPage[T]] = deque()
        self._thread = threading.get_ident()

    async def page(self, request: PageRequest) -> Rows[T]:
        """The requested page."""
        self.prepare(request)
        if not self._pending:
            return await self._call(request.skip)
        pending = self._pending[0]
        await pending.done.wait()
        self._pending.popleft()
        self._width = min(self._most, self._width + 1)
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
        if self._spawn is None or not self._most or not request.stride:
            return
        while len(self._pending) < self._allowed() and not self._is_at_end(request.stride):
            page: PendingPage[T] = PendingPage(request.skip + len(self._pending) * request.stride)
            self._pending.append(page)
            self._spawn(partial(page.fill, self._call))

    def abandon(self) -> None:
        """Cancels the fetches in the background.

        The garbage collector may call this in another thread, which must not touch a task. Then the fetches, ``most``
        at most, run to their end.
        """
        if threading.get_ident() == self._thread:
            self._clear()

    def _allowed(self) -> int:
        spare = self._spare() if self._spare is not None else None
        return self._width if spare is None else max(1, min(self._width, spare // 4))

    def _is_at_end(self, stride: int) -> bool:
        """Whether a fetched page is so short that it is probably the last."""
        return any(page.rows is not None and len(page.rows) <= stride for page in self._pending)

    async def _call(self, skip: int) -> Rows[T]:
        self.calls += 1
        return await self._fetch(skip, self.limit)

    def _clear(self) -> None:
        for page in self._pending:
            if not page.done.is_set():
                page.scope.cancel()
        self._pending.clear()
