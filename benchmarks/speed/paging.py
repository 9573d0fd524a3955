"""The time and memory to iterate over a long list."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Iterator

import anyio

from benchmarks.speed import callers
from benchmarks.speed.rounds import Case, by_turns, ratio
from benchmarks.speed.rows import Row, at_least, at_most
from benchmarks.speed.server import served
from benchmarks.speed.sizes import Sizes

LATENCY = 50
PAGE = 100


def rows(sizes: Sizes) -> Iterator[Row]:
    """Rows for the time to read a list, and for the peak memory."""
    with served(sizes.walked) as host:
        yield from _ahead(sizes, f"{host}/{LATENCY}")
    with served(sizes.streamed) as host:
        yield _memory(sizes, f"{host}/0")


def _ahead(sizes: Sizes, url: str) -> Iterator[Row]:
    cases: dict[str, Case] = {str(ahead): _walking(url, ahead, sizes.walked) for ahead in (0, 4, 8)}
    times = by_turns(cases, sizes.walks, warm_up=False)
    what = f"{sizes.walked:,} records in pages of {PAGE}, `read_ahead="
    yield Row(f"{what}4`", "one page at a time", ratio(times, "0", "4"), at_least(3.6))
    yield Row(f"{what}8`", "one page at a time", ratio(times, "0", "8"), at_least(6.0))


def _walking(url: str, ahead: int, length: int) -> Case:
    return lambda: anyio.run(_walk, url, ahead, length)


async def _walk(url: str, ahead: int, length: int) -> float:
    async with callers.plutio(url) as plutio:
        await plutio.tasks.list(limit=1)
        began = time.perf_counter()
        count = 0
        async for _ in plutio.tasks.iterate(page_size=PAGE, read_ahead=ahead):
            count += 1
        assert count == length, f"{count} records of {length} were read"
        return time.perf_counter() - began


def _memory(sizes: Sizes, url: str) -> Row:
    cases: dict[str, Case] = {"stream": lambda: anyio.run(_streamed, url), "list": lambda: anyio.run(_listed, url)}
    peaks = by_turns(cases, 1, warm_up=False)
    what = f"most memory on the way through {sizes.streamed:,} records"
    return Row(what, "a list of all", ratio(peaks, "stream", "list"), at_most(0.05))


async def _streamed(url: str) -> float:
    async with callers.plutio(url) as plutio:
        await plutio.tasks.list(limit=1)
        _begin()
        async for _ in plutio.tasks.iterate(page_size=PAGE, read_ahead=4):
            pass
        return _peak()


async def _listed(url: str) -> float:
    async with callers.plutio(url) as plutio:
        await plutio.tasks.list(limit=1)
        _begin()
        everything = await plutio.tasks.iterate(page_size=PAGE, read_ahead=4).to_list()
        assert everything
        return _peak()


def _begin() -> None:
    gc.collect()
    tracemalloc.start()


def _peak() -> float:
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return float(peak)
