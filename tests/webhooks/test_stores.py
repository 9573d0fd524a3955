"""The stores of an inbox: memory, and an SQLite file that several processes use."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plutio_async.errors import ConfigurationError
from plutio_async.testing import FakeClock
from plutio_async.webhooks import FileInboxStore, InboxStore, MemoryInboxStore

from .stores import PROMISES

pytestmark = pytest.mark.both_loops

ROOT = Path(__file__).parent.parent.parent

WORKER = """
import json, os, sys, time
import anyio
from plutio_async.webhooks import FileInboxStore, Inbox, receive

path, seen, dies = sys.argv[1], sys.argv[2], sys.argv[3] == "dies"
inbox = Inbox(FileInboxStore(path), lease=60.0)

@inbox.on("*")
async def changed(event):
    if dies:
        os._exit(9)
    with open(seen, "a") as file:
        file.write(event.record.id + "\\n")

async def main():
    outcomes = []
    for number in range(int(sys.argv[4])):
        outcomes.append(await inbox.handle(receive(json.dumps({"task.edit": {"_id": f"task-{number}"}}), {})))
    print(json.dumps(outcomes))

anyio.run(main)
"""


def start(*args: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.anyio
@pytest.mark.parametrize("promise", PROMISES)
class TestPromises:
    async def test_of_the_memory(self, promise: Callable[..., Any]) -> None:
        """Of one process."""
        clock = FakeClock()
        store: InboxStore = MemoryInboxStore(clock)
        await promise(store, store, clock.advance)

    async def test_of_the_file(self, promise: Callable[..., Any], tmp_path: Path) -> None:
        """Of two stores on one file."""
        clock = FakeClock()
        one: InboxStore = FileInboxStore(tmp_path / "new" / "inbox.db", clock=clock)
        await promise(one, FileInboxStore(tmp_path / "new" / "inbox.db", clock=clock), clock.advance)


@pytest.mark.anyio
class TestFile:
    async def test_it_is_its_owner_s_and_holds_no_data(self, tmp_path: Path) -> None:
        """Hashes and times only."""
        path = tmp_path / "folder" / "inbox.db"
        store = FileInboxStore(path)
        await store.claim("hash", "1", 60.0)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert repr(store) == f"FileInboxStore('{path}')"

    async def test_it_does_not_grow_for_ever(self, tmp_path: Path) -> None:
        """What is over is deleted with the next claim."""
        clock = FakeClock()
        store = FileInboxStore(tmp_path / "inbox.db", clock=clock)
        for number in range(20):
            await store.claim(str(number), "1", 60.0)
        await clock.advance(61)
        await store.claim("last", "1", 60.0)
        connection = sqlite3.connect(tmp_path / "inbox.db")
        assert connection.execute("SELECT key FROM inbox").fetchall() == [("last",)]
        connection.close()

    async def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        """Is an error, and stays as it is."""
        path = tmp_path / "inbox.db"
        path.write_text("something else, of more than a hundred bytes: " + "x" * 100)
        with pytest.raises(sqlite3.DatabaseError):
            await FileInboxStore(path).claim("a", "1", 60.0)
        assert path.read_text().startswith("something else")

    async def test_a_file_that_was_deleted_is_made_again(self, tmp_path: Path) -> None:
        """Its entries are lost, and nothing else."""
        store = FileInboxStore(tmp_path / "inbox.db")
        await store.claim("a", "1", 60.0)
        (tmp_path / "inbox.db").unlink()
        assert await store.claim("a", "1", 60.0) == "claimed"

    async def test_a_clock_that_is_none(self, tmp_path: Path) -> None:
        """Is a ``ConfigurationError``."""
        with pytest.raises(ConfigurationError, match="clock="):
            FileInboxStore(tmp_path / "inbox.db", clock=5)  # type: ignore[arg-type]


@pytest.mark.integration
class TestProcesses:
    @pytest.mark.system
    def test_four_processes_handle_each_event_once(self, tmp_path: Path) -> None:
        """All get the same forty deliveries at the same time."""
        seen = tmp_path / "seen"
        workers = [start(tmp_path / "inbox.db", seen, "lives", 40) for _ in range(4)]
        outcomes = [json.loads(worker.communicate(timeout=60)[0]) for worker in workers]
        assert sorted(seen.read_text().split()) == sorted(f"task-{number}" for number in range(40))
        assert sum(some.count("handled") for some in outcomes) == 40

    @pytest.mark.system
    def test_a_process_that_is_killed_loses_nothing(self, tmp_path: Path) -> None:
        """Its claim ends, and another process handles the repeat."""
        seen = tmp_path / "seen"
        with start(tmp_path / "inbox.db", seen, "dies", 1) as dead:
            assert dead.wait(60) == 9
        connection = sqlite3.connect(tmp_path / "inbox.db")
        assert connection.execute("SELECT owner IS NOT NULL FROM inbox").fetchall() == [(1,)]
        connection.execute("UPDATE inbox SET until = until - 60.0")  # its lease is over
        connection.commit()
        connection.close()
        worker = start(tmp_path / "inbox.db", seen, "lives", 1)
        assert json.loads(worker.communicate(timeout=60)[0]) == ["handled"]
        assert seen.read_text() == "task-0\n"
