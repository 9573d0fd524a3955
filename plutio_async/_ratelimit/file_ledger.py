"""The ledger of a budget in a file, which all processes of a machine change in turns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from math import inf

from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async._core.database import Database
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.file_account import CLAIM_TTL, FileAccount, State, Terms
from plutio_async._ratelimit.file_window import TABLES, BackgroundFileWindow, FileWindow
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.queue import Claim
from plutio_async._ratelimit.window import RollingWindow

_log = logging.getLogger("plutio_async")

_MOST = 100_000
"""Slots that a file may have: each is a row."""
_ATTEMPTS = 100
"""Attempts to join, of some milliseconds each, before another process is taken to be stopped."""


class FileLedger(Ledger):
    """A ledger whose slots and state are in a file. Each change is made in a transaction.

    A transaction first reads what other processes did, and makes the changes that this process has postponed. While
    another process has the file, this one grants nothing, and postpones its other changes: until they are made the
    budget is smaller, never larger.
    """

    longest_sleep = 0.1

    def __init__(
        self, account: FileAccount, terms: Terms, capacity: int, reserve: int, *, clock: Clock, in_flight: float
    ) -> None:
        if terms.calls > _MOST:
            raise ConfigurationError(f"a shared file counts {_MOST} calls at most, not {terms.calls}")
        self._account = account
        self._database = account.database
        self._terms = terms
        self._clock = clock
        self._in_flight = in_flight
        self._transaction_began: float | None = None  # None: no transaction is open
        self._postponed: list[Callable[[], object]] = []
        self._claims: list[Claim] = []  # of this process, as they are in the file
        self._renew_at = 0.0  # the claims
        self._version = 0  # of the file, which SQLite changes with each commit of another process
        super().__init__(terms.calls, terms.period, capacity, reserve, clock.monotonic())  # which makes the windows
        self.lease_ttl = min(in_flight, self.lease_ttl)
        self._join()

    def _join(self) -> None:
        """Creates the account if it is missing, and compares the terms."""
        for _ in range(_ATTEMPTS):
            with self.transaction() as begun:
                if begun:
                    return
        raise ConfigurationError(f"another process keeps the shared file {self._database.path}: is it stopped?")

    def make_windows(self, limit: int, reserve: int) -> tuple[RollingWindow, RollingWindow]:
        self._slots = FileWindow(self._account, limit, self.period, self._in_flight)
        return self._slots, BackgroundFileWindow(self._account, limit - reserve, self.period, self._in_flight)

    def refresh(self, now: float) -> float:
        """In a transaction it has been read already, at its begin."""
        if self._transaction_began is not None:
            return self._transaction_began
        terms, state = self._account.load()
        if self._transaction_began is None:  # else another thread, which may read a budget, has read more meanwhile
            self._take_over(terms, state, now)
        return now

    def is_stale(self) -> bool:
        """Costs less than a transaction: a waiter asks ten times a second."""
        if self._claims and self._clock.monotonic() >= self._renew_at:
            return True
        before, self._version = self._version, self._database.execute("PRAGMA data_version").fetchone()[0]
        return self._version != before

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """Other processes see all changes of the block, or none. In an open transaction it is a part of that."""
        if self._transaction_began is not None:
            yield True
            return
        with self._slots.rolled_back_on_error(), self._database.transaction() as begun:
            if not begun:
                yield False
                return
            now = self._clock.monotonic()  # not earlier, since another process may have had the file
            self._transaction_began = now
            try:
                postponed = [*self._postponed]
                before = self._load_or_create(now)
                for change in postponed:
                    change()
                yield True
                after = before.updated(self, now, self._clock.time())
                if after != before:
                    self._account.save(after)
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
        if claims != self._claims or (claims and self._clock.monotonic() >= self._renew_at):
            self._change(self._replace_claims, claims)

    def _replace_claims(self, claims: list[Claim]) -> None:
        now = self.refresh(self._clock.monotonic())
        self._account.replace_claims(claims, now)
        self._claims, self._renew_at = claims, now + CLAIM_TTL / 2

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

    def _load_or_create(self, now: float) -> State:
        """The state at the begin of a transaction, which this ledger takes over."""
        time = self._clock.time()
        if not self._account.id:
            self._account.create(State(now, time), TABLES)
        terms, state = self._account.load()
        self._take_over(terms, state, now)
        if now < state.anchor:  # the monotonic clock began anew, as after a reboot
            moved = state.on_new_clock(now, time)
            self._apply(moved)
            self._slots.shift(moved.anchor - state.anchor)
            self._account.drop_all_claims()  # no process lives on
        return state

    def _take_over(self, terms: Terms, state: State, now: float) -> None:
        """Makes this ledger the one that other processes have left in the file."""
        self._check_terms(terms, now)
        self.others = self._account.claims_of_others(now)
        self._apply(state)

    def _check_terms(self, found: Terms, now: float) -> None:
        """Other terms are an error while calls count by them. A transaction replaces them when none does any more."""
        if found == self._terms:
            return
        if self._transaction_began is None or self._slots.all_free_at() > now:
            raise ConfigurationError(
                f"other processes share {self._database.path} with a limit of {found}, and this one has {self._terms}:"
                " give all the same, or use another file. It takes other numbers once none of its calls counts any more"
            )
        self._account.replace_terms(self._terms)
        self._slots.create()

    def _apply(self, state: State) -> None:
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
        account, terms = FileAccount(self.database, self.account), Terms(limit, period)
        return FileLedger(account, terms, capacity, reserve, clock=clock, in_flight=self.in_flight)
