"""A run reads what changed by the server's clock alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from plutio_async.sync import Plutio
from plutio_async.testing import FakeClock, Sandbox
from tests.clocks import DAY, OFF, YEAR, Dated, Off

from .conftest import Warehouse

pytestmark = pytest.mark.integration


@pytest.fixture
def clock() -> FakeClock:
    """That of the server, and of the machine if it is right."""
    return FakeClock(datetime.now(UTC).timestamp())


@pytest.fixture
def sandbox(clock: FakeClock) -> Sandbox:
    return Sandbox(seed=1, limit=None, clock=clock)


@pytest.fixture
def seed(sandbox: Sandbox, clock: FakeClock) -> Callable[..., str]:
    """Makes a task with a timestamp some seconds from the server's time."""

    def make(title: str, seconds: float = 0.0) -> str:
        at = datetime.fromtimestamp(clock.time() + seconds, UTC)
        id: str = sandbox.seed(tasks=[{"title": title, "updatedAt": at}])["tasks"][0]["_id"]
        return id

    return make


def calls(sandbox: Sandbox) -> int:
    return sum((call.method, call.path) == ("GET", "/tasks") for call in sandbox.calls)


@pytest.mark.system
@OFF
def test_the_clock_of_this_machine_is_wrong(
    warehouse: Warehouse, sandbox: Sandbox, clock: FakeClock, seed: Callable[..., str], off: float
) -> None:
    """Late changes are not lost, and a quiet run makes one call."""
    options: dict[str, Any] = {"client": lambda: Plutio.sandbox(sandbox, clock=Off(clock, off))}
    clock.shift_wall(-off)  # dlt's source has the time of this machine, if it asks for it
    seed("first", -3600)
    warehouse.run("tasks", **options)
    seed("new")
    clock.shift_wall(10)
    warehouse.run("tasks", **options)
    seed("late", -20)
    warehouse.run("tasks", **options)
    warehouse.check("tasks")
    clock.shift_wall(60)
    warehouse.run("tasks", **options)
    before = calls(sandbox)
    warehouse.run("tasks", **options)
    assert calls(sandbox) == before + 1


@pytest.mark.system
@pytest.mark.parametrize("off", [DAY, YEAR])
def test_a_first_run_with_a_timestamp_in_the_future(
    warehouse: Warehouse, clock: FakeClock, seed: Callable[..., str], off: float
) -> None:
    """It is no start of the changes, also if it is in the past of this machine."""
    clock.shift_wall(-off)
    seed("first", -3600)
    seed("future", DAY / 2)
    for title in ("a", "b"):
        warehouse.run("tasks")
        seed(title)
    warehouse.run("tasks")
    warehouse.check("tasks")


@pytest.mark.slow
@pytest.mark.parametrize("off", [None, DAY])
def test_a_date_that_is_wrong_or_missing(
    warehouse: Warehouse, sandbox: Sandbox, seed: Callable[..., str], off: float | None
) -> None:
    """Without one each run reads all."""
    sandbox.add_hook(Dated(off))
    seed("first", -3600)
    for title in ("a", "b"):
        warehouse.run("tasks")
        seed(title)
        seed(f"{title} late", -20)
    warehouse.run("tasks")
    warehouse.check("tasks")


@pytest.mark.slow
def test_a_server_whose_clock_is_set_back(warehouse: Warehouse, clock: FakeClock, seed: Callable[..., str]) -> None:
    """The changes come from before the first run then."""
    seed("first", -3600)
    warehouse.run("tasks")
    clock.shift_wall(-DAY)
    seed("new")
    warehouse.run("tasks")
    warehouse.check("tasks")


def test_the_first_run_makes_no_call_for_its_time(
    warehouse: Warehouse, sandbox: Sandbox, seed: Callable[..., str]
) -> None:
    """The answers with the records show it."""
    seed("first")
    warehouse.run("tasks")
    assert calls(sandbox) == 2
