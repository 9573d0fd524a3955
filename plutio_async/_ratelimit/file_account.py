"""The rows of an account in a file that processes share: its terms, its state, and the claims of those that wait."""

from __future__ import annotations

from math import inf

from attrs import astuple, evolve, fields, frozen

from plutio_async._core.database import Database, ProcessId
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.queue import Claim

_ANCHOR_TTL = 60.0
"""Seconds after which the pair of moments that connects the two clocks is replaced by a newer one."""
CLAIM_TTL = 1.0
"""Seconds for which a claim counts. A process that was killed holds up the others for no longer."""


@frozen
class Terms:
    """What all processes of an account have to agree upon."""

    calls: int
    period: float

    def __str__(self) -> str:
        return f"{self.calls} calls in {self.period:g} s"


@frozen
class State:
    """What processes share of a ledger besides the slots. Each attribute is a column; the defaults are a new account's.

    ``anchor`` is a moment of the monotonic clock, and ``anchor_time`` its time of day: these two tell how long the
    machine was off.
    """

    anchor: float
    anchor_time: float
    pause_in_force: bool = False
    pause_until: float = 0.0
    pause_probe: int = 0
    pause_probe_ends: float = 0.0
    bucket_tokens: float = inf  # a full bucket, whatever its capacity is in each process
    bucket_since: float = -inf
    passed_over: int = 0
    stated: int = 0
    lowered_until: float = inf

    def updated(self, ledger: Ledger, now: float, time: float) -> State:
        """The ledger's state. Its anchor is this one's, unless that is old, or the time of day was set meanwhile."""
        anchor, anchor_time = self.anchor, self.anchor_time
        age = now - anchor
        if not 0 <= age < _ANCHOR_TTL or abs(time - anchor_time - age) >= 1:
            anchor, anchor_time = now, time
        pause, bucket = ledger.pause, ledger.bucket
        shared = (pause.in_force, pause.until, pause.probe, pause.probe_ends, bucket.tokens, bucket.since)
        return State(anchor, anchor_time, *shared, ledger.passed_over, ledger.stated, ledger.lowered_until)

    def on_new_clock(self, now: float, time: float) -> State:
        """This state, with all moments moved to a clock that began anew while the machine was off.

        The time of day says for how long that was.
        """
        seconds = now - max(0.0, time - self.anchor_time) - self.anchor
        moments = ("anchor", "pause_until", "pause_probe_ends", "bucket_since", "lowered_until")
        return evolve(self, **{name: getattr(self, name) + seconds for name in moments})


_TERMS, _STATE, _CLAIM = (", ".join(one.name for one in fields(row)) for row in (Terms, State, Claim))
_TABLES = (
    f"""
    CREATE TABLE IF NOT EXISTS accounts (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, calls INTEGER NOT NULL, period REAL NOT NULL, {_STATE}
    )
    """,
    f"""
    CREATE TABLE IF NOT EXISTS claims (
        account INTEGER NOT NULL, process INTEGER NOT NULL, valid_until REAL NOT NULL, {_CLAIM},
        PRIMARY KEY (account, process, rank)
    ) WITHOUT ROWID
    """,
)


class FileAccount:
    """The rows of one account. Each method that changes some belongs in a transaction."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        self.id = 0  # not known yet
        self._name = name
        self._process = ProcessId()

    def create(self, state: State, tables: tuple[str, ...]) -> None:
        """Creates what is missing, also of other tables.

        The slots of a new account are not there yet, so it has terms that no process has.
        """
        for statement in (*_TABLES, *tables):
            self.database.execute(statement)
        row = (self._name, *astuple(Terms(0, 0.0)), *astuple(state))
        insert = f"INSERT OR IGNORE INTO accounts (name, {_TERMS}, {_STATE}) VALUES ({_marks(row)})"
        self.database.execute(insert, *row)

    def load(self) -> tuple[Terms, State]:
        select = f"SELECT id, {_TERMS}, {_STATE} FROM accounts WHERE name = ?"
        self.id, calls, period, *state = self.database.execute(select, self._name).fetchone()
        return Terms(calls, period), State(*state)

    def save(self, state: State) -> None:
        row = astuple(state)
        self.database.execute(f"UPDATE accounts SET ({_STATE}) = ({_marks(row)}) WHERE id = ?", *row, self.id)

    def replace_terms(self, terms: Terms) -> None:
        self.database.execute(f"UPDATE accounts SET ({_TERMS}) = (?, ?) WHERE id = ?", *astuple(terms), self.id)

    def claims_of_others(self, now: float) -> list[Claim]:
        select = f"SELECT {_CLAIM} FROM claims WHERE account = ? AND process <> ? AND valid_until > ?"
        return [Claim(*row) for row in self.database.execute(select, self.id, self._process.number, now).fetchall()]

    def replace_claims(self, claims: list[Claim], now: float) -> None:
        """Replaces the claims of this process."""
        over = "DELETE FROM claims WHERE account = ? AND (process = ? OR valid_until <= ?)"
        self.database.execute(over, self.id, self._process.number, now)
        for claim in claims:
            row = (self.id, self._process.number, now + CLAIM_TTL, *astuple(claim))
            self.database.execute(f"INSERT INTO claims VALUES ({_marks(row)})", *row)

    def drop_all_claims(self) -> None:
        self.database.execute("DELETE FROM claims WHERE account = ?", self.id)


def _marks(row: tuple[object, ...]) -> str:
    return ", ".join("?" * len(row))
