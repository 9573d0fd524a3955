"""The fake clock."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import anyio
import pytest

from plutio_async._core.clock import Clock
from plutio_async.testing import FakeClock, JumpingClock, SandboxError

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


async def test_stands_still_until_moved() -> None:
    """Neither time advances by itself; both advance together, from different starts."""
    clock: Clock = FakeClock(start=5000.0)
    began = clock.monotonic()
    assert clock.time() == 5000.0 != began
    assert isinstance(clock, FakeClock)
    await clock.advance(12.5)
    assert clock.time() == 5012.5
    assert clock.monotonic() == began + 12.5


async def test_wakes_sleepers_in_order_each_at_its_own_time() -> None:
    """Sleepers wake in order of their deadlines and see the time of their deadline, also those that sleep again."""
    clock = FakeClock(start=0.0)
    seen: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: float) -> None:
        for nap in naps:
            await clock.sleep(nap)
            seen.append((name, clock.time()))

    async with anyio.create_task_group() as group:
        group.start_soon(sleeper, "late", 5)
        group.start_soon(sleeper, "early", 1, 3, 7)
        await clock.advance(10)
        assert seen == [("early", 1), ("early", 4), ("late", 5)]
        await clock.advance(1)
    assert seen[-1] == ("early", 11)


async def test_advance_lets_woken_tasks_run_until_they_block() -> None:
    """A woken task passes any number of checkpoints before the time advances."""
    clock = FakeClock(start=0.0)
    seen: list[float] = []

    async def busy() -> None:
        await clock.sleep(1)
        for _ in range(50):
            await anyio.lowlevel.checkpoint()
        seen.append(clock.time())

    async with anyio.create_task_group() as group:
        group.start_soon(busy)
        await clock.advance(100)
    assert seen == [1]


async def test_cancelled_sleeper_is_forgotten() -> None:
    """A cancelled sleeper does not count, and does not delay the others."""
    clock = FakeClock(start=0.0)
    async with anyio.create_task_group() as group:
        group.start_soon(clock.sleep, 5)
        await anyio.wait_all_tasks_blocked()
        assert clock.sleeping == 1
        group.cancel_scope.cancel()
    assert clock.sleeping == 0
    async with clock.autojump():
        await clock.sleep(7)
    assert clock.time() == 7


async def test_sleep_of_zero_lets_other_tasks_run() -> None:
    """``sleep(0)`` needs no time but is a checkpoint."""
    clock = FakeClock()
    with anyio.CancelScope() as scope:
        scope.cancel()
        await clock.sleep(0)
    assert scope.cancelled_caught


async def test_autojump_goes_to_the_next_deadline() -> None:
    """Inside ``autojump`` sleeping needs no real time and wakes in order."""
    clock = FakeClock(start=0.0)
    seen: list[float] = []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        seen.append(clock.time())

    with anyio.fail_after(30):
        async with clock.autojump(), anyio.create_task_group() as group:
            for seconds in (86_400, 3600, 60):
                group.start_soon(sleeper, seconds)
    assert seen == [60, 3600, 86_400]


async def test_autojump_does_not_wrap_errors() -> None:
    """An error in the body is raised as it is, not in a group, and the jumping stops."""
    clock = FakeClock()

    async def fail() -> None:
        async with clock.autojump():
            await clock.sleep(1)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    before = clock.time()
    async with anyio.create_task_group() as group:
        group.start_soon(clock.sleep, 5)
        await anyio.wait_all_tasks_blocked()
        assert clock.time() == before
        group.cancel_scope.cancel()


async def test_autojump_can_be_cancelled_from_outside() -> None:
    """A timeout around the block ends it."""
    clock = FakeClock()
    with anyio.move_on_after(0.01) as scope:
        async with clock.autojump():
            await anyio.sleep_forever()
    assert scope.cancelled_caught


async def test_advance_inside_autojump() -> None:
    """Neither `advance` nor the jumping waits for the other."""
    clock = FakeClock(start=0.0)
    with anyio.fail_after(30):
        async with clock.autojump():
            await clock.advance(10)
            await clock.sleep(5)
    assert clock.time() == 15


def test_shift_wall_sets_the_time_of_day() -> None:
    """Setting the time of day leaves monotonic time alone."""
    clock = FakeClock(start=1000.0)
    before = clock.monotonic()
    clock.shift_wall(-600)
    assert clock.time() == 400.0
    assert clock.monotonic() == before


async def test_time_does_not_run_backwards() -> None:
    """``advance`` refuses a negative step."""
    with pytest.raises(ValueError, match="shift_wall"):
        await FakeClock().advance(-1)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("2h", 7200),
        ("1h30m", 5400),
        ("90s", 90),
        ("1.5d", 129_600),
        ("250ms", 0.25),
        (timedelta(minutes=2), 120),
        (0, 0),
    ],
)
async def test_advances_by_a_duration(given: float | str | timedelta, seconds: float) -> None:
    """Seconds, a timedelta, or text with units."""
    clock = FakeClock(0.0)
    await clock.advance(given)
    assert clock.time() == pytest.approx(seconds)


@pytest.mark.parametrize("given", ["", "2 h", "h", "2x", "2h ", "-2h", None, True, math.nan, math.inf, [1]])
async def test_a_wrong_duration_is_an_error(given: Any) -> None:
    """It names what is taken."""
    with pytest.raises(SandboxError, match=r"takes seconds, a timedelta, or text such as '2h' or '1h30m', not"):
        await FakeClock().advance(given)


async def test_starts_at_a_moment() -> None:
    """A datetime of any zone."""
    moment = datetime(2026, 5, 1, 11, tzinfo=timezone(timedelta(hours=2)))
    for clock in (FakeClock(moment), JumpingClock(moment)):
        assert datetime.fromtimestamp(clock.time(), UTC) == moment


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (datetime(2026, 5, 1), "has no time zone; make it aware"),
        ("2026-05-01", "a clock cannot start at '2026-05-01'; give seconds since 1970, or an aware datetime"),
        (True, "cannot start at True"),
        (math.nan, "cannot start at nan"),
    ],
)
async def test_a_wrong_start_is_an_error(start: Any, message: str) -> None:
    """When the clock is made, not when it is read."""
    with pytest.raises(SandboxError, match=message):
        FakeClock(start)
