"""A model of a budget, and processes that live, die and restart with it. Each kind of budget has to keep it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from attrs import define
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plutio_async import Lease
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


class Counted(Protocol):
    """What the model needs of a budget."""

    @property
    def limit(self) -> int: ...

    @property
    def remaining(self) -> int: ...

    def acquire_nowait(self, n: int) -> Lease | None: ...

    def pause(self, seconds: float) -> None: ...

    def learn(self, limits: ServerLimits) -> None: ...


@define(eq=False)
class Running:
    """Calls of a lease. The server counts them at any moment from their grant to their end, within a period."""

    process: int
    lease: Lease
    n: int


class Model(RuleBasedStateMachine):
    """What no order of events may break, as the server sees it."""

    def make(self, limit: int) -> Sequence[Counted]:
        """One budget for each process."""
        raise NotImplementedError

    def make_clock(self) -> Clock:
        return Clock()

    @initialize(limit=st.integers(1, 6), quiet=st.booleans())
    def begin(self, limit: int, quiet: bool) -> None:
        """A quiet server says nothing, so that the calls are as many as can be."""
        self.limit = limit
        self.quiet = quiet
        self.clock = self.make_clock()
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
    @rule(process=PROCESS, seconds=st.integers(0, 3))
    def pause(self, process: int, seconds: int) -> None:
        self.budgets[process % len(self.budgets)].pause(seconds)
        self.paused_until = max(self.paused_until, self.clock.now + seconds)

    @precondition(lambda self: not self.quiet)
    @rule(process=PROCESS, limit=st.integers(0, 3))
    def learn(self, process: int, limit: int) -> None:
        self.budgets[process % len(self.budgets)].learn(ServerLimits(limit=limit))

    @rule(process=PROCESS, seconds=st.sampled_from([-86_400.0, 86_400.0]))
    def set_time(self, process: int, seconds: float) -> None:
        """The time of day steps, which a process sees with its next call."""
        self.clock.wall += seconds
        self.budgets[process % len(self.budgets)].learn(ServerLimits(remaining=1_000_000))

    @invariant()
    def no_period_has_too_many(self) -> None:
        times = [moment for moment, n in self.arrived for _ in range(n)]
        assert max((sum(t <= x <= t + PERIOD for x in times) for t in times), default=0) <= self.limit

    @invariant()
    def what_is_left_is_possible(self) -> None:
        for budget in self.budgets:
            assert 0 <= budget.remaining <= budget.limit <= self.limit
