"""``Plutio(..., shared=…)``: one option for budget and token, and what cannot be shared."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async import Budget, Plutio, SharedFile, sync
from plutio_async._core.database import Database
from plutio_async.errors import ConfigurationError
from plutio_async.testing import FakeClock, Sandbox

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plutio.db"


def token_calls(sandbox: Sandbox) -> int:
    return [call.path for call in sandbox.calls].count("/oauth/token")


async def test_clients_share_budget_and_token(path: Path) -> None:
    """As two processes, and one that comes later, do."""
    sandbox = Sandbox()
    async with Plutio.sandbox(sandbox, shared=path, budget=20) as one:
        await one.tasks.list()
        async with Plutio.sandbox(sandbox, shared=str(path), budget=20) as two:
            await two.tasks.list()
            assert one.budget.remaining == two.budget.remaining == 17
    async with Plutio.sandbox(sandbox, shared=SharedFile(path), budget=20) as later:
        await later.tasks.list()
        assert later.budget.remaining == 16
    assert token_calls(sandbox) == 1


async def test_the_limit_holds_over_clients(path: Path) -> None:
    """Two runs that overlap make as many calls as the limit, and no more."""
    sandbox = Sandbox()
    async with (
        Plutio.sandbox(sandbox, shared=path, budget=20, max_wait=0) as one,
        Plutio.sandbox(sandbox, shared=path, budget=20, max_wait=0) as two,
        anyio.create_task_group() as group,
    ):
        for plutio in (one, two) * 20:
            group.start_soon(_try, plutio)
    assert len(sandbox.calls) == 20


async def _try(plutio: Plutio) -> None:
    try:
        await plutio.tasks.list()
    except Exception as error:
        assert type(error).__name__ == "BudgetExceeded"


async def test_views_share_it_too(path: Path) -> None:
    """As they share all."""
    async with Plutio.sandbox(shared=path, budget=20) as plutio:
        await plutio.for_business(plutio.business or "x").tasks.list()
        assert plutio.budget.remaining == 18


async def test_a_client_can_be_entered_again(path: Path) -> None:
    """The file is closed with it, and opened with the next entry or call."""
    plutio = Plutio.sandbox(shared=path, budget=20)
    for left in (18, 17):
        async with plutio:
            await plutio.tasks.list()
            assert plutio.budget.remaining == left
        assert sorted(entry.name for entry in path.parent.iterdir()) == ["plutio.db"]


async def test_the_token_alone_can_be_shared(path: Path) -> None:
    """And the budget alone."""
    sandbox = Sandbox()
    for _ in range(2):
        async with Plutio.sandbox(sandbox, token_store=SharedFile(path).tokens(sandbox.clock)) as plutio:
            await plutio.tasks.list()
    assert token_calls(sandbox) == 1
    for left in (8, 6):
        budget = SharedFile(path).budget("mine", 10, sandbox.clock)
        async with Plutio.sandbox(sandbox, budget=budget) as plutio:
            await plutio.tasks.list()
            assert plutio.budget.remaining == left


async def test_each_api_client_has_its_own(path: Path) -> None:
    """One file serves several."""
    sandboxes = Sandbox(client_id="one"), Sandbox(client_id="two")
    for sandbox in sandboxes:
        async with Plutio.sandbox(sandbox, shared=path, budget=20) as plutio:
            await plutio.tasks.list()
            assert plutio.budget.remaining == 18
        assert token_calls(sandbox) == 1
    content = path.read_bytes()
    assert b"one" not in content.replace(b"one ", b"")


def test_the_synchronous_client_takes_it(path: Path) -> None:
    """Also what it says outside of calls."""
    sandbox = Sandbox()
    for left in (18, 17):
        with sync.Plutio.sandbox(sandbox, shared=path, budget=20) as plutio:
            plutio.tasks.list()
            assert plutio.budget.remaining == left


def test_clients_in_threads_take_one_object(path: Path) -> None:
    """Their budget has no call too many, their token is one, and no step of one ends that of another."""
    sandbox, shared = Sandbox(), SharedFile(path)

    def make_calls() -> int:
        with sync.Plutio.sandbox(sandbox, shared=shared, budget=100) as plutio:
            for _ in range(20):
                plutio.tasks.list()
        return int(plutio.budget.remaining)

    with ThreadPoolExecutor(4) as threads:
        left = [threads.submit(make_calls) for _ in range(4)]
    assert min(one.result() for one in left) == 100 - 80 - 1
    assert token_calls(sandbox) == 1


async def test_a_client_that_is_closed_closes_its_own_connection_only(path: Path) -> None:
    """Others of the same object keep theirs. It closes its own also when the file cannot be used."""
    shared = SharedFile(path)
    async with Plutio.sandbox(shared=shared) as one:
        async with Plutio.sandbox(shared=shared) as two:
            pass
        assert (connected(one), connected(two)) == (True, False)
        path.unlink()
    assert not connected(one)


def connected(plutio: Plutio) -> bool:
    database: Database = plutio._sender.shared.token_store._database  # type: ignore[union-attr]
    assert database is plutio.budget._ledger._database  # type: ignore[attr-defined]
    return database._connection is not None


def test_the_environment_names_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``PLUTIO_SHARED``, for ``from_env``."""
    for name, value in {"CLIENT_ID": "id", "CLIENT_SECRET": "secret", "SHARED": str(path)}.items():
        monkeypatch.setenv(f"PLUTIO_{name}", value)
    plutio = Plutio.from_env(budget=7)
    assert plutio.budget.limit == 7
    assert path.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
async def test_a_fork_counts_with_its_parent(path: Path) -> None:
    """It has a connection and a place in the queue of its own, and closes nothing of its parent's."""
    budget = SharedFile(path).budget("a", 10)
    await budget.acquire(2)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            lease = budget.acquire_nowait()
            budget._ledger._database.close()  # type: ignore[attr-defined]
            code = 0 if lease is not None else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert status == 0
    assert budget.remaining == 7
    await budget.acquire(7, max_wait=0)


class TestBadInput:
    @pytest.mark.parametrize(
        ("settings", "says"),
        [
            ({"shared": 5}, r"shared= takes a path such as 'plutio.db', a URL .* or a SharedRedis, not int"),
            ({"shared": SharedFile}, "shared= takes a path .* not the class SharedFile"),
            ({"shared": ""}, "a shared file has a path, such as 'plutio.db', not ''"),
            ({"shared": "http://localhost"}, "begins with 'http'; it looks like 'redis://host:6379/0'"),
            ({"shared": "x.db", "token_store": object()}, "shared= has a token store: leave token_store= out"),
            ({"shared": "x.db", "budget": Budget(5)}, "with shared= the budget is a number of calls, not <Budget"),
            ({"shared": "x.db", "budget": True}, "with shared= the budget is a number of calls, not True"),
            ({"shared": "x.db", "budget": 0}, "limit=0 does not work"),
        ],
    )
    def test_what_cannot_be_shared(
        self, settings: dict[str, Any], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each error says what to give."""
        monkeypatch.chdir(tmp_path)
        if "token_store" in settings:
            settings["token_store"] = SharedFile("x.db").tokens(FakeClock())
        with pytest.raises(ConfigurationError, match=says):
            Plutio("id", "secret", **settings)

    def test_options_of_a_file_are_checked(self) -> None:
        """By name and by value."""
        with pytest.raises(ConfigurationError, match="in_flight=-1"):
            SharedFile("x.db", in_flight=-1)
        with pytest.raises(TypeError, match="reserv"):
            SharedFile("x.db", reserv=5)

    def test_another_limit_than_the_other_processes(self, path: Path) -> None:
        """Both are named."""
        first = SharedFile(path).budget("a", 10)
        assert first.acquire_nowait() is not None
        with pytest.raises(ConfigurationError, match="a limit of 10 calls in 3600 s, and this one has 20 calls"):
            SharedFile(path).budget("a", 20)


_: Callable[..., Any]
