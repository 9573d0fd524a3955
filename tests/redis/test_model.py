"""The model of a budget, in workers that share a real server. Both see the time of the test."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from contextlib import closing, suppress
from itertools import count
from typing import Any, ClassVar

import anyio
import pytest
from coredis.exceptions import ConnectionError, NoScriptError, ResponseError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plutio_async import BudgetExceeded, Lease
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async.redis import RedisBudget
from tests.budget_model import IN_FLIGHT, PERIOD, Clock, Model
from tests.redis.fake_time import JumpingLoop, measure_by
from tests.redis.server import Server

pytestmark = pytest.mark.integration

CLOCK = """
local server = redis
local redis = {call = function(name, ...)
  if name == 'TIME' then return {math.floor(ARGV[2] / 1000000), ARGV[2] % 1000000} end
  return server.call(name, ...)
end}
"""
"""Stands before each script, which asks for the time once."""


class LoopClock(Clock):
    """The time of an event loop, which goes on when the test says so. The server's clock may go wrong besides."""

    def __init__(self, loop: JumpingLoop) -> None:
        self.loop = loop
        self.wall = 1_700_000_000.0

    @property
    def now(self) -> float:  # type: ignore[override]
        return self.loop.now

    @now.setter
    def now(self, moment: float) -> None:
        self.loop.run_until_complete(anyio.sleep(moment - self.loop.now))


class TimedServer:
    """Stands in for a coredis client of the real server: its scripts see the test's clock, and time stands still meanwhile."""

    def __init__(self, port: int, clock: Clock) -> None:
        self._clock = clock
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._answers = self._socket.makefile("rb")

    def close(self) -> None:
        self._answers.close()
        self._socket.close()

    def command(self, *words: object) -> str:
        parts = [str(word).encode() for word in words]
        self._socket.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
        head = self._answers.readline().decode().strip()
        if head.startswith("-"):
            raise ResponseError(head)
        return self._answers.read(int(head[1:]) + 2)[:-2].decode() if head.startswith("$") else head

    def run(self, source: str, keys: Sequence[str], args: Sequence[str]) -> str:
        return self.command("EVAL", CLOCK + source, len(keys), *keys, *args, round(self._clock.time() * 1e6))


class Worker:
    """A process with its connection, which fails from the moment when the process was killed."""

    def __init__(self, server: TimedServer, key: str, limit: int, loop: JumpingLoop) -> None:
        self._server = server
        self._loop = loop
        self._killed = False
        self._budget = RedisBudget(self, limit, PERIOD, key=key, in_flight=IN_FLIGHT)  # type: ignore[arg-type]
        self._loop.run_until_complete(self._budget.__aenter__())

    async def evalsha(self, digest: str, keys: Sequence[str], args: Sequence[str]) -> Any:
        raise NoScriptError

    async def eval(self, source: str, keys: Sequence[str], args: Sequence[str]) -> Any:
        if self._killed:
            raise ConnectionError
        return self._server.run(source, keys, args)

    @property
    def limit(self) -> int:
        return self._budget.limit

    @property
    def remaining(self) -> int:
        return self._budget.remaining

    def acquire_nowait(self, n: int) -> Lease | None:
        if n > self.limit:
            return None
        with suppress(BudgetExceeded):
            return self._loop.run_until_complete(self._budget.acquire(n, max_wait=0))
        return None

    def wait(self, seconds: float, *, then_die: bool = False) -> None:
        """Waits for a call, for so long at most."""

        async def wait() -> None:
            async with anyio.create_task_group() as group:
                group.start_soon(self._budget.wait)
                await anyio.sleep(seconds)
                self._killed = then_die
                group.cancel_scope.cancel()

        self._loop.run_until_complete(wait())

    def pause(self, seconds: float) -> None:
        self._budget.pause(seconds)
        self._report()

    def learn(self, limits: ServerLimits) -> None:
        self._budget.learn(limits)
        self._report()

    def kill(self) -> None:
        self._killed = True
        self._loop.run_until_complete(self._budget.__aexit__(None, None, None))

    def _report(self) -> None:
        """An exchange with the server. Until then another process may get calls."""
        with suppress(BudgetExceeded):
            self._loop.run_until_complete(self._budget.wait(max_wait=0))


class OnAServer(Model):
    """Three workers. A killed one is replaced, and its calls arrive until ``IN_FLIGHT`` seconds later."""

    port: ClassVar[int]
    number = count()

    def make_clock(self) -> Clock:
        self.loop = JumpingLoop()
        self.patch = pytest.MonkeyPatch()
        measure_by(self.loop.time, self.patch)
        return LoopClock(self.loop)

    def make(self, limit: int) -> list[Worker]:
        self.server = TimedServer(self.port, self.clock)
        self.lost = False
        self.key = f"model-{next(self.number)}"
        self.workers = [self.worker() for _ in range(3)]
        return self.workers

    def worker(self) -> Worker:
        return Worker(self.server, self.key, self.limit, self.loop)

    @rule(process=st.integers(0, 2))
    def kill(self, process: int) -> None:
        for one in [one for one in self.open if one.process == process]:
            self.open.remove(one)
            self.arrived.append((one.lease.granted + IN_FLIGHT, one.n))
        self.workers[process].kill()
        self.workers[process] = self.worker()

    @rule(process=st.integers(0, 2), seconds=st.sampled_from([-86_400.0, -3.0, 0.0]))
    def set_time(self, process: int, seconds: float) -> None:
        """The server's, which may only be set back: calls count for longer then."""
        self.clock.wall += seconds
        self.workers[process].learn(ServerLimits(remaining=1_000_000))

    @precondition(lambda self: not self.lost)
    @rule(process=st.integers(0, 2))
    def lose_data(self, process: int) -> None:
        """The server restarts without its data. A worker that has used it notices, before a new one makes a call."""
        self.lost = True
        for worker in self.workers:
            worker.learn(ServerLimits(remaining=1_000_000))
        self.server.command("FLUSHDB")
        self.workers[process].learn(ServerLimits(remaining=1_000_000))

    def teardown(self) -> None:
        for worker in getattr(self, "workers", ()):
            worker.kill()
        self.server.close()
        self.loop.close()
        self.patch.undo()


@pytest.fixture(autouse=True)
def port(shared_server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Each kill is a warning: the worker's last reports got lost."""
    caplog.set_level(logging.ERROR, "plutio_async")
    OnAServer.port = shared_server.port


TestOnAServer = OnAServer.TestCase
TestOnAServer.settings = settings(stateful_step_count=40)


def test_callers_of_a_killed_worker_leave_the_queue(shared_server: Server, key: str) -> None:
    """Those of another worker who came later get their calls."""
    loop = JumpingLoop()
    with pytest.MonkeyPatch.context() as patch, closing(loop):
        measure_by(loop.time, patch)
        with closing(TimedServer(shared_server.port, LoopClock(loop))) as server:
            one, other = (Worker(server, key, 1, loop) for _ in range(2))
            assert one.acquire_nowait(1) is not None
            one.wait(1.0, then_die=True)
            other.wait(2 * PERIOD)
            assert other.acquire_nowait(1) is not None
            for worker in (one, other):
                worker.kill()
