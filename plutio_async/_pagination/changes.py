"""Records that were created or updated since a moment. Each change comes once, also across runs.

The API offers only the field ``updatedAt`` for this. A record may become visible some seconds after that timestamp, and
records change while the list is read. So each scan requests what is newer than a *floor*: the timestamp up to which all
changes were certainly read. After a scan the floor rises to where the server's clock certainly was when the scan began,
less a margin, and stays below the newest change where the scan did not prove its end. During a scan it rises only if
the API is known to respect the sort. Changes above the floor that were yielded are remembered, and not yielded again.
Only the server's clock counts, by its timestamps and its ``Date``.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Generic

from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import WaitLog
from plutio_async._core.errors import BudgetExceeded, ConfigurationError
from plutio_async._core.moments import format_moment
from plutio_async._models.model import M
from plutio_async._pagination.cursor import Watermark
from plutio_async._pagination.page import AsyncOnly, name_of
from plutio_async._pagination.scan import Change, ChangeSource, Scan

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_log = logging.getLogger("plutio_async")


class Changes(AsyncOnly, AsyncIterator[M], Generic[M]):
    """What was created or updated since a moment: ``async for record in changes``.

    A loop over ``changes()`` ends when all changes were read, a loop over ``watch()`` never ends. After a ``break`` or
    an error, another loop over the same object continues there.
    """

    def __init__(
        self,
        source: ChangeSource[M],
        *,
        since: datetime | None = None,
        cursor: str | None = None,
        every: float | None = None,
        whole: bool = False,
    ) -> None:
        """Prepares a scan; nothing is fetched yet. With ``whole`` the first one reads all records, with any timestamp.

        Raises:
            ConfigurationError: neither ``since`` nor ``cursor`` is given, or ``cursor`` or ``every`` is invalid.
            TypeError: ``since`` is not a datetime.
            ValueError: ``since`` has no time zone.
        """
        if every is not None:
            check_seconds("every", every, positive=True)
        self._source = source
        self._every = every
        self._watermark = Watermark.since(_EARLIEST) if whole else _start(source, since, cursor)
        self._whole: bool = whole or self._watermark.more.get("whole", False)
        self._scan: Scan[M] | None = None
        self._ready: deque[Change[M]] = deque()
        self._last_yielded = 0
        self._due = 0.0
        self._deleted: tuple[str, ...] = ()
        self._unstamped: bool = False
        self._proved: bool = True
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
                await clock.sleep(self._due - clock.monotonic())
        return self._yield(change)

    @property
    def cursor(self) -> str:
        """A JSON text, from which other ``Changes`` continue after the last record that was yielded.

        It holds the ids of the most recent changes, and no other data of the records.
        """
        source, watermark, scan = self._source, self._watermark, self._scan
        more: dict[str, Any] = {**watermark.more, **source.known, "whole": self._whole}
        floor = above = watermark.floor
        if scan is not None and self._whole and scan.walk_cursor is not None:
            more |= {"walk": scan.walk_cursor, "began": source.server.began}
        elif scan is not None and scan.rises and self._last_yielded:
            last = self._last_yielded - 1
            above = watermark.settled(source.server, last)
            floor = watermark.floor if self._whole else above
            if self._whole:
                more |= {"at": last, "began": source.server.began}
        return watermark.to_json(floor, above, source.listing, source.server, more)

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

    @property
    def _began(self) -> bool:
        """Whether this continues in the middle of a reading of all records."""
        return self._whole and bool(self._watermark.more)

    @property
    def _sees_changes(self) -> bool:
        """Whether the answers show where the changes after this reading begin."""
        return not self._whole and self._source.server.settled is not None

    @property
    def _condition(self) -> str | None:
        """The ``q`` of all records."""
        return self._source.condition

    @property
    def _fetch(self) -> Any:
        """Fetches a page."""
        return self._source.fetch

    def _confirm(self) -> None:
        """Takes the last reading for complete."""
        self._proved = True
        self._watermark.finish(self._source.server, None)

    def _follow(self, others: Sequence[Changes[M]]) -> None:
        """Continues where several others ended. What one of them read may come again."""
        self._whole = False
        self._watermark = Watermark.of_all([other._watermark for other in others])  # noqa: SLF001 - of this class

    async def _page(self) -> list[M] | None:
        """The records of the next page that has new ones; ``None`` at the end."""
        more = True
        while more or self._ready:
            page = []
            while (change := self._next()) is not None:
                page.append(self._yield(change))
            if page:
                return page
            more = await self._read()
        return None

    async def _read(self) -> bool:
        """Reads a page; False at the end of the scan."""
        source, watermark = self._source, self._watermark
        if self._scan is None:
            self._scan = self._new_scan()
        changes = await self._scan.page()
        if watermark.restart(source.server):
            _log.warning("the server's clock was set back: changes() and watch() read all from their start again")
            self._scan = None
            return True
        if changes is None:
            if source.trashed is not None:
                self._deleted = watermark.compare_trash(await source.trashed())
            self._proved = self._scan.proved
            watermark.finish(source.server, None if self._proved else self._scan.newest)
            self._scan, self._whole = None, False
            return False
        for change in changes:
            if change.stamp is None:
                self._unstamped = True
            else:
                source.server.observe(change.stamp)
        self._ready.extend(changes)
        until = watermark.until or watermark.start
        was_cut = any(self._is_new(change) and (change.stamp or until + 1) <= until for change in changes)
        if was_cut or self._scan.newest < max(watermark.seen.values(), default=0):
            # The last reading should have had what is new, or this one does not reach what that had.
            self._scan.doubt(cuts=was_cut)
        await self._scan.check_sort()
        return True

    def _new_scan(self) -> Scan[M]:
        source, watermark = self._source, self._watermark
        more = watermark.more
        scan = Scan(source, more.get("at") if self._whole else watermark.floor, more.get("walk"))
        if "at" in more or "walk" in more:
            # What became visible late since the first call is not below the floor in the end.
            source.server.began, source.server.answers = more.get("began"), 1
        watermark.more = {}
        self._last_yielded = 0
        self._due = scan.began + (self._every or 0.0)
        return scan

    def _next(self) -> Change[M] | None:
        """The next change that was read, without versions older than one that was yielded."""
        while self._ready:
            change = self._ready.popleft()
            if self._is_new(change):
                return change
        return None

    def _is_new(self, change: Change[M]) -> bool:
        if change.stamp is None:
            return self._whole
        return self._watermark.is_new(change.id, change.stamp, self._source.server)

    def _yield(self, change: Change[M]) -> M:
        if change.stamp is not None:
            self._watermark.seen[change.id] = self._last_yielded = change.stamp
        return change.record


def _start(source: ChangeSource[Any], since: datetime | None, cursor: str | None) -> Watermark:
    if cursor is not None:
        watermark = Watermark.from_json(cursor, source.listing, source.server)
        source.learn(watermark.more)
        return watermark
    if since is None:
        raise ConfigurationError("changes need a start: give since= or cursor=")
    if not isinstance(since, datetime):
        raise TypeError(f"since takes a datetime with a time zone, not {since!r}")
    format_moment(since)
    return Watermark.since(since)
