"""``plutio import``, killed at any moment, again and again: no line is made twice, none is lost."""

from __future__ import annotations

import random
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plutio_async.testing import Sandbox
from tests.test_create_kills import failing, idle_server

from .conftest import Shell
from .warm import Command, WarmPython

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal"),
]


class Killer:
    """Kills the process while the server has one of its writes: before it acts, or before it answers."""

    def __init__(self, chance: random.Random) -> None:
        self.process: Command | None = None
        self._chance = chance
        self._left = 0
        self._acts = True

    def arm(self, process: Command, within: int) -> None:
        self._left, self._acts, self.process = self._chance.randint(1, within), self._chance.random() < 0.5, process

    def _kill(self, request: Any, *, acted: bool) -> None:
        if request.method not in ("POST", "PUT") or "oauth" in request.path or acted is not self._acts:
            return
        self._left -= 1
        if self._left == 0 and self.process is not None:
            self.process.send_signal(signal.SIGKILL)

    async def before(self, request: Any) -> None:
        self._kill(request, acted=False)

    async def after(self, request: Any, answer: Any) -> Any:
        self._kill(request, acted=True)
        return answer


def kill_again_and_again(home: Path, python: WarmPython, lines: int, kills: int, seed: int) -> None:
    """Half of the lines update a record, the others are new; some calls fail on top."""
    sandbox, chance = Sandbox(client_id="sandbox", client_secret="sandbox", limit=None), random.Random(seed)
    sandbox.seed(tasks=[{"title": f"Task {n}", "status": "incomplete"} for n in range(0, lines, 2)])
    file = home / "tasks.csv"
    file.write_text("title,status\n" + "".join(f"Task {n},completed\n" for n in range(lines)))
    killer = Killer(chance)
    sandbox.add_hook(killer)
    command = ("import", str(file), "--resource", "tasks", "--match", "title", "--yes", "--slack", "0")
    killed = 0
    with idle_server(sandbox) as (url, wait), failing(sandbox, 0.1 if kills > 10 else 0.0, seed):
        shell = Shell(home, {
            "PLUTIO_BASE_URL": url, "PLUTIO_CLIENT_ID": "sandbox", "PLUTIO_CLIENT_SECRET": "sandbox",
            "PLUTIO_BUSINESS": sandbox.business,
        }, python)  # fmt: skip
        for run in range(3 * kills + 10):
            process = shell.start(*command)
            if killed < kills:
                killer.arm(process, max(2, lines // kills))
            process.communicate(timeout=60)
            killed += process.returncode == -signal.SIGKILL
            wait()
            titles = Counter(record["title"] for record in sandbox.records("tasks"))
            assert max(titles.values()) == 1, f"run {run}"
            if process.returncode == 0:
                break
    assert process.returncode == 0
    assert killed >= kills
    assert titles == Counter(f"Task {n}" for n in range(lines))
    assert {record["status"] for record in sandbox.records("tasks")} == {"completed"}


def test_a_killed_import_continues(tmp_path: Path, python: WarmPython) -> None:
    """With SIGKILL, a few times."""
    kill_again_and_again(tmp_path, python, lines=16, kills=3, seed=2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
@pytest.mark.timeout(600)
def test_an_import_killed_fifty_times(tmp_path: Path, python: WarmPython, seed: int) -> None:
    """At random moments, while calls fail at random too."""
    kill_again_and_again(tmp_path, python, lines=200, kills=50, seed=seed)
