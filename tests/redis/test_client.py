"""The client with a shared budget and a shared token."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import pytest

from plutio_async import BudgetExceeded, ClientStateError, Plutio
from plutio_async.redis import RedisBudget, RedisTokenStore
from plutio_async.testing import Sandbox

from .server import Server

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


async def test_two_clients(url: str, key: str) -> None:
    """The second finds the first one's token, so that three calls and one token call use up four."""
    box = Sandbox()
    async with (
        RedisBudget(url, 4, 60.0, key=f"{key}-budget") as budget,
        RedisBudget(url, 4, 60.0, key=f"{key}-budget") as other_budget,
        RedisTokenStore(url, key=f"{key}-token") as tokens,
        RedisTokenStore(url, key=f"{key}-token") as other_tokens,
        Plutio.sandbox(box, budget=budget, token_store=tokens) as plutio,
        Plutio.sandbox(box, budget=other_budget, token_store=other_tokens) as other,
    ):
        await plutio.tasks.list()
        await other.tasks.list()
        await other.tasks.list()
        with pytest.raises(BudgetExceeded):
            await plutio.with_options(max_wait=0).tasks.list()
        assert (plutio.budget.limit, plutio.budget.remaining) == (4, 0)


async def test_blocks_may_be_left_by_another_task(url: str, key: str) -> None:
    """As the fixtures of some test tools do, and lifespans."""
    budget, tokens = RedisBudget(url, 4, 60.0, key=f"{key}-budget"), RedisTokenStore(url, key=f"{key}-token")
    async with anyio.create_task_group() as group:
        group.start_soon(budget.__aenter__)
        group.start_soon(tokens.__aenter__)
    await budget.acquire()
    async with anyio.create_task_group() as group:
        group.start_soon(budget.__aexit__, None, None, None)
        group.start_soon(tokens.__aexit__, None, None, None)
    with pytest.raises(ClientStateError, match="is not open"):
        await budget.acquire()


async def test_opening_may_be_cancelled(make_server: Callable[..., Server], key: str) -> None:
    """Nothing is left, and it can be opened later."""
    server = make_server()
    budget = RedisBudget(server.url, 4, 60.0, key=key)
    server.freeze()
    with anyio.move_on_after(0.1) as scope:
        await budget.__aenter__()
    assert scope.cancelled_caught
    server.thaw()
    async with budget:
        await budget.acquire()
        assert budget.remaining == 3


async def test_cancelled_calls(url: str, key: str) -> None:
    """Calls that never left cost nothing, and those that did are counted."""
    box = Sandbox()
    async with (
        RedisBudget(url, 100, 60.0, key=key) as budget,
        Plutio.sandbox(box, budget=budget) as plutio,
    ):
        await plutio.tasks.list()
        for number in range(40):
            with anyio.move_on_after(0.0001 * number):
                await plutio.tasks.list()
        await anyio.sleep(0.3)
        await plutio.tasks.list()
        assert len(box.calls) <= 100 - plutio.budget.remaining < 2 + 1 + 40
