"""The progress of an export: the end that it names is the end that comes, on a fake clock."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import anyio
import pytest

from plutio_async import Budget, Plutio
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Manifest
from plutio_async.cli.progress import Progress
from plutio_async.testing import Fault, Sandbox
from plutio_async.testing.clock import FakeClock, JumpingClock
from plutio_async.testing.switches import Switches

NAMES = ("tasks", "people", "companies")


def ends(texts: list[str], now: float) -> list[float]:
    """The moments that texts name."""
    found = [match[1] for text in texts if (match := re.search(r"end at about (\d\d:\d\d:\d\d)", text))]
    day = datetime.fromtimestamp(now)
    return [datetime.combine(day, datetime.strptime(text, "%H:%M:%S").time()).timestamp() for text in found]


@pytest.mark.parametrize(("limit", "hours"), [(1000, 0), (10, 2)])
def test_the_end_takes_the_waits_into_account(tmp_path: Path, limit: int, hours: int) -> None:
    """Each page names the end within a minute: with calls left, and over several hours of the budget."""
    clock = JumpingClock(start=datetime(2026, 12, 1, 9, 0).timestamp())
    sandbox = Sandbox(clock=clock, limit=None, switches=Switches(max_limit=7, token_lifetime=86_400.0))
    people = [{"name": {"first": f"{n}"}, "role": "client"} for n in range(60)]
    sandbox.seed(tasks=[{"title": f"{n}"} for n in range(60)], people=people)
    sandbox.plan([Fault.latency(1.0)])
    shown: list[str] = []

    async def main() -> float:
        async with Plutio.sandbox(sandbox, budget=Budget(limit, max_wait=None, clock=clock)) as plutio:
            manifest = Manifest.load(tmp_path) or Manifest()
            costs = {name: entry.calls for name, entry in manifest.entries.items()}
            manifest = Manifest(entries=manifest.entries)
            progress = Progress(plutio, costs, shown.append, clock)
            for name in NAMES:
                await Exporter(plutio, tmp_path, manifest, progress).resource(name, None)
        return clock.time()

    anyio.run(main)
    assert all("end unknown, the API gives no totals" in text for text in shown)
    shown.clear()
    began = clock.time()
    end = anyio.run(main)
    assert hours * 3600 <= end - began < (hours + 1) * 3600
    named = ends(shown, began)
    assert len(named) > 15
    assert max(abs(moment - end) for moment in named) < 60


def test_lines_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """One for each resource, and one in ten seconds for a long one; with the end if it is known."""
    clock = FakeClock()
    sandbox = Sandbox(clock=clock)

    async def main() -> None:
        async with Plutio.sandbox(sandbox, budget=Budget(1000, clock=clock)) as plutio:
            progress = Progress(plutio, {"tasks": 4, "people": 3}, clock=clock)
            await plutio.tasks.list()
            for _ in range(25):
                await clock.advance(1.0)
                progress.page("tasks", 500, 2)
            progress.done("tasks", 1000, 4)
            progress.done("people", 500, 3)

    anyio.run(main)
    *pages, tasks, people = capsys.readouterr().err.splitlines()
    assert len(pages) == 2
    assert re.fullmatch(r"tasks: 1,000 records, 4 calls; 998 calls left; end at about [\d:]+, if as .*", tasks)
    assert people == "people: 500 records, 3 calls; 998 calls left"
    assert all(re.fullmatch(r"tasks: 500 records; 998 calls left; end at about [\d:]+, if as much as last time", page)
               for page in pages)  # fmt: skip


def test_an_end_on_another_day(capsys: pytest.CaptureFixture[str]) -> None:
    """It has the date."""
    clock = FakeClock(start=datetime(2026, 12, 1, 22, 0).timestamp())

    async def main() -> None:
        async with Plutio.sandbox(Sandbox(clock=clock), budget=Budget(10, clock=clock)) as plutio:
            Progress(plutio, {"tasks": 25}, clock=clock).done("people", 500, 3)

    anyio.run(main)
    assert "; end at about 2026-12-02 00:00:00, if as much as last time" in capsys.readouterr().err
