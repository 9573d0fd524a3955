"""Tokens that are revoked repeatedly within seconds, as if another client requested new ones."""

from __future__ import annotations

from random import Random

import anyio

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, CountingTransport, Wrapper, Writes, run_concurrently, unchanged
from chaos.trial import AsyncTrial, Tally
from plutio_async import AuthenticationError, Plutio, PlutioError
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox

_WORKERS = 20
_MEAN_INTERVAL = 10.0
"""Seconds between two bursts. Where they come every few seconds, a call can meet one in each of its four attempts."""


class Revocations(AsyncTrial):
    """A burst of revocations ends before the retries of a call do."""

    name = "revocations"
    description = "bursts of 2 to 4 revocations of all tokens within seconds: failed calls, or concurrent token calls"
    tries = 10_000
    short = 1000

    def __init__(self, wrap: Wrapper = unchanged) -> None:
        self._wrap = wrap

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        rng = Random(f"{seed} {self.name}")
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(seed, clock, limit=None, keep_calls=0)
        sandbox.fail(Fault.latency(0.05, jitter=0.25), Fault.latency(0.05, jitter=0.25, path=TOKEN_PATH))
        writes, transport = Writes(sandbox), CountingTransport(sandbox)

        async def call(number: int) -> None:
            await clock.sleep(rng.uniform(0.0, 1.0))
            try:
                await (writes.create(plutio, f"{number}") if rng.random() < 0.3 else plutio.tasks.list(limit=1))
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
            tally.tries += 1

        client = Plutio.sandbox(sandbox, transport=self._wrap(transport), clock=clock, budget=1_000_000)
        async with client as plutio, anyio.create_task_group() as group:
            group.start_soon(self._revoke, sandbox, rng, tally)
            await run_concurrently(tries, _WORKERS, call)
            group.cancel_scope.cancel()
        writes.judge(tally)
        transport.judge(tally)

    async def _revoke(self, sandbox: Sandbox, rng: Random, tally: Tally) -> None:
        while True:
            await sandbox.clock.sleep(rng.expovariate(1 / _MEAN_INTERVAL))
            for _ in range(rng.randint(2, 4)):
                await sandbox.clock.sleep(rng.uniform(0.0, 0.6))
                sandbox.revoke_tokens()
                tally.note("revocations")


class AllTokensInvalid:
    """Token calls succeed, but every other call gets 401."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def before(self, request: Request) -> Answer | None:
        if request.path != TOKEN_PATH:
            self._sandbox.revoke_tokens()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - part of the hook protocol
        return answer


class Refusals(AsyncTrial):
    """A permanent 401 must not cause many token calls."""

    name = "refusals"
    description = "every call gets 401 with any token: calls without that error, or a token call for each ten calls"
    tries = 1000
    short = 200
    _max_share = 0.1

    def __init__(self, wrap: Wrapper = unchanged) -> None:
        self._wrap = wrap

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(seed, clock, limit=None, keep_calls=0)
        sandbox.add_hook(AllTokensInvalid(sandbox))
        transport = CountingTransport(sandbox)

        async def call(_number: int) -> None:
            tally.tries += 1
            try:
                await plutio.tasks.list(limit=1)
            except AuthenticationError:
                return
            tally.fail("calls without an error")

        async with Plutio.sandbox(sandbox, transport=self._wrap(transport), clock=clock, budget=1_000_000) as plutio:
            await run_concurrently(tries, _WORKERS, call)
        transport.judge(tally)
        tally.fail("too many token calls", max(0, transport.token_calls - round(self._max_share * tries)))
