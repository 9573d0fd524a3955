"""Many calls that start at the same time, to a server with a latency of 50 ms."""

from __future__ import annotations

import time
from collections.abc import Iterator

import anyio
import httpx

from benchmarks.speed import callers
from benchmarks.speed.callers import POOL, Ask, Caller
from benchmarks.speed.rounds import Case, by_turns, ratio
from benchmarks.speed.rows import Row, at_least, at_most
from benchmarks.speed.server import served
from benchmarks.speed.sizes import Sizes

LATENCY = 50


def rows(sizes: Sizes) -> Iterator[Row]:
    """Rows that compare calls per second with httpx, then rows of the SDK alone."""
    with served(1) as host:
        yield from _rates(sizes, f"{host}/{LATENCY}")
        yield _sockets(sizes, host)
        yield _lengths(sizes, callers.sdk(f"{host}/{LATENCY}"))


def _rates(sizes: Sizes, url: str) -> Iterator[Row]:
    cases = {
        "sdk": _rate(callers.sdk(url), sizes.queued),
        "all kept": _rate(callers.raw(url, limits=callers.ALL_KEPT), sizes.collapsing),
        "default": _rate(callers.raw(url), sizes.queued),
        "httpx2": _rate(callers.raw2(url), sizes.queued),
        "aiohttp": _rate(callers.by_aiohttp(url), sizes.queued),
    }
    rates = by_turns(cases, sizes.queue_rounds, warm_up=False)
    what = f"calls a second, {sizes.queued:,} at once"
    yield Row(
        what,
        f"`httpx`, {POOL} kept of {POOL}, {sizes.collapsing:,} at once",
        ratio(rates, "sdk", "all kept"),
        at_least(8, 14),
    )
    yield Row(what, f"`httpx`, 20 kept of {POOL} (default)", ratio(rates, "sdk", "default"), at_least(2, 2.4))
    yield Row(what, "`httpx2`", ratio(rates, "sdk", "httpx2"), at_least(1.67))
    yield Row(what, "`aiohttp`", ratio(rates, "sdk", "aiohttp"), at_least(0.95))


def _sockets(sizes: Sizes, host: str) -> Row:
    cases: dict[str, Case] = {"sdk": lambda: anyio.run(_opened, host, sizes), "pool": lambda: float(POOL)}
    sockets = by_turns(cases, 1, warm_up=False)
    return Row(
        f"sockets opened, {sizes.queued:,} at once", "size of the pool", ratio(sockets, "sdk", "pool"), at_most(1)
    )


def _lengths(sizes: Sizes, sdk: Caller) -> Row:
    short, long = sizes.queues
    cases = {name: _rate(sdk, length) for name, length in (("short", short), ("long", long))}
    rates = by_turns(cases, sizes.queue_rounds, warm_up=False)
    what = f"calls a second, {long:,} at once"
    return Row(what, f"the same, {short:,} at once", ratio(rates, "long", "short"), at_least(0.85, 0.95))


def _rate(caller: Caller, calls: int) -> Case:
    return lambda: anyio.run(_done_a_second, caller, calls)


async def _done_a_second(caller: Caller, calls: int) -> float:
    """Calls per second of a client with open connections. httpx is far slower with an empty pool."""
    async with caller() as ask:
        await _at_once(ask, POOL)
        began = time.perf_counter()
        await _at_once(ask, calls)
        return calls / (time.perf_counter() - began)


async def _at_once(ask: Ask, calls: int) -> None:
    async with anyio.create_task_group() as group:
        for _ in range(calls):
            group.start_soon(ask, 1)


async def _opened(host: str, sizes: Sizes) -> float:
    async with httpx.AsyncClient() as asking:
        await asking.get(f"{host}/0/sockets")
        await _done_a_second(callers.sdk(f"{host}/{LATENCY}"), sizes.queued)
        return float((await asking.get(f"{host}/0/sockets")).text)
