"""A sync: what is read of each resource, and in which order.

The trash bin is read first, so that a record that was restored comes after its deletion; then the definitions of custom
fields, by which the values of the records that follow are read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from anyio import to_thread
from attrs import define, evolve, field

from plutio_async._core.clock import SystemClock
from plutio_async._pagination.cursor import ServerTime
from plutio_async._resources.reading import Reading, in_reading_order
from plutio_async.errors import (
    BadRequestError,
    ConfigurationError,
    MethodNotAllowedError,
    NotFoundError,
    PermissionDeniedError,
)
from plutio_async.mirror._columns import mirrored
from plutio_async.mirror._store import Mark, Store

if TYPE_CHECKING:
    from plutio_async import Plutio

P = ParamSpec("P")
T = TypeVar("T")

REFUSED = (PermissionDeniedError, MethodNotAllowedError, NotFoundError, BadRequestError)
"""Answers that leave a resource as it is in the mirror. The sync continues with the next."""

_FIRST = ("trash_bin", "custom_fields")
_WEEK = 7 * 86_400.0
"""Seconds after which a resource is read whole again: records that were removed for good are seen only so."""


class Watcher(Protocol):
    """Follows a sync."""

    def page(self, resource: str, records: int, calls: int) -> None:
        """Records are in the file: so many of the resource so far, by so many calls."""
        ...

    def done(self, resource: str, records: int, calls: int) -> None:
        """A resource is complete."""
        ...

    def skipped(self, resource: str, reason: str) -> None:
        """The API refuses to list a resource. What the file has of it stays."""
        ...


@define
class Synced:
    """The outcome: how many records were read and removed, by how many calls. ``skipped`` has reasons by resource.

    ``as_of`` is when the sync began by the server's clock, ``None`` if its answers have no date.
    """

    records: int = 0
    removed: int = 0
    calls: int = 0
    skipped: dict[str, str] = field(factory=dict)
    as_of: datetime | None = None


class Run:
    """One sync."""

    def __init__(self, plutio: Plutio, store: Store, watcher: Watcher | None, *, full: bool) -> None:
        self.outcome: Synced = Synced()
        self._server = ServerTime()
        self._plutio = plutio._view(on_answer=(self._server.note,))  # noqa: SLF001 - of the package
        self._store = store
        self._watcher = watcher
        self._full = full

    async def all(self) -> Synced:
        """Syncs all resources."""
        names = [*_FIRST, *(name for name in in_reading_order(mirrored()) if name not in _FIRST)]
        for name in names:
            self._reading(name, await _in_thread(self._store.mark, name))  # learns what the server does
        for name in names:
            try:
                await self._resource(name)
                if name == "trash_bin":
                    self.outcome.removed += await _in_thread(self._store.remove_trashed)
            except REFUSED as error:
                await _in_thread(self._store.skip, name, str(error))
                self.outcome.skipped[name] = str(error)
                if self._watcher is not None:
                    self._watcher.skipped(name, str(error))
            if name == "custom_fields":
                await _in_thread(self._store.definitions_read)
        began = self._server.began
        if began is not None:
            self.outcome.as_of = datetime.fromtimestamp(began / 1e6, UTC)
        await _in_thread(self._store.finished, None if began is None else began / 1e6, SystemClock().time())
        return self.outcome

    async def _resource(self, name: str) -> None:
        mark = await _in_thread(self._store.mark, name)
        if self._is_due(mark) and not mark.unfinished:
            mark = evolve(mark, state=None)
        reading = self._reading(name, mark)
        if reading.full and not mark.unfinished:
            mark = evolve(mark, reading=mark.reading + 1, unfinished=True)
        count = 0
        async with aclosing(reading.pages()) as pages:
            async for page in pages:
                mark = evolve(mark, state=reading.state)
                await _in_thread(self._store.page, name, [row.raw for row in page], mark)
                count += len(page)
                if self._watcher is not None:
                    self._watcher.page(name, count, reading.calls)
        mark = evolve(mark, state=reading.state, unfinished=False)
        if reading.full:
            mark = evolve(mark, compared=self._now())
        self.outcome.removed += await _in_thread(self._store.finish, name, mark, whole=reading.full)
        self.outcome.records += count
        self.outcome.calls += reading.calls
        if self._watcher is not None:
            self._watcher.done(name, count, reading.calls)

    def _reading(self, name: str, mark: Mark) -> Reading:
        resource = getattr(self._plutio, name)
        is_known = mark.compared is not None  # so that what does not come is removed
        try:
            return Reading(resource, mark.state, to_the_end=is_known and (mark.state is None or mark.unfinished))
        except ConfigurationError:  # a state of another version of the package
            return Reading(resource, to_the_end=is_known)

    def _is_due(self, mark: Mark) -> bool:
        """Whether all of the resource is to be read and compared."""
        now = self._now()
        return self._full or (mark.compared is not None and now is not None and now - mark.compared > _WEEK)

    def _now(self) -> float | None:
        """The server's clock, in seconds since 1970."""
        return None if self._server.ended is None else self._server.ended / 1e6


async def _in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await to_thread.run_sync(partial(work, *args, **kwargs))
