"""The benchmark of calls, and the page that shows it."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from benchmarks import __main__ as command
from benchmarks import calls, with_loops, with_sdk, workspaces
from plutio_async import Plutio
from plutio_async.testing import Switches

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "fewest-calls.md"


def test_the_page_shows_what_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Run ``python -m benchmarks calls`` and copy its table when this fails."""
    command.main(["calls"])
    printed = capsys.readouterr().out.strip()
    shown = PAGE.read_text(encoding="utf-8").split("<!-- calls: python -m benchmarks calls -->")[1]
    assert shown.split("<!-- end of calls -->")[0].strip() == printed


@pytest.mark.anyio
@pytest.mark.parametrize("task", calls.TASKS, ids=lambda task: task.name)
async def test_every_task_takes_fewer_calls(task: calls.Task) -> None:
    """The count fails if the results differ."""
    counted = await calls.count(task)
    assert counted.sdk < counted.loop


@pytest.mark.anyio
async def test_different_results_are_not_counted() -> None:
    """A task with a wrong result does not count."""
    task = calls.TASKS[1]

    async def lazy(plutio: Plutio) -> list[object]:
        return []

    with pytest.raises(AssertionError, match="the results differ"):
        await calls.count(calls.Task(task.name, task.workspace, lazy, task.loop))


def test_larger_pages_need_fewer_calls_and_may_miss_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """26 calls, as in the docs, but records are silently missing if the API caps its pages."""
    monkeypatch.setattr(with_loops, "PAGE", 500)
    assert anyio.run(calls.count, calls.TASKS[0]).loop == 26

    def capped() -> workspaces.Sandsandbox:
        sandbox = workspaces.export()
        sandbox.switches = Switches(max_limit=100)
        return sandbox

    async def looped(api: with_loops.Api) -> dict[str, int]:
        assert await with_loops.export(api) == dict.fromkeys(workspaces.EXPORTED, 100)
        return workspaces.EXPORTED

    assert anyio.run(calls.count, calls.Task("capped", capped, with_sdk.export, looped)).loop == 7


def test_an_unknown_benchmark_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """The message lists the benchmarks."""
    with pytest.raises(SystemExit):
        command.main(["speeed"])
    assert "unknown benchmark 'speeed'; choose from calls" in capsys.readouterr().err
