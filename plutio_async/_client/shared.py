"""What processes share, budget and token: in a file on one machine, or on a server for many."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

from plutio_async._auth.credentials import TokenStore
from plutio_async._auth.file_tokens import FileTokens
from plutio_async._auth.leased_store import account_key
from plutio_async._core.checks import check_methods, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.database import Database
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.budget import Budget
from plutio_async._ratelimit.file_ledger import FileStore
from plutio_async._ratelimit.protocol import CallBudget

_WANTED = "a path such as 'plutio.db', a URL such as 'redis://localhost:6379/0', a SharedFile or a SharedRedis"


class Shared(Protocol):
    """Makes the budget and the token store of a client. An account is the name of an API client."""

    def budget(self, account: str, limit: int | None = None, clock: Clock | None = None) -> CallBudget:
        """The calls of all processes."""
        ...

    def tokens(self, clock: Clock | None = None) -> TokenStore:
        """The tokens of all processes."""
        ...


class RedisClient(Protocol):
    """A client of coredis, whose block is open."""

    @property
    def evalsha(self) -> Any:
        """Runs a script."""
        ...


GivenShared = str | os.PathLike[str] | Shared | RedisClient
"""What a user gives as ``shared=``."""


class SharedFile:
    """A file that the processes of one machine share: ``Plutio(..., shared=SharedFile("plutio.db", reserve=50))``.

    It is an SQLite database, in WAL mode, that only this user can read, since it holds the access token. Each API
    client has its own count in it. All calls still count after a restart of the processes or of the machine. Several
    clients may get the same object, also in threads: each opens the file for itself.

    Args:
        path: A path on a local disk. The file is created when it is missing.
        period: As that of :class:`~plutio_async.Budget`, as are the next three.
        in_flight: Seconds that a call may be on its way to the API after its process was killed.

    Raises:
        ConfigurationError: this is not a path.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        period: float = 3600.0,
        capacity: int | None = None,
        reserve: int | None = None,
        max_wait: float | None = None,
        in_flight: float = 60.0,
    ) -> None:
        if not isinstance(path, str | os.PathLike) or not os.fspath(path):
            raise ConfigurationError(f"a shared file has a path, such as 'plutio.db', not {path!r}")
        check_seconds("in_flight", in_flight, finite=True)
        self._path = Database(path).path
        self._in_flight = in_flight
        self._options: dict[str, Any] = {"period": period, "capacity": capacity, "reserve": reserve}
        self._options["max_wait"] = max_wait

    def __repr__(self) -> str:
        return f"SharedFile({str(self.path)!r})"

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

    def budget(self, account: str, limit: int | None = None, clock: Clock | None = None) -> Budget:
        """The calls of an API client, over all processes.

        Raises:
            ConfigurationError: a number cannot work, other processes use other numbers, or the file cannot be used.
        """
        return self._budget(Database(self._path), account, limit, clock)

    def tokens(self, clock: Clock | None = None) -> FileTokens:
        """The tokens. One process at a time fetches the token of an API client, while the others wait."""
        return FileTokens(Database(self._path), SystemClock() if clock is None else clock)

    def _parts(self, account: str, limit: int | None, clock: Clock) -> tuple[Budget, FileTokens]:
        """Those of a client, with a connection of their own, which the tokens close: clients may be in threads."""
        database = Database(self._path)
        return self._budget(database, account, limit, clock), FileTokens(database, clock)

    def _budget(self, database: Database, account: str, limit: int | None, clock: Clock | None) -> Budget:
        store = FileStore(database, account_key(account), self._in_flight)
        return Budget(1000 if limit is None else limit, store=store, clock=clock, **self._options)


def shared_of(given: GivenShared) -> Shared:
    """What is shared in a file, or on a server.

    Raises:
        ConfigurationError: it is neither.
    """
    if hasattr(given, "evalsha") or (isinstance(given, str) and "://" in given):
        from plutio_async.redis.shared import SharedRedis

        server: Any = given
        return SharedRedis(server)
    if isinstance(given, str | os.PathLike):
        return SharedFile(given)
    shared: Any = given
    check_methods("shared", shared, _WANTED, "budget", "tokens")
    return shared  # type: ignore[no-any-return]


def shared_parts(
    given: GivenShared, budget: object, token_store: object, account: str, clock: Clock
) -> tuple[CallBudget, TokenStore]:
    """The budget and the token store of a client.

    Raises:
        ConfigurationError: they are given otherwise too, or cannot be shared.
    """
    shared = shared_of(given)
    if token_store is not None:
        raise ConfigurationError("shared= has a token store: leave token_store= out, or share the budget alone")
    if budget is not None and (isinstance(budget, bool) or not isinstance(budget, int)):
        raise ConfigurationError(
            f"with shared= the budget is a number of calls, not {budget!r}: for its options give a SharedFile or a"
            " SharedRedis, such as shared=SharedFile('plutio.db', reserve=50)"
        )
    if type(shared) is SharedFile:
        return shared._parts(account, budget, clock)  # noqa: SLF001 - of this module
    return shared.budget(account, budget, clock), shared.tokens(clock)
