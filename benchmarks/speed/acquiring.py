"""The CPU time of the budget for a call that does not wait."""

from __future__ import annotations

import time
from collections.abc import Iterator

import anyio

from benchmarks.speed import callers
from benchmarks.speed.calling import in_process
from benchmarks.speed.rounds import Case, by_turns, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.sizes import Sizes
from plutio_async import Budget


def rows(sizes: Sizes) -> Iterator[Row]:
    """Two rows. The rival of the second is a fixed time, far below the noise of a whole call."""
    cases: dict[str, Case] = {
        "budget": lambda: anyio.run(_acquired, sizes.acquired),
        "raw": in_process(callers.raw, sizes),
    }
    figures = by_turns(cases, sizes.rounds)
    yield Row("take a call of the budget", "a bare `httpx` call", ratio(figures, "budget", "raw"), at_most(0.02, 0.005))
    taken: dict[str, Case] = {"budget": lambda: taking(sizes.acquired), "microsecond": lambda: 1e-6}
    figures = by_turns(taken, sizes.rounds)
    yield Row("the same, without its end", "1 µs", ratio(figures, "budget", "microsecond"), at_most(0.5))


def taking(times: int) -> float:
    """The CPU time to take one call that is free."""
    budget = Budget(callers.BIG_BUDGET)
    began = time.process_time()
    for _ in range(times):
        budget.acquire_nowait()
    return (time.process_time() - began) / times


async def _acquired(times: int) -> float:
    """The CPU time to acquire and settle one call, as each call of the SDK does."""
    budget = Budget(callers.BIG_BUDGET)
    began = time.process_time()
    for _ in range(times):
        (await budget.acquire()).settle()
    return (time.process_time() - began) / times
