"""The ledger of a budget in a file, which all processes of a machine change in turns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

from attrs import evolve

from plutio_async._core.clock import Clock
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.file_account import CLAIM_TTL, Claim, FileAccount, State, Terms
from plutio_async._ratelimit.file_window import TABLES, BackgroundFileWindow, FileWindow
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.window import RollingWindow

_log = logging.getLogger("plutio_async")

_MOST = 100_000
"""Slots that a file may have: each is a row."""
_ANCHOR_TTL = 60.0
_ATTEMPTS = 100
"""Attempts to join, of some milliseconds each, before another process is taken to be stopped."""


class FileLedger(Ledger):
    """A ledger whose slots and state are in a file. Each change is a transaction.

    A transaction begins with what other processes did, then makes the changes that were postponed. While another
    process has the file, nothing is granted, and other changes are postponed: until they are made the budget is
    smaller, never larger.
    """

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
        self._began_at: float | None = None  # the moment of the open transaction
        self._postponed: list[Callable[[], object]] = []
        self._claims: list[Claim] = []  # of this process, as they are in the file
        self._claims_end = 0.0
        self.other_claims: list[Claim] = []
        super().__init__(terms.calls, terms.period, capacity, reserve, clock.monotonic())
        self.lease_ttl = min(in_flight, self.lease_ttl)
        self._join()

    def _join(self) -> None:
        """Creates the account, or compares the terms."""
        for _ in range(_ATTEMPTS):
            with self.transaction() as begun:
                if begun:
                    return
        raise ConfigurationError(f"another process keeps the shared file {self._database.path}: is it stopped?")

    def windows(self, limit: int, reserve: int) -> tuple[RollingWindow, RollingWindow]:
        self._slots = FileWindow(self._account, limit, self.period, self._in_flight)
        return self._slots, BackgroundFileWindow(self._account, limit - reserve, self.period, self._in_flight)

    def now(self) -> float:
        """The moment, after reading what other processes did."""
        if self._began_at is not None:
            return self._began_at
        now = self._clock.monotonic()
        terms, state = self._account.load()
        if self._began_at is None:  # else another thread, which may read a budget, has read more meanwhile
            self._adopt(terms, state, now)
        return now

    def version(self) -> int:
        """A number that changes when another process has changed the file."""
        return int(self._database.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """A change that other processes see as a whole. False if it cannot be, since another process has the file.

        Within an open transaction it is a part of that one.
        """
        if self._began_at is not None:
            yield True
            return
        with self._slots.undone_on_error(), self._database.transaction() as begun:
            if not begun:
                yield False
                return
            self._began_at = self._clock.monotonic()  # not earlier, since another process may have had the file
            try:
                postponed = [*self._postponed]
                before = self._read_for_change(self._began_at)
                for change in postponed:
                    change()
                yield True
                if (state := self._state(before, self._began_at)) != before:
                    self._account.save(state)
            finally:
                self._began_at = None
        del self._postponed[: len(postponed)]  # not before the commit, which may fail

    def grant(self, lease: Lease, now: float, *, in_turn: bool = False, leave_free: int | None = None) -> bool:
        """As ``Ledger.grant``. By default for a newcomer, who goes behind those that wait in other processes."""
        with self.transaction() as begun:
            if leave_free is None:
                leave_free = sum(claim.n for claim in self.other_claims if not claim.background)
            return begun and super().grant(lease, self._began_at or now, in_turn=in_turn, leave_free=leave_free)

    def release(self, lease: Lease) -> None:
        self._change(lambda: super(FileLedger, self).release(lease))

    def settle(self, lease: Lease, moment: float) -> None:
        self._change(lambda: super(FileLedger, self).settle(lease, moment))

    def confirm(self, lease: Lease) -> bool:
        if not self.pause.probe or lease.number != self.pause.probe:
            return False
        self._change(lambda: super(FileLedger, self).confirm(lease))
        return True

    def begin_pause(self, seconds: float, now: float) -> None:
        self._change(lambda: super(FileLedger, self).begin_pause(seconds, now))

    def tighten(self, remaining: int, now: float, resets_in: float | None) -> None:
        self._change(lambda: super(FileLedger, self).tighten(remaining, now, resets_in))

    def lower(self, limit: int, until: float) -> None:
        self._change(lambda: super(FileLedger, self).lower(limit, until))

    def claim(self, claims: list[Claim]) -> None:
        """Notes who waits in this process, for the order over all processes."""
        if claims == self._claims and (not claims or self.now() < self._claims_end - CLAIM_TTL / 2):
            return
        self._change(lambda: self._replace_claims(claims))

    def _replace_claims(self, claims: list[Claim]) -> None:
        self._claims_end = self._account.replace_claims(claims, self.now())
        self._claims = claims

    def _change(self, change: Callable[[], object]) -> None:
        """Makes a change now or with the next transaction. It is about a call that was made, so it cannot fail."""
        if self._began_at is not None:
            change()
            return
        self._postponed.append(change)
        try:
            with self.transaction():
                pass  # each transaction begins with what was postponed
        except ConfigurationError as error:
            self._postponed.remove(change)  # those before it are made later
            _log.warning("what happened to a call could not be noted, so it counts for longer: %s", error)

    def _read_for_change(self, now: float) -> State:
        """The state at the begin of a transaction. Creates what is missing."""
        if not self._account.id:
            self._account.create(State(now, self._clock.time()), TABLES)
        terms, state = self._account.load()
        self._adopt(terms, state, now)
        if now < state.anchor:
            self._rebase(state, now)
        return state

    def _adopt(self, terms: Terms, state: State, now: float) -> None:
        """Takes over what other processes did."""
        self._check(terms, now)
        self.other_claims = self._account.claims_of_others(now)
        self._apply(state)

    def _check(self, found: Terms, now: float) -> None:
        """Other terms are an error while calls count by them, and are replaced later."""
        if found == self._terms:
            return
        if self._began_at is None or self._slots.all_free_at() > now:
            raise ConfigurationError(
                f"other processes share {self._database.path} with a limit of {found}, and this one has {self._terms}:"
                " give all the same, or use another file. It takes other numbers once none of its calls counts any more"
            )
        self._account.replace_terms(self._terms)
        self._slots.create()

    def _rebase(self, state: State, now: float) -> None:
        """The monotonic clock began anew, as after a reboot: the time of day says how long the machine was off."""
        seconds = now - max(0.0, self._clock.time() - state.anchor_time) - state.anchor
        self._apply(evolve(state, lowered_until=state.lowered_until + seconds))
        self.pause.until += seconds
        self.pause.probe_ends += seconds
        self.bucket.since += seconds
        self._slots.shift(seconds)
        self._account.drop_all_claims()

    def _apply(self, state: State) -> None:
        self.pause.in_force, self.pause.until = state.pause_in_force, state.pause_until
        self.pause.probe, self.pause.probe_ends = state.pause_probe, state.pause_probe_ends
        self.bucket.tokens, self.bucket.since = state.bucket_tokens, state.bucket_since
        self.passed_over = state.passed_over
        if (self.stated, self.lowered_until) != (state.stated, state.lowered_until):
            limit = state.stated if state.lowered_until < inf else self.window.limit
            super().lower(limit, state.lowered_until)
            self.stated = state.stated  # also once that limit is over, when `lower` gets the configured one

    def _state(self, before: State, now: float) -> State:
        """The state at the end of a transaction. It has another anchor when the old one is old, or the time was set."""
        anchor, time = before.anchor, before.anchor_time
        if not (0 <= now - anchor < _ANCHOR_TTL and abs(self._clock.time() - time - (now - anchor)) < 1):
            anchor, time = now, self._clock.time()
        pause, bucket = self.pause, self.bucket
        shared = (pause.in_force, pause.until, pause.probe, pause.probe_ends, bucket.tokens, bucket.since)
        return State(anchor, time, *shared, self.passed_over, self.stated, self.lowered_until)
