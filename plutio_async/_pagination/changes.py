"""Records that were created or updated since a moment. Each change comes once, also across runs.

The API offers only the field ``updatedAt`` for this. A record may become visible some seconds after that timestamp, and
records change while the list is read. So each scan requests what is newer than a *floor*: the timestamp up to which all
changes were certainly read. After a scan the floor rises to where the server's clock certainly was when the scan began,
less a margin. During a scan it rises only if the API is known to respect the sort. Changes above the floor that were
yielded are remembered, and not yielded again. Only the server's clock counts, by its timestamps and its ``Date``.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Generic

from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import WaitLog
from plutio_async._core.errors import BudgetExceeded, ConfigurationError
from plutio_async._core.moments import format_moment
from plutio_async._models.model import M
from plutio_async._pagination.cursor import Watermark
from plutio_async._pagination.page import AsyncOnly, name_of
from plutio_async._pagination.scan import Change, ChangeSource, Scan

_log = logging.getLogger("plutio_async")


class Changes(AsyncOnly, AsyncIterator[M], Generic[M]):
    """What was created or updated since a moment: ``async for record in changes``.

    A loop over ``changes()`` ends when all changes were read, a loop over ``watch()`` never ends. After a ``break`` or
    an error, another loop over the same object continues there.
    """

    def __init__(
        self, source: ChangeSource[M], *, since: datetime | None, cursor: str | None, every: float | None
    ) -> None:
        """Prepares a scan; nothing is fetched yet.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or ``cursor`` or ``every`` is invalid.
            TypeError: ``since`` is not a datetime.
            ValueError: ``since`` has no time zone.
        """
        if every is not None:
            check_seconds("every", every, positive=True)
        self._source = source
        self._every = every
        self._watermark = _start(source, since, cursor)
        self._scan: Scan[M] | None = None
        self._ready: deque[Change[M]] = deque()
        self._last_yielded = 0
        self._due = 0.0
        self._deleted: tuple[str, ...] = ()
        self._log = WaitLog(source.clock)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {name_of(self._source.listing)}>"

    async def __anext__(self) -> M:
        clock = self._source.clock
        while (change := self._next()) is None:
            try:
                at_end = not await self._read()
            except BudgetExceeded as error:
                if self._every is None:
                    raise
                wait = error.wait or self._every
                with self._log.wait(wait, f"watch() goes on later ({error})", bound="cancelling the loop ends it"):
                    await clock.sleep(wait)
                continue
            if at_end and self._every is None:
                raise StopAsyncIteration
            if at_end:
                await clock.sleep(max(0.0, self._due - clock.monotonic()))
        return change.record

    def _take_read(self) -> list[M]:
        """The changes that need no call, since they were read with the one before."""
        found: list[M] = []
        while (change := self._next()) is not None:
            found.append(change.record)
        return found

    @property
    def _is_traceable(self) -> bool:
        """Whether :attr:`cursor` finds all later changes: records have an id and a timestamp, and answers a date."""
        return not self._source.has_untraceable and self._source.server.settled is not None

    @property
    def cursor(self) -> str:
        """A JSON text, from which other ``Changes`` continue after the last record that was yielded.

        It holds the ids of the most recent changes, and no other data of the records.
        """
        source, floor = self._source, self._watermark.floor
        if self._scan is not None and self._scan.is_sorted and self._last_yielded:
            floor = max(floor, min(self._last_yielded - 1, self._watermark.settled(source.server)))
        return self._watermark.to_json(floor, source.listing, source.server)

    @property
    def deleted(self) -> tuple[str, ...]:
        """The ids of the records that went to the trash bin since the last loop that came to its end.

        Empty until a loop does. The first one without a cursor of ``changes(deleted=True)`` gives all that are in the
        trash bin. Handle them before you save :attr:`cursor`.

        Raises:
            TypeError: ``changes()`` was called without ``deleted=True``.
        """
        if self._source.trashed is None:
            raise TypeError("deleted is known only with changes(deleted=True), which reads the trash bin too")
        return self._deleted

    async def _read(self) -> bool:
        """Reads a page; False at the end of the scan."""
        if self._scan is None:
            self._scan = Scan(self._source, self._watermark.floor)
            self._last_yielded = 0
            self._due = self._scan.began + (self._every or 0.0)
        changes = await self._scan.page()
        if self._watermark.restart(self._source.server):
            _log.warning("the server's clock was set back: changes() and watch() read all from their start again")
            self._scan = None
            return True
        if changes is None:
            if self._source.trashed is not None:
                self._deleted = self._watermark.compare_trash(await self._source.trashed())
            newest = None if self._scan.is_complete else self._scan.newest
            self._watermark.advance(self._watermark.settled(self._source.server, newest=newest))
            self._scan = None
            return False
        self._ready.extend(changes)
        await self._scan.decide()
        return True

    def _next(self) -> Change[M] | None:
        """The next change that was read, without versions older than one that was yielded."""
        while self._ready:
            change = self._ready.popleft()
            if change.stamp is None:
                return change
            if self._watermark.is_new(change.id, change.stamp, self._source.server):
                self._watermark.seen[change.id] = self._last_yielded = change.stamp
                return change
        return None


def _start(source: ChangeSource[Any], since: datetime | None, cursor: str | None) -> Watermark:
    if cursor is not None:
        return Watermark.from_json(cursor, source.listing, source.server)
    if since is None:
        raise ConfigurationError("changes need a start: give since= or cursor=")
    if not isinstance(since, datetime):
        raise TypeError(f"since takes a datetime with a time zone, not {since!r}")
    format_moment(since)
    return Watermark.since(since)
