"""The budget of calls: the rolling hour, order, priorities, max_wait, and the server's limits."""

from __future__ import annotations

import math
import pickle
import random
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Self

import anyio
import pytest

from plutio_async._ratelimit.budget import Budget
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import GRACE_PERIOD, CallBudget, Lease, Priority
from plutio_async.errors import BudgetExceeded, ConfigurationError
from plutio_async.testing.clock import FakeClock

HOUR = 3600.0
SPAN = HOUR * 1.0001
"""The window of the budget, a little longer than the hour."""
LATER = SPAN + 0.01

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def worst_window(times: list[float], period: float = HOUR) -> int:
    """The most calls in any window of that length, both ends included."""
    times, first, worst = sorted(times), 0, 0
    for last, time in enumerate(times):
        while times[first] < time - period:
            first += 1
        worst = max(worst, last - first + 1)
    return worst


def at_once(call: Coroutine[Any, Any, Lease]) -> bool:
    """Whether it returns without giving way to any other task."""
    try:
        call.send(None)
    except StopIteration:
        return True
    call.close()
    return False


class Callers:
    """Starts callers one after the other and notes the order in which they are served."""

    def __init__(self, budget: Budget, clock: FakeClock) -> None:
        self.served: list[Any] = []
        self.refused: list[Any] = []
        self.leases: dict[Any, Lease] = {}
        self._budget, self._clock = budget, clock
        self._group = anyio.create_task_group()

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            self.leave()
        await self._group.__aexit__(None, None, None)

    def leave(self) -> None:
        self._group.cancel_scope.cancel()

    async def start(self, name: Any, n: int = 1, **options: Any) -> anyio.CancelScope:
        scope = anyio.CancelScope()
        self._group.start_soon(self._call, name, n, scope, options)
        await anyio.wait_all_tasks_blocked()
        return scope

    async def _call(self, name: Any, n: int, scope: anyio.CancelScope, options: dict[str, Any]) -> None:
        with scope:
            try:
                self.leases[name] = await self._budget.acquire(n, **options)
                self.served.append(name)
            except BudgetExceeded:
                self.refused.append(name)


class TestWindow:
    async def test_all_calls_at_once_then_none_for_an_hour(self, clock: FakeClock) -> None:
        """The first calls do not wait; the next is granted when the first are an hour old."""
        budget = Budget(1000, clock=clock)
        for _ in range(1000):
            assert at_once(budget.acquire())
        assert budget.remaining == 0
        assert HOUR < budget.estimate() <= SPAN + 0.001
        async with Callers(budget, clock) as callers:
            await callers.start("next")
            await clock.advance(HOUR)
            assert callers.served == []
            await clock.advance(LATER - HOUR)
            assert callers.served == ["next"]

    @pytest.mark.parametrize(
        ("limit", "capacity"), [pytest.param(1000, None, marks=pytest.mark.system), (100, None), (60, 6), (1, None)]
    )
    async def test_two_days_of_a_greedy_caller(self, clock: FakeClock, limit: int, capacity: int | None) -> None:
        """No rolling hour above the limit, and 99.9 % of the quota used, whatever the capacity."""
        budget = Budget(limit, capacity=capacity, clock=clock)
        began, sent = clock.monotonic(), []
        async with clock.autojump():
            while True:
                lease = await budget.acquire()
                if clock.monotonic() >= began + 48 * HOUR:
                    break
                sent.append(clock.monotonic())
                lease.settle()
        assert worst_window(sent) == limit
        assert len(sent) >= 0.999 * 48 * limit
        assert sum(time == began for time in sent) == (capacity or limit)

    async def test_capacity_spreads_calls_evenly(self, clock: FakeClock) -> None:
        """After a burst of the capacity, calls go out at the refill rate."""
        budget = Budget(60, 60.0, capacity=10, clock=clock)
        began, sent = clock.monotonic(), []
        async with clock.autojump():
            for _ in range(15):
                await budget.acquire()
                sent.append(clock.monotonic() - began)
        assert sent == pytest.approx([0.0] * 10 + [1.0, 2.0, 3.0, 4.0, 5.0], abs=0.01)

    async def test_slow_calls_keep_the_promise_as_the_server_counts(self, clock: FakeClock) -> None:
        """The server counts a call when it arrives, up to half a period after it was admitted: still none too many."""
        budget = Budget(20, 10.0, clock=clock)
        rng = random.Random(4)
        arrived: list[float] = []

        async def call() -> None:
            lease = await budget.acquire()
            await clock.sleep(rng.uniform(0, 4))
            arrived.append(clock.monotonic())
            await clock.sleep(rng.uniform(0, 1))
            lease.settle()

        async with clock.autojump(), anyio.create_task_group() as group:
            for _ in range(400):
                group.start_soon(call)
        assert len(arrived) == 400
        assert worst_window(arrived, 10.0) <= 20

    async def test_lease_that_never_ends_counts_from_its_grant(self, clock: FakeClock) -> None:
        """A lease that never ends occupies its slot for one period."""
        budget = Budget(2, clock=clock)
        await budget.acquire(2)
        await clock.advance(LATER)
        assert budget.remaining == 2

    async def test_several_calls_at_once(self, clock: FakeClock) -> None:
        """``acquire(n)`` waits until all n are free and takes nothing before; the small ones behind it do not overtake."""
        budget = Budget(10, clock=clock)
        await budget.acquire(4)
        await clock.advance(100)
        await budget.acquire(5)
        async with Callers(budget, clock) as callers:
            await callers.start("five", 5)
            await callers.start("one")
            assert budget.remaining == 1
            await clock.advance(SPAN - 101)
            assert callers.served == []
            await clock.advance(1.01)
            assert callers.served == ["five"]
            await clock.advance(100)
        assert callers.served == ["five", "one"]

    async def test_other_periods(self, clock: FakeClock) -> None:
        """Any limit and period can be configured."""
        budget = Budget(3, 1.0, clock=clock)
        began = clock.monotonic()
        async with clock.autojump():
            for _ in range(9):
                await budget.acquire()
        assert clock.monotonic() - began == pytest.approx(2.0, abs=0.01)


class TestOrder:
    async def test_first_come_first_served(self, clock: FakeClock) -> None:
        """No caller is overtaken, not even by one that arrives when a call becomes free."""
        budget = Budget(10, 10.0, capacity=1, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            for i in range(20):
                await callers.start(i)
            for i in range(20, 40):
                await clock.advance(1.0)
                await callers.start(i)
            await clock.advance(60)
        assert callers.served == list(range(40))

    async def test_one_sleeper_however_many_wait(self, clock: FakeClock) -> None:
        """A hundred waiters need one timer."""
        budget = Budget(1, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            for i in range(100):
                await callers.start(i)
            assert clock.sleeping == 1
            assert budget.waiting == 100
            callers.leave()
        assert budget.waiting == clock.sleeping == 0

    async def test_first_goes_before_others_of_its_priority(self, clock: FakeClock) -> None:
        """Among themselves in the order of arrival. Only what goes before them counts for ``max_wait``."""
        budget = Budget(1, reserve=0, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            for name in ("a", "b"):
                await callers.start(name)
            for name in ("first", "second"):
                await callers.start(name, first=True)
            await callers.start("max_wait is enough", first=True, max_wait=3 * SPAN)
            await callers.start("max_wait is too short", first=True, max_wait=3 * SPAN)
            await callers.start("background", priority="background", first=True)
            assert callers.refused == ["max_wait is too short"]
            await clock.advance(6 * LATER)
        assert callers.served == ["first", "second", "max_wait is enough", "a", "b", "background"]

    async def test_interactive_goes_before_background(self, clock: FakeClock) -> None:
        """Interactive waiters are served before background callers that arrived earlier."""
        budget = Budget(5, 5.0, capacity=1, reserve=1, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            await callers.start("b1", priority="background")
            await callers.start("b2", priority="background")
            await callers.start("i1")
            await callers.start("i2")
            await clock.advance(6)
        assert callers.served == ["i1", "i2", "b1", "b2"]

    async def test_background_leaves_the_reserve(self, clock: FakeClock) -> None:
        """Background work stops short of the reserve; interactive calls find it without a wait."""
        budget = Budget(10, reserve=3, clock=clock)
        async with Callers(budget, clock) as callers:
            for i in range(9):
                await callers.start(i, priority="background")
            assert callers.served == list(range(7))
            assert budget.remaining == 3
            for _ in range(3):
                assert at_once(budget.acquire())
            await clock.advance(LATER)
        assert callers.served == list(range(9))

    async def test_reserve_that_interactive_calls_used_is_not_kept_twice(self, clock: FakeClock) -> None:
        """Interactive calls within the reserve leave the background its full share."""
        budget = Budget(10, reserve=3, clock=clock)
        await budget.acquire(3)
        await budget.acquire(7, priority="background")
        assert budget.remaining == 0

    async def test_reserve_holds_for_the_burst_too(self, clock: FakeClock) -> None:
        """With a small capacity, background callers leave its part of the reserve to the next interactive caller."""
        budget = Budget(100, 100.0, capacity=10, reserve=20, clock=clock)
        async with Callers(budget, clock) as callers:
            for i in range(30):
                await callers.start(i, priority="background")
            assert len(callers.served) == 8
            await clock.advance(5)
            assert len(callers.served) == 13
            assert at_once(budget.acquire(2))
            callers.leave()

    async def test_busy_interactive_callers_do_not_starve_the_background(self, clock: FakeClock) -> None:
        """While interactive callers always wait, every tenth call is a background one."""
        budget = Budget(100, 100.0, capacity=1, reserve=10, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            for i in range(3):
                await callers.start(f"b{i}", priority="background")
            for i in range(60):
                await callers.start(i)
            await clock.advance(31)
            callers.leave()
        assert [callers.served.index(f"b{i}") for i in range(3)] == [9, 19, 29]

    async def test_turn_of_the_background_spares_no_tokens(self, clock: FakeClock) -> None:
        """While interactive callers wait, no tokens are spared for later ones."""
        budget = Budget(100, 100.0, capacity=10, reserve=50, clock=clock)
        await budget.acquire(10)
        async with Callers(budget, clock) as callers:
            await callers.start("b", priority="background")
            for i in range(30):
                await callers.start(i)
            await clock.advance(12.1)
            assert callers.served == [*range(9), "b", 9, 10]
            callers.leave()

    async def test_calls_before_it_waited_give_the_background_no_turn(self, clock: FakeClock) -> None:
        """Only interactive calls that are granted while a background caller waits count for its turn."""
        budget = Budget(100, 100.0, capacity=1, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            for i in range(15):
                await callers.start(i)
            await clock.advance(15.1)
            await callers.start("i1")
            await callers.start("b", priority="background")
            await callers.start("i2")
            await clock.advance(4)
        assert callers.served == [*range(15), "i1", "i2", "b"]

    async def test_background_that_waits_for_the_reserve_blocks_no_interactive_caller(self, clock: FakeClock) -> None:
        """A background caller that waits because of the reserve does not block interactive ones."""
        budget = Budget(40, reserve=30, clock=clock)
        await budget.acquire(10, priority="background")
        async with Callers(budget, clock) as callers:
            await callers.start("b", priority="background")
            for i in range(30):
                await callers.start(i)
            assert callers.served == list(range(30))
            callers.leave()


class TestMaxWait:
    async def test_refuses_at_once_when_the_wait_is_too_long(self, clock: FakeClock) -> None:
        """The error is raised without a wait, and has the length and the end of the wait."""
        budget = Budget(1, max_wait=60, clock=clock)
        await budget.acquire()
        with pytest.raises(BudgetExceeded, match=r"max_wait=60 s; the next is in 3600\.4 s, at") as caught:
            await budget.acquire()
        assert caught.value.wait == pytest.approx(SPAN)
        assert caught.value.retry_at == datetime.fromtimestamp(clock.time(), UTC) + timedelta(seconds=SPAN)
        assert pickle.loads(pickle.dumps(caught.value)).retry_at == caught.value.retry_at
        assert budget.waiting == 0

    async def test_counts_earlier_waiters(self, clock: FakeClock) -> None:
        """A caller that would be served a period later is refused now."""
        budget = Budget(2, clock=clock)
        await budget.acquire(2)
        async with Callers(budget, clock) as callers:
            await callers.start("first", 2)
            with pytest.raises(BudgetExceeded) as caught:
                await budget.acquire(max_wait=SPAN + 10)
            assert caught.value.wait == pytest.approx(2 * SPAN)
            await callers.start("second", max_wait=2 * SPAN + 1)
            await clock.advance(2 * LATER)
        assert callers.served == ["first", "second"]

    async def test_max_wait_of_one_call(self, clock: FakeClock) -> None:
        """A call's own ``max_wait`` goes before the budget's; ``None`` has no bound; 0 does not wait."""
        budget = Budget(1, max_wait=60, clock=clock)
        await budget.acquire(max_wait=0)
        with pytest.raises(BudgetExceeded):
            await budget.acquire(max_wait=0)
        async with clock.autojump():
            await budget.acquire(max_wait=None)
            await budget.acquire(max_wait=SPAN)

    async def test_shaped_waits_are_foreseen(self, clock: FakeClock) -> None:
        """With a small capacity, too, the refusal comes at once, although both the window and the refill delay calls."""
        budget = Budget(20, 100.0, capacity=5, clock=clock)
        await budget.acquire(5)
        async with clock.autojump():
            for _ in range(15):
                await budget.acquire()
        async with Callers(budget, clock) as callers:
            for i in range(11):
                wait = budget.estimate()
                began = clock.monotonic()
                with pytest.raises(BudgetExceeded):
                    await budget.acquire(max_wait=wait * 0.99)
                assert clock.monotonic() == began
                await callers.start((i, began + wait))
            async with clock.autojump():
                while budget.waiting:
                    before = len(callers.served)
                    await budget.wait()
                    for _, expected in callers.served[before:]:
                        assert expected <= clock.monotonic() + 0.01
            assert len(callers.served) == 11

    async def test_pause_longer_than_max_wait_refuses_the_waiter(self, clock: FakeClock) -> None:
        """At the 429, not at the end of ``max_wait``."""
        budget = Budget(1, 10.0, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            await callers.start("short", max_wait=20)
            await callers.start("long", max_wait=100)
            budget.pause(50)
            await anyio.wait_all_tasks_blocked()
            assert callers.refused == ["short"]
            await clock.advance(50.1)
        assert callers.served == ["long"]

    async def test_wait_lengthened_by_others_ends_in_time(self, clock: FakeClock) -> None:
        """A background caller that interactive ones overtake is refused at its ``max_wait``, not served late."""
        budget = Budget(1, 10.0, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            await callers.start("b", priority="background", max_wait=12)
            await callers.start("i")
            await clock.advance(11.9)
            assert callers.refused == []
            await clock.advance(0.2)
            assert (callers.served, callers.refused) == (["i"], ["b"])


class TestCancellation:
    async def test_cancelled_waiter_costs_nothing(self, clock: FakeClock) -> None:
        """Later waiters move up, and no call is lost."""
        budget = Budget(2, clock=clock)
        await budget.acquire(2)
        async with Callers(budget, clock) as callers:
            scopes = [await callers.start(i) for i in range(4)]
            scopes[0].cancel()
            scopes[2].cancel()
            await anyio.wait_all_tasks_blocked()
            assert budget.waiting == 2
            await clock.advance(LATER)
        assert callers.served == [1, 3]

    async def test_cancelled_sleeper_hands_over(self, clock: FakeClock) -> None:
        """When the sleeper leaves, another waiter sleeps."""
        budget = Budget(1, clock=clock)
        await budget.acquire()
        async with Callers(budget, clock) as callers:
            scopes = [await callers.start(i) for i in range(3)]
            for scope in scopes[:2]:
                scope.cancel()
                await anyio.wait_all_tasks_blocked()
                assert clock.sleeping == 1
            await clock.advance(LATER)
        assert callers.served == [2]

    @pytest.mark.parametrize("victim", [0, 1, 2])
    async def test_cancelled_in_the_moment_of_the_grant(self, clock: FakeClock, victim: int) -> None:
        """A call granted to a waiter that is cancelled at the same time is used or passed on, never lost."""
        budget = Budget(2, clock=clock)
        lease = await budget.acquire(2)
        async with Callers(budget, clock) as callers:
            scopes = [await callers.start(i) for i in range(4)]
            lease.release()
            scopes[victim].cancel()
            await anyio.wait_all_tasks_blocked()
            assert len(callers.served) == 2
            assert budget.remaining == 0
            callers.leave()

    async def test_cancelled_background_grant_returns_its_share(self, clock: FakeClock) -> None:
        """The background's share is as large after a cancellation as before."""
        budget = Budget(2, reserve=1, clock=clock)
        lease, _ = await budget.acquire(), await budget.acquire()
        async with Callers(budget, clock) as callers:
            await callers.start("sleeper", priority="background")
            scope = await callers.start("gone", priority="background")
            callers.leave()
            lease.release()
            scope.cancel()
        assert budget.estimate(1, "background") == 0

    async def test_cancelling_half_of_many_waiters_delays_no_other(self, clock: FakeClock) -> None:
        """The remaining waiters are served as if the others had never queued."""
        budget = Budget(10, 10.0, capacity=1, clock=clock)
        await budget.acquire()
        began = clock.monotonic()
        async with Callers(budget, clock) as callers:
            scopes = [await callers.start(i) for i in range(40)]
            for scope in scopes[::2]:
                scope.cancel()
            async with clock.autojump():
                while len(callers.served) < 20:
                    await clock.sleep(0.1)
        assert callers.served == list(range(1, 40, 2))
        assert clock.monotonic() - began < 20.3

    async def test_uncontended_acquire_is_no_checkpoint(self, clock: FakeClock) -> None:
        """A cancelled task gets a free call, too; its next await raises."""
        budget = Budget(clock=clock)
        with anyio.CancelScope() as scope:
            scope.cancel()
            await budget.acquire()
        assert not scope.cancelled_caught
        assert budget.remaining == 999


class TestOutcome:
    async def test_released_call_goes_to_the_next(self, clock: FakeClock) -> None:
        """A call that never left can be made by another at once."""
        budget = Budget(1, clock=clock)
        lease = await budget.acquire()
        async with Callers(budget, clock) as callers:
            await callers.start("next")
            lease.release()
            await anyio.wait_all_tasks_blocked()
            assert callers.served == ["next"]

    async def test_only_the_first_outcome_counts(self, clock: FakeClock) -> None:
        """Later outcomes of the same lease change nothing."""
        budget = Budget(5, capacity=3, clock=clock)
        released, settled = await budget.acquire(), await budget.acquire()
        released.release()
        settled.settle()
        for lease in (released, settled):
            lease.release()
            lease.settle()
            lease.confirm()
        assert budget.remaining == 4
        await budget.acquire(2)
        assert budget.estimate() > 0

    async def test_release_after_its_period_gives_nothing(self, clock: FakeClock) -> None:
        """Its slot was free by then, so the budget never has more than its limit."""
        budget = Budget(5, capacity=3, clock=clock)
        old = await budget.acquire(3)
        await clock.advance(LATER)
        await budget.acquire(3)
        old.release()
        assert budget.remaining == 2
        assert budget.estimate() > 0

    async def test_released_background_call_returns_its_share(self, clock: FakeClock) -> None:
        """Background calls that never left do not use up the background's share."""
        budget = Budget(4, reserve=2, clock=clock)
        for _ in range(5):
            (await budget.acquire(2, priority="background")).release()
        assert budget.estimate(2, "background") == 0

    async def test_settled_call_counts_from_its_end(self, clock: FakeClock) -> None:
        """A call of ten minutes occupies its slot for an hour after its end."""
        budget = Budget(1, clock=clock)
        lease = await budget.acquire()
        await clock.advance(600)
        lease.settle()
        assert budget.estimate() == pytest.approx(SPAN)

    async def test_the_call_that_ended_is_the_one_that_counts_from_its_end(self, clock: FakeClock) -> None:
        """Not the oldest: the slot of each call is free a period after its own end."""
        budget = Budget(2, clock=clock)
        first = await budget.acquire()
        await clock.advance(100)
        second = await budget.acquire()
        await clock.advance(100)
        second.settle()
        assert budget.estimate() == pytest.approx(SPAN - 200)
        await clock.advance(100)
        first.settle()
        assert budget.estimate() == pytest.approx(SPAN - 100)
        assert budget.estimate(2) == pytest.approx(SPAN)

    async def test_a_call_longer_than_the_period_counts_from_its_end_too(self, clock: FakeClock) -> None:
        """Its slot was free meanwhile, and is occupied again."""
        budget = Budget(2, 10.0, clock=clock)
        lease = await budget.acquire(2)
        await clock.advance(15)
        assert budget.remaining == 2
        lease.settle()
        assert budget.remaining == 0
        assert budget.estimate() == pytest.approx(10, abs=0.01)


class TestServer:
    async def test_learns_of_calls_that_others_made(self, clock: FakeClock) -> None:
        """The remaining calls of the server count until its reset, if they are fewer than the budget has."""
        budget = Budget(1000, clock=clock)
        lease = await budget.acquire()
        budget.learn(ServerLimits(limit=1000, remaining=100, resets_in=600))
        lease.settle()
        assert budget.remaining == 100
        await clock.advance(600)
        assert budget.remaining == 999

    async def test_never_loosens(self, clock: FakeClock) -> None:
        """More remaining calls than the budget has change nothing."""
        budget = Budget(10, clock=clock)
        await budget.acquire(8)
        budget.learn(ServerLimits(limit=5000, remaining=4992, resets_in=1))
        assert (budget.limit, budget.remaining) == (10, 2)

    async def test_answers_out_of_order_count_once(self, clock: FakeClock) -> None:
        """The difference is to what we believe now, so repeated and late answers add nothing."""
        budget = Budget(100, clock=clock)
        await budget.acquire(3)
        for remaining in (47, 49, 48, 47):
            budget.learn(ServerLimits(remaining=remaining, resets_in=60))
        assert budget.remaining == 47

    async def test_old_answer_that_crosses_a_reset_takes_nothing_away(self, clock: FakeClock) -> None:
        """A call that became free while an answer was on its way does not count as one of another client."""
        budget = Budget(10, clock=clock)
        await budget.acquire(8)
        await clock.advance(SPAN - 1)
        lease = await budget.acquire()
        await clock.advance(2)
        assert budget.remaining == 9
        budget.learn(ServerLimits(remaining=1, resets_in=HOUR))
        lease.settle()
        assert budget.remaining == 9

    async def test_unknown_reset_is_spread_over_the_hour(self, clock: FakeClock) -> None:
        """Without a reset the other calls are assumed to be spread evenly: no caller waits for a whole hour."""
        budget = Budget(100, clock=clock)
        await budget.acquire()
        budget.learn(ServerLimits(remaining=0))
        assert budget.remaining == 0
        assert budget.estimate() == pytest.approx(SPAN / 99)
        await clock.advance(SPAN / 2)
        assert 45 <= budget.remaining <= 55

    async def test_lower_limit(self, clock: FakeClock) -> None:
        """A lower limit counts until the server reports another."""
        budget = Budget(1000, clock=clock)
        await budget.acquire(200)
        budget.learn(ServerLimits(limit=300))
        assert (budget.limit, budget.remaining, budget.estimate(100)) == (300, 100, 0.0)
        budget.learn(ServerLimits(limit=100))
        assert (budget.limit, budget.remaining) == (100, 0)
        assert budget.estimate() == HOUR
        budget.learn(ServerLimits(limit=2000))
        assert (budget.limit, budget.remaining) == (1000, 800)

    async def test_lower_limit_keeps_the_reserve(self, clock: FakeClock) -> None:
        """The reserve is the same share of a lower limit. Otherwise the background would take all that is left."""
        budget = Budget(1000, reserve=200, clock=clock)
        budget.learn(ServerLimits(limit=100))
        await budget.acquire(80, priority="background")
        with pytest.raises(BudgetExceeded):
            await budget.acquire(priority="background", max_wait=0)
        assert budget.remaining == 20

    @pytest.mark.parametrize(
        ("limits", "ends"),
        [
            (ServerLimits(limit=5), HOUR),
            (ServerLimits(limit=5, resets_in=2000), 2000.0),
            (ServerLimits(limit=5, resets_in=9000), HOUR),
        ],
    )
    async def test_lower_limit_ends(self, clock: FakeClock, limits: ServerLimits, ends: float) -> None:
        """At its reset, or after a period, and the estimate says so."""
        budget = Budget(1000, clock=clock)
        budget.learn(limits)
        lease = await budget.acquire(5)
        assert budget.resets_at is not None
        assert (budget.limit, budget.remaining, budget.estimate()) == (5, 0, pytest.approx(ends))
        assert budget.estimate(900) == pytest.approx(ends)
        await clock.advance(ends - 1)
        lease.settle()
        assert (budget.limit, budget.remaining) == (5, 0)
        await clock.advance(1)
        assert (budget.limit, budget.remaining, budget.estimate()) == (1000, 995, 0.0)

    async def test_lower_limit_that_is_stated_again_stays(self, clock: FakeClock) -> None:
        """For a period from then."""
        budget = Budget(1000, clock=clock)
        for _ in range(5):
            budget.learn(ServerLimits(limit=5))
            await clock.advance(HOUR - 1)
            assert (budget.limit, budget.remaining) == (5, 5)
        await clock.advance(1)
        assert (budget.limit, budget.remaining) == (1000, 1000)

    async def test_callers_go_on_when_a_lower_limit_ends(self, clock: FakeClock) -> None:
        """At that moment one, and all when its answer does not state the limit again."""
        budget = Budget(1000, clock=clock)
        budget.learn(ServerLimits(limit=2, resets_in=3000))
        await budget.acquire(2)
        async with Callers(budget, clock) as callers:
            for i in range(100):
                await callers.start(i, priority="background" if i % 2 else "interactive")
            await clock.advance(2999.9)
            assert callers.served == []
            await clock.advance(0.2)
            assert callers.served == [0]
            callers.leases[0].confirm()
            await anyio.wait_all_tasks_blocked()
            assert sorted(callers.served) == list(range(100))

    async def test_a_call_after_the_end_brings_the_lower_limit_back(self, clock: FakeClock) -> None:
        """The others wait for the answer of the first, so that they do not overrun a limit that still holds."""
        budget = Budget(1000, clock=clock)
        budget.learn(ServerLimits(limit=2, resets_in=3000))
        await budget.acquire(2)
        async with Callers(budget, clock) as callers:
            for i in range(10):
                await callers.start(i)
            await clock.advance(3001)
            budget.learn(ServerLimits(limit=2, resets_in=3000))
            callers.leases[0].confirm()
            await clock.advance(590)
            assert callers.served == [0]
            await clock.advance(10)
            assert callers.served == [0, 1]
            callers.leave()

    async def test_the_end_of_a_lower_limit_leaves_a_pause_alone(self, clock: FakeClock) -> None:
        """The call that goes first after a 429 is still under way, and the others wait for its answer."""
        budget = Budget(1000, clock=clock)
        budget.learn(ServerLimits(limit=2))
        budget.pause(HOUR - 10)
        async with Callers(budget, clock) as callers:
            for name in ("first", "second"):
                await callers.start(name)
            await clock.advance(HOUR + 10)
            await callers.start("third")
            assert callers.served == ["first"]
            callers.leases["first"].confirm()
            await anyio.wait_all_tasks_blocked()
            assert sorted(callers.served) == ["first", "second", "third"]

    async def test_lower_limit_is_logged_once(self, clock: FakeClock, caplog: pytest.LogCaptureFixture) -> None:
        """Not for each answer; again when it is lower still, and when none was stated for a period."""
        budget = Budget(1000, clock=clock)
        for limit in (1000, 2000, 300, 300, 1000, 300, 100, 300, 100):
            budget.learn(ServerLimits(limit=limit))
            await clock.advance(1)
        first, second = (record.getMessage() for record in caplog.records)
        assert first == (
            "an answer of the API states a limit of 300 calls (x-ratelimit-limit or ratelimit-limit), below the"
            " budget's 1000 of 3600 s: it counts for 3600 s, and for longer if it is stated again"
        )
        assert "a limit of 100 calls" in second
        await clock.advance(HOUR)
        budget.learn(ServerLimits(limit=300))
        assert "a limit of 300 calls" in caplog.messages[2]

    @pytest.mark.parametrize(
        ("limits", "expected"),
        [
            (ServerLimits(limit=60, remaining=1000, resets_in=59), 1000),
            (ServerLimits(limit=500, resets_in=3000), 500),
            (ServerLimits(limit=0), 1000),
        ],
    )
    def test_limit_of_another_window_is_no_limit_of_the_hour(
        self, clock: FakeClock, limits: ServerLimits, expected: int
    ) -> None:
        """60 a minute must not become 60 an hour."""
        budget = Budget(clock=clock)
        budget.learn(limits)
        assert budget.limit == expected

    async def test_limit_lowered_below_what_one_waits_for(self, clock: FakeClock) -> None:
        """A waiter for more calls than the lower limit gets them when that ends."""
        budget = Budget(10, clock=clock)
        await budget.acquire(10)
        async with Callers(budget, clock) as callers:
            await callers.start("eight", 8)
            await callers.start("one")
            await clock.advance(HOUR / 2)
            budget.learn(ServerLimits(limit=5))
            await clock.advance(HOUR - 1)
            assert callers.served == []
            await clock.advance(1)
            assert callers.served == ["eight"]
            callers.leases["eight"].confirm()
            await anyio.wait_all_tasks_blocked()
            assert callers.served == ["eight", "one"]

    async def test_429_pauses_all_callers_once(self, clock: FakeClock) -> None:
        """Many 429s of one burst make one pause. After it one call is granted, and the rest when that one succeeds."""
        budget = Budget(100, clock=clock)
        leases = [await budget.acquire() for _ in range(20)]
        for lease in leases:
            budget.pause(30)
            lease.settle()
        assert budget.remaining == 0
        assert budget.resets_at is not None
        async with Callers(budget, clock) as callers:
            for i in range(5):
                await callers.start(i)
            leases[0].confirm()
            await clock.advance(29.9)
            assert callers.served == []
            await clock.advance(0.2)
            assert callers.served == [0]
            await clock.advance(5)
            assert callers.served == [0]
            callers.leases[0].confirm()
            callers.leases[0].settle()
            await anyio.wait_all_tasks_blocked()
            assert sorted(callers.served) == [0, 1, 2, 3, 4]
        assert budget.remaining == 75

    def test_longest_pause_counts(self, clock: FakeClock) -> None:
        """A shorter Retry-After does not undercut a longer one."""
        budget = Budget(clock=clock)
        budget.pause(100)
        budget.pause(10)
        assert budget.estimate() == 100

    async def test_failed_probe_pauses_again(self, clock: FakeClock) -> None:
        """The probe itself gets a 429."""
        budget = Budget(clock=clock)
        budget.pause(10)
        async with Callers(budget, clock) as callers:
            await callers.start(0)
            await callers.start(1)
            await clock.advance(10)
            assert callers.served == [0]
            budget.pause(20)
            callers.leases[0].settle()
            await clock.advance(19)
            assert callers.served == [0]
            await clock.advance(1)
            assert callers.served == [0, 1]

    @pytest.mark.parametrize("end", ["release", "settle", "silence"])
    async def test_probe_without_a_success_is_followed_by_another(
        self, clock: FakeClock, end: Literal["release", "settle", "silence"]
    ) -> None:
        """No connection, no answer, or no outcome for half a minute: one other call is the next probe."""
        budget = Budget(clock=clock)
        budget.pause(10)
        async with Callers(budget, clock) as callers:
            for i in range(3):
                await callers.start(i)
            await clock.advance(10)
            if end == "silence":
                await clock.advance(30)
            else:
                getattr(callers.leases[0], end)()
            await anyio.wait_all_tasks_blocked()
            assert callers.served == [0, 1]
            callers.leave()

    async def test_cancelled_probe_is_followed_by_another(self, clock: FakeClock) -> None:
        """When the waiter that is the probe is cancelled, the next waiter is the probe."""
        budget = Budget(1, clock=clock)
        budget.pause(10)
        await clock.advance(10)
        async with Callers(budget, clock) as callers:
            lease = await budget.acquire()
            scopes = [await callers.start(i) for i in range(2)]
            lease.release()
            scopes[0].cancel()
            await anyio.wait_all_tasks_blocked()
            assert len(callers.served) == 1
            callers.leave()

    async def test_estimate_assumes_that_the_probe_succeeds(self, clock: FakeClock) -> None:
        """Callers with a short max_wait wait for its answer, instead of being rejected for the time it may take at most."""
        budget = Budget(clock=clock)
        budget.pause(10)
        await clock.advance(10)
        lease = await budget.acquire()
        async with Callers(budget, clock) as callers:
            await callers.start("max_wait is enough", max_wait=1)
            await clock.advance(0.5)
            lease.confirm()
        assert callers.served == ["max_wait is enough"]

    @pytest.mark.parametrize("end", ["answered", "lost", "release"])
    async def test_older_call_that_ends_does_not_end_the_pause(self, clock: FakeClock, end: str) -> None:
        """Whatever its outcome, no other call is granted before the probe succeeds."""
        budget = Budget(100, clock=clock)
        older = [await budget.acquire(), await budget.acquire()]
        budget.pause(10)
        async with Callers(budget, clock) as callers:
            for i in range(5):
                await callers.start(i)
            await clock.advance(10)
            for lease in older:
                if end == "release":
                    lease.release()
                elif end == "answered":
                    lease.confirm()
                    lease.settle()
                else:
                    lease.settle(late=True)
            await anyio.wait_all_tasks_blocked()
            assert callers.served == [0]
            callers.leases[0].confirm()
            callers.leases[0].settle()
            await anyio.wait_all_tasks_blocked()
            assert sorted(callers.served) == [0, 1, 2, 3, 4]

    async def test_older_calls_that_never_end_delay_no_probe(self, clock: FakeClock) -> None:
        """The probe's success ends the pause."""
        budget = Budget(100, clock=clock)
        await budget.acquire(3)
        budget.pause(10)
        await clock.advance(10)
        lease = await budget.acquire()
        lease.confirm()
        assert budget.estimate() == 0
        assert budget.remaining == 96

    async def test_probe_that_is_lost_beside_an_older_call_is_followed_by_another(self, clock: FakeClock) -> None:
        """When both end without a success."""
        budget = Budget(100, clock=clock)
        lease = await budget.acquire()
        budget.pause(10)
        async with Callers(budget, clock) as callers:
            for i in range(3):
                await callers.start(i)
            await clock.advance(10)
            lease.settle(late=True)
            await anyio.wait_all_tasks_blocked()
            assert callers.served == [0]
            callers.leases[0].settle(late=True)
            await anyio.wait_all_tasks_blocked()
            assert callers.served == [0, 1]
            callers.leave()

    async def test_earlier_answer_does_not_end_the_pause(self, clock: FakeClock) -> None:
        """Only the answer to the probe does."""
        budget = Budget(clock=clock)
        lease = await budget.acquire()
        budget.pause(10)
        lease.confirm()
        assert budget.estimate() == 10

    async def test_probe_that_was_given_up_does_not_end_the_pause(self, clock: FakeClock) -> None:
        """Another call is the probe by then."""
        budget = Budget(clock=clock)
        budget.pause(10)
        await clock.advance(10)
        first = await budget.acquire()
        await clock.advance(30)
        second = await budget.acquire()
        first.confirm()
        first.settle()
        assert budget.remaining == 0
        second.confirm()
        assert budget.remaining == 998

    async def test_refuses_an_invalid_pause(self, clock: FakeClock) -> None:
        """A negative or infinite pause is an error."""
        for seconds in (-1.0, math.inf, math.nan):
            with pytest.raises(ConfigurationError, match="0 or more"):
                Budget(clock=clock).pause(seconds)


class TestView:
    async def test_shows_what_is_left(self, clock: FakeClock) -> None:
        """The limit, the remaining calls and the reset are known before the first call."""
        budget = Budget(10, clock=clock)
        assert (budget.limit, budget.remaining, budget.resets_at, budget.waiting) == (10, 10, None, 0)
        await budget.acquire(3)
        await clock.advance(60)
        await budget.acquire()
        assert budget.remaining == 6
        assert budget.resets_at == datetime.fromtimestamp(clock.time(), UTC) + timedelta(seconds=SPAN)
        await clock.advance(LATER)
        assert budget.resets_at is None
        assert repr(budget) == "<Budget: 10 of 10 calls left, 0 waiting>"

    async def test_wait_takes_nothing(self, clock: FakeClock) -> None:
        """``wait(n)`` returns when n calls are free and leaves them free."""
        budget = Budget(10, clock=clock)
        await budget.wait(10)
        await budget.acquire(5)
        began = clock.monotonic()
        async with clock.autojump():
            await budget.wait(8)
        assert clock.monotonic() == pytest.approx(began + SPAN)
        assert budget.remaining == 10
        await budget.acquire(8)
        with pytest.raises(BudgetExceeded):
            await budget.wait(3, max_wait=1)

    async def test_wait_takes_nothing_when_others_end_meanwhile(self, clock: FakeClock) -> None:
        """Only the lease that ``wait`` held is given back."""
        budget = Budget(2, clock=clock)
        lease = await budget.acquire(2)
        async with anyio.create_task_group() as group:
            group.start_soon(budget.wait, 1)
            await anyio.wait_all_tasks_blocked()
            lease.release()
            (await budget.acquire()).settle()
        assert budget.remaining == 1

    async def test_the_waiter_may_acquire_before_the_next(self, clock: FakeClock) -> None:
        """Calls that ``wait`` found free are not granted to others before its caller could acquire them."""
        budget = Budget(1, clock=clock)
        lease = await budget.acquire()
        served: list[str] = []

        async def wait_and_take() -> None:
            await budget.wait()
            await budget.acquire(max_wait=0, first=True)
            served.append("waited")

        async with Callers(budget, clock) as callers, anyio.create_task_group() as group:
            group.start_soon(wait_and_take)
            await anyio.wait_all_tasks_blocked()
            await callers.start("next")
            lease.release()
            await anyio.wait_all_tasks_blocked()
            assert (served, callers.served) == (["waited"], [])
            await clock.advance(LATER)
        assert callers.served == ["next"]

    async def test_wait_leaves_the_burst_too(self, clock: FakeClock) -> None:
        """With a small capacity, ``wait`` takes no tokens."""
        budget = Budget(10, capacity=2, clock=clock)
        await budget.wait(2)
        assert at_once(budget.acquire(2))

    async def test_estimate_counts_those_ahead(self, clock: FakeClock) -> None:
        """Interactive callers queue behind interactive ones, background callers behind all."""
        budget = Budget(2, reserve=0, clock=clock)
        await budget.acquire(2)
        async with Callers(budget, clock) as callers:
            await callers.start("b", 2, priority="background")
            assert budget.estimate() == pytest.approx(SPAN)
            assert budget.estimate(1, "background") == pytest.approx(2 * SPAN)
            await callers.start("i", 2)
            assert budget.estimate() == pytest.approx(2 * SPAN)
            assert budget.estimate(1, "background") == pytest.approx(3 * SPAN)
            callers.leave()

    async def test_estimates(self, clock: FakeClock) -> None:
        """Seconds until n calls could be taken, by priority; more calls than the limit are an error."""
        budget = Budget(10, reserve=2, clock=clock)
        assert budget.estimate(10) == 0
        await budget.acquire(8, priority="background")
        assert budget.estimate(2) == 0
        assert budget.estimate(3) == pytest.approx(SPAN)
        assert budget.estimate(1, "background") == pytest.approx(SPAN)
        with pytest.raises(ConfigurationError, match="take 1 to 10"):
            budget.estimate(11)
        with pytest.raises(ConfigurationError, match="take 1 to 8"):
            budget.estimate(9, "background")

    async def test_wall_clock_does_not_matter(self, clock: FakeClock) -> None:
        """Setting the time of day neither frees nor delays calls."""
        budget = Budget(1, clock=clock)
        await budget.acquire()
        for seconds in (86_400, -200_000):
            clock.shift_wall(seconds)
            assert budget.estimate() == pytest.approx(SPAN)

    async def test_is_a_call_budget(self) -> None:
        """It satisfies the protocol, and uses the system's clock by default."""
        budget: CallBudget = Budget()
        await budget.acquire()
        assert budget.remaining == 999


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"limit": 0}, "limit=0 does not work"),
        ({"limit": "5"}, "limit='5' does not work"),
        ({"limit": True}, "limit=True does not work"),
        ({"period": "3600"}, "period='3600' is no length of time"),
        ({"limit": -5}, "1 or more"),
        ({"period": 0.0}, "period=0.0 is no length of time"),
        ({"period": -1.0}, "more than 0"),
        ({"period": math.nan}, "period=nan"),
        ({"period": math.inf}, "period=inf"),
        ({"capacity": 0}, "capacity=0 does not work; give a whole number from 1 to 1000"),
        ({"capacity": 1001}, "from 1 to 1000"),
        ({"reserve": -1}, "reserve=-1 does not work; give a whole number from 0 to 999"),
        ({"limit": 10, "reserve": 10}, "from 0 to 9"),
        ({"max_wait": -1.0}, "max_wait=-1.0"),
        ({"max_wait": math.nan}, "0 or more, or None"),
    ],
)
def test_bad_settings(settings: dict[str, Any], message: str) -> None:
    """The error of an invalid setting says what to do."""
    with pytest.raises(ConfigurationError, match=message):
        Budget(**settings)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda budget: budget.acquire(0), "cannot take 0 calls at once; take 1 to 5"),
        (lambda budget: budget.acquire(-1), "take 1 to 5"),
        (lambda budget: budget.acquire(6), "configure a larger capacity"),
        (
            lambda budget: budget.acquire(priority="urgent"),
            "unknown priority 'urgent'; use 'interactive' or 'background'",
        ),
        (lambda budget: budget.wait(priority="urgent"), "unknown priority"),
    ],
)
async def test_bad_calls(clock: FakeClock, call: Callable[[Budget], Awaitable[object]], message: str) -> None:
    """Calls that can never be granted are refused at once and take nothing."""
    budget = Budget(10, capacity=5, clock=clock)
    with pytest.raises(ConfigurationError, match=message):
        await call(budget)
    assert budget.remaining == 10


async def test_bad_max_wait_of_a_call(clock: FakeClock) -> None:
    """A negative ``max_wait`` is refused when the call has to wait."""
    budget = Budget(1, clock=clock)
    await budget.acquire()
    priority: Priority = "background"
    with pytest.raises(ConfigurationError, match="max_wait"):
        await budget.acquire(priority=priority, max_wait=-1)


async def test_a_call_that_was_given_up_occupies_its_slot_until_it_must_have_arrived(clock: FakeClock) -> None:
    """A cancelled request may still be on its way: the server counts it when it arrives."""
    budget = Budget(1, 60.0, clock=clock)
    async with clock.autojump():
        (await budget.acquire()).settle(late=True)
        began = clock.monotonic()
        lease = await budget.acquire()
        assert clock.monotonic() - began >= 60 + GRACE_PERIOD
        lease.settle()
        began = clock.monotonic()
        await budget.acquire()
        assert 60 <= clock.monotonic() - began < 61
