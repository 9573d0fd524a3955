"""Where pages come from: one at a time, or ahead of the reader.

No task group is ever open while the reader holds a record: :class:`Detached` borrows one that outlives the walk.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, Protocol, TypeVar

import anyio

from plutio_async._core.errors import ClientStateError
from plutio_async._pagination.page import Rows
from plutio_async._pagination.walk import Ask

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
        """A page and where it starts: where it is asked for, or a little earlier."""
        ...

    def prepare(self, ask: Ask) -> None:
        """Starts to fetch what is asked for next."""

    def abandon(self) -> None:
        """Drops what was fetched ahead."""


class Width:
    """How many pages may be under way: one more after each up to ``most``, and few when the budget is low."""

    def __init__(self, most: int, spare: Spare | None) -> None:
        self._most = most
        self._spare = spare
        self._width = 1

    def grow(self) -> None:
        self._width = min(self._most, self._width + 1)

    def reset(self) -> None:
        self._width = 1

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
    """Pages fetched ahead by tasks of a group that outlives the walk; at most ``width`` are under way or waiting.

    A page that starts behind the position that is asked for leaves a gap, as where the server cut the page before it.
    What was fetched ahead is dropped then, and the width starts from one page again.
    """

    def __init__(self, call: Call[T], width: Width, spawn: Spawn) -> None:
        self._call = call
        self._width = width
        self._spawn = spawn
        self._slots: deque[Slot[T]] = deque()
        self._thread = threading.get_ident()

    async def page(self, ask: Ask) -> tuple[int, Rows[T]]:
        self.prepare(ask)
        if not self._slots:
            return ask.skip, await self._call(ask.skip)
        slot = self._slots[0]
        await slot.done.wait()
        self._slots.popleft()
        self._width.grow()
        try:
            return slot.result()
        except Exception:
            self._clear()
            raise

    def prepare(self, ask: Ask) -> None:
        while self._slots and self._slots[0].skip < ask.skip - ask.step // 2:
            self._slots.popleft().scope.cancel()
        if self._slots and self._slots[0].skip > ask.skip:
            self._clear()
            self._width.reset()
        if not ask.step:
            return
        while len(self._slots) < max(1, self._width.now()) and not self._ended(ask.step):
            self._start(Slot(self._slots[-1].skip + ask.step if self._slots else ask.skip))

    def _ended(self, step: int) -> bool:
        """Whether a page that came ahead is so short that it is probably the last."""
        return any(slot.rows is not None and len(slot.rows) <= step for slot in self._slots)

    def _start(self, slot: Slot[T]) -> None:
        call = self._call

        async def fill() -> None:
            await slot.fill(call)

        self._slots.append(slot)
        self._spawn(fill)

    def _clear(self) -> None:
        for slot in self._slots:
            if not slot.done.is_set():
                slot.scope.cancel()
        self._slots.clear()

    def abandon(self) -> None:
        """Ends the fetches under way.

        The garbage collector may come here from another thread, where a task must not be touched: then the fetches,
        ``width`` at most, end on their own.
        """
        if threading.get_ident() == self._thread:
            self._clear()
