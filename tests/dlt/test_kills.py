"""A pipeline whose process is killed: the next run makes the tables equal the workspace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest

from plutio_async.testing import Sandbox, Switches

from .conftest import Warehouse

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal"),
    pytest.mark.filterwarnings("ignore:The 'warn' method is deprecated"),  # of dlt's logger
]

PIPELINE = """
import os, signal, sys
import dlt
from dlt.load.load import Load
from plutio_async.dlt import source

def die(*_, **options):
    os.kill(os.getpid(), signal.SIGKILL)

pipeline = dlt.pipeline(
    "plutio", destination=dlt.destinations.duckdb("warehouse.duckdb"), dataset_name="workspace", pipelines_dir="pipelines"
)
made = source(["tasks", "people"])
for step in sys.argv[1:]:
    if step == "die":
        die()
    elif step.startswith("die in "):
        setattr(Load, step.removeprefix("die in "), die)
    else:
        getattr(pipeline, step)(*[made] if step in ("run", "extract") else [])
"""


class Killer:
    """Kills a process when the n-th call for tasks of its run arrives."""

    def __init__(self, nth: int) -> None:
        self.left = nth
        self.process: subprocess.Popen[bytes] | None = None
        self.started = threading.Event()

    async def before(self, request: Any) -> None:
        if request.path == "/tasks":
            self.left -= 1
            if self.left == 0:
                assert self.started.wait(10)
                assert self.process is not None
                self.process.kill()

    async def after(self, request: Any, answer: Any) -> Any:
        return answer


def run(warehouse: Warehouse, url: str, *steps: str, killer: Killer | None = None) -> int:
    """Runs the pipeline in a process of its own, from the environment, and returns its exit code."""
    sandbox = warehouse.sandbox
    environment = {
        **os.environ,
        "PLUTIO_BASE_URL": url,
        "PLUTIO_CLIENT_ID": sandbox.client_id,
        "PLUTIO_CLIENT_SECRET": sandbox.client_secret,
        "PLUTIO_BUSINESS": sandbox.business,
    }
    with subprocess.Popen([sys.executable, "-c", PIPELINE, *steps], env=environment, cwd=warehouse.folder) as process:
        if killer is not None:
            killer.process = process
            killer.started.set()
        return process.wait(60)


@pytest.fixture
def started(warehouse: Warehouse, sandbox: Sandbox) -> Warehouse:
    """A warehouse after the first run, and a workspace that has changed since."""
    rows = sandbox.seed(tasks=[{"title": str(n)} for n in range(20)], people=[{"role": "client"}])["tasks"]
    warehouse.run("tasks", "people")
    ids = [row["_id"] for row in rows]
    sandbox.remove("tasks", *ids[:2])
    sandbox.seed(tasks=[{"title": "new"}])
    with warehouse.client() as plutio:
        plutio.tasks.update(ids[2], title="renamed")
    return warehouse


def check(warehouse: Warehouse) -> None:
    """One run after another process was killed; if that left a package, another one, as dlt loads it first."""
    pending = warehouse.pipeline().has_pending_data
    for _ in range(1 + pending):
        warehouse.run("tasks", "people")
    warehouse.check("tasks", "people")


def killed_at(warehouse: Warehouse, nth: int) -> None:
    warehouse.sandbox.switches = Switches(max_limit=5)
    stop = warehouse.sandbox.add_hook(killer := Killer(nth))
    with warehouse.sandbox.serving() as url:
        assert run(warehouse, url, "run", killer=killer) == -signal.SIGKILL
    stop()
    warehouse.sandbox.switches = Switches()
    check(warehouse)


@pytest.mark.system
def test_killed_while_it_reads(started: Warehouse) -> None:
    """Of that run nothing is kept, and the next one reads all that changed."""
    killed_at(started, 3)


@pytest.mark.slow
@pytest.mark.parametrize("nth", [1, 2, 4, 5])
def test_killed_at_any_call(started: Warehouse, nth: int) -> None:
    """The same."""
    killed_at(started, nth)


@pytest.mark.slow
@pytest.mark.parametrize(
    "steps",
    [
        ("extract", "die"),
        ("extract", "normalize", "die"),
        ("die in start_new_jobs", "run"),
        ("die in create_followup_jobs", "run"),
        ("die in complete_package", "run"),
    ],
    ids=" ".join,
)
def test_killed_after_it_read(started: Warehouse, steps: tuple[str, ...]) -> None:
    """The package is loaded by the next run, with the state that belongs to it; then others read on."""
    with started.sandbox.serving() as url:
        assert run(started, url, *steps) == -signal.SIGKILL
    started.sandbox.seed(tasks=[{"title": "later"}])
    check(started)
