"""The client with a shared budget and a shared token."""

from __future__ import annotations

import anyio
import pytest

from plutio_async import BudgetExceeded, Plutio
from plutio_async.redis import RedisBudget, RedisTokenStore
from plutio_async.testing import Sandbox

pytestmark = pytest.mark.anyio


async def test_two_clients(url: str, key: str) -> None:
    """The second finds the first one's token, so that three calls and one token call use up four."""
    box = Sandbox()
    async with (
        RedisBudget(url, 4, 60.0, key=f"{key}-budget") as budget,
        RedisBudget(url, 4, 60.0, key=f"{key}-budget") as other_budget,
        RedisTokenStore(url, key=f"{key}-token") as tokens,
        RedisTokenStore(url, key=f"{key}-token") as other_tokens,
        Plutio.sandbox(box, budget=budget, token_store=tokens, max_wait=0) as plutio,
        Plutio.sandbox(box, budget=other_budget, token_store=other_tokens, max_wait=0) as other,
    ):
        await plutio.tasks.list()
        await other.tasks.list()
        await other.tasks.list()
        with pytest.raises(BudgetExceeded):
            await plutio.tasks.list()
        assert (plutio.budget.limit, plutio.budget.remaining) == (4, 0)


async def test_cancelled_calls(url: str, key: str) -> None:
    """Those that never left cost nothing, and those that did are counted."""
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
