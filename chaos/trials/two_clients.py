"""Two clients without a shared store, at an API where a new token ends the older ones."""

from __future__ import annotations

from functools import partial
from random import Random

import anyio
import httpx
from attrs import frozen

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, CountingTransport, Wrapper, Writes, run_concurrently, unchanged
from chaos.trial import AsyncTrial, Tally
from plutio_async import Plutio, PlutioError
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox

_WORKERS = 4
_MAX_DELAY = 2.0
_MAX_SHARE = 0.2
"""The allowed share of token calls. Above it the clients mainly end each other's tokens."""


class OneTokenAtATime:
    """Revokes all earlier tokens at each token call."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def before(self, request: Request) -> Answer | None:
        if request.path == TOKEN_PATH:
            self._sandbox.revoke_tokens()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - part of the hook protocol
        return answer


class TwoClients(AsyncTrial):
    """Both clients make progress."""

    name = "two-clients"
    description = (
        "two clients end each other's tokens: failed calls, concurrent token calls of one client, or more than one "
        "token call for each five calls"
    )
    tries = 1000
    short = 100

    def __init__(self, wrap: Wrapper = unchanged) -> None:
        self._wrap = wrap

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        rng = Random(f"{seed} {self.name}")
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(seed, clock, limit=None, keep_calls=0)
        sandbox.add_hook(OneTokenAtATime(sandbox))
        sandbox.fail(Fault.latency(0.05, jitter=0.3), Fault.latency(0.05, jitter=0.3, path=TOKEN_PATH))
        writes, transports = Writes(sandbox), (CountingTransport(sandbox, "one"), CountingTransport(sandbox, "other"))
        async with anyio.create_task_group() as group:
            for number, counting in enumerate(transports):
                share = tries // 2 + (tries % 2 if number else 0)
                caller = _Caller(tally, rng, sandbox, counting, writes, self._wrap(counting))
                group.start_soon(caller.make, share)
        writes.judge(tally)
        for counting in transports:
            counting.judge(tally)
        most = max(_WORKERS, round(_MAX_SHARE * tries))
        tally.fail("too many token calls", max(0, tally.noted("token calls") - most))


@frozen
class _Caller:
    """One of the two clients, with its callers."""

    tally: Tally
    rng: Random
    sandbox: Sandbox
    counting: CountingTransport
    writes: Writes
    transport: httpx.AsyncBaseTransport

    async def make(self, calls: int) -> None:
        client = Plutio.sandbox(self.sandbox, transport=self.transport, budget=1_000_000)
        async with client as plutio:
            await run_concurrently(calls, _WORKERS, partial(self._call, plutio))

    async def _call(self, plutio: Plutio, number: int) -> None:
        clock = self.sandbox.clock
        await clock.sleep(self.rng.uniform(0.0, _MAX_DELAY))
        began = clock.monotonic()
        try:
            if self.rng.random() < 0.3:
                await self.writes.create(plutio, f"{self.counting.name} {number}")
            else:
                await plutio.tasks.list(limit=1)
        except PlutioError as error:
            self.tally.fail(f"raised {type(error).__name__}", detail=str(error))
        self.tally.tries += 1
        self.tally.most("longest call, in seconds", round(clock.monotonic() - began))
