"""The ledger of a budget in a file, which all processes of a machine change in turns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import inf
from operator import attrgetter
from typing import Any

from attrs import astuple, evolve, fields, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.database import Database, Member
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.file_window import TABLES, BackgroundFileWindow, FileWindow
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.window import RollingWindow

_log = logging.getLogger("plutio_async")

_MOST = 100_000
"""Slots that a file may have: each is a row."""
CLAIM_TTL = 1.0
"""Seconds for which a claim counts. A process that was killed holds up the others for no longer."""
_ANCHOR_TTL = 60.0
_ATTEMPTS = 100
"""Attempts to join, of some milliseconds each, before another process is taken to be stopped."""


@frozen
class Terms:
    """What all processes of an account have to agree upon."""

    limit: int
    period: float

    def __str__(self) -> str:
        return f"{self.limit} calls in {self.period:g} s"


_NO_TERMS = Terms(0, 0.0)
"""Of a new account, whose slots are not there yet."""


_SHARED = (
    *("pause.in_force", "pause.until", "pause.probe", "pause.probe_ends", "bucket.tokens", "bucket.since"),
    *("passed_over", "stated", "lowered_until"),
)
"""What processes share besides the slots: attributes of the ledger."""
_MOMENTS = frozenset({"pause.until", "pause.probe_ends", "bucket.since", "lowered_until"})
_shared_of = attrgetter(*_SHARED)


@frozen
class _State:
    """The shared attributes, and a moment of the monotonic clock with its time of day.

    These two tell how long the machine was off.
    """

    anchor: float
    anchor_time: float
    values: tuple[float, ...]


@frozen
class Claim:
    """The first caller of a priority that waits in a process, which wants ``n`` calls, and all that wait there."""

    rank: int
    arrived: float
    n: int
    callers: int
    calls: int

    @property
    def background(self) -> bool:
        return self.rank > 1

    def order(self, *, turn: bool) -> tuple[bool, int, float]:
        """Sorts claims. ``turn``: background callers go first just now."""
        return self.background != turn, self.rank, self.arrived


_STATE = ["anchor", "anchor_time", *(name.replace(".", "_") for name in _SHARED)]
_NEW = (False, 0.0, 0, 0.0, inf, -inf, 0, 0, inf)
_CLAIM = [one.name for one in fields(Claim)]
_TABLES = (
    *TABLES,
    f"""
    CREATE TABLE IF NOT EXISTS accounts (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, calls INTEGER NOT NULL, period REAL NOT NULL,
        {", ".join(_STATE)}
    )
    """,
    f"""
    CREATE TABLE IF NOT EXISTS claims (
        account INTEGER NOT NULL, process INTEGER NOT NULL, valid_until REAL NOT NULL, {", ".join(_CLAIM)},
        PRIMARY KEY (account, process, rank)
    ) WITHOUT ROWID
    """,
)
_LOAD = f"SELECT id, calls, period, {', '.join(_STATE)} FROM accounts WHERE name = ?"
_SAVE = f"UPDATE accounts SET {', '.join(f'{name} = ?' for name in _STATE)} WHERE id = ?"
_JOIN = f"INSERT OR IGNORE INTO accounts (name, calls, period, {', '.join(_STATE)}) VALUES ({{}})"
_OTHERS = f"SELECT {', '.join(_CLAIM)} FROM claims WHERE account = ? AND process <> ? AND valid_until > ?"


class FileLedger(Ledger):
    """A ledger whose slots and state are in a file. Each change is a transaction.

    While another process has the file, nothing is granted, and other changes wait for the next transaction: until then
    they make the budget smaller, never larger. ``others`` are the claims of other processes.
    """

    def __init__(
        self,
        database: Database,
        account: str,
        terms: Terms,
        capacity: int,
        reserve: int,
        *,
        clock: Clock,
        in_flight: float,
    ) -> None:
        if terms.limit > _MOST:
            raise ConfigurationError(f"a shared file counts {_MOST} calls at most, not {terms.limit}")
        self._database = database
        self._account = account
        self._terms = terms
        self._clock = clock
        self._in_flight = in_flight
        self._changes: list[Callable[[], object]] = []
        self._at: float | None = None
        self._own = Member()
        self._claims: tuple[list[Claim], float] = ([], 0.0)
        self.others: list[Claim] = []
        super().__init__(terms.limit, terms.period, capacity, reserve, clock.monotonic())
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
        self._slots = FileWindow(self._database, limit, self.period, self._in_flight)
        self._background_slots = BackgroundFileWindow(self._database, limit - reserve, self.period, self._in_flight)
        return self._slots, self._background_slots

    def now(self) -> float:
        """The moment, after reading what other processes did."""
        if self._at is not None:
            return self._at
        now = self._clock.monotonic()
        read = self._read()
        if self._at is None:  # another thread may have begun a transaction meanwhile, which has read more
            self._take(read, now)
        return now

    def version(self) -> int:
        """A number that changes when another process has changed the file."""
        return int(self._database.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """A change that other processes see as a whole; a part of the one that is under way. False if it cannot be."""
        if self._at is not None:
            yield True
            return
        with self._database.transaction() as begun:
            if not begun:
                yield False
                return
            self._at = self._clock.monotonic()  # not earlier, since another process may have had the file
            try:
                changes = [*self._changes]
                before = self._begin(self._at)
                for change in changes:
                    change()
                yield True
                if (state := self._state(before)) != before:
                    row = (state.anchor, state.anchor_time, *state.values)
                    self._database.execute(_SAVE, *row, self._slots.account)
            finally:
                self._at = None
        del self._changes[: len(changes)]

    def grant(self, lease: Lease, now: float, *, in_turn: bool = False, spare: int | None = None) -> bool:
        """As ``Ledger.grant``. By default for a newcomer, who goes behind those that wait in other processes."""
        with self.transaction() as begun:
            if spare is None:
                spare = sum(claim.n for claim in self.others if not claim.background)
            return begun and super().grant(lease, self._at or now, in_turn=in_turn, spare=spare)

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
        last, valid_until = self._claims
        if claims == last and (not claims or self.now() < valid_until - CLAIM_TTL / 2):
            return
        self._change(lambda: self._replace_claims(claims))

    def _replace_claims(self, claims: list[Claim]) -> None:
        key, valid_until = (self._slots.account, self._own()), self.now() + CLAIM_TTL
        over = "DELETE FROM claims WHERE account = ? AND (process = ? OR valid_until <= ?)"
        self._database.execute(over, *key, self.now())
        marks = ", ".join("?" * (3 + len(_CLAIM)))
        for claim in claims:
            self._database.execute(f"INSERT INTO claims VALUES ({marks})", *key, valid_until, *astuple(claim))
        self._claims = claims, valid_until

    def _change(self, change: Callable[[], object]) -> None:
        """Makes a change now or with the next transaction. It is about a call that was made, so it cannot fail."""
        if self._at is not None:
            change()
            return
        self._changes.append(change)
        try:
            with self.transaction():
                """It makes all changes that were waiting."""
        except ConfigurationError as error:
            self._changes.clear()
            _log.warning("what happened to a call could not be noted, so it counts for longer: %s", error)

    def _begin(self, now: float) -> _State:
        """The state at the begin of a transaction. Creates what is missing."""
        if not self._slots.account:
            for statement in _TABLES:
                self._database.execute(statement)
            row = (self._account, *astuple(_NO_TERMS), now, self._clock.time(), *_NEW)
            self._database.execute(_JOIN.format(", ".join("?" * len(row))), *row)
        state = self._take(self._read(), now)
        if now < state.anchor:
            self._rebase(state, now)
        return state

    def _read(self) -> tuple[Any, ...]:
        return tuple(self._database.execute(_LOAD, self._account).fetchone())

    def _take(self, read: tuple[Any, ...], now: float) -> _State:
        """Takes over what other processes did."""
        account, limit, period, anchor, time, *values = read
        self._slots.account = self._background_slots.account = account
        self._check(Terms(limit, period), now)
        rows = self._database.execute(_OTHERS, account, self._own(), now).fetchall()
        self.others = [Claim(*row) for row in rows]
        self._apply(values)
        return _State(anchor, time, tuple(values))

    def _check(self, found: Terms, now: float) -> None:
        """Other terms are an error while calls count by them, and are replaced later."""
        if found == self._terms:
            return
        if self._at is None or self._slots.last() > now:
            raise ConfigurationError(
                f"other processes share {self._database.path} with a limit of {found}, and this one has {self._terms}:"
                " give all the same, or use another file. It takes other numbers once none of its calls counts any more"
            )
        account = self._slots.account
        self._database.execute("UPDATE accounts SET calls = ?, period = ? WHERE id = ?", *astuple(self._terms), account)
        self._slots.create()

    def _rebase(self, state: _State, now: float) -> None:
        """The monotonic clock began anew, as after a reboot: the time of day says how long the machine was off."""
        seconds = now - max(0.0, self._clock.time() - state.anchor_time) - state.anchor
        moved = [seconds if name in _MOMENTS else 0 for name in _SHARED]
        self._apply([value + shift for value, shift in zip(state.values, moved, strict=True)])
        self._slots.shift(seconds)
        self._database.execute("DELETE FROM claims WHERE account = ?", self._slots.account)

    def _apply(self, values: Iterable[float]) -> None:
        lowered = self.stated, self.lowered_until
        for name, value in zip(_SHARED, values, strict=True):
            owner, _, attribute = name.rpartition(".")
            setattr(getattr(self, owner) if owner else self, attribute, value)
        if (stated := self.stated, until := self.lowered_until) != lowered:
            super().lower(stated if until < inf else self.window.limit, until)
            self.stated = stated

    def _state(self, before: _State) -> _State:
        """The state at the end of a transaction."""
        assert self._at is not None
        passed, time = self._at - before.anchor, self._clock.time()
        if 0 <= passed < _ANCHOR_TTL and abs(time - before.anchor_time - passed) < 1:
            return evolve(before, values=_shared_of(self))
        return _State(self._at, time, _shared_of(self))  # also after a step of the time of day
