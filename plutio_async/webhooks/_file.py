"""The entries of an inbox in an SQLite file, for the workers of one machine."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import anyio.to_thread

from plutio_async._core.checks import check_clock
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.database import Database
from plutio_async.webhooks._stores import State

T = TypeVar("T")

_BUSY_TIMEOUT = 10.0
_CREATE = (
    "CREATE TABLE IF NOT EXISTS inbox (key TEXT PRIMARY KEY, owner TEXT, until REAL NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS inbox_until ON inbox (until)",
)
_COMMIT = """
INSERT INTO inbox (key, owner, until) VALUES (?1, NULL, ?3)
ON CONFLICT (key) DO UPDATE SET owner = NULL, until = ?3 WHERE owner = ?2
"""


class FileInboxStore:
    """Keeps the entries in an SQLite file, which the workers of one machine share, also after a restart.

    Each step is one transaction, in a thread. The file holds hashes and times only. Do not put it on a network drive:
    SQLite's locks do not work on some. Leases use the time of day: if it is set forward, they end early.

    It may be the file that clients share, ``Plutio(shared=…)``.

    Raises:
        ConfigurationError: the file cannot be created.
        sqlite3.Error: the file cannot be read or written, or is no database.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: Clock | None = None) -> None:
        self._path = Path(path).expanduser()
        self._clock = SystemClock() if clock is None else clock
        check_clock(self._clock)

    def __repr__(self) -> str:
        return f"FileInboxStore({str(self._path)!r})"

    async def claim(self, key: str, owner: str, lease: float) -> State:
        """See ``InboxStore``."""

        def step(connection: sqlite3.Connection, now: float) -> State:
            connection.execute("DELETE FROM inbox WHERE until <= ?", (now,))
            row = connection.execute("SELECT owner FROM inbox WHERE key = ?", (key,)).fetchone()
            if row is not None:
                return "done" if row[0] is None else "busy"
            connection.execute("INSERT INTO inbox (key, owner, until) VALUES (?, ?, ?)", (key, owner, now + lease))
            return "claimed"

        return await self._run(step)

    async def renew(self, key: str, owner: str, lease: float) -> bool:
        """See ``InboxStore``."""
        sql = "UPDATE inbox SET until = ? WHERE key = ? AND owner = ? AND until > ?"
        return await self._run(lambda link, now: link.execute(sql, (now + lease, key, owner, now)).rowcount == 1)

    async def commit(self, key: str, owner: str, keep: float) -> bool:
        """See ``InboxStore``."""
        return await self._run(lambda link, now: link.execute(_COMMIT, (key, owner, now + keep)).rowcount == 1)

    async def release(self, key: str, owner: str) -> None:
        """See ``InboxStore``."""
        sql = "DELETE FROM inbox WHERE key = ? AND owner = ?"
        await self._run(lambda link, _: link.execute(sql, (key, owner)))

    async def _run(self, step: Callable[[sqlite3.Connection, float], T]) -> T:
        def in_thread() -> T:
            with self._transaction() as connection:
                return step(connection, self._clock.time())

        return await anyio.to_thread.run_sync(in_thread)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction that others wait for. Its connection is its own, so that a fork shares none."""
        Database(self._path).create()  # a client may share it too
        with closing(sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                for statement in _CREATE:
                    connection.execute(statement)
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
