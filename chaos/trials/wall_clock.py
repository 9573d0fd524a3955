"""The machine's time of day jumps by hours while the budget binds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import anyio

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, at_once
from chaos.promises import HOUR, fullest_hour
from chaos.trial import OnOneLoop, Tally
from plutio_async import Budget, Plutio, PlutioError
from plutio_async._core.clock import Clock
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches

_LIMIT = 60
_WORKERS = 40
"""Fewer than the hour has calls, so that each gets one within the hour."""
_ROUND = 250
_STEPS = 600.0
_FARTHEST = 5 * HOUR
_UNDER_WAY = 40.0
"""Seconds that a call may be under way, and that one which was given up may be counted later."""


class SteppingClock:
    """Another clock, whose time of day is set forward or back now and then; ``monotonic()`` does not notice."""

    def __init__(self, steady: Clock) -> None:
        self._steady = steady
        self.offset = 0.0

    def monotonic(self) -> float:
        return self._steady.monotonic()

    def time(self) -> float:
        return self._steady.time() + self.offset

    async def sleep(self, seconds: float) -> None:
        await self._steady.sleep(seconds)


def _budget(clock: Clock) -> Budget:
    return Budget(_LIMIT, clock=clock)


class WallClock(OnOneLoop):
    """The server and this trial go by a clock that does not step."""

    name = "wall-clock"
    says = (
        "the time of day jumps by hours, back and forth, while 60 calls an hour bind: calls over the limit in "
        "any rolling hour of a clock that does not step, calls refused or failed, callers who wait more than an hour"
    )
    tries = 3000
    short = 200

    def __init__(self, budget: Callable[[Clock], Budget] = _budget) -> None:
        """Tests pass a budget that goes by the time of day."""
        self._budget = budget

    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        for number in range(-(-tries // _ROUND)):
            chance = Random(f"{seed} {self.name} {number}")
            await self._round(tally, chance, min(_ROUND, tries - number * _ROUND))

    async def _round(self, tally: Tally, chance: Random, tries: int) -> None:
        steady = JumpingClock(EPOCH)
        # What the server tells of the hour would hide a budget that counts wrongly.
        headers = chance.choice(("none", "none", "none", "x", "x-reset-seconds", "ratelimit", "structured"))
        switches = Switches.of({"token_lifetime": chance.choice((0.5 * HOUR, 6 * HOUR)), "limit_headers": headers})
        sandbox = Sandbox(chance.getrandbits(32), steady, switches, limit=_LIMIT, keep_calls=100 * tries)
        sandbox.fail(Fault.latency(0.1, jitter=2.0))
        clock = SteppingClock(steady)
        client = Plutio.sandbox(sandbox, clock=clock, budget=self._budget(clock))
        async with client as plutio, anyio.create_task_group() as group:
            group.start_soon(self._step, clock, chance, tally)
            await self._call(tally, plutio, steady, tries)
            group.cancel_scope.cancel()
        moments = [call.at for call in sandbox.calls]
        tally.fail("calls over the limit", max(0, fullest_hour(moments) - _LIMIT))
        tally.fail("calls refused", sum(call.status == 429 for call in sandbox.calls))
        tally.most("most calls in an hour, of 60", fullest_hour(moments))
        tally.note("token calls", sum(call.path == TOKEN_PATH for call in sandbox.calls))

    async def _call(self, tally: Tally, plutio: Plutio, steady: Clock, tries: int) -> None:
        async def call(_number: int) -> None:
            began = steady.monotonic()
            try:
                await plutio.tasks.list(limit=1)
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
            waited = steady.monotonic() - began
            tally.tries += 1
            tally.fail("waited more than an hour", waited > HOUR + _UNDER_WAY, f"{waited:.0f} s")
            tally.most("longest call, in seconds", round(waited))

        await at_once(tries, _WORKERS, call)

    async def _step(self, clock: SteppingClock, chance: Random, tally: Tally) -> None:
        while True:
            await clock.sleep(chance.expovariate(1 / _STEPS))
            clock.offset = chance.uniform(-_FARTHEST, _FARTHEST)
            tally.note("steps")
