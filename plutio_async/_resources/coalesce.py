"""One call for what several callers want at the same time.

The calls run in tasks that the client owns, not in the task of whoever came first: so a caller who is cancelled takes
nothing from the others, and a call that nobody waits for any more is given up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from copy import copy, deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import anyio
from anyio.lowlevel import checkpoint
from attrs import frozen

from plutio_async._core.errors import ClientStateError, PlutioError
from plutio_async._models.model import CustomRecord, Model

if TYPE_CHECKING:
    from plutio_async._pagination.ahead import Spawn

M = TypeVar("M", bound=Model)
T = TypeVar("T")

FetchMany = Callable[[Sequence[str]], Awaitable[Mapping[str, Any]]]
"""For each id its record, or the error that its get raises."""


class Shared(Generic[T]):
    """A piece of work that several callers wait for. ``over`` is called when no one may join any more.

    Each caller gets a result of its own: ``copied`` makes another of one, before anybody could change it.
    """

    def __init__(
        self, work: Callable[[], Awaitable[T]], over: Callable[[Shared[T]], None], copied: Callable[[T], T]
    ) -> None:
        self._work = work
        self._over = over
        self._copied = copied
        self._done = anyio.Event()
        self._scope = anyio.CancelScope()
        self._waiting = 0
        self._results: list[T] = []
        self._error: Exception = ClientStateError("the client was closed before the answer came")

    async def run(self) -> None:
        """Does the work. Never raises an ordinary error: the callers get it."""
        try:
            with self._scope:
                result = await self._work()
                self._results = [*(self._copied(result) for _ in range(self._waiting - 1)), result]
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            self._error = error
        finally:
            self._over(self)
            self._done.set()

    async def result(self) -> T:
        """What the work gives."""
        self._waiting += 1
        try:
            await self._done.wait()
        finally:
            self._waiting -= 1
            if not self._waiting and not self._done.is_set():
                self._over(self)
                self._scope.cancel()
        if self._results:
            return self._results.pop()
        raise own(self._error)


class Batch:
    """The gets of one resource within a tick."""

    def __init__(self, fetch: FetchMany, over: Callable[[Batch], None]) -> None:
        self._fetch = fetch
        self._over = over
        self._waiting: dict[str, int] = {}
        self._shared = Shared(self._collect, lambda _: over(self), lambda outcomes: outcomes)
        self.run = self._shared.run

    async def get(self, id: str) -> Any:
        """The record with an id."""
        self._waiting[id] = self._waiting.get(id, 0) + 1
        try:
            outcomes = await self._shared.result()
        finally:
            self._waiting[id] -= 1
        outcome = outcomes[id].pop()
        if isinstance(outcome, Exception):
            raise own(outcome)
        return outcome

    async def _collect(self) -> dict[str, list[Any]]:
        await checkpoint()  # whoever was started in the same tick comes along
        self._over(self)
        outcomes = await self._fetch([id for id, waiting in self._waiting.items() if waiting])
        return {id: self._copies(id, outcome) for id, outcome in outcomes.items()}

    def _copies(self, id: str, outcome: Any) -> list[Any]:
        more = range(self._waiting[id] - 1)
        return [*(twin(outcome) if isinstance(outcome, Model) else outcome for _ in more), outcome]


class Coalescer:
    """What is under way in one client. ``spawn`` starts a task that the client owns."""

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn
        self._reads: dict[Hashable, Shared[Any]] = {}
        self._batches: dict[Hashable, Batch] = {}

    def part(self) -> None:
        """A write has ended: who asks from now on shares no call that began before. Batches have yet to begin."""
        self._reads.clear()

    async def share(self, key: Hashable, work: Callable[[], Awaitable[T]], copied: Callable[[T], T]) -> T:
        """The result of a read, which callers with the same key make one call of."""
        shared = self._reads.get(key)
        if shared is None:
            shared = Shared(work, partial(_leave, self._reads, key), copied)
            self._spawn(shared.run)  # which may refuse to: then nobody must wait for it
            self._reads[key] = shared
        result: T = await shared.result()
        return result

    async def get(self, key: Hashable, id: str, fetch: FetchMany) -> Any:
        """One record, fetched along with those that are wanted under the same key within a tick."""
        batch = self._batches.get(key)
        if batch is None:
            batch = Batch(fetch, partial(_leave, self._batches, key))
            self._spawn(batch.run)
            self._batches[key] = batch
        return await batch.get(id)


def _leave(table: dict[Hashable, Any], key: Hashable, gone: object) -> None:
    """Takes something out of a table unless a newer one has taken its place."""
    if table.get(key) is gone:
        del table[key]


@frozen
class Batcher:
    """The coalescer as one view of the client uses it: calls with other options are other calls."""

    coalescer: Coalescer
    options: Hashable

    async def get(self, resource: str, id: str, fetch: FetchMany) -> Any:
        """One record of a resource."""
        return await self.coalescer.get((resource, self.options), id, fetch)


def own(error: Exception) -> Exception:
    """An error for one caller alone: raising the same one in several tasks would mix up their tracebacks."""
    if not isinstance(error, PlutioError):
        return error
    same = copy(error)
    same.__cause__ = error.__cause__
    return same


def twin(record: M) -> M:
    """A copy of a record that shares nothing with it but the definitions of its custom fields."""
    other = deepcopy(record)
    if isinstance(record, CustomRecord) and isinstance(other, CustomRecord) and hasattr(record, "_schemas"):
        other._schemas = record._schemas  # noqa: SLF001 - it belongs to the client, not to the record
    return other
