"""The CPU time of the budget for a call that does not wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio

from benchmarks.speed import callers
from benchmarks.speed.calling import in_process
from benchmarks.speed.rounds import Case, by_turns, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.sizes import Sizes
from plutio_async import Budget, SharedFile


def rows(sizes: Sizes) -> Iterator[Row]:
    """Three rows. The rival of the last is a fixed time, far below the noise of a whole call."""
    cases: dict[str, Case] = {
        "budget": lambda: anyio.run(_acquired, Budget(callers.BIG_BUDGET), sizes.acquired),
        "file": lambda: _acquired_of_a_file(sizes.acquired // 20),
        "raw": in_process(callers.raw, sizes),
    }
    figures = by_turns(cases, sizes.rounds)
    yield Row("take a call of the budget", "a bare `httpx` call", ratio(figures, "budget", "raw"), at_most(0.02, 0.005))
    yield Row("take a call of a shared file", "a bare `httpx` call", ratio(figures, "file", "raw"), at_most(1))
    taken: dict[str, Case] = {"budget": lambda: taking(sizes.acquired), "microsecond": lambda: 1e-6}
    figures = by_turns(taken, sizes.rounds)
    yield Row(
        "take a call of the budget, without its end", "1 µs", ratio(figures, "budget", "microsecond"), at_most(0.5)
    )


def taking(times: int) -> float:
    """The CPU time to take one call that is free."""
    budget = Budget(callers.BIG_BUDGET)
    began = time.process_time()
    for _ in range(times):
        budget.acquire_nowait()
    return (time.process_time() - began) / times


def _acquired_of_a_file(times: int) -> float:
    with TemporaryDirectory() as folder:
        return anyio.run(_acquired, SharedFile(Path(folder) / "plutio.db").budget("a", times), times)


async def _acquired(budget: Budget, times: int) -> float:
    """The CPU time to acquire and settle one call, as each call of the SDK does."""
    began = time.process_time()
    for _ in range(times):
        (await budget.acquire()).settle()
    return (time.process_time() - began) / times
