"""What holds for the budget whatever its callers do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import anyio
import pytest
from attrs import field, frozen, mutable
from hypothesis import example, given
from hypothesis import strategies as st

from plutio_async._ratelimit.budget import Budget, Priority
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async.errors import BudgetExceeded
from plutio_async.testing.clock import FakeClock

pytestmark = pytest.mark.integration

PERIOD = 10.0
STEP = 0.5
"""Everything happens in such steps, so that grants, arrivals and cancellations often fall into one moment."""


@frozen
class Caller:
    """Comes after ``at`` steps for n calls; leaves after ``cancel``; a granted call takes ``lasts`` steps."""

    at: int
    n: int = 1
    priority: Priority = "interactive"
    cancel: int | None = None
    max_wait: float | None = None
    lasts: int = 0
    refunds: bool = False


@frozen
class Plan:
    limit: int
    capacity: int
    reserve: int
    callers: list[Caller]
    pauses: Sequence[tuple[int, float]] = ()
    news: Sequence[tuple[int, ServerLimits]] = ()


@mutable
class Outcome:
    """``granted`` holds (moment, caller) in the order of return, ``arrived`` moments as a server would count."""

    granted: list[tuple[float, Caller]] = field(factory=list)
    arrived: list[float] = field(factory=list)
    refused: list[tuple[float, Caller]] = field(factory=list)
    cancelled: int = 0


class Play:
    """Acts a plan out on a fake clock."""

    def __init__(self, plan: Plan, *, settles: bool) -> None:
        self.plan = plan
        self.settles = settles
        self.clock = FakeClock()
        self.outcome = Outcome()
        self.budget = Budget(plan.limit, PERIOD, capacity=plan.capacity, reserve=plan.reserve, clock=self.clock)

    async def run(self) -> None:
        with anyio.fail_after(20):
            async with self.clock.autojump(), anyio.create_task_group() as group:
                for caller in self.plan.callers:
                    group.start_soon(self._come, caller)
                for at, seconds in self.plan.pauses:
                    group.start_soon(self._after, at, self.budget.pause, seconds)
                for at, limits in self.plan.news:
                    group.start_soon(self._after, at, self.budget.learn, limits)
        assert self.budget.waiting == 0
        assert self.clock.sleeping == 0

    async def _after(self, at: int, act: Callable[[Any], None], value: Any) -> None:
        await self.clock.sleep(at * STEP)
        act(value)

    async def _come(self, caller: Caller) -> None:
        await self.clock.sleep(caller.at * STEP)
        taken = False
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                if caller.cancel is not None:
                    group.start_soon(self._after, caller.cancel, lambda _: scope.cancel(), None)
                taken = await self._take(caller)
                group.cancel_scope.cancel()
        if taken:
            await self._call(caller)

    async def _take(self, caller: Caller) -> bool:
        try:
            await self.budget.take(caller.n, priority=caller.priority, max_wait=caller.max_wait)
        except BudgetExceeded:
            self.outcome.refused.append((self.clock.monotonic(), caller))
            return False
        except anyio.get_cancelled_exc_class():
            self.outcome.cancelled += 1
            return False
        self.outcome.granted.append((self.clock.monotonic(), caller))
        return True

    async def _call(self, caller: Caller) -> None:
        if caller.refunds:
            self.budget.refund(caller.n, priority=caller.priority)
            return
        await self.clock.sleep(caller.lasts * STEP / 2)
        self.outcome.arrived += [self.clock.monotonic()] * caller.n
        await self.clock.sleep(caller.lasts * STEP / 2)
        self.budget.confirm()
        if self.settles:
            self.budget.settle(caller.n)


def callers(most: int, background: int) -> st.SearchStrategy[Caller]:
    return st.sampled_from(["interactive", "background"]).flatmap(
        lambda priority: st.builds(
            Caller,
            at=st.integers(0, 40),
            n=st.integers(1, most if priority == "interactive" else background),
            priority=st.just(priority),
            cancel=st.none() | st.integers(0, 25),
            max_wait=st.none() | st.sampled_from([0.0, 1.0, PERIOD, 3 * PERIOD]),
            lasts=st.integers(0, 8),
            refunds=st.booleans(),
        )
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    limit = draw(st.integers(1, 6))
    capacity = draw(st.integers(1, limit))
    reserve = draw(st.integers(0, limit - 1))
    background = capacity - reserve * capacity // limit
    each = callers(capacity, min(background, limit - reserve))
    return Plan(limit, capacity, reserve, draw(st.lists(each, min_size=1, max_size=14)))


pauses = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([0.0, 0.5, 3.0, 25.0])), max_size=3)
limits = st.builds(
    ServerLimits,
    limit=st.none(),
    remaining=st.none() | st.integers(0, 8),
    resets_in=st.none() | st.sampled_from([0.0, 0.5, 5.0, 30.0]),
)
news = st.lists(st.tuples(st.integers(0, 40), limits), max_size=4)
backends = pytest.mark.parametrize("backend", ["asyncio", "trio"])


def play(plan: Plan, backend: str, *, settles: bool = True) -> Play:
    acted = Play(plan, settles=settles)
    anyio.run(acted.run, backend=backend)
    return acted


def worst_window(times: list[float]) -> int:
    return max((sum(start <= time <= start + PERIOD for time in times) for start in times), default=0)


@backends
@given(plan=plans(), pauses=pauses, news=news)
def test_never_over_the_limit_as_the_server_counts(
    backend: str, plan: Plan, pauses: list[tuple[int, float]], news: list[tuple[int, ServerLimits]]
) -> None:
    """Cancelled, refunded, slow and paused calls in any mixture: no rolling period holds more than the limit."""
    acted = play(Plan(plan.limit, plan.capacity, plan.reserve, plan.callers, pauses, news), backend)
    assert worst_window(acted.outcome.arrived) <= plan.limit


@backends
@given(plan=plans(), pauses=pauses)
def test_everyone_is_served_refused_or_gone(backend: str, plan: Plan, pauses: list[tuple[int, float]]) -> None:
    """Nobody starves and nobody is answered twice; only impatient callers are refused, and no later than they said."""
    acted = play(Plan(plan.limit, plan.capacity, plan.reserve, plan.callers, pauses), backend)
    outcome = acted.outcome
    assert len(outcome.granted) + len(outcome.refused) + outcome.cancelled == len(plan.callers)
    began = acted.clock.monotonic() - (acted.clock.time() - 1_700_000_000.0)
    for moment, caller in outcome.refused:
        assert caller.max_wait is not None
        assert moment <= began + caller.at * STEP + caller.max_wait + 0.01
    for moment, caller in outcome.granted:
        assert caller.max_wait is None or moment <= began + caller.at * STEP + caller.max_wait + 0.01


@backends
@given(plan=plans())
@example(plan=Plan(1, 1, 0, [Caller(0), Caller(0, cancel=20), Caller(1), Caller(1)]))
def test_taken_is_sent(backend: str, plan: Plan) -> None:
    """After any cancellations the budget counts the calls that were sent in the last period, no more and no fewer."""
    sure = [Caller(c.at, c.n, c.priority, c.cancel, c.max_wait) for c in plan.callers]
    acted = play(Plan(plan.limit, plan.capacity, plan.reserve, sure), backend, settles=False)
    since = acted.clock.monotonic() - PERIOD * 1.0001
    sent = sum(caller.n for moment, caller in acted.outcome.granted if moment > since)
    assert acted.budget.limit - acted.budget.remaining == sent

    async def next_period() -> None:
        await acted.clock.advance(PERIOD + 1)
        assert acted.budget.remaining == plan.limit
        await acted.budget.take(plan.capacity, max_wait=0)

    anyio.run(next_period, backend=backend)


@backends
@given(plan=plans())
def test_first_come_first_served_inside_a_priority(backend: str, plan: Plan) -> None:
    """Whatever others do, who came earlier is not served later than another of the same priority."""
    acted = play(plan, backend)
    moments: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for moment, caller in acted.outcome.granted:
        moments[caller.priority].append((caller.at, moment))
    for lane in moments.values():
        for at, moment in lane:
            assert all(moment <= later for other, later in lane if other > at)


@backends
@given(plan=plans())
def test_background_never_takes_the_reserve(backend: str, plan: Plan) -> None:
    """In no rolling period do background calls get more than the limit without the reserve."""
    acted = play(plan, backend, settles=False)
    background = [
        moment
        for moment, caller in acted.outcome.granted
        for _ in range(caller.n)
        if caller.priority == "background" and not caller.refunds
    ]
    assert worst_window(background) <= plan.limit - plan.reserve


@given(
    limit=st.integers(1, 8),
    capacity=st.integers(1, 8),
    taken=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 3)), max_size=8),
    settled=st.booleans(),
    waits=st.lists(st.integers(1, 3), min_size=1, max_size=6),
)
@example(limit=8, capacity=2, taken=[(3, 2)] * 6, settled=True, waits=[1] * 6)
def test_estimate_is_what_the_wait_will_be(
    limit: int, capacity: int, taken: list[tuple[int, int]], settled: bool, waits: list[int]
) -> None:
    """Undisturbed, a caller is served when ``estimate`` said; where calls are spread and some take several, not before."""
    capacity = min(limit, capacity)
    clock = FakeClock()
    budget = Budget(limit, PERIOD, capacity=capacity, clock=clock)
    expected: dict[int, float] = {}
    served: dict[int, float] = {}

    async def wait(i: int, n: int) -> None:
        await budget.take(n)
        served[i] = clock.monotonic()

    async def main() -> None:
        for pause, n in taken:
            await clock.advance(pause * STEP)
            if n <= capacity and budget.estimate(n) == 0:
                await budget.take(n)
        if settled:
            budget.settle(budget.limit - budget.remaining)
        async with clock.autojump(), anyio.create_task_group() as group:
            total = 0
            for i, n in enumerate(waits):
                total += n
                if n <= capacity and total <= limit:
                    expected[i] = clock.monotonic() + budget.estimate(n)
                    group.start_soon(wait, i, n)
                    await anyio.lowlevel.checkpoint()

    anyio.run(main)
    if capacity == limit or max(waits) == 1:
        assert served == pytest.approx(expected, abs=0.01)
    assert all(moment >= expected[i] - 0.01 for i, moment in served.items())
