"""More callers than calls an hour: tokens expire while callers queue, and the server requests a pause."""

from __future__ import annotations

from collections import Counter

import anyio
import httpx
from attrs import frozen

from chaos.clock import FastClock
from chaos.promises import HOUR, Promise, none, within_limit
from chaos.run import client
from chaos.server import Server, ServerLog, ServerSettings, server
from plutio_async import Plutio, PlutioError
from plutio_async.testing import Fault

_HOUR_SECONDS = 0.6
_LIMIT = 12
_CALLERS = 36
_TOKEN_LIFE = HOUR / 2
_PAUSE = 1.5 * HOUR
_PAUSED_AT = _LIMIT + 3
"""The number of the call that gets 429: one of the second hour."""
_IN_FLIGHT = 0.5 * HOUR
"""Seconds after which calls that were sent before the 429 have arrived, even on a slow machine."""
_ANSWERING = 0.02
_SHARE = 0.9
_TIMEOUT = 30.0


@frozen
class CrowdEvidence:
    """The results of a run."""

    settings: ServerSettings
    log: ServerLog
    ends: Counter[str]


def crowd(backend: str, seed: int, transport: httpx.AsyncBaseTransport | None = None) -> CrowdEvidence:
    """Makes all calls concurrently on asyncio or trio.

    Raises:
        TimeoutError: a call did not return.
    """
    speed = HOUR / _HOUR_SECONDS
    latency = _ANSWERING * speed
    faults = (
        Fault.latency(latency),
        Fault.latency(latency, path="/oauth/token"),
        Fault.too_many_requests(_PAUSE, nth=_PAUSED_AT),
    )
    settings = ServerSettings(seed, _LIMIT, speed, deletable=0, token_life=_TOKEN_LIFE, faults=faults)
    with server(settings) as running:
        ends = anyio.run(_run, settings, running, transport, backend=backend)
        return CrowdEvidence(settings, running.log(), ends)


async def _run(settings: ServerSettings, running: Server, transport: httpx.AsyncBaseTransport | None) -> Counter[str]:
    ends: Counter[str] = Counter()
    clock = FastClock(settings.speed, settings.origin)
    async with client(settings, running.url, clock, transport) as plutio:
        with anyio.fail_after(_TIMEOUT):
            async with anyio.create_task_group() as callers:
                for number in range(_CALLERS):
                    callers.start_soon(_call, plutio, running.ids.kept[number], ends)
    return ends


async def _call(plutio: Plutio, record: str, ends: Counter[str]) -> None:
    try:
        await plutio.tasks.get(record)
    except PlutioError as error:
        ends[type(error).__name__] += 1
    else:
        ends["served"] += 1


def crowd_promises(evidence: CrowdEvidence) -> list[Promise]:
    """Each promise with its figure."""
    log, tokens = evidence.log, len(evidence.log.token_calls)
    failed = _CALLERS - evidence.ends["served"]
    pauses = [(time, time + _PAUSE) for time in log.paused]
    concurrent = [_concurrent_with_first(log.times, end, _ANSWERING * evidence.settings.speed) for _, end in pauses]
    during = [sum(begin + _IN_FLIGHT < time < end for time in log.times) for begin, end in pauses]
    return [
        *within_limit(log, evidence.settings.limit),
        none("callers without an answer", failed),
        Promise("tokens that expired while calls were queued", f"{tokens - 1}", tokens > 1),
        Promise("calls during the pause that a 429 requested", f"{sum(during)}", bool(pauses) and not sum(during)),
        none("calls concurrent with the first one after the pause", sum(concurrent)),
    ]


def _concurrent_with_first(times: list[float], end: float, latency: float) -> int:
    """Calls after a pause that were sent before the first of them was answered."""
    after = sorted(time for time in times if time >= end)
    return sum(time < after[0] + _SHARE * latency for time in after[1:])
