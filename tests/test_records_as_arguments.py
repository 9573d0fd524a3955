"""``iterate()`` in place of ids or records: it is read first, in asynchronous and in synchronous code."""

from __future__ import annotations

from typing import Any

import pytest

from plutio_async import Plutio
from plutio_async import sync as plutio_sync
from plutio_async.testing import Sandbox

COUNT = 250
CALLS: dict[str, Any] = {
    "bulk_update": lambda plutio, records: plutio.tasks.bulk_update(records, title="Same"),
    "bulk_delete": lambda plutio, records: plutio.tasks.bulk_delete(records),
    "bulk_archive": lambda plutio, records: plutio.tasks.bulk_archive(records),
    "get_many": lambda plutio, records: plutio.tasks.get_many(records),
    "expand": lambda plutio, records: plutio.expand(records, project=True),
}


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    project = sandbox.seed(projects=[{"name": "Website"}])["projects"][0]["_id"]
    sandbox.seed(tasks=[{"title": f"Task {n}", "projectId": project} for n in range(COUNT)])
    return sandbox


def check(name: str, result: Any, sandbox: Sandbox) -> None:
    """What the server has then, and what the method returned."""
    tasks = sandbox.records("tasks")
    if name == "expand":
        assert [project.name for project in result.projects] == ["Website"]
    else:
        assert len(result) == COUNT
    if name == "bulk_delete":
        assert tasks == []
    assert {task["title"] == "Same" for task in tasks} <= {name == "bulk_update"}
    assert {bool(task.get("isArchived")) for task in tasks} <= {name == "bulk_archive"}


@pytest.mark.anyio
@pytest.mark.parametrize("name", CALLS)
async def test_records(sandbox: Sandbox, name: str) -> None:
    """All of them, whatever the call changes of the list."""
    async with Plutio.sandbox(sandbox) as plutio:
        check(name, await CALLS[name](plutio, plutio.tasks.iterate(page_size=100)), sandbox)


@pytest.mark.anyio
@pytest.mark.parametrize("name", CALLS)
async def test_an_asynchronous_generator(sandbox: Sandbox, name: str) -> None:
    """Also one of your own."""
    async with Plutio.sandbox(sandbox) as plutio:
        check(name, await CALLS[name](plutio, (task async for task in plutio.tasks.iterate())), sandbox)


@pytest.mark.parametrize("name", CALLS)
def test_records_of_the_synchronous_client(sandbox: Sandbox, name: str) -> None:
    """Without a word on callbacks."""
    with plutio_sync.Plutio.sandbox(sandbox) as plutio:
        check(name, CALLS[name](plutio, plutio.tasks.iterate(page_size=100)), sandbox)


@pytest.mark.parametrize("name", CALLS)
def test_a_generator_that_calls_the_synchronous_client(sandbox: Sandbox, name: str) -> None:
    """It is read in the thread that made it."""
    with plutio_sync.Plutio.sandbox(sandbox) as plutio:
        check(name, CALLS[name](plutio, (task for task in plutio.tasks.iterate())), sandbox)


@pytest.mark.anyio
async def test_create_many(sandbox: Sandbox) -> None:
    """Takes the mappings that an asynchronous generator makes of records."""
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.notes.create_many({"title": task.title} async for task in plutio.tasks.iterate())
        assert (await plutio.tasks.create_many(plutio.tasks.iterate(title="none"))).complete
    assert [note["title"] for note in sandbox.records("notes")] == [f"Task {n}" for n in range(COUNT)]


def test_create_many_of_the_synchronous_client(sandbox: Sandbox) -> None:
    """As above."""
    with plutio_sync.Plutio.sandbox(sandbox) as plutio:
        plutio.notes.create_many({"title": task.title} for task in plutio.tasks.iterate())
        assert plutio.tasks.create_many(plutio.tasks.iterate(title="none")).complete
    assert [note["title"] for note in sandbox.records("notes")] == [f"Task {n}" for n in range(COUNT)]


@pytest.mark.anyio
async def test_nothing_is_read_for_a_call_that_is_refused(sandbox: Sandbox) -> None:
    """The other arguments are checked first."""
    async with Plutio.sandbox(sandbox) as plutio:
        with pytest.raises(TypeError, match="titel"):
            await plutio.tasks.bulk_update(plutio.tasks.iterate(), titel="x")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="needs a field to change"):
            await plutio.tasks.bulk_update(plutio.tasks.iterate())
    with plutio_sync.Plutio.sandbox(sandbox) as blocking, pytest.raises(TypeError, match="needs a field to change"):
        blocking.tasks.bulk_update(blocking.tasks.iterate())
    assert sandbox.calls == []


@pytest.mark.anyio
@pytest.mark.parametrize("wrong", ["kQ7mZt2RvX9LpWs4H", 5, None])
async def test_one_id_is_still_refused(sandbox: Sandbox, wrong: Any) -> None:
    """The message says that a list is needed."""
    async with Plutio.sandbox(sandbox) as plutio:
        with pytest.raises(TypeError, match="needs several ids in a list"):
            await plutio.tasks.bulk_delete(wrong)
    assert sandbox.calls == []
