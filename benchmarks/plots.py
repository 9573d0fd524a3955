"""Draws how the cost grows: calls and time with the number of records, CPU time of a call with concurrency.

The server has a latency of 50 ms for the lists, and none for the calls. All rivals ask for pages of the same size.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from statistics import median

import anyio
import matplotlib as mpl
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.speed import callers
from benchmarks.speed.callers import Caller
from benchmarks.speed.calling import cost
from benchmarks.speed.queueing import LATENCY
from benchmarks.speed.server import served

FOLDER = Path(__file__).parent.parent / "docs" / "plots"
PAGE = 500

Read = Callable[[], Awaitable[tuple[int, int]]]
"""Reads a whole list. Returns how many calls that took, and how many records came."""
Reader = Callable[[], AbstractAsyncContextManager[Read]]
"""Opens a new client until the block ends."""


@frozen
class Scale:
    """Where the curves are measured. CPU time is the median of ``rounds``.

    httpx is measured up to ``collapsing`` calls at the same time: with more it needs minutes to open its connections.
    """

    records: Sequence[int] = (1_000, 3_000, 10_000, 30_000, 100_000)
    concurrency: Sequence[int] = (1, 10, 100, 1_000, 5_000)
    collapsing: int = 1_000
    calls: int = 1_000
    rounds: int = 3


Curves = dict[str, list[float]]
"""The values of each rival, one for each point of the scale."""


def main() -> None:
    """Measures and draws all plots."""
    draw(Scale(), FOLDER)


def draw(scale: Scale, folder: Path) -> None:
    """Writes ``records.svg`` and ``concurrency.svg``."""
    folder.mkdir(parents=True, exist_ok=True)
    draw_records(scale, folder / "records.svg")
    draw_concurrency(scale, folder / "concurrency.svg")


def draw_records(scale: Scale, path: Path) -> None:
    """Calls and seconds against the number of records."""
    calls, seconds = reading(scale)
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    _curves(left, scale.records, calls, "records", "calls")
    _curves(right, scale.records, seconds, "records", "seconds")
    _save(figure, path)


def draw_concurrency(scale: Scale, path: Path) -> None:
    """CPU time of a call against the number of calls at the same time."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    _curves(figure.subplots(), scale.concurrency, calling(scale), "calls at the same time", "CPU ms of a call")
    _save(figure, path)


def reading(scale: Scale) -> tuple[Curves, Curves]:
    """The calls and the seconds that each rival needs for a list."""
    calls: Curves = {}
    seconds: Curves = {}
    for length in scale.records:
        with served(length) as host:
            for name, reader in _readers(f"{host}/{LATENCY}").items():
                made, took = anyio.run(_read, reader, length)
                calls.setdefault(name, []).append(made)
                seconds.setdefault(name, []).append(took)
    return calls, seconds


def calling(scale: Scale) -> Curves:
    """The CPU milliseconds of a call of each rival."""
    milliseconds: Curves = {}
    with served(1) as host:
        url = f"{host}/0"
        rivals: dict[str, Caller] = {
            "plutio_async": callers.sdk(url),
            "httpx": callers.raw(url),
            "httpx2": callers.raw2(url),
            "aiohttp": callers.by_aiohttp(url),
        }
        for at_a_time in scale.concurrency:
            for name, caller in rivals.items():
                if name == "httpx" and at_a_time > scale.collapsing:
                    continue
                calls = max(scale.calls, at_a_time)
                costs = [anyio.run(cost, caller, calls, at_a_time, 1) for _ in range(scale.rounds)]
                milliseconds.setdefault(name, []).append(1000 * median(costs))
    return milliseconds


def _readers(url: str) -> Mapping[str, Reader]:
    return {
        "plutio_async": _by_sdk(url, 0),
        "plutio_async, read_ahead=8": _by_sdk(url, 8),
        "httpx": _by_loop(callers.raw(url)),
        "httpx2": _by_loop(callers.raw2(url)),
        "aiohttp": _by_loop(callers.by_aiohttp(url)),
    }


def _by_sdk(url: str, ahead: int) -> Reader:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Read]:
        async with callers.plutio(url) as plutio:

            async def read() -> tuple[int, int]:
                records = 0
                async for _ in plutio.tasks.iterate(page_size=PAGE, read_ahead=ahead):
                    records += 1
                return plutio.stats.calls["tasks.list"], records

            yield read

    return opened


def _by_loop(caller: Caller) -> Reader:
    """A loop that reads pages until one is short."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Read]:
        async with caller() as ask:

            async def read() -> tuple[int, int]:
                calls, records, last = 0, 0, PAGE
                while last == PAGE:
                    last = len(await ask(PAGE, records))
                    calls, records = calls + 1, records + last
                return calls, records

            yield read

    return opened


async def _read(reader: Reader, length: int) -> tuple[int, float]:
    async with reader() as read:
        began = time.perf_counter()
        calls, records = await read()
        assert records == length, f"{records} records of {length} were read"
        return calls, time.perf_counter() - began


def _curves(axes: Axes, points: Sequence[int], curves: Curves, x: str, y: str) -> None:
    for name, values in curves.items():
        axes.plot(
            points[: len(values)],
            values,
            marker="o",
            markersize=4,
            linewidth=2.5 if name.startswith("plutio") else 1.2,
            label=name,
        )
    axes.set(xscale="log", yscale="log", xlabel=x, ylabel=y)
    axes.set_xticks(points, [f"{point:,}" for point in points])
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)


def _save(figure: Figure, path: Path) -> None:
    """Without the date, so that the file changes with its figures only."""
    with mpl.rc_context({"svg.hashsalt": "plots", "svg.fonttype": "none"}):
        figure.savefig(path, format="svg", metadata={"Date": None})
