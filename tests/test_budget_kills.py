"""A budget whose process is killed at any point, again and again, and started anew with its file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

import pytest
from attrs import frozen
from hypothesis import example, given
from hypothesis import strategies as st

from plutio_async._ratelimit.budget import Budget
from plutio_async._ratelimit.protocol import GRACE_PERIOD, Lease
from plutio_async._ratelimit.store import FileBudgetStore

LIMIT = 5

Death = Literal["never", "between calls", "before the write", "after the write", "rewriting"]


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Clock:
    """Two readings that the test moves, as those of two processes on one machine."""

    now = 1_000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + 1_700_000_000.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("no caller waits here")


class MortalStore(FileBudgetStore):
    """Dies where ``dies`` says."""

    dies: Death = "never"

    def begin(self, n: int, moment: float, since: float) -> None:
        if self.dies == "before the write":
            raise Killed
        super().begin(n, moment, since)
        if self.dies == "rewriting":
            self._rewrite(since)
        if self.dies in ("after the write", "rewriting"):
            raise Killed


@frozen
class Step:
    """After ``pause`` seconds, or as soon as one is free, as many calls as there are; then the process may die.

    A call is counted by the server ``late`` seconds after its grant. While its process lives, it is over before a
    period; of one whose process has died the server hears for ``GRACE_PERIOD`` seconds more.
    """

    pause: float | None
    late: float
    dies: Death


@frozen
class Call:
    granted: float
    late: float
    lease: Lease


class Play:
    """The server, and one process after the other on one file."""

    def __init__(self, path: Path, period: float) -> None:
        self.path, self.period = path, period
        self.clock = Clock()
        self.arrived: list[float] = []
        self.under_way: list[Call] = []
        self.start()

    def start(self) -> None:
        self.store = MortalStore(self.path)
        self.budget = Budget(LIMIT, self.period, clock=self.clock, store=self.store)

    def act(self, step: Step) -> None:
        self.go_to(self.clock.now + (self.budget.estimate() + 1e-6 if step.pause is None else step.pause))
        try:
            if step.dies != "between calls":
                self.store.dies = step.dies
            while (lease := self.acquire()) is not None:
                self.under_way.append(Call(self.clock.now, step.late, lease))
            if step.dies != "never":
                raise Killed
        except Killed:
            self.die()

    def acquire(self) -> Lease | None:
        """A call that is free is granted at once."""
        if not self.budget.remaining:
            return None
        try:
            self.budget.acquire(max_wait=0).send(None)
        except StopIteration as returned:
            assert isinstance(returned.value, Lease)
            return returned.value
        raise AssertionError("it waits")

    def go_to(self, moment: float) -> None:
        """Calls whose time has come are counted by the server, and over."""
        for call in sorted(self.under_way, key=self.end_of):
            if self.end_of(call) <= moment:
                self.clock.now = max(self.clock.now, self.end_of(call))
                self.arrived.append(self.clock.now)
                self.under_way.remove(call)
                call.lease.settle()
        self.clock.now = moment

    def end_of(self, call: Call) -> float:
        return call.granted + min(call.late, 0.9 * self.period)

    def die(self) -> None:
        now = self.clock.now
        self.arrived += [max(now, min(call.granted + call.late, now + GRACE_PERIOD)) for call in self.under_way]
        self.under_way.clear()
        self.start()


def worst_window(times: list[float], period: float) -> int:
    return max((sum(begin <= time <= begin + period for time in times) for begin in times), default=0)


STEPS = st.lists(
    st.builds(
        Step,
        pause=st.one_of(st.none(), st.sampled_from([0.0, 0.08, 1.0, 5.0, 20.0, 100.0, 3600.0])),
        late=st.sampled_from([0.0, 0.1, 1.0, 10.0, 60.0, 120.0]),
        dies=st.sampled_from(["never", "never", "between calls", "before the write", "after the write", "rewriting"]),
    ),
    max_size=12,
)


@given(period=st.sampled_from([0.5, 5.0, 60.0, 3600.0]), steps=STEPS)
@example(period=5.0, steps=[Step(0.0, 0.1, "between calls"), Step(None, 0.0, "never")])
@example(period=5.0, steps=[Step(0.0, 60.0, "between calls"), Step(None, 0.0, "never")])
@example(period=3600.0, steps=[Step(0.0, 120.0, "never"), Step(100.0, 0.0, "between calls"), Step(None, 0.0, "never")])
def test_no_kill_lets_a_call_too_many_through(period: float, steps: list[Step]) -> None:
    """However short the period is, and wherever the process dies."""
    with tempfile.TemporaryDirectory() as folder:
        play = Play(Path(folder) / "calls", period)
        for step in steps:
            play.act(step)
        play.go_to(play.clock.now + 120.0)
        assert worst_window(play.arrived, period) <= LIMIT


def test_what_a_kill_costs(tmp_path: Path) -> None:
    """The calls that were under way count a little longer, once, however often the next process is killed."""
    play = Play(tmp_path / "calls", 60.0)
    play.act(Step(0.0, 50.0, "between calls"))
    for _ in range(9):
        assert play.budget.remaining == 0
        play.go_to(play.clock.now + 10.01)
        play.die()
    assert play.budget.remaining == LIMIT


def test_a_kill_costs_nothing_when_no_call_is_under_way(tmp_path: Path) -> None:
    """Ended calls count as if the process had not ended."""
    play = Play(tmp_path / "calls", 5.0)
    play.act(Step(0.0, 1.0, "never"))
    play.go_to(play.clock.now + 2.0)
    play.die()
    assert play.budget.estimate() == pytest.approx(4.0, abs=0.01)
