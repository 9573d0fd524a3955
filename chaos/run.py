"""One run: a server, a client, the callers, and the evidence."""

from __future__ import annotations

import asyncio

import anyio
import httpx
from attrs import frozen

from chaos.callers import ATTEMPTS, Callers
from chaos.clock import FastClock
from chaos.connections import connections
from chaos.promises import Evidence
from chaos.server import Server, World, server
from chaos.steps import Step, doomed, steps
from plutio_async import Budget, Plutio, Retries

_TIMEOUT = 0.4
_MAX_CONNECTIONS = 24
_ROUNDS = 5


@frozen
class Size:
    """How large a run is: its steps, the calls of an hour, and the seconds that an hour takes."""

    calls: int
    limit: int
    hour: float

    def __str__(self) -> str:
        return f"{self.calls:,} calls, {self.limit} allowed in an hour of {self.hour:g} seconds"


FULL = Size(calls=10_000, limit=600, hour=3.0)
SHORT = Size(calls=330, limit=150, hour=3.0)


def run(backend: str, seed: int, size: Size, transport: httpx.AsyncBaseTransport | None = None) -> Evidence:
    """Takes all steps on an event loop of asyncio or trio. ``transport`` takes the place of the client's own.

    Raises:
        TimeoutError: a caller never came back.
    """
    plan = steps(seed, size.calls)
    world = World(seed, size.limit, speed=3600.0 / size.hour, doomed=doomed(plan))
    before = connections()
    with server(world) as there:
        callers, tasks_left = anyio.run(_run, world, there, plan, transport, backend=backend)
        connections_left = connections() - before
        books = there.books()
    return Evidence(world, there.ids, plan, callers, books, tasks_left, connections_left)


async def _run(
    world: World, there: Server, plan: list[Step], transport: httpx.AsyncBaseTransport | None
) -> tuple[Callers, int]:
    before = _tasks()
    clock = FastClock(world.speed, world.origin)
    async with client(world, there.url, clock, transport) as plutio:
        callers = Callers(plutio, there.ids, plan, clock)
        await callers.take(_ROUNDS)
    await anyio.wait_all_tasks_blocked()
    return callers, _tasks() - before


def client(world: World, url: str, clock: FastClock, transport: httpx.AsyncBaseTransport | None) -> Plutio:
    """A client that is in as much of a hurry as the clock."""
    return Plutio(
        "sandbox",
        "sandbox-secret",
        business="example",
        base_url=url,
        timeout=_TIMEOUT,
        retries=Retries(attempts=ATTEMPTS, total=24 * 3600.0, base=0.02 * world.speed, cap=0.2 * world.speed),
        budget=Budget(world.limit, clock=clock),
        max_connections=_MAX_CONNECTIONS,
        transport=transport,
        clock=clock,
    )


def _tasks() -> int:
    """The tasks of this event loop."""
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        import trio

        return trio.lowlevel.current_statistics().tasks_living
