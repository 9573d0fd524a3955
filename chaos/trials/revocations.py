"""Tokens are revoked again and again within seconds, as when somebody else keeps asking for new ones."""

from __future__ import annotations

from random import Random

import anyio

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, Line, Through, Writes, at_once, unchanged
from chaos.trial import OnOneLoop, Tally
from plutio_async import AuthenticationError, Plutio, PlutioError
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox

_WORKERS = 20
_REST = 3.0


class Revocations(OnOneLoop):
    """A burst ends sooner than a caller gives up."""

    name = "revocations"
    says = "bursts of 2 to 4 revocations of all tokens within seconds: calls that fail, or token calls at the same time"
    tries = 10_000
    short = 300

    def __init__(self, through: Through = unchanged) -> None:
        self._through = through

    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        chance = Random(f"{seed} {self.name}")
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(seed, clock, limit=None, keep_calls=0)
        sandbox.fail(Fault.latency(0.05, jitter=0.25), Fault.latency(0.05, jitter=0.25, path=TOKEN_PATH))
        writes, line = Writes(sandbox), Line(sandbox)

        async def call(number: int) -> None:
            await clock.sleep(chance.uniform(0.0, 1.0))
            try:
                await (writes.create(plutio, f"{number}") if chance.random() < 0.3 else plutio.tasks.list(limit=1))
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
            tally.tries += 1

        client = Plutio.sandbox(sandbox, transport=self._through(line), clock=clock, budget=1_000_000)
        async with client as plutio, anyio.create_task_group() as group:
            group.start_soon(self._revoke, sandbox, chance, tally)
            await at_once(tries, _WORKERS, call)
            group.cancel_scope.cancel()
        writes.judge(tally)
        line.judge(tally)

    async def _revoke(self, sandbox: Sandbox, chance: Random, tally: Tally) -> None:
        while True:
            await sandbox.clock.sleep(chance.expovariate(1 / _REST))
            for _ in range(chance.randint(2, 4)):
                await sandbox.clock.sleep(chance.uniform(0.0, 0.6))
                sandbox.revoke_tokens()
                tally.note("revocations")


class NoTokenIsGood:
    """The token call succeeds, and whatever it gives is refused."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def before(self, request: Request) -> Answer | None:
        if request.path != TOKEN_PATH:
            self._sandbox.revoke_tokens()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - a hook has it
        return answer


class Refusals(OnOneLoop):
    """A 401 for good is not a reason to ask for ever more tokens."""

    name = "refusals"
    says = (
        "every call gets 401 whatever its token: calls that do not fail with that, or a token call for each ten calls"
    )
    tries = 1000
    short = 200
    _share = 0.1

    def __init__(self, through: Through = unchanged) -> None:
        self._through = through

    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(seed, clock, limit=None, keep_calls=0)
        sandbox.add_hook(NoTokenIsGood(sandbox))
        line = Line(sandbox)

        async def call(_number: int) -> None:
            tally.tries += 1
            try:
                await plutio.tasks.list(limit=1)
            except AuthenticationError:
                return
            tally.fail("did not fail")

        async with Plutio.sandbox(sandbox, transport=self._through(line), clock=clock, budget=1_000_000) as plutio:
            await at_once(tries, _WORKERS, call)
        line.judge(tally)
        tally.fail("token calls too many", max(0, line.token_calls - round(self._share * tries)))
