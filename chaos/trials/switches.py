"""Whatever the facts leave open: a caller who wants more than the hour has, under every switch of the sandbox."""

from __future__ import annotations

from random import Random

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, Through, Writes, at_once, unchanged
from chaos.promises import fullest_hour
from chaos.trial import EachAlone, Tally
from plutio_async import OutcomeUnknown, Plutio, PlutioError
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches

_VARIANTS = [("as it is", Switches()), *Switches.variants()]
_LIMIT = 15
_CALLS = 30
_WORKERS = 12
_PEOPLE = 20


class UnderSwitches(EachAlone):
    """Reads and writes as fast as the budget lets it, for hours of the sandbox's clock."""

    name = "switches"
    says = (
        "30 reads and writes, 12 at a time, at 15 calls an hour, under each position of each switch: calls over the "
        "limit or refused for it, writes doubled or lost, walks that are not exact, errors that no switch explains"
    )
    tries = 6 * len(_VARIANTS)
    short = len(_VARIANTS)

    def __init__(self, through: Through = unchanged) -> None:
        self._through = through

    async def once(self, chance: Random, tally: Tally) -> None:
        name, switches = _VARIANTS[(tally.trying or 0) % len(_VARIANTS)]
        clock = JumpingClock(EPOCH)
        sandbox = Sandbox(chance.getrandbits(32), clock, switches, limit=_LIMIT)
        sandbox.seed(people=[{"name": {"first": f"Person {n}"}} for n in range(_PEOPLE)])
        sandbox.fail(Fault.latency(0.01, jitter=0.5))
        greedy = _Greedy(chance, tally, sandbox, name)
        client = Plutio.sandbox(sandbox, transport=self._through(sandbox.transport()), budget=_LIMIT)
        async with client as plutio:
            greedy.plutio = plutio
            await at_once(_CALLS, _WORKERS, greedy.call)
        greedy.writes.judge(tally)
        calls = [call for call in sandbox.calls if switches.counts_token_calls or call.path != TOKEN_PATH]
        tally.fail("calls over the limit", max(0, fullest_hour([call.at for call in calls]) - _LIMIT), name)
        tally.fail("calls refused", sum(call.status == 429 for call in sandbox.calls), name)
        tally.note("calls", len(sandbox.calls))


class _Greedy:
    """One who reads and writes, and what it may meet."""

    plutio: Plutio

    def __init__(self, chance: Random, tally: Tally, sandbox: Sandbox, switch: str) -> None:
        self.writes = Writes(sandbox)
        self._chance = chance
        self._tally = tally
        self._people = sorted(record["_id"] for record in sandbox.records("people"))
        self._mine: list[str] = []
        self._switch = switch

    async def call(self, number: int) -> None:
        act = self._chance.choice((self._create, self._create, self._update, self._delete, self._get, self._iterate))
        try:
            await act(number)
        except PlutioError as error:
            if isinstance(error, OutcomeUnknown) and self._switch.startswith("write_burst"):
                self._tally.note("writes of unknown outcome at a server that had too many at once")
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
        wanted = self._chance.choice(self._people)
        self._tally.fail("other records than asked for", (await self.plutio.people.get(wanted)).id != wanted)

    async def _iterate(self, _number: int) -> None:
        size, ahead = self._chance.choice((7, 30)), self._chance.choice((0, 2))
        given = [person.id async for person in self.plutio.people.iterate(page_size=size, read_ahead=ahead)]
        self._tally.fail("walks that were not exact", sorted(map(str, given)) != self._people, self._switch)
