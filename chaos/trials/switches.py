"""More calls than an hour allows, under every switch of the sandbox."""

from __future__ import annotations

from random import Random

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, Wrapper, Writes, run_concurrently, unchanged
from chaos.promises import fullest_hour
from chaos.trial import IndependentTries, Tally
from plutio_async import OutcomeUnknown, Plutio, PlutioError
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches

_VARIANTS = [("defaults", Switches()), *Switches.variants()]
_LIMIT = 15
_CALLS = 30
_WORKERS = 12
_PEOPLE = 20


class UnderSwitches(IndependentTries):
    """Reads and writes as fast as the budget allows, for hours of the sandbox's clock."""

    name = "switches"
    description = (
        "30 reads and writes, 12 concurrent, 15 calls an hour, under each value of each switch: calls over the limit "
        "or rejected for it, duplicated or lost writes, inexact iterations, errors that no switch explains"
    )
    tries = 6 * len(_VARIANTS)
    short = len(_VARIANTS)

    def __init__(self, wrap: Wrapper = unchanged) -> None:
        self._wrap = wrap

    async def try_once(self, rng: Random, tally: Tally) -> None:
        name, switches = _VARIANTS[(tally.trying or 0) % len(_VARIANTS)]
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(rng.getrandbits(32), clock, switches, limit=_LIMIT)
        sandbox.seed(people=[{"name": {"first": f"Person {n}"}} for n in range(_PEOPLE)])
        sandbox.fail(Fault.latency(0.01, jitter=0.5))
        caller = _Caller(rng, tally, sandbox, name)
        client = Plutio.sandbox(sandbox, transport=self._wrap(sandbox.transport()), budget=_LIMIT)
        async with client as plutio:
            caller.plutio = plutio
            await run_concurrently(_CALLS, _WORKERS, caller.call)
        caller.writes.judge(tally)
        calls = [call for call in sandbox.calls if switches.counts_token_calls or call.path != TOKEN_PATH]
        tally.fail("calls over the limit", max(0, fullest_hour([call.at for call in calls]) - _LIMIT), name)
        tally.fail("rejected calls", sum(call.status == 429 for call in sandbox.calls), name)
        tally.note("calls", len(sandbox.calls))


class _Caller:
    """Makes random calls."""

    plutio: Plutio

    def __init__(self, rng: Random, tally: Tally, sandbox: Sandbox, switch: str) -> None:
        self.writes = Writes(sandbox)
        self._rng = rng
        self._tally = tally
        self._people = sorted(record["_id"] for record in sandbox.records("people"))
        self._mine: list[str] = []
        self._switch = switch

    async def call(self, number: int) -> None:
        act = self._rng.choice((self._create, self._create, self._update, self._delete, self._get, self._iterate))
        try:
            await act(number)
        except PlutioError as error:
            if isinstance(error, OutcomeUnknown) and self._switch.startswith("write_burst"):
                self._tally.note("writes with an unknown outcome above the write burst")
            else:
                self._tally.fail(f"raised {type(error).__name__}", detail=f"{self._switch}: {error}")

    async def _create(self, number: int) -> None:
        self._mine.append(await self.writes.create(self.plutio, f"task {number}"))

    async def _update(self, number: int) -> None:
        if self._mine:
            await self.plutio.tasks.update(self._mine[0], title=f"updated {number}")

    async def _delete(self, _number: int) -> None:
        if len(self._mine) > 1:
            await self.plutio.tasks.delete(self._mine.pop())

    async def _get(self, _number: int) -> None:
        wanted = self._rng.choice(self._people)
        self._tally.fail("wrong records", (await self.plutio.people.get(wanted)).id != wanted)

    async def _iterate(self, _number: int) -> None:
        size, ahead = self._rng.choice((7, 30)), self._rng.choice((0, 2))
        given = [person.id async for person in self.plutio.people.iterate(page_size=size, read_ahead=ahead)]
        self._tally.fail("inexact iterations", sorted(map(str, given)) != self._people, self._switch)
