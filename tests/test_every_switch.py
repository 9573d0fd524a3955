"""The client is correct whatever the facts leave open: one story, and every operation, under every switch.

And under many of them at once, since what is right under each alone can be wrong under two together.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from plutio_async import (
    BadRequestError,
    BulkFailed,
    F,
    MethodNotAllowedError,
    NotFoundError,
    PermissionDeniedError,
    Plutio,
    PlutioError,
    raw,
)
from plutio_async.models import Person, Project, ProjectStatus, Task
from plutio_async.testing import JumpingClock, Sandbox, Switches

from .test_every_operation import OPERATIONS, call, verbs

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

VARIANTS = [("as it is", Switches()), *Switches.variants()]
PROFILES = [("strict", Switches.strict()), ("lenient", Switches.lenient())]
DAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
every_switch = pytest.mark.parametrize(
    "switches", [pytest.param(value, id=name) for name, value in [*VARIANTS, *PROFILES]]
)


def combination(seed: int) -> dict[str, Any]:
    """One to eight switches with random values."""
    chance = random.Random(seed)
    names = [(variant.partition("=")[0], switches) for variant, switches in Switches.variants()]
    chosen = chance.sample(names, chance.randint(1, 8))
    return {name: getattr(switches, name) for name, switches in chosen}


@every_switch
async def test_the_story_holds_under_every_switch(switches: Switches) -> None:
    """Creating, updating, finding, iterating, archiving and deleting give the same results with each switch."""
    await story(switches)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("seed", range(100))
async def test_the_story_holds_under_many_switches_at_once(seed: int) -> None:
    """Random combinations give the same results; the seed repeats them."""
    await story(Switches(**combination(seed)))


def test_combinations_cover_every_value() -> None:
    """The combinations have every value of every switch, and most pairs of switches."""
    chosen = [combination(seed) for seed in range(100)]
    assert {f"{name}={value}" for one in chosen for name, value in one.items()} == {name for name, _ in VARIANTS[1:]}
    names = {name for one in chosen for name in one}
    met = {(first, second) for one in chosen for first in one for second in one if first < second}
    assert len(met) > 0.7 * len(names) * (len(names) - 1) / 2


async def story(switches: Switches) -> None:
    clock = JumpingClock()
    sandbox = Sandbox(seed=5, clock=clock, switches=switches, strict=True)
    async with Plutio.sandbox(sandbox, clock=clock) as plutio:
        project = await make_a_project(plutio)
        tasks = [await plutio.tasks.create(title=f"Task {n}", project_id=project.id, due_date=DAY) for n in range(23)]
        await change_and_find(plutio, tasks)
        await read_all(plutio, tasks)
        await put_away(plutio, tasks, sandbox)
        person = await fill_custom_fields(plutio, sandbox)
        await bill(plutio, person, project, sandbox)
        await archive_and_find_again(plutio, person)
        await write_documents(plutio)
        await clock.sleep(80 * 3600)
        assert (await plutio.projects.get(project.id)).name == "Site"


async def make_a_project(plutio: Plutio) -> Project:
    project = await plutio.projects.create(name="Site", currency="GBP", billing_rate=12.5)
    assert project.name == "Site"
    read = await plutio.projects.get(project.id)
    assert (read.billing_rate, read.currency) == (12.5, "GBP")
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
        await plutio.tasks.get("Hc4RtZ8mWq2NxKb7V")
    with pytest.raises(MethodNotAllowedError):
        await plutio.request("GET", "/wikis")


async def read_all(plutio: Plutio, tasks: list[Task]) -> None:
    for size, ahead in ((5, 0), (5, 3), (500, 0)):
        records = await plutio.tasks.iterate(page_size=size, read_ahead=ahead).to_list()
        assert sorted(record.id for record in records) == sorted(task.id for task in tasks)
    wanted = [task.id for task in tasks]
    assert [task.id for task in await plutio.tasks.get_many(wanted)] == wanted


async def put_away(plutio: Plutio, tasks: list[Task], sandbox: Sandbox) -> None:
    await plutio.tasks.bulk_update([task.id for task in tasks[:3]], status="completed")
    kept = {row["_id"]: row for row in sandbox.records("tasks")}
    assert [kept[task.id]["status"] for task in tasks[:4]] == ["completed"] * 3 + ["incomplete"]
    await plutio.tasks.archive(tasks[4].id)
    deleted = await plutio.tasks.delete(tasks[5].id)
    assert deleted.id == tasks[5].id
    await plutio.tasks.bulk_delete([task.id for task in tasks[6:16]])
    kept = {row["_id"]: row for row in sandbox.records("tasks")}
    assert kept[tasks[4].id]["isArchived"] is True
    assert kept.keys() == {task.id for task in [*tasks[:5], *tasks[16:]]}
    trash = await plutio.trash_bin.iterate(page_size=4).to_list()
    assert {record.id for record in trash} == {task.id for task in tasks[5:16]}


async def fill_custom_fields(plutio: Plutio, sandbox: Sandbox) -> Person:
    await plutio.custom_fields.create(entity_type="person", title="Motto", input_type="text")
    options = [{"name": "Free"}, {"name": "Team"}]
    await plutio.custom_fields.create(entity_type="person", title="Plan", input_type="select", options=options)
    custom = {"Motto": "Onwards", "Plan": "Free"}
    person = await plutio.people.create(name={"first": "Jane"}, role="client", custom=custom)
    await plutio.people.update(person.id, custom={"Plan": "Team"})
    read = await plutio.people.get(person.id)
    assert (read.custom["Plan"], read.custom["Motto"]) == ("Team", "Onwards")
    (row,) = sandbox.records("people")
    assert sorted(field["value"] == "Onwards" for field in row["customFields"]) == [False, True]
    assert len(await plutio.people.list(q=F("name.first") == "Jane")) == 1
    return read


async def bill(plutio: Plutio, person: Person, project: Project, sandbox: Sandbox) -> None:
    client = {"_id": person.id, "entityType": "person"}
    fields = {"client": client, "project_id": project.id, "currency": "EUR"}
    made = [await plutio.invoices.create(name=f"I{n}", amount=100.25 * n, **fields) for n in range(1, 10)]
    read = await plutio.invoices.iterate(q=F("client._id") == person.id, page_size=4).to_list()
    assert sorted(invoice.amount or 0 for invoice in read) == [100.25 * n for n in range(1, 10)]
    assert {invoice.currency for invoice in read} == {"EUR"}
    related = await plutio.expand(read, client=True, project=True)
    assert {related.people[invoice.client].name.first for invoice in read} == {"Jane"}
    assert {related.projects[invoice.project_id].name for invoice in read} == {"Site"}
    large = await plutio.invoices.iterate(q=F.amount > 600).to_list()
    assert len(large) == 4
    await plutio.invoices.bulk_update([invoice.id for invoice in made], currency="GBP")
    assert {row["currency"] for row in sandbox.records("invoices")} == {"GBP"}
    await plutio.invoices.record_payment(made[3].id, amount=401.0)
    assert [row["_id"] for row in sandbox.records("invoices") if row["status"] == "paid"] == [made[3].id]


async def archive_and_find_again(plutio: Plutio, person: Person) -> None:
    await plutio.people.archive(person.id)
    assert (await plutio.people.get(person.id)).is_archived is True
    assert [record.id for record in await plutio.people.get_many([person.id])] == [person.id]
    assert person.id in {record.id for record in await plutio.archive.iterate().to_list()}
    await plutio.people.bulk_unarchive([person.id])
    assert [record.is_archived for record in await plutio.people.iterate().to_list()] == [False]


async def write_documents(plutio: Plutio) -> None:
    proposal = await plutio.proposals.create(name="Offer")
    blocks = (await plutio.proposals.get(proposal.id)).blocks or []
    assert [block.id for block in await plutio.blocks.get_many(blocks)] == blocks
    assert len(blocks) == 3
    wiki = await plutio.wiki.create(title="Handbook")
    page = await plutio.wiki_entities.create(wiki_id=wiki.id, parent_id=wiki.id, title="Start", type="page")
    assert (await plutio.wiki_entities.get(page.id)).title == "Start"
    assert [record.id for record in await plutio.wiki_entities.get_many([page.id])] == [page.id]
    await plutio.comments.create(entity_type=raw("wiki-page"), entity_id=page.id, body_plain="Hm")
    assert len(await plutio.comments.list(entity_type=raw("wiki-page"), entity_id=page.id)) == 1
    await plutio.wiki.delete(wiki.id)
    with pytest.raises(NotFoundError):
        await plutio.wiki_entities.get(page.id)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@every_switch
async def test_every_operation_works_under_every_switch(switches: Switches) -> None:
    """Each operation works or is refused as the switch demands, and the models decode each answer."""
    clock = JumpingClock()  # each reset ends the token, and the client waits longer and longer for the next
    sandbox = Sandbox(seed=3, clock=clock, switches=switches, strict=True, limit=None)
    async with Plutio.sandbox(sandbox) as plutio:
        for operation_id, method, path, operation in OPERATIONS:
            for verb in verbs(operation_id, operation):
                sandbox.reset()
                await works_or_is_refused(plutio, sandbox, operation_id, operation, verb)
                assert (method, path) in [(call.method, call.path) for call in sandbox.calls[-2:]]


async def works_or_is_refused(
    plutio: Plutio, sandbox: Sandbox, operation_id: str, operation: dict[str, Any], verb: str
) -> None:
    try:
        await call(plutio, sandbox, operation_id, operation, verb)
    except PlutioError as error:
        assert refused_by(operation_id, error), f"{operation_id}: {error!r}"


def refused_by(operation_id: str, error: PlutioError) -> bool:
    if isinstance(error, BadRequestError | BulkFailed):
        return "refers to no record" in f"{error.args} {error}"  # the ids of examples
    writes = {"custom_fields_update", "custom_fields_delete", "dashboard_pages_update", "dashboard_pages_delete"}
    return operation_id in writes and isinstance(error, PermissionDeniedError | MethodNotAllowedError)
