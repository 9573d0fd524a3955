"""What ``plutio.stats`` and ``plutio.budget`` say."""

from __future__ import annotations

from datetime import UTC, datetime

import anyio
import pytest

from plutio_async import Budget, PlutioError
from plutio_async.testing.clock import FakeClock

from .api import TOKEN, Api, answer

pytestmark = pytest.mark.anyio

BUSY = answer(503, {"message": "Overloaded"}, retry_after="5")


async def test_calls_are_counted_by_operation() -> None:
    """Each attempt counts, the token call too. ``request()`` has one name for all paths."""
    api = Api(answer(200, []), BUSY, answer(200, []))
    async with api.clock.autojump(), api.client() as plutio:
        began = api.clock.time()
        for _ in range(2):
            await plutio.tasks.list()
        await plutio.request("GET", "/schedules")
        await plutio.request("GET", "/schedules/1")
        stats = plutio.stats
    assert stats.calls == {"oauth.token": 1, "tasks.list": 3, "request": 2}
    assert stats.retries == 1
    assert stats.waits == {"budget": 0, "token": 0, "backoff": 1}
    assert stats.waited.backoff == pytest.approx(5)
    assert stats.since == datetime.fromtimestamp(began, UTC)


async def test_what_was_not_sent_is_no_call() -> None:
    """As in the budget."""
    import httpx

    api = Api(httpx.ConnectError("refused"), answer(200, []))
    async with api.clock.autojump(), api.client() as plutio:
        await plutio.tasks.list()
        stats = plutio.stats
        assert sum(stats.calls.values()) == plutio.budget.limit - plutio.budget.remaining == 2
    assert (stats.calls["tasks.list"], stats.retries) == (1, 1)


async def test_waits_are_counted_by_cause() -> None:
    """A call that had to wait for the budget."""
    api = Api(answer(200, []))
    async with api.clock.autojump(), api.client(budget=Budget(2, period=60, clock=api.clock)) as plutio:
        await plutio.tasks.list()
        assert plutio.stats.waits["budget"] == 0
        await plutio.tasks.list()
    assert plutio.stats.waits == {"budget": 1, "token": 0, "backoff": 0}
    assert plutio.stats.waited.budget == pytest.approx(60, abs=1)


async def test_coalesced_reads_are_counted() -> None:
    """Those that made no call; gets of one resource too."""
    rows = [{"_id": id} for id in ("a", "b", "c")]
    api = Api(answer(200, rows))
    async with api.client(coalesce=True) as plutio:
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(plutio.tasks.list)
            for id in ("a", "b", "c"):
                group.start_soon(plutio.tasks.get, id)
    assert plutio.stats.coalesced == 4
    assert plutio.stats.calls["tasks.list"] == 2


async def test_views_share_the_counts_and_a_copy_does_not_change() -> None:
    """A view is no client of its own."""
    api = Api(answer(200, []))
    async with api.client() as plutio:
        before = plutio.stats
        await plutio.with_options(timeout=5).tasks.list()
        await plutio.for_business("other").tasks.list()
        assert before.calls == {}
        assert plutio.stats.calls["tasks.list"] == 2
        assert plutio.with_options(timeout=5).stats == plutio.stats


async def test_a_failed_call_is_counted() -> None:
    """Whatever its answer."""
    api = Api(answer(400, {"message": "No"}), tokens=(answer(200, TOKEN),))
    async with api.client() as plutio:
        with pytest.raises(PlutioError):
            await plutio.tasks.list()
        assert plutio.stats.calls["tasks.list"] == 1


async def test_the_budget_says_what_is_reserved() -> None:
    """Of the calls that are left: interactive callers use theirs up first."""
    clock = FakeClock()
    budget = Budget(20, reserve=5, clock=clock)
    assert (budget.remaining, budget.reserved) == (20, 5)
    for _ in range(17):
        await budget.acquire()
    assert (budget.remaining, budget.reserved) == (3, 0)
    budget.pause(60)
    assert (budget.remaining, budget.reserved) == (0, 0)


async def test_background_calls_use_up_what_is_not_reserved() -> None:
    """Then all that is left is reserved."""
    budget = Budget(20, reserve=5, clock=FakeClock())
    for _ in range(15):
        await budget.acquire(priority="background")
    assert (budget.remaining, budget.reserved) == (5, 5)


async def test_the_budget_says_until_when_the_next_caller_waits() -> None:
    """After a 429 too."""
    clock = FakeClock()
    budget = Budget(2, period=60, clock=clock)
    assert (budget.waiting, budget.waiting_until) == (0, None)
    for _ in range(2):
        (await budget.acquire()).settle()
    async with anyio.create_task_group() as group:
        group.start_soon(budget.acquire)
        group.start_soon(budget.acquire)
        await anyio.wait_all_tasks_blocked()
        assert budget.waiting == 2
        assert budget.waiting_until is not None
        assert budget.waiting_until.timestamp() - clock.time() == pytest.approx(60, abs=1)
        budget.pause(300)
        assert budget.waiting_until.timestamp() - clock.time() == pytest.approx(300, abs=1)
        group.cancel_scope.cancel()
    assert (budget.waiting, budget.waiting_until) == (0, None)
