"""The time of day jumps by hours while the hourly limit is reached."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import anyio

from chaos.clock import EPOCH
from chaos.load import TOKEN_PATH, run_concurrently
from chaos.promises import HOUR, fullest_hour
from chaos.trial import AsyncTrial, Tally
from plutio_async import Budget, Plutio, PlutioError
from plutio_async._core.clock import Clock
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches

_LIMIT = 60
_WORKERS = 40
"""Fewer than the calls of an hour, so that each worker gets one within the hour."""
_ROUND = 250
_MEAN_INTERVAL = 600.0
_MAX_JUMP = 5 * HOUR
_IN_FLIGHT = 40.0
"""Seconds that a call may take, and by which an abandoned one may be counted late."""


class SteppingClock:
    """A clock whose time of day is set forward or back at times; ``monotonic()`` does not change."""

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


class WallClock(AsyncTrial):
    """The server and this trial use a clock that does not jump."""

    name = "wall-clock"
    description = (
        "the time of day jumps by hours, back and forth, while the limit of 60 calls an hour is reached: calls over "
        "the limit in any rolling hour of a steady clock, rejected or failed calls, waits of more than an hour"
    )
    tries = 3000
    short = 200

    def __init__(self, budget: Callable[[Clock], Budget] = _budget) -> None:
        """Tests pass a budget that uses the time of day."""
        self._budget = budget

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        for number in range(-(-tries // _ROUND)):
            rng = Random(f"{seed} {self.name} {number}")
            await self._round(tally, rng, min(_ROUND, tries - number * _ROUND))

    async def _round(self, tally: Tally, rng: Random, tries: int) -> None:
        steady = JumpingClock(EPOCH)
        # Limit headers would hide a budget that counts wrongly.
        headers = rng.choice(("none", "none", "none", "x", "x-reset-seconds", "ratelimit", "x-reset-epoch"))
        switches = Switches.of({"token_lifetime": rng.choice((0.5 * HOUR, 6 * HOUR)), "limit_headers": headers})
        sandbox = Sandbox(rng.getrandbits(32), steady, switches, limit=_LIMIT, keep_calls=100 * tries)
        sandbox.fail(Fault.latency(0.1, jitter=2.0))
        clock = SteppingClock(steady)
        client = Plutio.sandbox(sandbox, clock=clock, budget=self._budget(clock))
        async with client as plutio, anyio.create_task_group() as group:
            group.start_soon(self._step, clock, rng, tally)
            await self._call(tally, plutio, steady, tries)
            group.cancel_scope.cancel()
        times = [call.at for call in sandbox.calls]
        tally.fail("calls over the limit", max(0, fullest_hour(times) - _LIMIT))
        tally.fail("rejected calls", sum(call.status == 429 for call in sandbox.calls))
        tally.most("most calls in an hour, of 60", fullest_hour(times))
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
            tally.fail("waits of more than an hour", waited > HOUR + _IN_FLIGHT, f"{waited:.0f} s")
            tally.most("longest call, in seconds", round(waited))

        await run_concurrently(tries, _WORKERS, call)

    async def _step(self, clock: SteppingClock, rng: Random, tally: Tally) -> None:
        while True:
            await clock.sleep(rng.expovariate(1 / _MEAN_INTERVAL))
            clock.offset = rng.uniform(-_MAX_JUMP, _MAX_JUMP)
            tally.note("jumps of the clock")
