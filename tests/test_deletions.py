"""``changes(deleted=True)``: what went to the trash bin since the last run."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import BudgetExceeded, ConfigurationError, Plutio, ServerError
from plutio_async._client.resource_map import RESOURCES, resource_of
from plutio_async.testing import FakeClock, Sandbox, Switches

from .api import Api, answer, close_clients, closed_later

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed")]


START = datetime.fromtimestamp(1_699_999_999, UTC)


def office(**switches: Any) -> tuple[Sandbox, Plutio]:
    clock = FakeClock()
    sandbox = Sandbox(clock=clock, limit=None, switches=Switches(**switches))
    return sandbox, closed_later(Plutio.sandbox(sandbox, clock=clock, budget=100_000))


async def run(plutio: Plutio, cursor: str | None) -> tuple[set[str], set[str], str]:
    """A run of a new process: what changed, what was deleted, and the new cursor."""
    changes = plutio.tasks.changes(since=None if cursor else START, cursor=cursor, deleted=True)
    changed = {task.id async for task in changes}
    return changed, set(changes.deleted), changes.cursor


async def test_each_run_reports_what_was_deleted_since_the_last() -> None:
    """By the cursor alone. The first reports all that is in the trash bin."""
    _, plutio = office()
    a, b, c = [await plutio.tasks.create(title=title) for title in "abc"]
    await plutio.tasks.delete(a.id)
    changed, deleted, cursor = await run(plutio, None)
    assert (changed, deleted) == ({b.id, c.id}, {a.id})
    _, deleted, cursor = await run(plutio, cursor)
    assert deleted == set()
    await plutio.tasks.bulk_delete([b.id, c.id])
    _, deleted, cursor = await run(plutio, cursor)
    assert deleted == {b.id, c.id}
    assert (await run(plutio, cursor))[1] == set()


async def test_records_of_other_kinds_are_left_out() -> None:
    """Where the trash bin names a kind that belongs to another resource."""
    _, plutio = office()
    task, project = await plutio.tasks.create(title="a"), await plutio.projects.create(name="b")
    await plutio.projects.delete(project.id)
    await plutio.tasks.delete(task.id)
    assert (await run(plutio, None))[1] == {task.id}
    changes = plutio.projects.changes(since=START, deleted=True)
    assert [one async for one in changes] == []
    assert changes.deleted == (project.id,)


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("task", "tasks"),
        ("Tasks", "tasks"),
        ("time-track", "time_tracks"),
        ("timeTrack", "time_tracks"),
        ("company", "companies"),
        ("person", "people"),
        ("status", "statuses"),
        ("business", "businesses"),
        ("folder", "file_folders"),
        ("wiki-page", "wiki_entities"),
        ("invoice-subscription", "invoice_subscriptions"),
        ("thing", None),
        ("", None),
        (None, None),
        (5, None),
    ],
)
async def test_kinds_are_known_in_any_spelling(kind: object, resource: str | None) -> None:
    """And an unknown one is of no resource, so that it is reported to all."""
    assert resource_of(kind) == resource
    assert {resource_of(name) for name in RESOURCES} == set(RESOURCES)


async def test_a_record_of_an_unknown_kind_is_reported() -> None:
    """It may be one of these; one without an id cannot be named."""
    rows = [{"_id": "a"}, {"_id": "b", "entityType": "thing"}, {"_id": "c", "entityType": "note"}, {"title": "d"}]
    api = Api(answer(200, []), answer(200, rows), answer(200, []))
    async with api.client() as plutio:
        changes = plutio.tasks.changes(since=START, deleted=True)
        assert [task async for task in changes] == []
        assert changes.deleted == ("a", "b")


async def test_a_record_that_came_back_and_went_again_is_reported_again() -> None:
    """A run in between saw that it was not in the trash bin."""
    sandbox, plutio = office()
    task = await plutio.tasks.create(title="a")
    await plutio.tasks.delete(task.id)
    _, deleted, cursor = await run(plutio, None)
    await plutio.trash_bin.empty()
    _, deleted, cursor = await run(plutio, cursor)
    assert deleted == set()
    sandbox.seed(tasks=[{"_id": task.id, "title": "a"}])
    await plutio.tasks.delete(task.id)
    assert (await run(plutio, cursor))[1] == {task.id}


async def test_leaving_the_loop_reports_nothing_and_loses_nothing() -> None:
    """The trash bin is read at the end of a loop."""
    _, plutio = office()
    tasks = [await plutio.tasks.create(title=title) for title in "abc"]
    await plutio.tasks.delete(tasks[0].id)
    changes = plutio.tasks.changes(since=START, deleted=True)
    await anext(changes)
    assert changes.deleted == ()
    assert (await run(plutio, changes.cursor))[1] == {tasks[0].id}


async def test_a_failed_reading_of_the_trash_bin_is_repeated() -> None:
    """The next loop reads it again, and yields no record twice."""
    row = {"_id": "t", "updatedAt": "2023-11-14T22:13:21.000Z"}
    fails = answer(500, {"message": "No"})
    api = Api(answer(200, [row]), answer(200, []), fails, answer(200, [{"_id": "gone"}]), answer(200, []))
    async with api.client(retries=1) as plutio:
        changes = plutio.tasks.changes(since=START, deleted=True)
        seen = []
        with pytest.raises(ServerError):
            async for task in changes:
                seen.append(task.id)
        seen += [task.id async for task in changes]
        assert (seen, changes.deleted) == (["t"], ("gone",))


async def test_without_it_nothing_is_read_and_nothing_is_known() -> None:
    """A plain run costs no more calls, and ``deleted`` says what to do."""
    sandbox, plutio = office()
    changes = plutio.tasks.changes(since=START)
    assert [task async for task in changes] == []
    assert "/trash-bin" not in {call.path for call in sandbox.calls}
    with pytest.raises(TypeError, match="deleted=True"):
        _ = changes.deleted
    assert "trash" not in changes.cursor


async def test_a_cursor_goes_with_or_without_it() -> None:
    """One that knows no trash bin reports all that is there, as a first run does."""
    _, plutio = office()
    task = await plutio.tasks.create(title="a")
    await plutio.tasks.delete(task.id)
    plain = plutio.tasks.changes(since=START)
    assert [one async for one in plain] == []
    _, deleted, cursor = await run(plutio, plain.cursor)
    assert deleted == {task.id}
    again = plutio.tasks.changes(cursor=cursor)
    assert [one async for one in again] == []
    assert (await run(plutio, again.cursor))[1] == set()
    with pytest.raises(ConfigurationError, match="not a cursor"):
        plutio.tasks.changes(cursor=cursor.replace('"trash":"', '"trash":5,"x":"'), deleted=True)


async def test_the_cursor_of_a_full_trash_bin_is_short() -> None:
    """Twelve characters a record, and no id."""
    sandbox, plutio = office()
    sandbox.seed(tasks=[{"title": str(n)} for n in range(1000)])
    await plutio.tasks.bulk_delete([row["_id"] for row in sandbox.records("tasks")])
    _, deleted, cursor = await run(plutio, None)
    assert len(deleted) == 1000
    assert len(cursor) < 12_200
    assert not [id for id in deleted if id in cursor]


@given(
    st.lists(st.tuples(st.sampled_from(["create", "delete", "purge", "run", "break"]), st.integers(0, 9)), max_size=30),
    st.sampled_from([2, 3, 100]),
)
def test_a_copy_that_follows_the_changes_is_complete(steps: list[tuple[str, int]], max_limit: int) -> None:
    """Whatever happens between runs: what is gone by the trash bin leaves the copy, and nothing else does."""
    anyio.run(follow, steps, max_limit)


async def follow(steps: list[tuple[str, int]], max_limit: int) -> None:
    sandbox, plutio = office(max_limit=max_limit)
    copy: set[str] = set()
    purged: set[str] = set()
    cursor: str | None = None
    for what, n in [*steps, ("run", 0)]:
        live = [row["_id"] for row in sandbox.records("tasks")]
        trash = [row["_id"] for row in sandbox.records("trash_bin")]
        if what == "create":
            await plutio.tasks.create(title=str(n))
        elif what == "delete" and live:
            await plutio.tasks.delete(live[n % len(live)])
        elif what == "purge" and trash:
            purged.add(trash[n % len(trash)])
            await plutio.trash_bin.delete(trash[n % len(trash)])
        elif what in ("run", "break"):
            changes = plutio.tasks.changes(since=None if cursor else START, cursor=cursor, deleted=True)
            async for task in changes:
                copy.add(task.id)
                if what == "break":
                    break
            copy -= set(changes.deleted)
            cursor = changes.cursor
    left = {row["_id"] for row in sandbox.records("tasks")}
    await close_clients()
    assert left <= copy <= left | purged


async def test_watch_logs_that_it_waits_for_the_budget(caplog: pytest.LogCaptureFixture) -> None:
    """With ``max_wait`` a call does not wait, and ``watch`` goes on when a call is free: silent waits would be long."""
    caplog.set_level(logging.INFO, logger="plutio_async")
    row = {"_id": "t", "updatedAt": "2023-11-14T22:13:21.000Z"}
    api = Api(answer(200, [row]))
    async with api.clock.autojump(), api.client(budget=1, max_wait=5) as plutio:
        watch = plutio.tasks.watch(since=START)
        with pytest.raises(BudgetExceeded):
            await plutio.tasks.list()
        assert (await anext(watch)).id == "t"
    messages = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert messages[0][0] == "WARNING"
    assert messages[0][1].startswith("watch() goes on later (")
    assert messages[0][1].endswith("cancelling the loop ends it")
    assert ("INFO", "the wait is over after 3600 s") in messages
