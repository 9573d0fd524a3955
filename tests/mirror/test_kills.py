"""Kills at any moment, among changes and readers, lose nothing and need no repair."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

import anyio
import pytest

from plutio_async import Plutio
from plutio_async.mirror import Mirror
from plutio_async.testing import Sandbox, Switches

from .conftest import Office, differences, office_in

pytestmark = pytest.mark.integration

SYNCING = """
import sys, anyio
from plutio_async import Plutio
from plutio_async.mirror import Mirror

async def main(url, id, secret, file):
    async with Plutio(id, secret, business="example", base_url=url, budget=1_000_000) as plutio:
        print("begins", flush=True)
        while True:
            await Mirror(file).sync(plutio)

anyio.run(main, *sys.argv[1:])
"""


class Readers:
    """A thread that asks all the time. Each answer is of one moment: the table has as many records as were sent."""

    def __init__(self, mirror: Mirror) -> None:
        self.answers = 0
        self.wrong: list[object] = []
        self._mirror = mirror
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _read(self) -> None:
        query = "SELECT (SELECT count(*) FROM records WHERE resource = 'tasks'), (SELECT count(*) FROM tasks)"
        while not self._ended.wait(0.002):
            try:
                ((sent, shown),) = self._mirror.select(query).rows
            except Exception as error:  # all are wrong
                self.wrong.append(error)
            else:
                self.answers += 1
                if sent != shown:
                    self.wrong.append((sent, shown))


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.slow)])
def test_kills_among_changes_and_readers(tmp_path: Path, kills: int) -> None:
    chance = random.Random(kills)
    sandbox = Sandbox(limit=None, switches=Switches(max_limit=40))
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(300)])
    mirror = Mirror(tmp_path / "studio.db")

    async def sync() -> None:
        async with Plutio.sandbox(sandbox, budget=1_000_000) as plutio:
            await mirror.sync(plutio)

    anyio.run(sync)
    with sandbox.serving() as url, Readers(mirror) as readers:
        for _ in range(kills):
            arguments = [url, sandbox.client_id, sandbox.client_secret, str(mirror.path)]
            command = [sys.executable, "-c", SYNCING, *arguments]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
                assert writer.stdout is not None
                assert writer.stdout.readline() == b"begins\n"
                _change(sandbox, chance)
                time.sleep(chance.random() * 0.5)
                _change(sandbox, chance)
                writer.send_signal(signal.SIGKILL)
    anyio.run(sync)
    assert differences(sandbox, mirror) == []
    assert readers.wrong == []
    assert readers.answers > kills


def _change(sandbox: Sandbox, chance: random.Random) -> None:
    tasks = [row["_id"] for row in sandbox.records("tasks")]
    sandbox.seed(tasks=[{"title": "New"} for _ in range(chance.randrange(30))])
    sandbox.remove("tasks", *chance.sample(tasks, min(len(tasks), chance.randrange(20))))


@pytest.mark.anyio
@pytest.mark.usefixtures("clients_closed")
@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(n, marks=pytest.mark.system) for n in range(3, 40))])
async def test_the_mirror_equals_the_workspace_after_any_changes(tmp_path: Path, seed: int) -> None:
    """0 missing, extra or different, with servers that cut pages too."""
    chance = random.Random(seed)
    office: Office = office_in(tmp_path, max_limit=chance.choice([3, 7, 500]))
    office.random = chance
    office.sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(chance.randrange(40))])
    for _ in range(5):
        await office.change(chance.randrange(25))
        await office.clock.advance(chance.choice([0, 1, 60, 4000]))
        await office.sync()
        assert office.differences() == []
