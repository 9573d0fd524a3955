"""One run of a server, a client and its callers."""

from __future__ import annotations

import asyncio

import anyio
import httpx
from attrs import frozen

from chaos.callers import ATTEMPTS, Callers
from chaos.clock import FastClock
from chaos.connections import connections
from chaos.promises import Evidence
from chaos.server import Server, ServerSettings, server
from chaos.steps import Step, deletable, steps
from plutio_async import Budget, Plutio, Retries

_TIMEOUT = 0.4
_MAX_CONNECTIONS = 24
_ROUNDS = 5


@frozen
class Size:
    """The size of a run: the number of calls, the limit of calls an hour, and the seconds of an hour."""

    calls: int
    limit: int
    hour: float

    def __str__(self) -> str:
        return f"{self.calls:,} calls, {self.limit} allowed in an hour of {self.hour:g} seconds"


FULL = Size(calls=10_000, limit=600, hour=3.0)
SHORT = Size(calls=330, limit=150, hour=3.0)


def run(backend: str, seed: int, size: Size, transport: httpx.AsyncBaseTransport | None = None) -> Evidence:
    """Takes all steps on asyncio or trio. ``transport`` replaces the client's own.

    Raises:
        TimeoutError: a call did not return.
    """
    plan = steps(seed, size.calls)
    settings = ServerSettings(seed, size.limit, speed=3600.0 / size.hour, deletable=deletable(plan))
    before = connections()
    with server(settings) as running:
        callers, tasks_left = anyio.run(_run, settings, running, plan, transport, backend=backend)
        connections_left = connections() - before
        log = running.log()
    return Evidence(settings, running.ids, plan, callers, log, tasks_left, connections_left)


async def _run(
    settings: ServerSettings, running: Server, plan: list[Step], transport: httpx.AsyncBaseTransport | None
) -> tuple[Callers, int]:
    before = _tasks()
    clock = FastClock(settings.speed, settings.origin)
    async with client(settings, running.url, clock, transport) as plutio:
        callers = Callers(plutio, running.ids, plan, clock)
        await callers.take(_ROUNDS)
    await anyio.wait_all_tasks_blocked()
    return callers, _tasks() - before


def client(settings: ServerSettings, url: str, clock: FastClock, transport: httpx.AsyncBaseTransport | None) -> Plutio:
    """A client with timeouts that fit the speed of the clock."""
    return Plutio(
        "sandbox",
        "sandbox-secret",
        business="example",
        base_url=url,
        timeout=_TIMEOUT,
        retries=Retries(attempts=ATTEMPTS, total=24 * 3600.0, base=0.02 * settings.speed, cap=0.2 * settings.speed),
        budget=Budget(settings.limit, clock=clock),
        max_connections=_MAX_CONNECTIONS,
        transport=transport,
        clock=clock,
    )


def _tasks() -> int:
    """The number of tasks of this event loop."""
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        import trio

        return trio.lowlevel.current_statistics().tasks_living
