"""Far more callers than the hour has calls: tokens end while they queue, and the server asks for a pause meanwhile."""

from __future__ import annotations

from collections import Counter

import anyio
import httpx
from attrs import frozen

from chaos.clock import FastClock
from chaos.promises import HOUR, Promise, none, within_limit
from chaos.run import client
from chaos.server import Books, Server, World, server
from plutio_async import Plutio, PlutioError
from plutio_async.testing import Fault

_HOUR = 0.6
_LIMIT = 12
_CALLERS = 36
_TOKEN_LIFE = HOUR / 2
_PAUSE = 1.5 * HOUR
_PAUSED_AT = _LIMIT + 3
"""The call that is told to pause: one of the second hour."""
_ON_THE_WAY = 0.5 * HOUR
"""Calls that were sent before the pause was heard of have arrived by then, however slow the machine."""
_ANSWERING = 0.02
_SHARE = 0.9
_PATIENCE = 30.0


@frozen
class Crowded:
    """All that is known after a run."""

    world: World
    books: Books
    ends: Counter[str]


def crowd(backend: str, seed: int, transport: httpx.AsyncBaseTransport | None = None) -> Crowded:
    """Lets all callers call at once on an event loop of asyncio or trio.

    Raises:
        TimeoutError: a caller never came back.
    """
    speed = HOUR / _HOUR
    late = _ANSWERING * speed
    faults = (
        Fault.latency(late),
        Fault.latency(late, path="/oauth/token"),
        Fault.too_many_requests(_PAUSE, nth=_PAUSED_AT),
    )
    world = World(seed, _LIMIT, speed, doomed=0, token_life=_TOKEN_LIFE, faults=faults)
    with server(world) as there:
        ends = anyio.run(_run, world, there, transport, backend=backend)
        return Crowded(world, there.books(), ends)


async def _run(world: World, there: Server, transport: httpx.AsyncBaseTransport | None) -> Counter[str]:
    ends: Counter[str] = Counter()
    clock = FastClock(world.speed, world.origin)
    async with client(world, there.url, clock, transport) as plutio:
        with anyio.fail_after(_PATIENCE):
            async with anyio.create_task_group() as callers:
                for number in range(_CALLERS):
                    callers.start_soon(_call, plutio, there.ids.kept[number], ends)
    return ends


async def _call(plutio: Plutio, record: str, ends: Counter[str]) -> None:
    try:
        await plutio.tasks.get(record)
    except PlutioError as error:
        ends[type(error).__name__] += 1
    else:
        ends["served"] += 1


def kept_in_the_crowd(seen: Crowded) -> list[Promise]:
    """Every promise with its figure."""
    books, tokens = seen.books, len(seen.books.token_calls)
    failed = _CALLERS - seen.ends["served"]
    pauses = [(moment, moment + _PAUSE) for moment in books.paused]
    beside = [_beside_the_first(books.moments, end, _ANSWERING * seen.world.speed) for _, end in pauses]
    during = [sum(begin + _ON_THE_WAY < moment < end for moment in books.moments) for begin, end in pauses]
    return [
        *within_limit(books, seen.world.limit),
        none("callers in the crowd that were not served", failed),
        Promise("tokens that ended while they queued", f"{tokens - 1}", tokens > 1),
        Promise("calls within the pause that a 429 asked for", f"{sum(during)}", bool(pauses) and not sum(during)),
        none("calls beside the first after the pause", sum(beside)),
    ]


def _beside_the_first(moments: list[float], end: float, late: float) -> int:
    """Calls after a pause that came before the first of them can have been answered."""
    after = sorted(moment for moment in moments if moment >= end)
    return sum(moment < after[0] + _SHARE * late for moment in after[1:])
