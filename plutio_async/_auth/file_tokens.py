"""The token of each account in a file that the processes of one machine share."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from plutio_async._auth.credentials import Token
from plutio_async._auth.leased_store import Found, LeasedTokenStore, account_key, digest
from plutio_async._core.call import T
from plutio_async._core.clock import Clock
from plutio_async._core.database import Database, ProcessId
from plutio_async._core.errors import ConfigurationError

_LEEWAY = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS tokens (
    account TEXT PRIMARY KEY, token TEXT, renewer INTEGER, renewed_until REAL NOT NULL DEFAULT 0
) WITHOUT ROWID
"""
_LEASE = """
INSERT INTO tokens (account, renewer, renewed_until) VALUES (?, ?, ?)
ON CONFLICT (account) DO UPDATE SET renewer = excluded.renewer, renewed_until = excluded.renewed_until
"""
_SAVE = """
INSERT INTO tokens (account, token) VALUES (?, ?)
ON CONFLICT (account) DO UPDATE SET token = excluded.token, renewer = NULL, renewed_until = 0
"""
_BUSY = 0.01
"""Seconds between two attempts to begin a transaction while another process has the file."""


class FileTokens(LeasedTokenStore):
    """Keeps tokens in a file that only its user can read. A lease lasts 15 seconds at most.

    Raises:
        ConfigurationError: from each method, when the file cannot be used.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(15.0, clock)
        self._database = database
        self._process = ProcessId()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the leases of this process, and closes the file."""
        with suppress(ConfigurationError), self._database.transaction() as begun:
            if begun and self._unwanted:
                self._database.execute("UPDATE tokens SET renewer = NULL WHERE renewer = ?", self._process.number)
        self._database.close()

    async def _find_or_lease(self, account: str, unwanted: str) -> Found:
        return await self._in_transaction(self._look, account_key(account), unwanted)

    async def _write(self, account: str, token: Token) -> None:
        entry = json.dumps(token.as_entry())
        await self._in_transaction(self._database.execute, _SAVE, account_key(account), entry)

    async def forget(self, account: str) -> None:
        """Removes the token."""
        delete = "DELETE FROM tokens WHERE account = ?"
        await self._in_transaction(self._database.execute, delete, account_key(account))

    def _look(self, account: str, unwanted: str) -> Found:
        select = "SELECT token, renewer, renewed_until FROM tokens WHERE account = ?"
        entry, renewer, until = self._database.execute(select, account).fetchone() or (None, None, 0.0)
        token = Token.from_entry(json.loads(entry)) if entry else None
        if token is not None and digest(token) != unwanted and token.expires_at - _LEEWAY > self._clock.time():
            return Found(token)
        now, process = self._clock.monotonic(), self._process.number
        if renewer not in (None, process) and now < until <= now + self._lease:  # a reboot may have put it far ahead
            return Found(token, until - now)
        self._database.execute(_LEASE, account, process, now + self._lease)
        return Found(token)

    async def _in_transaction(self, step: Callable[..., T], *args: str) -> T:
        """The result of a step, which is made as soon as no other process has the file."""
        deadline = self._clock.monotonic() + self._lease
        while True:
            with self._database.transaction() as begun:
                if begun:
                    self._database.execute(_TABLE)
                    return step(*args)
            if self._clock.monotonic() > deadline:
                raise ConfigurationError(f"another process has kept the shared file {self._database.path} for too long")
            await self._clock.sleep(_BUSY)
