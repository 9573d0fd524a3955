"""Changes are read by the server's clock alone: that of the machine may be wrong, and so may the server's own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from attrs import define

from plutio_async import Plutio
from plutio_async.testing import FakeClock, Sandbox

from .api import closed_later
from .clocks import DAY, OFF, YEAR, Dated, Off
from .paging import settle

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops, pytest.mark.usefixtures("clients_closed")]

START = datetime.fromtimestamp(1_700_000_000, UTC)
LONG_AGO = START - timedelta(days=3)


@define
class Server:
    """A sandbox, and the machines that read from it. ``date`` says what becomes of the answers' ``Date``."""

    clock: FakeClock
    sandbox: Sandbox

    def machine(self, off: float = 0.0) -> Any:
        """The tasks, by a client on a machine whose clock is some seconds ahead of the server's."""
        return closed_later(Plutio.sandbox(self.sandbox, clock=Off(self.clock, off), budget=100_000)).tasks

    def seed(self, title: str, seconds: float | None = None) -> str:
        """A task with a timestamp some seconds from the server's time."""
        at = self.clock.time() + (seconds or 0.0)
        id: str = self.sandbox.seed(tasks=[{"title": title, "updatedAt": _text(at)}])["tasks"][0]["_id"]
        return id

    @property
    def calls(self) -> int:
        return sum((call.method, call.path) == ("GET", "/tasks") for call in self.sandbox.calls)


def _text(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


async def titles(changes: Any) -> list[str]:
    return [task.title async for task in changes]


@pytest.fixture
def server() -> Server:
    clock = FakeClock()
    return Server(clock, Sandbox(clock=clock, limit=None))


@OFF
async def test_machines_may_pass_a_cursor_to_each_other(server: Server, off: float) -> None:
    """Neither a record that becomes visible late is lost, nor a change before a timestamp in the future."""
    server.seed("future", DAY / 2)
    server.seed("a")
    changes = server.machine(off).changes(since=LONG_AGO)
    assert sorted(await titles(changes)) == ["a", "future"]
    for title, seconds, machine in (("late", -20, 0.0), ("new", 0, off), ("late too", -20, -off), ("last", 0, 0.0)):
        await server.clock.advance(5)
        server.seed(title, seconds)
        changes = server.machine(machine).changes(cursor=changes.cursor)
        assert await titles(changes) == [title]
    for machine in (off, -off):
        await server.clock.advance(60)
        changes = server.machine(machine).changes(cursor=changes.cursor)
        assert await titles(changes) == []
    server.seed("the end")
    assert await titles(changes) == ["the end"]


@OFF
async def test_watch_by_a_wrong_clock(server: Server, off: float) -> None:
    """Each change comes once, and a quiet poll costs one call."""
    seen: list[str] = []
    changes = server.machine(off).watch(every=60, since=LONG_AGO)

    async def watch() -> None:
        async for task in changes:
            seen.append(task.title)

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        await settle()
        server.seed("a")
        await server.clock.advance(300)
        assert seen == ["a"]
        before = server.calls
        await server.clock.advance(600)
        assert server.calls == before + 10
        server.seed("future", DAY / 2)
        await server.clock.advance(120)
        server.seed("b")
        server.seed("late", -20)
        await server.clock.advance(120)
        assert seen == ["a", "future", "late", "b"]
        group.cancel_scope.cancel()


@pytest.mark.parametrize("off", [DAY, YEAR])
async def test_the_clock_of_a_machine_that_is_set_while_it_watches(server: Server, off: float) -> None:
    """Back and forth."""
    clock = FakeClock()
    plutio = closed_later(Plutio.sandbox(server.sandbox, clock=clock, budget=100_000))
    changes = plutio.tasks.changes(since=LONG_AGO)
    seen: list[str] = []
    for title, step in (("a", off), ("b", -off), ("c", -off), ("d", off)):
        server.seed(f"{title} ahead", DAY / 2)
        server.seed(title)
        seen += await titles(changes)
        clock.shift_wall(step)
        await server.clock.advance(100)
        await clock.advance(100)
    assert sorted(seen) == ["a", "a ahead", "b", "b ahead", "c", "c ahead", "d", "d ahead"]


@pytest.mark.parametrize("step", [60.0, DAY, YEAR])
async def test_a_server_whose_clock_is_set_back(server: Server, step: float, caplog: pytest.LogCaptureFixture) -> None:
    """What changes then has smaller timestamps. So all changes from the start on come again, and a warning says so."""
    server.seed("before the start", -5 * YEAR)
    server.seed("a")
    changes = server.machine().changes(since=START - timedelta(days=4 * 365))
    assert await titles(changes) == ["a"]
    await server.clock.advance(300)
    server.seed("b", -200)
    assert await titles(changes) == ["b"]
    server.clock.shift_wall(-200 - step)
    server.seed("c")
    changes = server.machine().changes(cursor=changes.cursor)
    assert sorted(await titles(changes)) == ["a", "b", "c"]
    assert [record.message for record in caplog.records if "clock was set back" in record.message]
    for title in ("d", "e"):
        await server.clock.advance(100)
        server.seed(title)
        assert await titles(changes) == [title]


async def test_a_start_in_the_future(server: Server) -> None:
    """Is no clock that was set back."""
    server.seed("a")
    changes = server.machine().changes(since=START + timedelta(hours=1))
    assert await titles(changes) == []
    server.seed("b", 7200)
    assert await titles(changes) == ["b"]
    await server.clock.advance(3600)
    server.seed("c")
    assert await titles(server.machine().changes(cursor=changes.cursor)) == ["c"]


@pytest.mark.parametrize("off", [None, -YEAR, -DAY, DAY, YEAR])
async def test_a_date_that_is_wrong_or_missing(server: Server, off: float | None) -> None:
    """The ``Date`` may be that of another server than the timestamps: nothing is lost, and no version comes twice."""
    server.sandbox.add_hook(Dated(off))
    server.seed("future", 2 * YEAR)  # of both clocks
    seen: list[str] = []
    changes = server.machine().changes(since=LONG_AGO)
    for title in "abcd":
        server.seed(title)
        seen += await titles(changes)
        await server.clock.advance(5)
        server.seed(f"{title} late", -20)
        changes = server.machine().changes(cursor=changes.cursor)
        seen += await titles(changes)
        await server.clock.advance(60)
    assert sorted(seen) == ["a", "a late", "b", "b late", "c", "c late", "d", "d late", "future"]
    assert await titles(changes) == []


@OFF
async def test_a_cursor_of_a_former_version(server: Server, off: float) -> None:
    """It has the time of the machine, which may have been wrong. What it was read with comes neither twice nor not."""
    floor, stamp = int(LONG_AGO.timestamp() * 1e6), int(START.timestamp() * 1e6)
    known = server.seed("known")
    listing = json.loads(server.machine().changes(since=START).cursor)["of"]
    state = {"floor": floor, "latest": stamp, "at": START.timestamp() + off, "seen": {known: stamp}, "of": listing}
    await server.clock.advance(10)
    server.seed("late", -20)
    changes = server.machine().changes(cursor=json.dumps({"v": 1, **state}))
    assert await titles(changes) == ["late"]
    server.seed("late too", -25)
    assert await titles(changes) == ["late too"]
    await server.clock.advance(60)
    assert await titles(changes) == []
    before = server.calls
    assert await titles(server.machine().changes(cursor=changes.cursor)) == []
    assert server.calls == before + 1
