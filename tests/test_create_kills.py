"""A ``create_many`` whose process is killed at any point, again and again: nothing is created twice, nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Literal, get_args
from unittest import mock

import anyio
import httpx
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import CreateManyFailed, Plutio
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async.testing import Fault, JumpingClock, Sandbox
from plutio_async.testing._serve import listen, server, url

from .test_create_journal import tasks, titles, wanted

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


Point = Literal[
    "before a line", "half a line", "after a line", "before a call", "late call", "after a call", "on the way"
]


@frozen
class Death:
    """The process dies at the n-th line or create of its run."""

    point: Point
    nth: int


class World(JumpingClock):
    """The server, and the clock. A request that a process sent as it died arrives while the next one waits."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox(clock=self)
        self.late: list[httpx.Request] = []

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 2)
        await self.deliver()
        await super().sleep(seconds / 2)

    async def deliver(self) -> None:
        while self.late:
            with suppress(httpx.HTTPError):
                await self.sandbox.transport().handle_async_request(self.late.pop())


class Process:
    """One process: its journal and its connections, which end with it."""

    def __init__(self, sandbox: Sandbox, death: Death | None, late: list[httpx.Request]) -> None:
        self.inner = sandbox.transport()
        self.death = death
        self.late = late
        self.lines = self.calls = 0
        self.dead = False
        self.writing = threading.Lock()

    def die(self) -> None:
        self.dead = True
        raise Killed

    def reaches(self, count: int, *points: Point) -> bool:
        return self.death is not None and self.death.nth == count and self.death.point in points

    def write(self, journal: CreateJournal, real: Any, record: int, entry: Entry) -> None:
        """One thread at a time, as the journal does it."""
        with self.writing:
            self.write_alone(journal, real, record, entry)

    def write_alone(self, journal: CreateJournal, real: Any, record: int, entry: Entry) -> None:
        if self.dead:
            raise Killed
        self.lines += 1
        if self.reaches(self.lines, "before a line"):
            self.die()
        if self.reaches(self.lines, "half a line"):
            os.write(journal._handle or 0, json.dumps({"record": record, "digest": entry.digest}).encode()[:20])
            self.die()
        real(journal, record, entry)
        if self.reaches(self.lines, "after a line"):
            self.die()

    async def request(self, request: httpx.Request) -> httpx.Response:
        if self.dead:
            raise Killed
        if request.method != "POST" or "oauth" in request.url.path:
            return await self.inner.handle_async_request(request)
        self.calls += 1
        if self.reaches(self.calls, "before a call"):
            self.die()
        if self.reaches(self.calls, "late call"):
            self.late.append(request)
            self.die()
        answer = await self.inner.handle_async_request(request)
        if self.reaches(self.calls, "after a call"):
            self.die()
        return answer


async def run(world: World, records: list[dict[str, Any]], path: Path, death: Death | None) -> bool:
    """One process. Whether all records are made."""
    sandbox = world.sandbox
    process = Process(sandbox, death, world.late)
    real = CreateJournal.write
    write = lambda journal, *line: process.write(journal, real, *line)  # noqa: E731
    try:
        with mock.patch.object(CreateJournal, "write", write):
            transport = httpx.MockTransport(process.request)
            client = Plutio(
                sandbox.client_id, sandbox.client_secret, business="example", transport=transport, clock=world
            )
            async with client as plutio:
                return (await plutio.tasks.create_many(records, journal=path)).complete
    except CreateManyFailed as error:
        assert not error.result.refused
        return False
    except (Killed, BaseExceptionGroup) as error:
        assert isinstance(error, Killed) or error.split(Killed)[1] is None
        return False


DEATHS = st.lists(st.builds(Death, st.sampled_from(get_args(Point)), st.integers(1, 12)), max_size=5)
RATES = st.sampled_from([0.0, 0.0, 0.1, 0.4])


def failing(sandbox: Sandbox, rate: float, seed: int) -> AbstractContextManager[Any]:
    """The server fails at this rate, before or after it acted."""
    if not rate:
        return nullcontext()
    faults = [
        Fault.reset("before", method="POST", rate=rate / 3),
        Fault.reset("after", method="POST", rate=rate / 3),
        Fault.server_error(503, method="POST", rate=rate / 3),
        Fault.server_error(500, acted=True, method="POST", rate=rate / 3),
        Fault.server_error(500, method="POST", rate=rate / 3),
    ]
    return sandbox.fail(*faults, seed=seed)


@pytest.mark.parametrize("backend", ["asyncio", pytest.param("trio", marks=pytest.mark.system)])
@given(deaths=DEATHS, count=st.integers(1, 8), kinds=st.integers(1, 8), rate=RATES, seed=st.integers(0, 1000))
def test_nothing_is_created_twice_and_nothing_is_lost(
    backend: str, deaths: list[Death], count: int, kinds: int, rate: float, seed: int
) -> None:
    """The process dies at any line and at any call, and the server fails at random. Counted on the server's side."""
    records = [{"title": f"Task {n % kinds}"} for n in range(count)]

    async def main() -> None:
        world = World()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "journal"
            with failing(world.sandbox, rate, seed):
                for death in [*deaths, *[None] * 3]:
                    await run(world, records, path, death)
                    assert not titles(world.sandbox) - wanted(records)
            complete = [await run(world, records, path, None) for _ in range(2)]
        await world.deliver()
        assert complete[-1]
        assert titles(world.sandbox) == wanted(records)

    anyio.run(main, backend=backend)


CHILD = """
import os
import sys
import threading
import anyio
from plutio_async import CreateManyFailed, Plutio
from plutio_async._core.clock import SystemClock

class Impatient(SystemClock):
    async def sleep(self, seconds):
        "The parent waits instead, until the server is idle."

url, journal, count, until = sys.argv[1:]
write = os.write

def limited(handle, content):
    "Waits for the signal, if it is late."
    if os.path.exists(journal) and os.path.getsize(journal) >= int(until) and content.startswith(b"{"):
        threading.Event().wait()
    return write(handle, content)

os.write = limited

async def main():
    records = [{"title": f"Task {n}"} for n in range(int(count))]
    async with Plutio("sandbox", "sandbox", business="example", base_url=url, clock=Impatient()) as plutio:
        try:
            await plutio.tasks.create_many(records, journal=journal)
        except CreateManyFailed:
            sys.exit(3)

anyio.run(main)
"""


@contextmanager
def idle_server(sandbox: Sandbox) -> Iterator[tuple[str, Any]]:
    """The sandbox on a port, and a function that returns when the server has no connection and no call any more."""
    with listen("127.0.0.1", 0) as listening:
        running = server(sandbox.app)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()

        def wait() -> None:
            with socket.create_connection(listening.getsockname()) as last:  # accepted after all others
                last.sendall(b"GET / HTTP/1.0\r\n\r\n")
                while last.recv(1000):
                    pass
            while running.server_state.connections or running.server_state.tasks:
                time.sleep(0.001)

        try:
            yield url(sandbox, listening), wait
        finally:
            running.should_exit = True
            thread.join()


@pytest.mark.system
@pytest.mark.integration
@posix
def test_a_process_that_is_killed_goes_on(tmp_path: Path) -> None:
    """With SIGKILL, again and again, as soon as its journal has a random length."""
    sandbox, count, chance = Sandbox(client_id="sandbox", client_secret="sandbox"), 40, random.Random(1)
    path, kills = tmp_path / "journal", 0
    with idle_server(sandbox) as (url, wait), failing(sandbox, 0.2, 1):
        for _ in range(60):
            until = (path.stat().st_size if path.exists() else 0) + chance.randrange(200, 1500)
            child = subprocess.Popen([sys.executable, "-c", CHILD, url, str(path), str(count), str(until)])
            while child.poll() is None and (not path.exists() or path.stat().st_size < until):
                time.sleep(0.0005)
            child.send_signal(signal.SIGKILL)
            kills += child.wait() == -signal.SIGKILL
            wait()
            assert not titles(sandbox) - wanted(tasks(count))
            if child.returncode == 0:
                break
    assert titles(sandbox) == wanted(tasks(count))
    assert kills >= 3
