"""Where pages come from: one at a time, or ahead of the reader.

No task group is ever open while the reader holds a record: :class:`Detached` borrows one that outlives the walk.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, Protocol, TypeVar

import anyio

from plutio_async.errors import ClientStateError
from plutio_async.pagination.caps import PageCaps
from plutio_async.pagination.page import Rows
from plutio_async.pagination.walk import Ask

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Call = Callable[[int], Awaitable[Rows[T]]]
Spare = Callable[[], int | None]


class Spawn(Protocol):
    """Starts a task in a group that outlives the walk: the ``start_soon`` of the client's own group."""

    def __call__(self, task: Callable[[], Coroutine[Any, Any, None]], /) -> object: ...


class Source(Protocol[T_co]):
    """Gives the pages that a walk asks for."""

    async def page(self, ask: Ask) -> tuple[int, Rows[T_co]]:
        """A page and where it starts."""
        ...

    def prepare(self, ask: Ask) -> None:
        """Told what will be asked for next."""

    def abandon(self) -> None:
        """Nobody will ask again."""


class Width:
    """How many pages may be under way: one more after each up to ``most``, and few when the budget is low."""

    def __init__(self, most: int, spare: Spare | None) -> None:
        self._most = most
        self._spare = spare
        self._width = 1

    def grow(self) -> None:
        self._width = min(self._most, self._width + 1)

    def now(self) -> int:
        spare = self._spare() if self._spare is not None else None
        return self._width if spare is None else max(1, min(self._width, spare // 4))


class Slot(Generic[T]):
    """A page that was asked for."""

    def __init__(self, skip: int) -> None:
        self.skip = skip
        self.rows: Rows[T] | None = None
        self.error: Exception | None = None
        self.done = anyio.Event()
        self.scope = anyio.CancelScope()

    async def fill(self, call: Call[T]) -> None:
        """Never raises an ordinary error: it waits here for its turn."""
        with self.scope:
            try:
                self.rows = await call(self.skip)
            except Exception as error:  # noqa: BLE001 - raised where the page is read
                self.error = error
            finally:
                self.done.set()

    def result(self) -> tuple[int, Rows[T]]:
        if self.error is not None:
            raise self.error
        if self.rows is None:
            raise ClientStateError("The client was closed while the next page was being read: iterate inside its life.")
        return self.skip, self.rows


class Queue(Generic[T]):
    """The pages under way, in the order of the list."""

    def __init__(self, caps: PageCaps, limit: int) -> None:
        self.slots: deque[Slot[T]] = deque()
        self._caps = caps
        self._limit = limit

    def align(self, ask: Ask) -> None:
        """Drops what does not lead up to the page that is asked for."""
        nearest = ask.skip - max(1, ask.step) // 2
        while self.slots and self.slots[0].skip < nearest:
            self.slots.popleft().scope.cancel()
        if self.slots and self.slots[0].skip > ask.latest:
            self.clear()

    def extend(self, ask: Ask, width: int) -> list[Slot[T]]:
        """New slots up to ``width`` in all; none after one that is probably the last."""
        added: list[Slot[T]] = []
        while not self.slots or (len(self.slots) < width and ask.step > 0 and not self._ended()):
            skip = self.slots[-1].skip + ask.step if self.slots else ask.skip
            added.append(Slot(skip))
            self.slots.append(added[-1])
        return added

    def clear(self) -> None:
        for slot in self.slots:
            if not slot.done.is_set():
                slot.scope.cancel()
        self.slots.clear()

    def _ended(self) -> bool:
        return any(s.rows is not None and self._caps.is_short(len(s.rows), self._limit) for s in self.slots)


class Serial(Generic[T]):
    """One page when it is asked for."""

    def __init__(self, call: Call[T]) -> None:
        self._call = call

    async def page(self, ask: Ask) -> tuple[int, Rows[T]]:
        return ask.skip, await self._call(ask.skip)

    def prepare(self, ask: Ask) -> None:
        """Nothing runs between pages."""

    def abandon(self) -> None:
        """Nothing runs between pages."""


class Detached(Generic[T]):
    """Pages fetched ahead by tasks of a group that outlives the walk; at most ``width`` are under way or waiting."""

    def __init__(self, call: Call[T], queue: Queue[T], width: Width, spawn: Spawn) -> None:
        self._call = call
        self._queue = queue
        self._width = width
        self._spawn = spawn
        self._thread = threading.get_ident()

    async def page(self, ask: Ask) -> tuple[int, Rows[T]]:
        if not ask.step:
            return ask.skip, await self._call(ask.skip)
        self.prepare(ask)
        slot = self._queue.slots[0]
        await slot.done.wait()
        self._queue.slots.popleft()
        self._width.grow()
        try:
            return slot.result()
        except Exception:
            self._queue.clear()
            raise

    def prepare(self, ask: Ask) -> None:
        if not ask.step:
            return
        self._queue.align(ask)
        for slot in self._queue.extend(ask, self._width.now()):
            self._start(slot)

    def _start(self, slot: Slot[T]) -> None:
        call = self._call

        async def fill() -> None:
            await slot.fill(call)

        self._spawn(fill)

    def abandon(self) -> None:
        """Ends the fetches under way.

        The garbage collector may come here from another thread, where a task must not be touched: then the fetches,
        ``width`` at most, end on their own.
        """
        if threading.get_ident() == self._thread:
            self._queue.clear()
