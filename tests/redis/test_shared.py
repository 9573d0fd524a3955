"""``Plutio(..., shared="redis://…")``: the client opens and closes what it shares."""

from __future__ import annotations

import anyio
import coredis
import pytest

from plutio_async import BudgetExceeded, ClientStateError, ConnectionFailed, Plutio, sync
from plutio_async.redis import SharedRedis
from plutio_async.testing import Sandbox

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


def token_calls(sandbox: Sandbox) -> int:
    return [call.path for call in sandbox.calls].count("/oauth/token")


async def test_clients_share_budget_and_token(url: str, key: str) -> None:
    """Each is entered once, by the client's own block, and again after it."""
    sandbox = Sandbox(client_id=key)
    one, two = (Plutio.sandbox(sandbox, shared=url, budget=20) for _ in range(2))
    for left in (17, 15):
        async with one, two:
            await one.tasks.list()
            await two.tasks.list()
            assert two.budget.remaining == left
    assert token_calls(sandbox) == 1


async def test_options_and_a_client_of_coredis(url: str, key: str) -> None:
    """Both in place of the URL."""
    sandbox = Sandbox(client_id=key)
    async with coredis.Redis.from_url(url, decode_responses=False) as client:
        async with (
            Plutio.sandbox(sandbox, shared=SharedRedis(url, period=60.0, max_wait=0.0), budget=3) as one,
            Plutio.sandbox(sandbox, shared=SharedRedis(client, period=60.0), budget=3) as two,
        ):
            await one.tasks.list()
            await two.tasks.list()
            with pytest.raises(BudgetExceeded):
                await one.tasks.list()
        async with Plutio.sandbox(Sandbox(client_id=f"{key}-2"), shared=client) as three:
            await three.tasks.list()


async def test_views_and_several_entries_open_it_once(url: str, key: str) -> None:
    """Also at the same time."""
    plutio = Plutio.sandbox(Sandbox(client_id=key), shared=url)
    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(plutio.__aenter__)
    await plutio.tasks.list()
    await plutio.aclose()


async def test_without_a_block_the_error_says_so(url: str, key: str) -> None:
    """A connection is opened by the block, and by nothing else."""
    plutio = Plutio.sandbox(Sandbox(client_id=key), shared=url)
    with pytest.raises(ClientStateError, match="not open: open it, or the client that shares it, with `async with`"):
        await plutio.tasks.list()


async def test_a_server_that_is_away_is_an_error_of_the_block() -> None:
    """Nothing stays open."""
    plutio = Plutio.sandbox(shared="redis://127.0.0.1:1/0")
    for _ in range(2):
        with pytest.raises(ConnectionFailed):
            async with plutio:
                raise AssertionError("it is not entered")


def test_the_synchronous_client(url: str, key: str) -> None:
    """Its thread opens it."""
    with sync.Plutio.sandbox(Sandbox(client_id=key), shared=url, budget=20) as plutio:
        plutio.tasks.list()
        assert plutio.budget.remaining == 18


def test_it_shows_no_password(url: str) -> None:
    """Nor anything else of the URL but the host."""
    assert repr(SharedRedis("redis://me:secret@example.com:7/2")) == "<SharedRedis 'plutio' at example.com:7/2>"
