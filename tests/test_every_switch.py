"""The client is correct whatever the facts leave open: one story, and every operation, under every switch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from plutio_async import F, MethodNotAllowedError, NotFoundError, PermissionDeniedError, Plutio, PlutioError
from plutio_async.models import Project, ProjectStatus, Task
from plutio_async.testing import JumpingClock, Sandbox, Switches

from .test_every_operation import OPERATIONS, call, verbs

pytestmark = pytest.mark.anyio

VARIANTS = [("as it is", Switches()), *Switches.variants()]
DAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
every_switch = pytest.mark.parametrize("switches", [pytest.param(value, id=name) for name, value in VARIANTS])


@every_switch
async def test_the_story_holds_under_every_switch(switches: Switches) -> None:
    """Make, change, find, read all, archive, delete: the same results, however the server answers."""
    clock = JumpingClock()
    sandbox = Sandbox(seed=5, clock=clock, switches=switches, strict=True)
    async with Plutio.sandbox(sandbox, clock=clock) as plutio:
        project = await make_a_project(plutio)
        tasks = [await plutio.tasks.create(title=f"Task {n}", project_id=project.id, due_date=DAY) for n in range(23)]
        await change_and_find(plutio, tasks)
        await read_all(plutio, tasks, sandbox, switches)
        await put_away(plutio, tasks, sandbox)


async def make_a_project(plutio: Plutio) -> Project:
    project = await plutio.projects.create(name="Site", currency="GBP", billing_rate=12.5)
    assert project.name == "Site"
    read = await plutio.projects.get(project.id)
    assert read.billing_rate == 12.5
    assert read.status == "New" or (isinstance(read.status, ProjectStatus) and read.status.title == "New")
    (board,) = await plutio.task_boards.list(project_id=project.id)
    assert board.id
    return project


async def change_and_find(plutio: Plutio, tasks: list[Task]) -> None:
    changed = await plutio.tasks.update(tasks[0].id, title="Changed", due_date=None)
    assert changed.id == tasks[0].id
    found = await plutio.tasks.get(tasks[0].id)
    assert (found.title, found.due_date) == ("Changed", None)
    due = await plutio.tasks.iterate(q=(F.due_date <= DAY) & (F.title != "Task 3")).to_list()
    assert {task.id for task in due} == {task.id for task in tasks} - {tasks[0].id, tasks[3].id}
    with pytest.raises(NotFoundError):
        await plutio.tasks.get("wgAavigG3AMxiPtit")
    with pytest.raises(MethodNotAllowedError):
        await plutio.request("GET", "/wikis")


async def read_all(plutio: Plutio, tasks: list[Task], sandbox: Sandbox, switches: Switches) -> None:
    for size, ahead in ((5, 0), (5, 3), (500, 0)):
        records = await plutio.tasks.iterate(page_size=size, read_ahead=ahead).to_list()
        assert sorted(record.id for record in records) == sorted(task.id for task in tasks)
    assert {task.id for task in await plutio.tasks.get_many([task.id for task in tasks])} == {task.id for task in tasks}


async def put_away(plutio: Plutio, tasks: list[Task], sandbox: Sandbox) -> None:
    await plutio.tasks.bulk_update([task.id for task in tasks[:3]], status="completed")
    kept = {row["_id"]: row for row in sandbox.records("tasks")}
    assert [kept[task.id]["status"] for task in tasks[:4]] == ["completed"] * 3 + ["incomplete"]
    try:
        await plutio.tasks.archive(tasks[4].id)
    except NotFoundError:  # as one client saw it
        await plutio.tasks.update(tasks[4].id, is_archived=True)
    deleted = await plutio.tasks.delete(tasks[5].id)
    assert deleted.id == tasks[5].id
    kept = {row["_id"]: row for row in sandbox.records("tasks")}
    assert kept[tasks[4].id]["isArchived"] is True
    assert tasks[5].id not in kept


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@every_switch
async def test_every_operation_works_under_every_switch(switches: Switches) -> None:
    """Or is refused as that switch says; nothing comes back that the models cannot hold."""
    sandbox = Sandbox(seed=3, switches=switches, strict=True, limit=None)
    async with Plutio.sandbox(sandbox) as plutio:
        for operation_id, method, path, operation in OPERATIONS:
            for verb in verbs(operation_id, operation):
                sandbox.reset()
                await works_or_is_refused(plutio, sandbox, operation_id, operation, verb, switches)
                assert (sandbox.calls[-1].method, sandbox.calls[-1].path) == (method, path)


async def works_or_is_refused(
    plutio: Plutio, sandbox: Sandbox, operation_id: str, operation: dict[str, Any], verb: str, switches: Switches
) -> None:
    try:
        await call(plutio, sandbox, operation_id, operation, verb)
    except PlutioError as error:
        assert refused_by(switches, operation_id, error), f"{operation_id}: {error!r}"


def refused_by(switches: Switches, operation_id: str, error: PlutioError) -> bool:
    if operation_id == "tasks_archive":
        return isinstance(error, NotFoundError) and switches.tasks_archive == "missing"
    writes = {"custom_fields_update", "custom_fields_delete", "dashboard_pages_update", "dashboard_pages_delete"}
    return operation_id in writes and isinstance(error, PermissionDeniedError | MethodNotAllowedError)
