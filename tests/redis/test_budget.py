"""The shared budget, as its workers see it: order, reserve, max_wait, pauses, outages. Each budget here is a worker."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import anyio
import coredis
import pytest

from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import GRACE_PERIOD, CallBudget, Lease
from plutio_async.errors import BudgetExceeded, ClientStateError, ConfigurationError, ConnectionFailed
from plutio_async.redis import RedisBudget
from plutio_async.redis._link import Link

from .server import Server

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

PERIOD = 0.2
HELD = 40.0
"""For ``in_flight``: a call that was not settled counts so long, which is longer than any of these tests waits."""


@pytest.fixture
def worker(url: str, key: str) -> Callable[..., RedisBudget]:
    """Makes workers that share one budget."""

    def make(limit: int = 4, period: float = PERIOD, **options: Any) -> RedisBudget:
        return RedisBudget(url, limit, period, key=key, **({"in_flight": period / 60} | options))

    return make


@asynccontextmanager
async def keys(url: str) -> AsyncIterator[coredis.Redis[str]]:
    async with coredis.Redis.from_url(url, decode_responses=True) as client:
        yield client


async def note(served: list[str], name: str, budget: RedisBudget, n: int = 1, **options: Any) -> Lease:
    lease = await budget.acquire(n, **options)
    served.append(name)
    return lease


async def use(served: list[str], name: str, budget: RedisBudget, n: int = 1, **options: Any) -> None:
    """A call that is over at once."""
    (await note(served, name, budget, n, **options)).settle()


async def keep(leases: dict[str, Lease], name: str, budget: RedisBudget) -> None:
    leases[name] = await budget.acquire()


async def settled(seconds: float = 0.05) -> None:
    """Gives a mistake the time to show. What has to happen is waited for."""
    await anyio.sleep(seconds)


async def synced(*workers: RedisBudget) -> None:
    """The server knows the callers and the reports of these workers.

    A caller that cannot wait makes a worker ask. The first may be answered by an exchange that was under way before.
    """
    await anyio.wait_all_tasks_blocked()
    for worker in workers:
        for _ in range(2):
            with suppress(BudgetExceeded):
                await worker.wait(max_wait=0)


async def taken(budget: RedisBudget, n: int = 1) -> None:
    """Takes calls that are free now, or as soon as the server knows that they are."""
    with anyio.fail_after(30):
        while True:
            try:
                await budget.acquire(n, max_wait=0)
                return
            except (BudgetExceeded, ConnectionFailed):
                await anyio.sleep(0.01)


async def refusal(budget: RedisBudget) -> float:
    """In how many seconds the next call is free, as the server says when it has answered."""
    with anyio.fail_after(30):
        while True:
            with pytest.raises(BudgetExceeded) as caught:
                await budget.acquire(max_wait=0)
            if caught.value.wait is not None:
                return caught.value.wait


Worker = Callable[..., RedisBudget]


class TestWindow:
    async def test_is_shared(self, worker: Worker) -> None:
        """What one worker takes, the other cannot."""
        async with worker(period=60.0) as one, worker(period=60.0) as other:
            lease = await one.acquire(3)
            other_lease = await other.acquire()
            lease.settle()
            other_lease.settle()
            with pytest.raises(BudgetExceeded):
                await one.acquire(max_wait=0)

    async def test_is_free_again_after_a_period(self, worker: Worker) -> None:
        """Also for another worker, and not before."""
        async with worker(in_flight=HELD) as one, worker(in_flight=HELD) as other:
            lease = await one.acquire(4)
            began = time.monotonic()
            lease.settle()
            with anyio.fail_after(30):
                await other.acquire()
            assert time.monotonic() - began >= PERIOD

    async def test_properties(self, worker: Worker) -> None:
        """They show the state at the last exchange."""
        budget: CallBudget
        async with worker(period=60.0) as one, worker(period=60.0) as budget:
            assert (budget.limit, budget.remaining, budget.resets_at, budget.waiting) == (4, 4, None, 0)
            began = time.time()
            await one.acquire(3)
            await budget.acquire()
            assert budget.remaining == 0
            assert budget.resets_at is not None
            assert began + 59 < budget.resets_at.timestamp() < time.time() + 62
            assert 30 < budget.estimate() < 62
            assert 90 < budget.estimate(4) + 60 < 130

    async def test_slot_of_a_slow_call_is_free_a_period_after_its_end(self, worker: Worker) -> None:
        """The API may count a call when it ends."""
        async with worker(limit=1, in_flight=HELD) as one, worker(limit=1, in_flight=HELD) as other:
            lease = await one.acquire()
            await anyio.sleep(0.75 * PERIOD)
            ended = time.monotonic()
            lease.settle()
            with anyio.fail_after(30):
                await other.acquire()
            assert time.monotonic() - ended >= PERIOD

    async def test_slot_of_a_call_that_ends_after_it_was_free(self, worker: Worker) -> None:
        """It is occupied again, for a period: the API may have counted the call when it ended."""
        async with worker(limit=1, in_flight=0.0) as one, worker(limit=1, in_flight=0.0) as other:
            lease = await one.acquire()
            await anyio.sleep(1.5 * PERIOD)
            ended = time.monotonic()
            lease.settle()
            await synced(one)
            with anyio.fail_after(30):
                await other.acquire()
            assert time.monotonic() - ended >= PERIOD

    async def test_slot_of_a_call_that_was_given_up_is_occupied_until_it_must_have_arrived(
        self, worker: Worker
    ) -> None:
        """A cancelled request may still be on its way to the API."""
        async with worker(limit=1, in_flight=2 * HELD) as one, worker(limit=1, in_flight=2 * HELD) as other:
            lease = await one.acquire()
            lease.settle(late=True)
            await synced(one)
            assert GRACE_PERIOD - 15 < await refusal(other) < GRACE_PERIOD + 2 * PERIOD

    async def test_slot_of_a_lease_that_never_ends(self, worker: Worker) -> None:
        """It counts a period from its grant, and as long as a call may be on its way."""
        async with worker(limit=1, in_flight=0.2) as one, worker(limit=1, in_flight=0.2) as other:
            began = time.monotonic()
            await one.acquire()
            with anyio.fail_after(30):
                await other.acquire()
            assert time.monotonic() - began >= PERIOD + 0.2

    async def test_release(self, worker: Worker) -> None:
        """A call that never left is given back at once, to whichever worker waits."""
        async with worker(period=40.0, limit=1) as one, worker(period=40.0, limit=1) as other:
            lease = await one.acquire()
            with anyio.fail_after(30):
                async with anyio.create_task_group() as group:
                    group.start_soon(other.acquire)
                    await synced(other)
                    lease.release()
            assert (other.waiting, other.remaining) == (0, 0)

    async def test_capacity_spreads_calls(self, worker: Worker) -> None:
        """After a burst of the capacity, calls go out at the refill rate."""
        async with worker(limit=4, period=240.0, capacity=2) as budget:
            lease = await budget.acquire(2)
            lease.settle()
            assert 30 < await refusal(budget) <= 60

    async def test_the_refill_rate_holds(self, worker: Worker) -> None:
        """Six calls after a burst of four do not go out faster."""
        async with worker(limit=40, period=2.0, capacity=4) as budget:
            began = time.monotonic()
            for _ in range(10):
                lease = await budget.acquire()
                lease.settle()
            assert time.monotonic() - began >= 6 * 2.0 / 40

    async def test_several_at_once(self, worker: Worker) -> None:
        """They are granted at once, and small callers do not overtake them."""
        served: list[str] = []
        options: dict[str, Any] = {"in_flight": HELD}
        async with worker(**options) as one, worker(**options) as other, anyio.create_task_group() as group:
            lease = await one.acquire(2)
            group.start_soon(use, served, "four", one, 4)
            await synced(one)
            group.start_soon(use, served, "one", other, 1)
            await synced(other)
            lease.settle()
        assert served == ["four", "one"]


class TestOrder:
    async def test_first_come_first_served_over_workers(self, worker: Worker) -> None:
        """Callers are served in the order of their arrival, whichever worker they are in."""
        served: list[str] = []
        options: dict[str, Any] = {"in_flight": HELD}
        async with worker(1, **options) as one, worker(1, **options) as other, anyio.create_task_group() as group:
            lease = await one.acquire()
            for number in range(4):
                budget = (one, other)[number in (1, 2)]
                group.start_soon(use, served, str(number), budget)
                await synced(budget)
            lease.settle()
        assert served == ["0", "1", "2", "3"]

    async def test_first_goes_before_others_of_all_workers(self, worker: Worker) -> None:
        """A token call goes before the calls that need the token."""
        served: list[str] = []
        options: dict[str, Any] = {"in_flight": HELD}
        async with worker(1, **options) as one, worker(1, **options) as other, anyio.create_task_group() as group:
            lease = await one.acquire()
            for name, budget, first in (("a", one, False), ("b", other, False), ("first", other, True)):
                group.start_soon(partial(use, served, name, budget, first=first))
                await synced(budget)
            lease.settle()
        assert served == ["first", "a", "b"]

    async def test_interactive_before_background(self, worker: Worker) -> None:
        """Even if the background caller arrived first, in another worker."""
        served: list[str] = []
        options: dict[str, Any] = {"in_flight": HELD}
        async with worker(**options) as one, worker(**options) as other, anyio.create_task_group() as group:
            lease = await one.acquire(4)
            group.start_soon(partial(use, served, "background", one, priority="background"))
            await synced(one)
            group.start_soon(use, served, "interactive", other, 4)
            await synced(other)
            lease.settle()
        assert served == ["interactive", "background"]

    async def test_reserve(self, worker: Worker) -> None:
        """Background calls of all workers together leave the reserve to interactive ones."""
        async with worker(reserve=2, period=60.0) as one, worker(reserve=2, period=60.0) as other:
            await one.acquire(priority="background")
            await other.acquire(priority="background")
            with pytest.raises(BudgetExceeded):
                await other.acquire(priority="background", max_wait=0)
            await other.acquire(2, max_wait=0)

    async def test_background_release(self, worker: Worker) -> None:
        """It gives back the background's slot, too."""
        async with worker(reserve=3, period=60.0) as budget:
            lease = await budget.acquire(priority="background")
            with pytest.raises(BudgetExceeded):
                await budget.acquire(priority="background", max_wait=0)
            lease.release()
            again = await budget.acquire(priority="background", max_wait=0)
            assert again.background

    async def test_background_does_not_starve(self, worker: Worker) -> None:
        """While interactive callers always wait, every tenth grant is a background one."""
        served: list[str] = []

        async def greedy(budget: RedisBudget) -> None:
            while "background" not in served:
                await use(served, "interactive", budget)

        async with worker(limit=8) as one, worker(limit=8) as other, anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(greedy, one)
            await settled()
            group.start_soon(partial(note, served, "background", other, priority="background"))
            await synced(other)
            before = len(served)
        assert len(served) - before < 40

    async def test_many_callers_of_one_worker(self, worker: Worker) -> None:
        """More than queue on the server at a time; all are served, in order."""
        served: list[str] = []
        async with worker(limit=100) as budget, anyio.create_task_group() as group:
            lease = await budget.acquire(100)
            lease.settle()
            for number in range(180):
                group.start_soon(note, served, f"{number:03}", budget)
                await anyio.lowlevel.checkpoint()
            while budget.waiting + len(served) < 180:  # trio may let the last ones in a little later
                await anyio.lowlevel.checkpoint()
        names = [f"{number:03}" for number in range(180)]
        assert sorted(served) == names
        assert set(served[:50]).isdisjoint(names[100:])
        assert set(served[-50:]).isdisjoint(names[:80])


class TestCancellation:
    async def test_waiter_that_leaves_costs_nothing(self, worker: Worker) -> None:
        """The next caller moves up, and no call is taken."""
        served: list[str] = []
        options: dict[str, Any] = {"in_flight": HELD}
        async with worker(**options) as one, worker(**options) as other:
            lease = await one.acquire(4)
            async with anyio.create_task_group() as leaving:
                leaving.start_soon(one.acquire, 4)
                await synced(one)
                leaving.cancel_scope.cancel()
            lease.settle()
            with anyio.fail_after(30):
                await note(served, "next", other, 4)
        assert served == ["next"]

    async def test_storm(self, worker: Worker) -> None:
        """Callers that are cancelled at any moment, also during an exchange, take no call."""
        async with worker(limit=50, period=60.0) as one, worker(limit=50, period=60.0) as other:
            for number in range(60):
                with anyio.move_on_after(0.00005 * number):
                    lease = await one.acquire(max_wait=0)
                    lease.release()
            await taken(other, 50)

    async def test_wait_takes_nothing(self, worker: Worker) -> None:
        """It returns when a call is free, and does not take it."""
        async with worker(limit=1, period=60.0) as one, worker(limit=1, period=60.0) as other:
            await one.wait()
            await taken(other)


class TestMaxWait:
    async def test_refuses_at_once(self, worker: Worker) -> None:
        """When the wait is known to be longer than allowed; the error says when the call could be made."""
        async with worker(period=60.0, max_wait=5.0) as budget:
            assert budget.max_wait == 5.0
            lease = await budget.acquire(4)
            lease.settle()
            with anyio.fail_after(30), pytest.raises(BudgetExceeded, match="max_wait=5 s") as caught:
                await budget.acquire()
            assert caught.value.wait == pytest.approx(60, abs=20)
            assert caught.value.retry_at is not None
            assert caught.value.retry_at.timestamp() - time.time() == pytest.approx(60, abs=20)

    async def test_waits_as_long_as_allowed(self, worker: Worker) -> None:
        """A short wait succeeds; one that others lengthen ends at ``max_wait``."""
        options: dict[str, Any] = {"limit": 1, "period": 1.0, "in_flight": HELD}
        async with worker(**options) as one, worker(**options) as other:
            began = time.monotonic()
            await other.acquire()
            with anyio.fail_after(30), pytest.raises(BudgetExceeded):
                await one.acquire(max_wait=1.9)
            assert time.monotonic() - began >= 1.0


class TestProbe:
    async def test_older_call_that_ends_beside_the_probe_says_nothing(self, worker: Worker) -> None:
        """Whatever its answer, no call is granted before the probe succeeds."""
        leases: dict[str, Lease] = {}
        async with worker(10, 60.0) as one, anyio.create_task_group() as group:
            older = await one.acquire()
            one.pause(0.2)
            for name in ("one of them", "the other"):
                group.start_soon(keep, leases, name, one)
            with anyio.fail_after(30):
                while not leases:
                    await anyio.sleep(0.01)
            older.confirm()
            older.settle()
            await settled(0.3)
            assert len(leases) == 1
            (probe,) = leases.values()
            probe.confirm()
            probe.settle()
        assert len(leases) == 2

    async def test_probe_of_an_earlier_pause_says_nothing(self, worker: Worker) -> None:
        """Another worker got a 429 since, and this one has not had an exchange in between."""
        async with worker(10, 60.0) as one, worker(10, 60.0) as other:
            one.pause(0.0)
            probe = await one.acquire()
            other.pause(50.0)
            await synced(other)
            probe.confirm()
            await synced(one)
            assert await refusal(other) > 20


class TestPause:
    async def test_holds_all_workers_then_one_probe(self, worker: Worker) -> None:
        """A 429 in one worker pauses all workers. Then one call is granted, and the rest when that one succeeds."""
        served: dict[str, Lease] = {}
        async with worker(period=8.0) as one, worker(period=8.0) as other, anyio.create_task_group() as group:
            older = await one.acquire()
            began = time.monotonic()
            one.pause(0.5)
            assert one.remaining == 0
            await synced(one)
            for name in ("first", "second", "third"):
                group.start_soon(keep, served, name, other)
                await synced(other)
            with anyio.fail_after(30):
                while not served:
                    await anyio.sleep(0.01)
            assert time.monotonic() - began >= 0.5
            await settled(0.3)
            assert [*served] == ["first"]
            older.confirm()
            await settled()
            assert [*served] == ["first"]
            served["first"].confirm()
        assert sorted(served) == ["first", "second", "third"]

    async def test_probe_that_comes_to_nothing(self, worker: Worker) -> None:
        """The next call is one."""
        async with worker(period=60.0) as one, worker(period=60.0) as other:
            one.pause(0.0)
            lease = await one.acquire()
            lease.settle()
            with anyio.fail_after(30):
                other_lease = await other.acquire()
            other_lease.release()
            await taken(one)

    async def test_rejects_nonsense(self, worker: Worker) -> None:
        """A negative or infinite pause is an error."""
        async with worker() as budget:
            for seconds in (-1.0, float("inf"), float("nan")):
                with pytest.raises(ConfigurationError):
                    budget.pause(seconds)


class TestLearning:
    async def test_limit_of_the_api(self, worker: Worker) -> None:
        """A lower limit counts for all workers; a higher one, or one by the minute, changes nothing."""
        async with worker(period=60.0) as one, worker(period=60.0) as other:
            one.learn(ServerLimits(limit=1, resets_in=1.0))
            await synced(one)
            assert one.limit == 4
            one.learn(ServerLimits(limit=9))
            lease = await one.acquire()
            one.learn(ServerLimits(limit=2))
            lease.settle()
            await synced(one)
            await other.acquire()
            assert (other.limit, other.remaining) == (2, 0)
            assert 20 < await refusal(other) < 62
            one.learn(ServerLimits(limit=4))
            await synced(one)
            await taken(other, 2)
            assert (other.limit, other.remaining) == (4, 0)

    async def test_limit_of_the_api_keeps_the_reserve(self, worker: Worker) -> None:
        """The background gets its share of the lower limit."""
        async with worker(limit=10, period=60.0, reserve=5) as one, worker(limit=10, period=60.0, reserve=5) as other:
            one.learn(ServerLimits(limit=4))
            await synced(one)
            await other.acquire(2, priority="background")
            with pytest.raises(BudgetExceeded):
                await other.acquire(priority="background", max_wait=0)
            await taken(other, 2)
            assert other.remaining == 0

    async def test_estimates_end_with_the_limit_of_the_api(self, worker: Worker) -> None:
        """Eight calls go out at its reset, and not two in each period."""
        async with worker(limit=10, period=60.0) as one, worker(limit=10, period=60.0) as other:
            one.learn(ServerLimits(limit=2, resets_in=40.0))
            lease = await one.acquire(2)
            lease.settle()
            await synced(one, other)
            for n in (1, 8):
                with pytest.raises(BudgetExceeded) as caught:
                    await other.acquire(n, max_wait=0)
                assert caught.value.wait is not None
                assert 0 < caught.value.wait <= 40
                assert 0 < other.estimate(n) <= 61

    async def test_the_end_of_a_limit_of_the_api(self, worker: Worker) -> None:
        """By the clock of the server one caller gets its call, whichever worker it is in, and then the others."""
        served: dict[str, Lease] = {}
        async with worker(limit=10, period=8.0) as one, worker(limit=10, period=8.0) as other:
            async with anyio.create_task_group() as group:
                began = time.monotonic()
                one.learn(ServerLimits(limit=1, resets_in=4.5))
                one.learn(ServerLimits(limit=1, resets_in=0.2))
                await taken(one)
                for name in ("first", "second", "third"):
                    group.start_soon(keep, served, name, other)
                    await synced(other)
                with anyio.fail_after(30):
                    while not served:
                        await anyio.sleep(0.01)
                assert time.monotonic() - began >= 0.9  # the shortest reset is a second, by the server's clock
                await settled(0.3)
                assert [*served] == ["first"]
                served["first"].confirm()
            assert sorted(served) == ["first", "second", "third"]
            assert (other.limit, other.remaining) == (10, 6)

    async def test_a_limit_that_the_api_states_again(self, worker: Worker) -> None:
        """The answer of the first call after its end keeps the others waiting, also shortly before a reset."""
        async with worker(limit=10, period=60.0) as one, worker(limit=10, period=60.0) as other:
            one.learn(ServerLimits(limit=1, resets_in=40.0))
            one.learn(ServerLimits(limit=1, resets_in=0.2))
            await taken(one)
            with anyio.fail_after(30):
                probe = await other.acquire()
            other.learn(ServerLimits(limit=1, resets_in=25.0))
            probe.confirm()
            probe.settle()
            await synced(other)
            assert (other.limit, other.remaining) == (1, 0)
            assert 10 < await refusal(one) <= 25

    async def test_a_lower_limit_is_logged_once(self, worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
        """Not for each answer."""
        async with worker(period=60.0) as one:
            for _ in range(3):
                one.learn(ServerLimits(limit=2))
                one.learn(ServerLimits(limit=9))
                await synced(one)
        assert [message.partition("(")[0] for message in caplog.messages] == [
            "an answer of the API states a limit of 2 calls "
        ]

    async def test_remaining_calls_of_the_api(self, worker: Worker) -> None:
        """Calls that only the API knows of occupy slots for all workers until its reset."""
        async with worker(limit=10, period=60.0) as one, worker(limit=10, period=60.0) as other:
            lease = await one.acquire()
            one.learn(ServerLimits(remaining=2, resets_in=50.0))
            lease.settle()
            await synced(one)
            await taken(other, 2)
            assert other.remaining == 0
            assert 20 < await refusal(other) < 52

    async def test_the_reset_of_the_api(self, worker: Worker) -> None:
        """It frees the slots of calls that only the API knows of."""
        async with worker(limit=10, period=60.0) as one, worker(limit=10, period=60.0) as other:
            lease = await one.acquire()
            began = time.monotonic()
            one.learn(ServerLimits(remaining=0, resets_in=0.5))
            lease.settle()
            await synced(one)
            with anyio.fail_after(30):
                await other.acquire(9)
            assert time.monotonic() - began >= 0.5
            with pytest.raises(BudgetExceeded):
                await other.acquire(max_wait=0)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # coredis leaves streams open
class TestOutage:
    async def test_unreachable_at_the_start(self, make_server: Callable[..., Server], key: str) -> None:
        """A clear error that names the address but no password."""
        server = make_server()
        server.kill()
        with pytest.raises(ConnectionFailed, match=r"127\.0\.0\.1") as caught:
            async with RedisBudget(f"redis://user:secret@127.0.0.1:{server.port}", key=key):
                pass
        assert caught.value.reached is False
        assert "secret" not in str(caught.value)

    async def test_closed(self, make_server: Callable[..., Server], key: str) -> None:
        """Callers wait for ``outage_wait``, then each gets an error; when the server is back they are served."""
        server = make_server(durable=True)
        async with RedisBudget(server.url, 10, 60.0, key=key, outage_wait=0.2) as budget:
            await budget.acquire()
            server.kill()
            with pytest.raises(ConnectionFailed, match="does not serve") as one:
                await budget.acquire()
            with pytest.raises(ConnectionFailed) as two:
                await budget.acquire()
            assert one.value is not two.value
            server.start()
            await taken(budget)
            assert budget.remaining == 8

    async def test_frozen_server(self, make_server: Callable[..., Server], key: str) -> None:
        """One that accepts and never answers counts as away, too; calls that it was asked for are not taken twice."""
        server = make_server()
        async with RedisBudget(server.url, 3, 60.0, key=key, outage_wait=0.0, timeout=0.2) as budget:
            await budget.acquire()
            server.freeze()
            with pytest.raises(BudgetExceeded, match=r"does not serve|has not answered"):
                await budget.acquire(max_wait=0)
            with pytest.raises(ConnectionFailed):
                await budget.acquire()
            server.thaw()
            await taken(budget, 2)

    async def test_lost_data(self, make_server: Callable[..., Server], key: str) -> None:
        """A server that lost the last period closes the budget for a period, for all workers, once."""
        server = make_server()
        options: dict[str, Any] = {"limit": 10, "period": 60.0, "key": key, "in_flight": 1.0}
        async with RedisBudget(server.url, **options) as one, RedisBudget(server.url, **options) as other:
            await one.acquire()
            server.kill()
            server.start()
            closed = await refusal(one)
            assert 30 < closed < 62
            await anyio.sleep(0.5)
            assert await refusal(other) < closed - 0.4

    async def test_lost_data_of_the_last_period(self, make_server: Callable[..., Server], key: str) -> None:
        """When it is over, all is free again."""
        server = make_server()
        options: dict[str, Any] = {"limit": 10, "period": 0.5, "key": key, "in_flight": 0.1}
        async with RedisBudget(server.url, **options) as one, RedisBudget(server.url, **options) as other:
            await one.acquire()
            server.kill()
            began = time.monotonic()
            server.start()
            with anyio.fail_after(30):
                await other.acquire()
                assert time.monotonic() - began >= 0.5
                await one.acquire()

    async def test_evicted_log(self, worker: Worker, url: str, key: str) -> None:
        """A log that is missing while other keys exist is lost, and any worker notices."""
        async with worker(period=60.0) as one, keys(url) as client:
            await one.acquire()
            await client.delete([f"{{{key}}}:log"])
            async with worker(period=60.0) as other:
                with pytest.raises(BudgetExceeded):
                    await other.acquire(max_wait=0)

    async def test_lost_answer(self, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
        """A grant whose answer is lost is not made twice."""
        run, lost = Link.run, []

        async def lose(self: Link, *args: Any) -> Any:
            answer = await run(self, *args)
            if lost:
                raise ConnectionFailed(f"no answer: {lost.pop()}", reached=False)
            return answer

        monkeypatch.setattr(Link, "run", lose)
        async with worker(limit=3, period=60.0) as budget:
            lost.append("once")
            await budget.acquire()
            assert not lost
            assert budget.remaining == 2
            await budget.acquire(2, max_wait=0)

    async def test_local_share(self, make_server: Callable[..., Server], key: str) -> None:
        """During an outage a worker has its part of what was free. When the server is back, its calls count for all."""
        server = make_server(durable=True)
        options: dict[str, Any] = {
            "key": key,
            "on_outage": "local share",
            "workers": 2,
            "timeout": 0.2,
            "outage_wait": 0.0,
        }
        async with (
            RedisBudget(server.url, 10, 40.0, **options) as one,
            RedisBudget(server.url, 10, 40.0, **options) as two,
        ):
            await one.acquire(2)
            with anyio.fail_after(30):
                while two.remaining != 8:
                    await anyio.sleep(0.01)
            server.kill()
            leases = [await two.acquire() for _ in range(4)]
            assert two.remaining == 0
            with pytest.raises(BudgetExceeded):
                await two.acquire(max_wait=0)
            lease = await one.acquire(3, priority="background")
            lease.release()
            leases[0].settle()
            server.start()
            await taken(one)
            with anyio.fail_after(30):
                while one.remaining != 3:  # until the other has reported its calls
                    await anyio.sleep(0.01)

    @pytest.mark.parametrize("anyio_backend", ["asyncio"])
    async def test_return_from_an_outage(self, make_server: Callable[..., Server], key: str) -> None:
        """Workers keep to their parts until each had time to report its calls."""
        server = make_server(durable=True)
        make = partial(RedisBudget, server.url, 4, 60.0, key=key, on_outage="local share", workers=2, timeout=0.2)
        async with make() as one, make() as two:
            await settled(0.2)
            server.kill()
            await one.acquire(2)
            await two.acquire(2)
            two._sync._outage.not_before = time.monotonic() + 0.8  # it is the last to notice that the server is back
            server.start()
            await settled(0.5)
            with pytest.raises(BudgetExceeded):
                await one.acquire(max_wait=0)
            with anyio.fail_after(30):
                while one.remaining or two.remaining:
                    await anyio.sleep(0.01)

    async def test_local_share_of_a_lost_log(self, make_server: Callable[..., Server], key: str) -> None:
        """Workers have their parts until no lost call counts any more."""
        server = make_server()
        async with RedisBudget(server.url, 8, 60.0, key=key, on_outage="local share", workers=2, timeout=0.3) as budget:
            await budget.acquire(2)
            await settled(0.2)
            server.kill()
            server.start()
            await budget.acquire(3)
            with pytest.raises(BudgetExceeded):
                await budget.acquire(max_wait=0)

    async def test_local_share_of_a_worker_that_starts_after_a_loss(self, worker: Worker, url: str, key: str) -> None:
        """It does not know what was free, so its part is empty."""
        async with worker(period=60.0) as one, keys(url) as client:
            await one.acquire()
            await client.delete([f"{{{key}}}:log"])
            async with worker(period=60.0, on_outage="local share", workers=2) as other:
                with pytest.raises(BudgetExceeded):
                    await other.acquire(max_wait=0)
                assert other.remaining == 0

    async def test_local_share_from_the_start(self, make_server: Callable[..., Server], key: str) -> None:
        """A worker that finds no server goes on with its part."""
        server = make_server()
        server.kill()
        async with RedisBudget(server.url, 8, 60.0, key=key, on_outage="local share", workers=2) as budget:
            (await budget.acquire(4)).release()
            lease = await budget.acquire(4, max_wait=0)
            with pytest.raises(BudgetExceeded):
                await budget.acquire(max_wait=0)
            budget.pause(0.1)
            lease.settle()
            assert budget.remaining == 0


class TestLife:
    async def test_outside_of_its_block(self, worker: Worker) -> None:
        """An error that says how to open it, before and after."""
        budget = worker()
        with pytest.raises(ClientStateError, match="RedisBudget is not open: open it, or the client that shares it"):
            await budget.acquire()
        async with budget:
            with pytest.raises(ClientStateError, match="open already"):
                await budget.__aenter__()
        with pytest.raises(ClientStateError):
            await budget.acquire()

    async def test_errors_leave_its_block_as_they_are(self, worker: Worker) -> None:
        """No exception group around them."""
        with pytest.raises(ZeroDivisionError):
            async with worker():
                1 / 0  # noqa: B018

    async def test_waiters_at_the_end(self, worker: Worker) -> None:
        """Callers that wait when the budget closes get an error."""
        errors: list[BaseException] = []

        async def take(budget: RedisBudget) -> None:
            try:
                await budget.acquire()
            except ClientStateError as error:
                errors.append(error)

        async with anyio.create_task_group() as group, worker(period=60.0) as budget:
            await budget.acquire(4)
            group.start_soon(take, budget)
            await synced(budget)
        assert len(errors) == 1

    async def test_last_reports_are_delivered(self, worker: Worker) -> None:
        """A release just before the end counts."""
        async with worker(period=60.0) as one:
            lease = await one.acquire(4)
            lease.release()
        async with worker(period=60.0) as other:
            await other.acquire(4, max_wait=0)

    async def test_its_connection_is_closed(self, make_server: Callable[..., Server], key: str) -> None:
        """When its block ends."""
        server = make_server()
        async with keys(server.url) as client:
            async with RedisBudget(server.url, key=key) as budget:
                await budget.acquire()
            with anyio.fail_after(30):
                while len(await client.client_list()) > 1:
                    await anyio.sleep(0.01)

    async def test_keys(self, worker: Worker, url: str, key: str) -> None:
        """They all begin with the budget's name, and all expire."""
        async with worker() as budget, keys(url) as client:
            await budget.acquire(priority="background")
            found = [name async for name in client.scan_iter(f"*{key}*")]
            assert len(found) >= 4
            assert all(name.startswith(f"{{{key}}}:") for name in found)
            assert all([0 < await client.ttl(name) <= 120 for name in found])

    async def test_given_client(self, url: str, key: str) -> None:
        """The user's own coredis client can be shared, and stays open."""
        async with coredis.Redis.from_url(url) as client:
            async with RedisBudget(client, 5, 60.0, key=key) as one, RedisBudget(client, 5, 60.0, key=key) as other:
                await one.acquire(4)
                await other.acquire()
                assert other.remaining == 0
            assert await client.ping()

    async def test_other_period(self, worker: Worker) -> None:
        """Workers that disagree on the period cannot share a budget."""
        async with worker(period=60.0):
            with pytest.raises(ConfigurationError, match="period of 60 s"):
                async with worker(period=30.0):
                    pass
