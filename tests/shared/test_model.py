"""A model of a budget, and processes that live, die and restart with it: in memory, and in one file for several."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import ClassVar

import pytest
from attrs import define
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plutio_async import Budget, Lease
from plutio_async._core.database import Database
from plutio_async._ratelimit.file_scheduler import FileStore
from plutio_async._ratelimit.headers import ServerLimits

PERIOD = 10.0
IN_FLIGHT = 4.0
"""Seconds within which a call of a process that was killed reaches the server."""
PROCESS = st.integers(0, 2)
STEPS = st.sampled_from([0.02, 4.0, 5.0, 9.8, 10.01])


class Clock:
    """Two readings that the test moves."""

    now = 1_000.0
    wall = 1_700_000_000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + self.wall

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("no caller waits here")


@define(eq=False)
class Running:
    """Calls of a lease. The server counts them at any moment from their grant to their end, within a period."""

    process: int
    lease: Lease
    n: int


class Model(RuleBasedStateMachine):
    """What no order of events may break, as the server sees it."""

    def make(self, limit: int) -> list[Budget]:
        raise NotImplementedError

    @initialize(limit=st.integers(1, 6), quiet=st.booleans())
    def begin(self, limit: int, quiet: bool) -> None:
        """A quiet server says nothing, so that the calls are as many as can be."""
        self.limit = limit
        self.quiet = quiet
        self.clock = Clock()
        self.arrived: list[tuple[float, int]] = []
        self.open: list[Running] = []
        self.paused_until = 0.0
        self.budgets = self.make(limit)

    @rule(process=PROCESS, n=st.integers(1, 2))
    def fill(self, process: int, n: int) -> None:
        """Takes all calls that are free, ``n`` at a time."""
        process %= len(self.budgets)
        while (lease := self.budgets[process].acquire_nowait(n)) is not None:
            assert self.clock.now >= self.paused_until
            self.open.append(Running(process, lease, n))

    @rule(takes=st.sampled_from([0.0, 1.0, 9.0]), succeeds=st.booleans(), most=st.integers(1, 6))
    def end(self, takes: float, succeeds: bool, most: int) -> None:
        """Those that were granted first. The server has counted each so many seconds after its grant, or now."""
        for one in self.open[:most]:
            self.arrived.append((min(one.lease.granted + takes, self.clock.now), one.n))
            if succeeds:
                one.lease.confirm()
            one.lease.settle()
        del self.open[:most]

    @rule(most=st.integers(1, 6))
    def release(self, most: int) -> None:
        """They were never sent."""
        for one in self.open[:most]:
            one.lease.release()
        del self.open[:most]

    @rule(seconds=STEPS)
    def advance(self, seconds: float) -> None:
        """A call that takes longer than a period is counted before."""
        for one in [one for one in self.open if one.lease.granted + 0.9 * PERIOD < self.clock.now + seconds]:
            self.open.remove(one)
            self.arrived.append((one.lease.granted, one.n))
            one.lease.settle()
        self.clock.now += seconds

    @precondition(lambda self: not self.quiet)
    @rule(process=PROCESS, what=st.sampled_from(["pause", "learn", "set ahead", "set back"]), amount=st.integers(0, 3))
    def event(self, process: int, what: str, amount: int) -> None:
        budget = self.budgets[process % len(self.budgets)]
        if what == "pause":
            budget.pause(amount)
            self.paused_until = max(self.paused_until, self.clock.now + amount)
        elif what == "learn":
            budget.learn(ServerLimits(limit=amount))
        else:
            self.clock.wall += 86_400.0 if what == "set ahead" else -86_400.0
            budget.learn(ServerLimits(remaining=1_000_000))

    @invariant()
    def no_period_has_too_many(self) -> None:
        times = [moment for moment, n in self.arrived for _ in range(n)]
        assert max((sum(t <= x <= t + PERIOD for x in times) for t in times), default=0) <= self.limit

    @invariant()
    def what_is_left_is_possible(self) -> None:
        for budget in self.budgets:
            assert 0 <= budget.remaining <= budget.limit <= self.limit


class InMemory(Model):
    def make(self, limit: int) -> list[Budget]:
        return [Budget(limit, PERIOD, clock=self.clock)]


class InAFile(Model):
    """Three processes. A killed one is replaced, and its calls arrive until ``IN_FLIGHT`` seconds later."""

    database: ClassVar[list[Database]] = []
    number = count()

    def make(self, limit: int) -> list[Budget]:
        self.name = f"account {next(self.number)}"
        return [self.process(limit, i) for i in range(3)]

    def process(self, limit: int, i: int) -> Budget:
        return Budget(limit, PERIOD, store=FileStore(self.database[i], self.name, IN_FLIGHT), clock=self.clock)

    @rule(process=st.integers(0, 2))
    def kill(self, process: int) -> None:
        for one in [one for one in self.open if one.process == process]:
            self.open.remove(one)
            self.arrived.append((one.lease.granted + IN_FLIGHT, one.n))
        self.budgets[process] = self.process(self.limit, process)

    @rule(off=st.sampled_from([0.0, 5.0, 100.0]))
    def reboot(self, off: float) -> None:
        """All processes are killed, and the monotonic clock begins anew."""
        for process in range(3):
            self.kill(process)
        now = self.clock.now
        self.arrived = [(moment - now - off, n) for moment, n in self.arrived]
        self.paused_until -= now + off
        self.clock.wall += now + off
        self.clock.now = 0.0
        self.budgets = [self.process(self.limit, process) for process in range(3)]

    @invariant()
    def all_processes_see_the_same(self) -> None:
        assert len({(budget.remaining, budget.limit, budget.resets_at) for budget in self.budgets}) == 1


@pytest.fixture(autouse=True, scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    path = tmp_path_factory.mktemp("model") / "shared.db"
    InAFile.database = [Database(path) for _ in range(3)]
    yield
    for database in InAFile.database:
        database.close()


TestInMemory = InMemory.TestCase
TestInAFile = InAFile.TestCase
TestInMemory.settings = TestInAFile.settings = settings(stateful_step_count=40)
