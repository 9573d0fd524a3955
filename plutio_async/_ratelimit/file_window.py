"""The slots of a rolling window in a file: one row for each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

from plutio_async._ratelimit.file_account import FileAccount
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.window import RollingWindow

TABLES = (
    """
    CREATE TABLE IF NOT EXISTS slots (
        id INTEGER PRIMARY KEY, account INTEGER NOT NULL, free_at REAL NOT NULL, lease INTEGER NOT NULL DEFAULT 0,
        background INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX IF NOT EXISTS slots_by_time ON slots (account, free_at)",
    "CREATE INDEX IF NOT EXISTS background_slots ON slots (account, free_at) WHERE background",
)
_CREATE = """
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?)
INSERT INTO slots (account, free_at) SELECT ?, 0 FROM numbers
"""
_TAKE = """
UPDATE slots SET free_at = ?, lease = ?, background = ?
WHERE id IN (SELECT id FROM slots WHERE account = ? ORDER BY free_at LIMIT ?) RETURNING id
"""


class FileWindow(RollingWindow):
    """As many rows as slots, so that processes cannot get more together. A change belongs in a transaction.

    A call of a process that was killed may be on its way for ``in_flight`` seconds, and its period counts from their
    end. So does that of a lease that never ends.
    """

    __slots__ = ("_account", "_database", "_in_flight")
    _and_counts = ""
    """SQL that a row has to fulfil too to count as a slot in use."""

    def __init__(self, account: FileAccount, limit: int, period: float, in_flight: float) -> None:
        super().__init__(limit, period)
        self._account = account
        self._database = account.database
        self._in_flight = in_flight

    def create(self) -> None:
        """Replaces the account's rows by free ones."""
        self._database.execute("DELETE FROM slots WHERE account = ?", self._account.id)
        self._database.execute(_CREATE, self.limit, self._account.id)

    @contextmanager
    def rolled_back_on_error(self) -> Iterator[None]:
        """If the block fails, the leases that were open before it are open again: so are their rows in the file."""
        before = self._open.copy()
        try:
            yield
        except BaseException:
            self._open = before
            raise

    def all_free_at(self) -> float:
        """When all slots are free."""
        last = "SELECT max(free_at) FROM slots WHERE account = ?"
        return float(self._database.execute(last, self._account.id).fetchone()[0] or -inf)

    def shift(self, seconds: float) -> None:
        """Moves all moments: the clock began anew."""
        self._database.execute("UPDATE slots SET free_at = free_at + ? WHERE account = ?", seconds, self._account.id)

    def used(self, now: float) -> int:
        return self._count(now, inf)

    def add(self, lease: Lease, now: float, leave_free: int = 0) -> bool:
        if now >= self.returned_at:
            self.withhold(0, now)
        self._oldest(now)
        last = "SELECT free_at FROM slots WHERE account = ? ORDER BY free_at LIMIT 1 OFFSET ?"
        found = self._database.execute(last, self._account.id, lease.n + leave_free + self.withheld - 1).fetchone()
        if found is None or found[0] > now:
            return False
        lease.granted, lease.number = now, random.getrandbits(62)
        end = now + self._in_flight + self.span
        rows = self._database.execute(_TAKE, end, lease.number, lease.background, self._account.id, lease.n).fetchall()
        self._open[lease] = [row for (row,) in rows]
        return True

    def remove(self, lease: Lease) -> bool:
        return self._set_end(lease, 0.0) > 0

    def end(self, lease: Lease, moment: float) -> None:
        lost = lease.n - self._set_end(lease, moment + self.span)
        for _ in range(lost):  # they were granted to another, so the calls take others
            self.occupy(moment + self.span)

    def ends_of_calls(self, now: float) -> Iterator[float]:
        order = f"SELECT free_at FROM slots WHERE account = ? AND free_at > ?{self._and_counts} ORDER BY free_at"
        return (end for (end,) in self._database.execute(order, self._account.id, now).fetchall())

    def occupy(self, end: float) -> None:
        take = """
        UPDATE slots SET free_at = max(free_at, ?), lease = 0, background = 0
        WHERE id = (SELECT id FROM slots WHERE account = ? ORDER BY free_at LIMIT 1)
        """
        self._database.execute(take, end, self._account.id)

    def freed_meanwhile(self, now: float) -> int:
        oldest = self._oldest(now)
        return 0 if oldest is None else self._count(oldest.granted, now)

    def _oldest(self, now: float) -> Lease | None:
        """The oldest lease that is open. Forgets those that never end."""
        while (oldest := next(iter(self._open), None)) and oldest.granted + self._in_flight + self.span <= now:
            del self._open[oldest]
        return oldest

    def _set_end(self, lease: Lease, free_at: float) -> int:
        """Sets the end of the lease's slots, and returns their number; those granted to another since are left out."""
        change = "UPDATE slots SET free_at = ? WHERE id = ? AND lease = ?"
        rows = self._open.pop(lease, ())
        return sum(self._database.execute(change, free_at, row, lease.number).rowcount for row in rows)

    def _count(self, after: float, until: float) -> int:
        count = f"SELECT count(*) FROM slots WHERE account = ? AND free_at > ? AND free_at <= ?{self._and_counts}"
        return int(self._database.execute(count, self._account.id, after, until).fetchone()[0])


class BackgroundFileWindow(FileWindow):
    """A window over the same rows, in which only those of background calls are in use.

    ``add`` and ``remove`` do nothing: those of the ``FileWindow`` of all calls mark and free the rows for both.
    """

    __slots__ = ()
    _and_counts = " AND background"

    def add(self, lease: Lease, now: float, leave_free: int = 0) -> bool:  # noqa: ARG002
        return True

    def remove(self, lease: Lease) -> bool:  # noqa: ARG002
        return False
