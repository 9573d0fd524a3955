"""Makes one call for callers that want the same at the same time.

The client owns the tasks that make the calls. So cancelling one caller does not affect the others, and a call is
cancelled only when no caller waits for it any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from copy import copy, deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import anyio
from anyio.lowlevel import checkpoint

from plutio_async._core.call import Call, T
from plutio_async._core.errors import ClientStateError, PlutioError
from plutio_async._models.model import CustomRecord, M

if TYPE_CHECKING:
    from plutio_async._pagination.page import Spawn

Key = TypeVar("Key", bound=Hashable)
S = TypeVar("S", bound="SharedTask[Any]")
OnEnd = Callable[["SharedTask[Any]"], None]

FetchMany = Callable[[Sequence[str]], Awaitable[Mapping[str, Any]]]
"""For each id its record, or the error that a get raises."""


class SharedTask(Generic[T]):
    """A task whose result several callers wait for.

    ``on_end`` is called when the task ends or when its last caller is cancelled: no caller may join after that. It may
    be called twice, since a task that is cancelled ends too.
    """

    def __init__(self, task: Callable[[], Awaitable[T]], on_end: OnEnd) -> None:
        self._task = task
        self._on_end = on_end
        self._done = anyio.Event()
        self._scope = anyio.CancelScope()
        self._callers = 0
        self._result: list[T] = []
        self._error: Exception = ClientStateError("the client was closed before the answer came")

    async def run(self) -> None:
        """Runs the task. Its errors are raised in the callers."""
        try:
            with self._scope:
                self._result = [await self._task()]
        except Exception as error:  # noqa: BLE001 - raised in the callers
            self._error = error
        finally:
            self._on_end(self)
            self._done.set()

    @property
    def others_wait(self) -> bool:
        """Whether callers wait that did not take the result yet, so that the one that takes it needs a copy."""
        return self._callers > 0

    async def result(self) -> T:
        """Waits for the result, which all callers get: it is for them to copy."""
        self._callers += 1
        try:
            await self._done.wait()
        finally:
            self._callers -= 1
            if not self._callers and not self._done.is_set():
                self._on_end(self)
                self._scope.cancel()
        if not self._result:
            raise error_copy(self._error)
        return self._result[0]


class SharedRead(SharedTask[T]):
    """One read for equal calls. Each caller gets a value of its own."""

    def __init__(self, call: Call[T], send: Callable[[Call[T]], Awaitable[T]], on_end: OnEnd) -> None:
        super().__init__(partial(send, Call(call.operation, self._decode, call.query)), on_end)
        self._call = call
        self._answer: Any = None

    async def value(self) -> T:
        """The value. Every caller but the last decodes a copy of the answer, since a value keeps parts of it."""
        value = await self.result()
        return self._call.decode(deepcopy(self._answer)) if self.others_wait else value

    def _decode(self, answer: Any) -> T:
        self._answer = answer
        return self._call.decode(answer)


class Batch(SharedTask[Mapping[str, Any]]):
    """The gets of one resource in one iteration of the event loop."""

    def __init__(self, fetch: FetchMany, on_end: OnEnd) -> None:
        super().__init__(self._collect, on_end)
        self._fetch = fetch
        self._wanted: Counter[str] = Counter()

    async def get(self, id: str) -> Any:
        """The record with an id."""
        self._wanted[id] += 1
        try:
            outcomes = await self.result()
        finally:
            self._wanted[id] -= 1
        outcome = outcomes[id]
        if isinstance(outcome, Exception):
            raise error_copy(outcome)
        return record_copy(outcome) if self._wanted[id] else outcome

    async def _collect(self) -> Mapping[str, Any]:
        await checkpoint()  # lets the other tasks of this iteration join
        self._on_end(self)
        return await self._fetch([id for id, callers in self._wanted.items() if callers])


class Coalescer:
    """The shared calls of one client.

    ``spawn`` starts a task that the client owns. ``on_join`` gets the name of each operation that a caller joins.
    """

    def __init__(self, spawn: Spawn, on_join: Callable[[str], None]) -> None:
        self._spawn = spawn
        self._on_join = on_join
        self._running_reads: dict[Hashable, SharedRead[Any]] = {}
        self._batches: dict[Hashable, Batch] = {}

    def forget_reads(self) -> None:
        """To be called after a write: later callers must not share a read that began before. Batches begin later."""
        self._running_reads.clear()

    async def share(self, call: Call[T], options: Key, send: Callable[[Call[Any], Key], Awaitable[Any]]) -> T:
        """The result of a read. Callers with the same call and options share it, and each gets a value of its own."""

        def read(on_end: OnEnd) -> SharedRead[T]:
            return SharedRead(call, lambda decoding: send(decoding, options), on_end)

        shared = self._joined(self._running_reads, (call, options), call.operation.name, read)
        value: T = await shared.value()
        return value

    async def get(self, options: Hashable, resource: str, id: str, fetch: FetchMany) -> Any:
        """One record. Gets of the same resource with the same options share a call."""
        batch = self._joined(self._batches, (options, resource), f"{resource}.list", partial(Batch, fetch))
        return await batch.get(id)

    def _joined(self, running: dict[Hashable, S], key: Hashable, name: str, make: Callable[[OnEnd], S]) -> S:
        """The task of a key that callers may still join, or a new one."""
        shared = running.get(key)
        if shared is None:
            shared = make(partial(_remove, running, key))
            self._spawn(shared.run)  # may raise: then there is nothing to join
            running[key] = shared
        else:
            self._on_join(name)
        return shared


def _remove(table: dict[Hashable, Any], key: Hashable, value: object) -> None:
    """Removes a value, unless a newer one has replaced it."""
    if table.get(key) is value:
        del table[key]


def error_copy(error: Exception) -> Exception:
    """An error for one caller: raising the same one in several tasks would mix their tracebacks."""
    if not isinstance(error, PlutioError):
        return error
    same = copy(error)
    same.__cause__ = error.__cause__
    return same


def record_copy(record: M) -> M:
    """A copy that shares only the definitions of custom fields with the record."""
    other = deepcopy(record)
    if isinstance(record, CustomRecord) and isinstance(other, CustomRecord) and hasattr(record, "_schemas"):
        other._schemas = record._schemas  # noqa: SLF001 - it belongs to the client, not to the record
    return other
