"""An import from its plan to its report, on both event loops, with a clock that jumps."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async import ConfigurationError, Plutio, UnreadableAnswer
from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.job import Job
from plutio_async.cli.imports.report import Report
from plutio_async.errors import CallInfo
from plutio_async.testing import Fault, JumpingClock, Sandbox

pytestmark = pytest.mark.anyio

IDS = [f"task{n:013}" for n in range(8)]


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(clock=JumpingClock())
    sandbox.seed(tasks=[{"_id": id, "title": "Old"} for id in IDS])
    return sandbox


class World:
    """A file, and imports of it."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.journal = folder / "journal"
        self._file = folder / "tasks.csv"

    async def run(self, *lines: str, before: Any = None, resource: str = "tasks", title: str = "title") -> Report:
        self._file.write_text("\n".join([f"id,{title}", *lines]))
        job = Job(self._file, resource, None, False, False, self.journal, 60.0)
        async with Plutio.sandbox(self.sandbox, clock=self.sandbox.clock) as plutio:
            plan = await job.plan(plutio, job.check((), ","))
            if before is not None:
                await before()
            report = Report(plan.steps)
            try:
                await job.send(plutio, plan, report)
            finally:
                self.report = report
            return report

    def titles(self) -> list[str]:
        return sorted(record["title"] for record in self.sandbox.records("tasks") if record["title"] != "Old")

    def puts(self) -> int:
        return sum(call.method == "PUT" for call in self.sandbox.calls)


@pytest.fixture
def world(sandbox: Sandbox, tmp_path: Path) -> World:
    return World(sandbox, tmp_path)


def words(report: Report) -> list[str]:
    return [outcome.outcome for outcome in report.outcomes]


async def test_an_update_without_an_answer_is_sent_again(world: World) -> None:
    """It is in no journal, and happens once more without harm; what is done is not sent again."""
    lines = [f"{IDS[0]},one", f"{IDS[1]},two"]
    with world.sandbox.fail(Fault.html(200, acted=False, method="PUT")):
        report = await world.run(*lines)
    assert words(report) == ["unknown", "unknown"]
    report = await world.run(*lines)
    assert words(report) == ["done", "done"]
    sent = world.puts()
    assert words(await world.run(*lines)) == ["done", "done"]
    assert world.puts() == sent
    assert world.titles() == ["one", "two"]


async def test_what_others_change_meanwhile_stays(world: World) -> None:
    """A part that the line does not name is sent along as it is then, and not as it was for the plan."""
    emails = [{"address": "a@example.com", "type": "work"}]
    world.sandbox.seed(people=[{"_id": IDS[0], "name": {"first": "A", "last": "Old"}, "contactEmails": emails}])

    async def other() -> None:
        async with Plutio.sandbox(world.sandbox, clock=world.sandbox.clock) as plutio:
            await plutio.people.update(IDS[0], name={"first": "A", "last": "New"})

    report = await world.run(f"{IDS[0]},B", before=other, resource="people", title="name.first")
    assert words(report) == ["done"]
    assert world.sandbox.records("people")[0]["name"] == {"first": "B", "last": "New"}


async def test_updates_stop_after_four_without_an_answer(world: World) -> None:
    """The server is down: the rest, and the creates, stay pending. The code is that of an unknown outcome."""
    lines = [*(f"{id},new" for id in IDS), ",made"]
    with world.sandbox.fail(Fault.server_error(502, method="PUT")):
        report = await world.run(*lines)
    found = words(report)
    assert found[-1] == "pending"
    assert found.count("unknown") >= 4
    failure = report.failure()
    assert failure is not None
    assert failure.code == 10
    assert world.titles() == []
    assert set(words(await world.run(*lines))) == {"done", "made"}


async def test_single_updates_without_an_answer_stop_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four in a row do; every other one does not."""
    from plutio_async.resources import TasksResource

    @wraps(TasksResource.update)
    async def update(self: Any, id: str, **_: Any) -> None:
        if int(id[4:]) % 2:
            raise UnreadableAnswer("no", body="", call=CallInfo("PUT", "/tasks", attempts=1, may_have_acted=True))

    monkeypatch.setattr(TasksResource, "update", update)
    world.sandbox.seed(tasks=[{"_id": f"task{n:013}"} for n in range(8, 20)])
    report = await world.run(*(f"task{n:013},new" for n in range(20)))
    assert words(report) == ["done", "unknown"] * 10


async def test_a_lost_create_is_looked_up_after_the_slack(world: World) -> None:
    """Also by the next run, if the process ended meanwhile."""
    began = world.sandbox.clock.time()
    with world.sandbox.fail(Fault.reset("after", method="POST", nth=1)):
        report = await world.run(",one", ",two")
    assert words(report) == ["made", "made"]
    assert world.sandbox.clock.time() - began >= 60
    assert world.titles() == ["one", "two"]


async def test_a_cancelled_create_is_unknown_until_the_next_run(world: World) -> None:
    """The report has what the journal knows."""

    class Cancel:
        async def before(self, request: Any) -> None:
            """The server acts first."""

        async def after(self, request: Any, answer: Any) -> Any:
            if request.method == "POST" and request.path == "/tasks":
                scope.cancel()
                await anyio.sleep_forever()
            return answer

    remove = world.sandbox.add_hook(Cancel())
    with anyio.CancelScope() as scope:
        await world.run(",one", *(f",{n}" for n in range(6)))
    remove()
    assert "unknown" in words(world.report)
    assert "made" not in words(world.report)
    report = await world.run(",one", *(f",{n}" for n in range(6)))
    assert set(words(report)) == {"made"}
    assert world.titles() == ["0", "1", "2", "3", "4", "5", "one"]


async def test_half_a_line_of_the_journal_is_no_update(world: World) -> None:
    """The process ended while it wrote that an update is done."""
    await world.run(f"{IDS[0]},one")
    path = world.journal / "updates"
    path.write_bytes(path.read_bytes()[:-10])
    report = await world.run(f"{IDS[0]},one")
    assert words(report) == ["unchanged"]


async def test_a_cancelled_update_is_unknown(world: World) -> None:
    """The server may have it."""

    class Cancel:
        async def before(self, request: Any) -> None:
            if request.method == "PUT":
                scope.cancel()
                await anyio.sleep_forever()

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    world.sandbox.add_hook(Cancel())
    with anyio.CancelScope() as scope:
        await world.run(f"{IDS[0]},one", ",two")
    assert words(world.report) == ["unknown", "pending"]


async def test_a_plan_of_another_time_is_not_sent(world: World) -> None:
    """Another process imported the file between the plan and the answer to the question."""

    async def other() -> None:
        await World(world.sandbox, world.journal.parent).run(",one")

    with pytest.raises(Problem, match="another process imported it"):
        await world.run(",one", before=other)
    assert world.titles() == ["one"]


async def test_the_journal_has_no_values(world: World) -> None:
    """And belongs to this user only."""
    await world.run(",secret", f"{IDS[0]},secret")
    for path in world.journal.iterdir():
        assert "secret" not in path.read_text()
        assert path.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in world.journal.iterdir()) == ["creates", "plan.json", "updates"]


async def test_a_journal_that_cannot_be_made(world: World) -> None:
    """Nothing is sent."""
    world.journal = world.journal / "deeper"
    with pytest.raises(ConfigurationError, match=r"deeper cannot be made: No such file"):
        await world.run(",one")
    assert world.titles() == []


async def test_lines_that_were_not_sent_are_planned_anew(world: World) -> None:
    """A crash after the plan was kept, and before the first call, fixes nothing."""
    from plutio_async._resources.creates import journal

    append = journal._append

    def crash(handle: int, content: bytes) -> None:
        if b'"record"' in content:
            raise OSError(5, "no")
        append(handle, content)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(ConfigurationError):
        patch.setattr(journal, "_append", crash)
        await world.run(",one", ",two")
    assert words(await world.run(",other")) == ["made"]
    assert world.titles() == ["other"]
