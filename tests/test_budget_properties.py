"""Properties of the budget that hold whatever its callers do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, Literal

import anyio
import pytest
from attrs import field, frozen, mutable
from hypothesis import example, given
from hypothesis import strategies as st

from plutio_async._core.database import Database
from plutio_async._ratelimit.budget import Budget
from plutio_async._ratelimit.file_ledger import FileLedger, FileStore
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import GRACE_PERIOD, Lease, Priority
from plutio_async.errors import BudgetExceeded
from plutio_async.testing.clock import FakeClock

pytestmark = pytest.mark.integration

PERIOD = 10.0
STEP = 0.5
"""Everything happens in such steps, so that grants, arrivals and cancellations often fall into one moment."""


End = Literal["answered", "given up", "never left", "no end"]


@frozen
class Caller:
    """Comes after ``at`` steps for n calls; leaves after ``cancel``; a granted call takes ``lasts`` steps.

    The server counts it when the share ``arrives`` of that has passed; one that was given up, of the time it may take.
    """

    at: int
    n: int = 1
    priority: Priority = "interactive"
    cancel: int | None = None
    max_wait: float | None = None
    lasts: int = 0
    arrives: float = 0.5
    end: End = "answered"


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
    """Acts a plan out on a fake clock. Several budgets share a file, and the callers come to them in turns."""

    def __init__(self, plan: Plan, stores: list[FileStore | None], *, settles: bool) -> None:
        self.plan = plan
        self.settles = settles
        self.clock = FakeClock()
        self.outcome = Outcome()
        shape: dict[str, Any] = {"capacity": plan.capacity, "reserve": plan.reserve, "clock": self.clock}
        self.budgets = [Budget(plan.limit, PERIOD, store=store, **shape) for store in stores]

    @property
    def budget(self) -> Budget:
        return self.budgets[-1]

    async def run(self) -> None:
        with anyio.fail_after(20):
            async with self.clock.autojump(), anyio.create_task_group() as group:
                for i, caller in enumerate(self.plan.callers):
                    group.start_soon(self._come, caller, self.budgets[i % len(self.budgets)])
                for at, seconds in self.plan.pauses:
                    group.start_soon(self._after, at, self.budget.pause, seconds)
                for at, limits in self.plan.news:
                    group.start_soon(self._after, at, self.budget.learn, limits)
        assert self.budget.waiting == 0
        assert self.clock.sleeping == 0

    async def _after(self, at: int, act: Callable[[Any], None], value: Any) -> None:
        await self.clock.sleep(at * STEP)
        act(value)

    async def _come(self, caller: Caller, budget: Budget) -> None:
        await self.clock.sleep(caller.at * STEP)
        lease = None
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                if caller.cancel is not None:
                    group.start_soon(self._after, caller.cancel, lambda _: scope.cancel(), None)
                lease = await self._acquire(caller, budget)
                group.cancel_scope.cancel()
        if lease is not None:
            await self._call(caller, lease)

    async def _acquire(self, caller: Caller, budget: Budget) -> Lease | None:
        try:
            lease = await budget.acquire(caller.n, priority=caller.priority, max_wait=caller.max_wait)
        except BudgetExceeded:
            self.outcome.refused.append((self.clock.monotonic(), caller))
            return None
        except anyio.get_cancelled_exc_class():
            self.outcome.cancelled += 1
            return None
        self.outcome.granted.append((self.clock.monotonic(), caller))
        return lease

    async def _call(self, caller: Caller, lease: Lease) -> None:
        if caller.end == "never left":
            lease.release()
            return
        lasts, granted = caller.lasts * STEP, self.clock.monotonic()
        arrived = {
            "answered": granted + caller.arrives * lasts,
            "given up": granted + lasts + caller.arrives * GRACE_PERIOD,
            "no end": granted,
        }
        self.outcome.arrived += [arrived[caller.end]] * caller.n
        await self.clock.sleep(lasts)
        if caller.end == "given up":
            lease.settle(late=True)
            return
        lease.confirm()
        if self.settles and caller.end == "answered":
            lease.settle()


END: tuple[End, ...] = ("answered", "answered", "given up", "never left", "no end")


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
            arrives=st.sampled_from([0.0, 0.5, 1.0]),
            end=st.sampled_from(END),
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
    limit=st.none() | st.integers(0, 8),
    remaining=st.none() | st.integers(0, 8),
    resets_in=st.none() | st.sampled_from([0.0, 0.5, 5.0, 30.0]),
)
news = st.lists(st.tuples(st.integers(0, 40), limits), max_size=4)
Where = Callable[[], list[FileStore | None]]
_number = count()


def in_memory() -> list[FileStore | None]:
    return [None]


def in_a_file() -> list[FileStore | None]:
    """Of three processes, as far as the file can tell. One file for all, with an account for each example."""
    name = f"account {next(_number)}"
    return [FileStore(database, name, 0.0) for database in DATABASES]


@pytest.fixture(autouse=True, scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    path = tmp_path_factory.mktemp("budgets") / "shared.db"
    patch.setattr(FileLedger, "longest_sleep", LOOK)  # fewer looks at the file take less time
    DATABASES[:] = [Database(path) for _ in range(3)]
    yield
    for database in DATABASES:
        database.close()
    patch.undo()


DATABASES: list[Database] = []
LOOK = 0.4
everywhere = pytest.mark.parametrize("where", [in_memory, in_a_file])
backends = pytest.mark.parametrize("backend", ["asyncio", pytest.param("trio", marks=pytest.mark.system)])


def play(plan: Plan, where: Where, backend: str, *, settles: bool = True) -> Play:
    acted = Play(plan, where(), settles=settles)
    anyio.run(acted.run, backend=backend)
    return acted


def worst_window(times: list[float]) -> int:
    return max((sum(start <= time <= start + PERIOD for time in times) for start in times), default=0)


@everywhere
@backends
@given(plan=plans(), pauses=pauses, news=news)
def test_never_over_the_limit_as_the_server_counts(
    where: Where, backend: str, plan: Plan, pauses: list[tuple[int, float]], news: list[tuple[int, ServerLimits]]
) -> None:
    """Cancelled, slow and paused calls, and limits of the server, in any mixture: no period above the limit."""
    acted = play(Plan(plan.limit, plan.capacity, plan.reserve, plan.callers, pauses, news), where, backend)
    assert worst_window(acted.outcome.arrived) <= plan.limit


@everywhere
@backends
@given(plan=plans(), pauses=pauses, news=news)
def test_each_caller_is_served_rejected_or_cancelled(
    where: Where, backend: str, plan: Plan, pauses: list[tuple[int, float]], news: list[tuple[int, ServerLimits]]
) -> None:
    """Each caller has one outcome; only callers with a max_wait are rejected, and not after it."""
    acted = play(Plan(plan.limit, plan.capacity, plan.reserve, plan.callers, pauses, news), where, backend)
    outcome = acted.outcome
    assert len(outcome.granted) + len(outcome.refused) + outcome.cancelled == len(plan.callers)
    began = acted.clock.monotonic() - (acted.clock.time() - 1_700_000_000.0)
    for moment, caller in outcome.refused:
        assert caller.max_wait is not None
        assert moment <= began + caller.at * STEP + caller.max_wait + 0.01
    for moment, caller in outcome.granted:
        assert caller.max_wait is None or moment <= began + caller.at * STEP + caller.max_wait + 0.01


@everywhere
@backends
@given(plan=plans())
@example(plan=Plan(1, 1, 0, [Caller(0), Caller(0, cancel=20), Caller(1), Caller(1)]))
def test_granted_is_sent(where: Where, backend: str, plan: Plan) -> None:
    """After any cancellations the budget counts the calls that were sent in the last period, no more and no fewer."""
    sure = [Caller(c.at, c.n, c.priority, c.cancel, c.max_wait) for c in plan.callers]
    acted = play(Plan(plan.limit, plan.capacity, plan.reserve, sure), where, backend, settles=False)
    since = acted.clock.monotonic() - PERIOD * 1.0001
    sent = sum(caller.n for moment, caller in acted.outcome.granted if moment > since)
    assert acted.budget.limit - acted.budget.remaining == sent

    async def next_period() -> None:
        await acted.clock.advance(PERIOD + 1)
        assert acted.budget.remaining == plan.limit
        await acted.budget.acquire(plan.capacity, max_wait=0)

    anyio.run(next_period, backend=backend)


@everywhere
@backends
@given(plan=plans())
def test_first_come_first_served_inside_a_priority(where: Where, backend: str, plan: Plan) -> None:
    """Whatever others do, an earlier caller is not served later than another of the same priority."""
    acted = play(plan, where, backend)
    moments: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for moment, caller in acted.outcome.granted:
        moments[caller.priority].append((caller.at, moment))
    look = LOOK if len(acted.budgets) > 1 else 0.0  # a process does not wait for others to look at the file
    for granted in moments.values():
        for at, moment in granted:
            assert all(moment <= later + look + 1e-6 for other, later in granted if other > at)


@everywhere
@backends
@given(plan=plans())
def test_background_never_takes_the_reserve(where: Where, backend: str, plan: Plan) -> None:
    """In no rolling period do background calls get more than the limit without the reserve."""
    acted = play(plan, where, backend, settles=False)
    background = [
        moment
        for moment, caller in acted.outcome.granted
        for _ in range(caller.n)
        if caller.priority == "background" and caller.end != "never left"
    ]
    assert worst_window(background) <= plan.limit - plan.reserve


@given(
    limit=st.integers(1, 8),
    capacity=st.integers(1, 8),
    taken=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 3)), max_size=8),
    settled=st.booleans(),
    lower=st.builds(ServerLimits, limit=st.integers(1, 8), resets_in=st.none() | st.sampled_from([5.5, 7.0, 30.0])),
    waits=st.lists(st.integers(1, 3), min_size=1, max_size=6),
)
@example(limit=8, capacity=2, taken=[(3, 2)] * 6, settled=True, lower=ServerLimits(limit=8), waits=[1] * 6)
@example(limit=8, capacity=8, taken=[(1, 1)] * 4, settled=True, lower=ServerLimits(3, None, 5.5), waits=[1] * 6)
def test_estimate_is_what_the_wait_will_be(
    limit: int, capacity: int, taken: list[tuple[int, int]], settled: bool, lower: ServerLimits, waits: list[int]
) -> None:
    """Undisturbed, a caller is served after ``estimate`` seconds; not earlier if calls are spread and some take several."""
    capacity = min(limit, capacity)
    clock = FakeClock()
    budget = Budget(limit, PERIOD, capacity=capacity, clock=clock)
    expected: dict[int, float] = {}
    served: dict[int, float] = {}

    async def wait(i: int, n: int) -> None:
        (await budget.acquire(n)).confirm()
        served[i] = clock.monotonic()

    async def main() -> None:
        leases: list[Lease] = []
        for pause, n in taken:
            await clock.advance(pause * STEP)
            if n <= capacity and budget.estimate(n) == 0:
                leases.append(await budget.acquire(n))
        if settled:
            for lease in leases:
                lease.settle()
        budget.learn(lower)
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


Act = Literal["acquire", "advance", "pause", "confirm", "release", "settle", "give up"]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["acquire", "acquire", "advance", "advance", "pause", "confirm", "release", "settle", "give up"]
        ),
        st.integers(0, 30),
    ),
    max_size=40,
)


class Model:
    """The expected behaviour of a budget for each lease, without a queue."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.clock = FakeClock()
        self.budget = Budget(limit, PERIOD, reserve=0, clock=self.clock)
        self.leases: list[Lease] = []
        self.counted_at: dict[Lease, float] = {}
        self.over: set[Lease] = set()
        self.paused_until: float | None = None
        self.probe: tuple[Lease, float] | None = None

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    @property
    def used(self) -> int:
        return sum(lease.n for lease, moment in self.counted_at.items() if moment + PERIOD * 1.0001 > self.now)

    @property
    def paused(self) -> bool:
        if self.paused_until is None:
            return False
        return self.now < (self.paused_until if self.probe is None else self.probe[1])

    async def act(self, act: Act, number: int) -> None:
        if act == "advance":
            await self.clock.advance(number * STEP)
        elif act == "pause":
            self.budget.pause(number * STEP)
            self.paused_until = max(self.paused_until or 0.0, self.now + number * STEP)
            self.probe = None
        elif act == "acquire":
            await self.acquire(number % self.limit + 1)
        elif self.leases:
            self.end(act, self.leases[number % len(self.leases)])

    async def acquire(self, n: int) -> None:
        if self.paused and self.probe is not None:
            return  # it would wait a moment for the probe's outcome
        free = not self.paused and self.used + n <= self.limit
        try:
            lease = await self.budget.acquire(n, max_wait=0)
        except BudgetExceeded:
            assert not free
            return
        assert free
        self.leases.append(lease)
        self.counted_at[lease] = self.now
        if self.paused_until is not None:
            self.probe = lease, self.now + 30.0

    def end(self, act: Act, lease: Lease) -> None:
        {
            "confirm": lease.confirm,
            "release": lease.release,
            "settle": lease.settle,
            "give up": lambda: lease.settle(late=True),
        }[act]()
        is_probe = self.probe is not None and self.probe[0] is lease
        if lease in self.over:
            return
        if is_probe:
            self.probe = None
        if act == "confirm":
            self.paused_until = None if is_probe else self.paused_until
            return
        self.over.add(lease)
        if act == "release":
            del self.counted_at[lease]
        else:
            self.counted_at[lease] = self.now + (GRACE_PERIOD if act == "give up" else 0.0)

    def check(self) -> None:
        assert self.budget.remaining == (0 if self.paused else max(0, self.limit - self.used))
        assert (self.budget.estimate() == 0) is (self.used < self.limit and (not self.paused or self.probe is not None))


@given(limit=st.integers(1, 4), acts=ACTS)
@example(limit=1, acts=[("acquire", 0), ("advance", 30), ("settle", 0)])
@example(limit=1, acts=[("acquire", 0), ("give up", 0), ("advance", 30), ("advance", 30)])
@example(limit=2, acts=[("acquire", 0), ("advance", 1), ("acquire", 0), ("settle", 1), ("advance", 20)])
@example(limit=3, acts=[("acquire", 0), ("pause", 2), ("advance", 2), ("acquire", 0), ("confirm", 0), ("settle", 0)])
@example(limit=3, acts=[("acquire", 0), ("pause", 0), ("acquire", 0), ("release", 0), ("release", 0), ("release", 1)])
def test_each_outcome_counts_for_its_own_lease(limit: int, acts: list[tuple[Act, int]]) -> None:
    """Leases may end in any order, twice or never: each slot and the pause follow their own lease."""

    async def main() -> None:
        model = Model(limit)
        for act, number in acts:
            await model.act(act, number)
            model.check()

    anyio.run(main)
