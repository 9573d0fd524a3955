"""The clock that jumps."""

from __future__ import annotations

import time

import anyio
import pytest
from anyio.lowlevel import checkpoint

from plutio_async.testing import JumpingClock

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


async def test_sleep_takes_no_time_and_moves_both_readings() -> None:
    """A day passes at once."""
    clock = JumpingClock(5_000.0)
    began = clock.monotonic()
    with anyio.fail_after(30):
        await clock.sleep(86_400.0)
    assert (clock.time(), clock.monotonic()) == (91_400.0, began + 86_400.0)


def test_begins_at_the_time_of_day() -> None:
    """The clock starts at the machine's time of day, so that dates of a test match those of its records."""
    assert abs(JumpingClock().time() - time.time()) < 60


async def test_each_sleeper_wakes_at_its_own_moment() -> None:
    """Sleepers wake in order and see the time of their deadline, also those that work and sleep again."""
    clock = JumpingClock(0.0)
    seen: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: float) -> None:
        for nap in naps:
            await clock.sleep(nap)
            seen.append((name, clock.time()))
            for _ in range(20):
                await checkpoint()

    async with anyio.create_task_group() as group:
        group.start_soon(sleeper, "late", 5, 3)
        group.start_soon(sleeper, "early", 1, 3, 3.5)
        group.start_soon(sleeper, "middle", 2, 2.5)
    assert seen == [
        ("early", 1),
        ("middle", 2),
        ("early", 4),
        ("middle", 4.5),
        ("late", 5),
        ("early", 7.5),
        ("late", 8),
    ]


async def test_does_not_jump_while_a_task_runs() -> None:
    """Time does not advance while a task is runnable."""
    clock = JumpingClock(0.0)
    worked = []

    async def work() -> None:
        for _ in range(200):
            await checkpoint()
        worked.append(clock.time())

    async with anyio.create_task_group() as group:
        group.start_soon(clock.sleep, 9)
        group.start_soon(work)
    assert worked == [0.0]
    assert clock.time() == 9


async def test_many_sleepers() -> None:
    """Hundreds of concurrent sleepers, some with equal deadlines, wake in time."""
    clock = JumpingClock(0.0)
    woken: list[float] = []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(clock.time() - seconds)

    async with anyio.create_task_group() as group:
        for number in range(300):
            group.start_soon(sleeper, 1 + number % 100)
    assert woken == [0.0] * 300
    assert clock.sleeping == 0


async def test_cancelled_sleeper_does_not_delay_others() -> None:
    """The next sleeper takes over, and the deadline of the cancelled one is skipped."""
    clock = JumpingClock(0.0)
    async with anyio.create_task_group() as group, anyio.create_task_group() as leaving:
        leaving.start_soon(clock.sleep, 1)
        while clock.sleeping < 1:
            await checkpoint()
        group.start_soon(clock.sleep, 3)
        for _ in range(10):  # until the later sleeper waits for the earlier one
            await checkpoint()
        leaving.cancel_scope.cancel()
    assert clock.time() == 3
    assert clock.sleeping == 0


async def test_advance_wakes_due_sleepers() -> None:
    """``advance`` wakes sleepers that are due, as on any fake clock."""
    clock = JumpingClock(0.0)
    await clock.advance(10)
    assert clock.time() == 10


def test_works_in_several_event_loops_in_turn() -> None:
    """A fixture's clock may be used by several loops of one test."""
    clock = JumpingClock(0.0)
    for backend in ("asyncio", "trio", "asyncio"):
        anyio.run(clock.sleep, 5.0, backend=backend)
    assert clock.time() == 15
