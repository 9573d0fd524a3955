"""With ``--write`` the doctor settles what only writes can, and leaves nothing behind, whenever it ends."""

from __future__ import annotations

import re
from typing import Any

import anyio
import pytest

from plutio_async import Plutio
from plutio_async.cli.doctor.calls import Caller, CallsUsedUp
from plutio_async.cli.doctor.examine import examine, planned_calls, reads
from plutio_async.cli.doctor.run import Run
from plutio_async.cli.doctor.settling import settle
from plutio_async.cli.doctor.writes import CALLS, STATEMENTS, write
from plutio_async.cli.failures import Problem
from plutio_async.testing import Fault, Sandbox
from plutio_async.testing._api.messages import Answer, Request

from .conftest import a_sandbox, examined

pytestmark = pytest.mark.anyio


def records(sandbox: Sandbox) -> dict[str, int]:
    """How many records each resource has, and how many the trash bin."""
    workspace = sandbox._workspace(None)
    counts = {name: len(rows) for name, rows in workspace.collections.items() if rows}
    return {**counts, "trash": len(workspace.trash)}


async def written(sandbox: Sandbox, calls: int = 200) -> Run:
    """The probes that write, without those that read."""
    async with Plutio.sandbox(sandbox) as plutio:
        run = Run(Caller(plutio, calls))
        await run.caller.open()
        await run.visit(next(read for read in reads() if read.resource == "statuses"))
        await write(run)
    return run


async def test_what_only_writes_settle_is_settled() -> None:
    """And the workspace is as it was."""
    sandbox = a_sandbox()
    before = records(sandbox)
    found = await examined(sandbox, calls=200, workspace="Example")
    assert records(sandbox) == before
    assert found.run.left_behind == []
    verdicts = {probe: state for probe, state in found.verdicts.items() if probe in STATEMENTS}
    refuted = {probe for probe, state in verdicts.items() if state == "refuted"}
    assert set(verdicts) == set(STATEMENTS)
    assert refuted == {"write_archive", "write_status_keyword"}
    assert found.because("write_archive") == "it answers with status 404"
    assert found.run.caller.spent <= planned_calls(writes=True)


@pytest.mark.parametrize(
    ("switches", "probe", "state", "because"),
    [
        ({"custom_field_writes": "forbidden"}, "write_custom_field_update", "refuted", "it answers with status 403"),
        ({"custom_field_writes": "forbidden"}, "write_custom_field_delete", "refuted", "it answers with status 403"),
        ({"tasks_archive": "works", "short_answer": "id"}, "write_archive", "confirmed", "it answers with an object with 1 key, `_id` among them"),
        ({"bulk_answer": "ids"}, "write_bulk_update", "confirmed", "it answers with a list of 2 texts"),
        ({"bulk_answer": "counts"}, "write_bulk_delete", "confirmed", "it answers with an object with 1 key, `_id` not among them"),
    ],
)  # fmt: skip
async def test_the_verdict_follows_the_server(switches: dict[str, Any], probe: str, state: str, because: str) -> None:
    """Each way that it may behave."""
    sandbox = a_sandbox(bare=True, **switches)
    run = await written(sandbox)
    verdict = run.verdicts[probe, None]
    assert (verdict.state, verdict.detail) == (state, because)
    kept = 1 if "custom_field_writes" in switches else 0
    assert len(run.left_behind) == kept


@pytest.mark.parametrize("name", ["Exampl", "example", "", "Another"])
async def test_a_workspace_with_another_name_is_not_written_to(name: str) -> None:
    """Nor read any further."""
    sandbox = a_sandbox()
    with pytest.raises(Problem, match="--write: the workspace is called Example, not"):
        await examined(sandbox, workspace=name)
    assert [call.path for call in sandbox.calls] == ["/oauth/token", "/businesses"]


async def test_a_list_of_several_workspaces_is_not_written_to() -> None:
    """The call does not say which one is which."""
    sandbox = a_sandbox({"/businesses": lambda rows: [*rows, {"_id": "b", "name": "Example"}]})
    with pytest.raises(Problem, match="2 workspaces are listed"):
        await examined(sandbox, workspace="Example")
    assert all(call.method == "GET" for call in sandbox.calls[1:])


class Cancels:
    """A hook that cancels a scope at one of the writes, before or after the server acts."""

    def __init__(self, nth: int, *, after: bool) -> None:
        self.left = nth
        self.after_it = after
        self.scope = anyio.CancelScope()

    async def before(self, request: Request) -> Answer | None:
        await anyio.lowlevel.checkpoint()
        if request.method != "GET" and request.path != "/oauth/token":
            self.left -= 1
            if self.left == 0 and not self.after_it:
                self.scope.cancel()
                await anyio.lowlevel.checkpoint()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:
        if self.left == 0 and self.after_it and request.method != "GET":
            self.left = -1
            self.scope.cancel()
            await anyio.lowlevel.checkpoint()
        return answer


@pytest.mark.parametrize("after", [False, True], ids=["before the server acts", "after it acted"])
async def test_an_interrupted_run_removes_what_it_made(after: bool) -> None:
    """At each of its writes."""
    nth = 0
    while True:
        nth += 1
        sandbox = a_sandbox(bare=True)
        before = records(sandbox)
        hook = Cancels(nth, after=after)
        sandbox.add_hook(hook)
        run: list[Run] = []
        with hook.scope:
            run.append(await written(sandbox))
        assert records(sandbox) == before, nth
        if not hook.scope.cancelled_caught:
            break
    assert nth > 12


@pytest.mark.parametrize("status", [500, 504])
async def test_a_record_that_is_made_despite_an_error_is_removed(status: int) -> None:
    """A gateway gave up, or the API failed halfway."""
    sandbox = a_sandbox(bare=True)
    before = records(sandbox)
    sandbox.fail(Fault.server_error(status, acted=True, method="POST", path="/tasks", nth=1))
    run = await written(sandbox)
    assert records(sandbox) == before
    assert run.left_behind == []


@pytest.mark.parametrize("nth", [1, 2, 4, 5])
async def test_a_record_whose_answer_was_lost_is_found_by_its_title(nth: int) -> None:
    """The connection breaks after the server made it."""
    sandbox = a_sandbox(bare=True)
    before = records(sandbox)
    sandbox.fail(Fault.reset("after", method="POST", nth=nth + 1))  # the first is the token call
    run = await written(sandbox)
    assert records(sandbox) == before
    assert run.left_behind == []
    assert run.ended is not None


async def test_a_record_whose_answer_was_lost_and_that_is_not_found_is_listed() -> None:
    """The server may still make it."""
    sandbox = a_sandbox(bare=True)
    sandbox.fail(Fault.reset("before", method="POST", nth=2))
    run = await written(sandbox)
    (left,) = run.left_behind
    assert re.fullmatch(
        "/tasks 'plutio doctor [0-9a-f]{12}', if it was made: the answer was lost, and it was not found", left
    )


async def test_records_of_others_are_not_removed() -> None:
    """Though the server ignores the title that is looked for, and lists everything."""
    others = [{"_id": f"other{n}", "title": "Pay the rent"} for n in range(3)]
    sandbox = a_sandbox({"/tasks": lambda rows: [*rows, *others]}, bare=True)
    sandbox.fail(Fault.reset("after", method="POST", nth=2))
    before = records(sandbox)
    run = await written(sandbox)
    assert records(sandbox) == before
    assert run.left_behind == []
    deleted = [call.json["_id"] for call in sandbox.calls if call.method == "DELETE" and "_id" in (call.json or {})]
    assert deleted
    assert not {"other0", "other1", "other2"} & set(deleted)


@pytest.mark.parametrize("calls", range(2, 2 + CALLS, 5))
async def test_calls_for_cleaning_up_are_kept(calls: int) -> None:
    """Wherever the budget ends."""
    sandbox = a_sandbox(bare=True)
    before = records(sandbox)
    try:
        await written(sandbox, calls)
    except CallsUsedUp:
        pass
    assert records(sandbox) == before
    assert len(sandbox.calls) <= calls


async def test_what_cannot_be_removed_is_listed() -> None:
    """With its id, for a person to remove it."""
    sandbox = a_sandbox(bare=True)
    sandbox.fail(Fault.server_error(500, method="DELETE", path="/tasks"))
    run = await written(sandbox)
    assert {left.split()[0] for left in run.left_behind} == {"/tasks"}


@pytest.mark.parametrize("calls", [1, 2, 20, 60])
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_run_that_its_budget_ends_reports_what_it_has(calls: int) -> None:
    """And spends no more."""
    sandbox = a_sandbox()
    found = await examined(sandbox, calls=calls)
    assert found.run.ended == f"all calls were made: {calls}"
    assert len(sandbox.calls) == found.run.caller.spent == calls
    assert len(found.run.visits) == min(calls - 1, len(reads()))
    missing = [one for one in found.settled if one.verdict.detail == f"not measured: all calls were made: {calls}"]
    assert missing


async def test_an_interrupted_run_has_what_it_saw() -> None:
    """Its verdicts are those of what was measured."""
    sandbox = a_sandbox()
    async with Plutio.sandbox(sandbox) as plutio:
        run = Run(Caller(plutio, 120))
        sandbox.add_hook(Cancels(0, after=False))  # lets the event loop run, as a network does
        with anyio.CancelScope() as scope:
            await examine(run, lambda title: scope.cancel() if title.startswith("sort_suffix") else None)
    assert run.ended == "the run was interrupted"
    states = {one.claim.probe: one.verdict for one in settle(run)}
    assert states["short_pages"].state == "confirmed"
    assert states["sort_suffix"].detail == "not measured: the run was interrupted"


async def test_a_429_ends_the_run() -> None:
    """The hour belongs to others too."""
    sandbox = a_sandbox()
    sandbox.fail(Fault.too_many_requests(path="/notes"))
    found = await examined(sandbox)
    assert found.run.ended == "the server answered 429: the calls of this hour are used up"
    assert found.run.visits
