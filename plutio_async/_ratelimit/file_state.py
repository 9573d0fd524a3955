"""The row of an account in a file that processes share: its terms, its slots, its state, and who waits."""

from __future__ import annotations

import json
from array import array
from math import inf

from attrs import astuple, evolve, fields, frozen

from plutio_async._core.database import Database
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.queue import Claim

_ANCHOR_TTL = 60.0
"""Seconds after which the pair of moments that connects the two clocks is replaced by a newer one."""


Claims = dict[str, tuple[float, list[Claim]]]
"""By the number of their process: until when they count, and the claims of its heads."""


@frozen
class State:
    """What processes share of a ledger. Each attribute is a column; the defaults are a new account's.

    ``anchor`` is a moment of the monotonic clock, and ``anchor_time`` its time of day: these two tell how long the
    machine was off. ``slots`` and ``background`` are the moments of the two windows.
    """

    calls: int
    period: float
    anchor: float
    anchor_time: float
    slots: bytes = b""
    background: bytes = b""
    claims: str = "{}"
    pause_in_force: bool = False
    pause_until: float = 0.0
    pause_probe: int = 0
    pause_probe_ends: float = 0.0
    bucket_tokens: float = inf  # a full bucket, whatever its capacity is in each process
    bucket_since: float = -inf
    passed_over: int = 0
    stated: int = 0
    lowered_until: float = inf

    def updated(self, ledger: Ledger, claims: Claims, now: float, time: float) -> State:
        """The ledger's state. Its anchor is this one's, unless that is old, or the time of day was set meanwhile."""
        anchor, anchor_time = self.anchor, self.anchor_time
        age = now - anchor
        if not 0 <= age < _ANCHOR_TTL or abs(time - anchor_time - age) >= 1:
            anchor, anchor_time = now, time
        texts = {process: (until, [astuple(one) for one in own]) for process, (until, own) in claims.items()}
        return evolve(
            self,
            anchor=anchor,
            anchor_time=anchor_time,
            slots=array("d", ledger.window.moments).tobytes(),
            background=array("d", ledger.background.moments).tobytes(),
            claims=json.dumps(texts),
            pause_in_force=ledger.pause.in_force,
            pause_until=ledger.pause.until,
            pause_probe=ledger.pause.probe,
            pause_probe_ends=ledger.pause.probe_ends,
            bucket_tokens=ledger.bucket.tokens,
            bucket_since=ledger.bucket.since,
            passed_over=ledger.passed_over,
            stated=ledger.stated,
            lowered_until=ledger.lowered_until,
        )

    def on_new_clock(self, now: float, time: float) -> State:
        """This state, with all moments moved to a clock that began anew while the machine was off.

        The time of day says for how long that was. No process lives on, so no one waits.
        """
        seconds = now - max(0.0, time - self.anchor_time) - self.anchor
        moments = ("anchor", "pause_until", "pause_probe_ends", "bucket_since", "lowered_until")
        moved = {name: getattr(self, name) + seconds for name in moments}
        slots, background = _moved(self.slots, seconds), _moved(self.background, seconds)
        return evolve(self, slots=slots, background=background, claims="{}", **moved)

    def shared_claims(self) -> Claims:
        """Who waits."""
        found = json.loads(self.claims).items()
        return {process: (until, [Claim(*one) for one in own]) for process, (until, own) in found}

    def last_end(self) -> float:
        """When all slots are free."""
        return max(array("d", self.slots), default=-inf)


def _moved(moments: bytes, seconds: float) -> bytes:
    return array("d", [moment + seconds for moment in array("d", moments)]).tobytes()


_COLUMNS = ", ".join(one.name for one in fields(State))
_TABLE = f"CREATE TABLE IF NOT EXISTS budgets (account TEXT PRIMARY KEY, {_COLUMNS})"


def create_table(database: Database) -> None:
    """Creates the table if it is missing."""
    database.execute(_TABLE)


def load(database: Database, account: str) -> State | None:
    """The account's row; ``None`` if it has none yet."""
    row = database.execute(f"SELECT {_COLUMNS} FROM budgets WHERE account = ?", account).fetchone()
    return None if row is None else State(*row)


def save(database: Database, account: str, state: State) -> None:
    """Replaces the account's row."""
    row = (account, *astuple(state, recurse=False))
    database.execute(f"REPLACE INTO budgets VALUES ({', '.join('?' * len(row))})", *row)
