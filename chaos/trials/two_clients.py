"""Two clients without a shared store, at an API whose new token ends the older ones."""

from __future__ import annotations

from functools import partial
from random import Random

import anyio
import httpx
from attrs import frozen

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, Line, Through, Writes, at_once, unchanged
from chaos.trial import OnOneLoop, Tally
from plutio_async import Plutio, PlutioError
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox

_WORKERS = 4
_THINKING = 2.0
_STORM = 0.2
"""Token calls for each call, from which on the clients do little else than end each other's tokens."""


class OneTokenAtATime:
    """Ends the tokens that were given out before whenever another one is asked for."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def before(self, request: Request) -> Answer | None:
        if request.path == TOKEN_PATH:
            self._sandbox.revoke_tokens()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - a hook has it
        return answer


class TwoClients(OnOneLoop):
    """Each gets its turn."""

    name = "two-clients"
    says = (
        "two clients end each other's tokens: calls that fail, a token call beside another of the same client, or more "
        "than one token call for each five calls"
    )
    tries = 1000
    short = 100

    def __init__(self, through: Through = unchanged) -> None:
        self._through = through

    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        chance = Random(f"{seed} {self.name}")
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(seed, clock, limit=None, keep_calls=0)
        sandbox.add_hook(OneTokenAtATime(sandbox))
        sandbox.fail(Fault.latency(0.05, jitter=0.3), Fault.latency(0.05, jitter=0.3, path=TOKEN_PATH))
        writes, lines = Writes(sandbox), (Line(sandbox, "one"), Line(sandbox, "other"))
        async with anyio.create_task_group() as group:
            for number, line in enumerate(lines):
                share = tries // 2 + (tries % 2 if number else 0)
                caller = _Caller(tally, chance, sandbox, line, writes, self._through(line))
                group.start_soon(caller.make, share)
        writes.judge(tally)
        for line in lines:
            line.judge(tally)
        most = max(_WORKERS, round(_STORM * tries))
        tally.fail("token calls too many", max(0, tally.noted("token calls") - most))


@frozen
class _Caller:
    """One of the two clients, and those who call with it."""

    tally: Tally
    chance: Random
    sandbox: Sandbox
    line: Line
    writes: Writes
    transport: httpx.AsyncBaseTransport

    async def make(self, calls: int) -> None:
        client = Plutio.sandbox(self.sandbox, transport=self.transport, budget=1_000_000)
        async with client as plutio:
            await at_once(calls, _WORKERS, partial(self._call, plutio))

    async def _call(self, plutio: Plutio, number: int) -> None:
        clock = self.sandbox.clock
        await clock.sleep(self.chance.uniform(0.0, _THINKING))
        began = clock.monotonic()
        try:
            if self.chance.random() < 0.3:
                await self.writes.create(plutio, f"{self.line.name} {number}")
            else:
                await plutio.tasks.list(limit=1)
        except PlutioError as error:
            self.tally.fail(f"raised {type(error).__name__}", detail=str(error))
        self.tally.tries += 1
        self.tally.most("longest call, in seconds", round(clock.monotonic() - began))
