"""The ledger of a budget in a file, which all processes of a machine change in turns."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from math import inf

from attrs import evolve, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.database import Database, ProcessId
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.file_state import Claims, State, create_table, load, save
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.queue import Claim

_log = logging.getLogger("plutio_async")

_MOST = 10_000
"""Calls that a file may count: each transaction reads and writes the moments of all."""
_ATTEMPTS = 100
"""Attempts to join, of some milliseconds each, before another process is taken to be stopped."""
_CLAIM_TTL = 1.0
"""Seconds for which a claim counts. A process that was killed holds up the others for no longer."""


class FileLedger(Ledger):
    """A ledger that is in a file. Each change is made in a transaction.

    A transaction first reads what other processes did, and makes the changes that this process has postponed. While
    another process has the file, this one grants nothing, and postpones its other changes: until they are made the
    budget is smaller, never larger.
    """

    longest_sleep = 0.1

    def __init__(  # noqa: PLR0917
        self, store: FileStore, clock: Clock, limit: int, period: float, capacity: int, reserve: int
    ) -> None:
        if limit > _MOST:
            raise ConfigurationError(f"a shared file counts {_MOST} calls at most, not {limit}")
        super().__init__(limit, period, capacity, reserve, clock.monotonic(), in_flight=store.in_flight)
        self.lease_ttl = min(store.in_flight, self.lease_ttl)
        self._database = store.database
        self._account = store.account
        self._clock = clock
        self._process = ProcessId()
        self._transaction_began: float | None = None  # None: no transaction is open
        self._postponed: list[Callable[[], object]] = []
        self._claims: Claims = {}  # of all processes
        self._version = 0  # of the file, which SQLite changes with each commit of another process
        self._join()

    def _join(self) -> None:
        """Creates the account if it is missing, and compares the terms."""
        for _ in range(_ATTEMPTS):
            with self.transaction() as begun:
                if begun:
                    return
        raise ConfigurationError(f"another process keeps the shared file {self._database.path}: is it stopped?")

    def refresh(self, now: float) -> float:
        """In a transaction it has been read already, at its begin."""
        if self._transaction_began is not None:
            return self._transaction_began
        state = self._current(load(self._database, self._account), now)
        if self._transaction_began is None:  # else another thread, which may read a budget, has read more meanwhile
            self._take_over(state, now)
        return now

    def is_stale(self) -> bool:
        """Costs less than a transaction: a waiter asks ten times a second."""
        if self._must_renew():
            return True
        before, self._version = self._version, self._database.execute("PRAGMA data_version").fetchone()[0]
        return self._version != before

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """Other processes see all changes of the block, or none. In an open transaction it is a part of that."""
        if self._transaction_began is not None:
            yield True
            return
        with self._reopened_on_error(), self._database.transaction() as begun:
            if not begun:
                yield False
                return
            now = self._clock.monotonic()  # not earlier, since another process may have had the file
            self._transaction_began = now
            try:
                postponed = [*self._postponed]
                create_table(self._database)
                found = load(self._database, self._account)
                state = self._current(found, now)
                self._take_over(state, now)
                for change in postponed:
                    change()
                yield True
                after = state.updated(self, self._claims, now, self._clock.time())
                if after != found:
                    save(self._database, self._account, after)
            finally:
                self._transaction_began = None
        del self._postponed[: len(postponed)]  # not before the commit, which may fail

    def release(self, lease: Lease) -> None:
        self._change(super().release, lease)

    def settle(self, lease: Lease, moment: float) -> None:
        self._change(super().settle, lease, moment)

    def confirm(self, lease: Lease) -> bool:
        if not self.pause.is_probe(lease):
            return False
        self._change(super().confirm, lease)
        return True

    def begin_pause(self, seconds: float, now: float) -> None:
        self._change(super().begin_pause, seconds, now)

    def tighten(self, remaining: int, now: float, resets_in: float | None) -> None:
        self._change(super().tighten, remaining, now, resets_in)

    def lower(self, limit: int, until: float) -> None:
        self._change(super().lower, limit, until)

    def claim(self, claims: list[Claim]) -> None:
        """Claims that have not changed are renewed before they end."""
        if claims != self._own_claims()[1] or self._must_renew():
            self._change(self._replace_claims, claims)

    def _own_claims(self) -> tuple[float, list[Claim]]:
        return self._claims.get(str(self._process.number), (inf, []))

    def _must_renew(self) -> bool:
        return self._clock.monotonic() >= self._own_claims()[0] - _CLAIM_TTL / 2

    def _replace_claims(self, claims: list[Claim]) -> None:
        now, own = self.refresh(self._clock.monotonic()), str(self._process.number)
        self._claims = {process: one for process, one in self._claims.items() if one[0] > now and process != own}
        if claims:
            self._claims[own] = (now + _CLAIM_TTL, claims)

    def _change(self, method: Callable[..., object], *args: object) -> None:
        """Makes a change now or with the next transaction. It is about a call that was made, so it cannot fail."""
        change = partial(method, *args)
        if self._transaction_began is not None:
            change()
            return
        self._postponed.append(change)
        try:
            with self.transaction():
                pass  # each transaction begins with what was postponed
        except ConfigurationError as error:
            self._postponed.remove(change)  # those before it are made later
            _log.warning("what happened to a call could not be noted, so it counts for longer: %s", error)

    @contextmanager
    def _reopened_on_error(self) -> Iterator[None]:
        """If the block fails, the leases that were open before it are open again: so are their calls in the file."""
        before = self.open.copy()
        try:
            yield
        except BaseException:
            self.open = before
            raise

    def _current(self, found: State | None, now: float) -> State:
        """The state in the file, as it is now.

        Other terms are an error while calls count by them. A transaction replaces them when none does any more.
        """
        time = self._clock.time()
        if found is None:
            return State(self.window.limit, self.period, now, time)
        if now < found.anchor:  # the monotonic clock began anew, as after a reboot
            found = found.on_new_clock(now, time)
        if (found.calls, found.period) == (self.window.limit, self.period):
            return found
        if self._transaction_began is not None and found.last_end() <= now:
            return evolve(found, calls=self.window.limit, period=self.period)
        raise ConfigurationError(
            f"other processes share {self._database.path} with a limit of {found.calls} calls in {found.period:g} s,"
            f" and this one has {self.window.limit} calls in {self.period:g} s: give all the same, or use another file."
            " It takes other numbers once none of its calls counts any more"
        )

    def _take_over(self, state: State, now: float) -> None:
        """Makes this ledger the one that other processes have left in the file."""
        self.window.moments, self.background.moments = array("d", state.slots), array("d", state.background)
        self._claims, own = state.shared_claims(), str(self._process.number)
        valid = [claims for process, (until, claims) in self._claims.items() if process != own and until > now]
        self.others = [claim for claims in valid for claim in claims]
        self.pause.in_force, self.pause.until = state.pause_in_force, state.pause_until
        self.pause.probe, self.pause.probe_ends = state.pause_probe, state.pause_probe_ends
        self.bucket.tokens, self.bucket.since = state.bucket_tokens, state.bucket_since
        self.passed_over = state.passed_over
        if (self.stated, self.lowered_until) != (state.stated, state.lowered_until):
            limit = state.stated if state.lowered_until < inf else self.window.limit
            super().lower(limit, state.lowered_until)
            self.stated = state.stated  # also once that limit is over, when `lower` gets the configured one


@frozen
class FileStore:
    """The ``store`` of a budget whose calls are counted in a file, over all processes that use it and over restarts.

    ``account`` names the API client: each has its own count. A call may be on its way to the API for ``in_flight``
    seconds after its process was killed.
    """

    database: Database
    account: str
    in_flight: float

    def open_ledger(self, clock: Clock, limit: int, period: float, capacity: int, reserve: int) -> FileLedger:
        """The account's ledger.

        Raises:
            ConfigurationError: other processes count by other numbers, or the file cannot be used.
        """
        return FileLedger(self, clock, limit, period, capacity, reserve)
