"""``plutio restore``: what comes back, what is matched, and what is said before the first write."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from plutio_async import Budget
from plutio_async.cli import progress
from plutio_async.cli.failures import Problem
from plutio_async.cli.restores.job import Job
from plutio_async.cli.restores.kinds import kinds
from plutio_async.cli.restores.reporting import planned, reported
from plutio_async.errors import AuthenticationError, PlutioError
from plutio_async.testing import Fault, JumpingClock, Sandbox

from .restored import Restores, export, exported_studio, labels, staff, studio

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def source(clock: JumpingClock) -> Sandbox:
    return studio(clock)


@pytest.fixture
def target(clock: JumpingClock, source: Sandbox) -> Sandbox:
    sandbox = Sandbox(clock=clock, seed=2)
    staff(source, sandbox)
    return sandbox


@pytest.fixture
def restores(target: Sandbox, tmp_path: Path) -> Restores:
    return Restores(exported_studio(tmp_path / "studio"), tmp_path / "state", target)


def one(sandbox: Sandbox, resource: str, **fields: Any) -> dict[str, Any]:
    found = [one for one in sandbox.records(resource) if all(one.get(name) == fields[name] for name in fields)]
    assert len(found) == 1
    return found[0]


def lines(job: Job) -> str:
    return "\n".join(planned(job, "example", 0.0))


@pytest.mark.both_loops
async def test_an_export_comes_back(restores: Restores, source: Sandbox) -> None:
    """Each record once; all values but what the plan names; at least 99 % of the references."""
    job, work = await restores.run()
    assert work.errors == work.outcomes == {}
    found = await restores.compared()
    assert found.different == {}
    assert found.missing == []
    assert found.equal + found.but_left_out == found.records > 120
    assert found.references["right"] >= 0.99 * found.references["all"] > 600
    wanted = labels(source)
    wanted["files", "logo.svg"] -= 1  # whose bytes the API does not take
    assert +wanted == labels(restores.target)
    assert set(work.known) >= {step.old for step in job.plan.steps.values() if step.action == "create"}  # type: ignore[union-attr]


async def test_cycles_and_parents(restores: Restores) -> None:
    """A person is of a company, which lists the person; a task is below a task; blocks have their order."""
    await restores.run()
    target = restores.target
    pat = one(target, "people", name={"first": "Pat", "last": "Cycle"})
    company = one(target, "companies", _id=pat["companyId"])
    people = {person["_id"] for person in target.records("people")}
    assert company["people"]
    assert {person["_id"] for person in company["people"]} <= people
    deep = one(target, "tasks", title="Deep")
    below = one(target, "tasks", title="Below")
    assert deep["parentTaskId"] == below["_id"]
    assert one(target, "tasks", _id=below["parentTaskId"])
    (contract,) = target.records("contracts")
    types = [one(target, "blocks", _id=id)["type"] for id in contract["blocks"]]
    assert types == ["content", "signature"]


async def test_what_the_server_makes_takes_the_first_of_the_export(restores: Restores) -> None:
    """A new project has a board, a new contract two blocks: no second ones are created."""
    await restores.run()
    boards = restores.target.records("task_boards")
    website = one(restores.target, "projects", name="Website relaunch")
    assert sorted(board["title"] for board in boards if board["projectId"] == website["_id"]) == ["Second", "Tasks"]
    created = [call for call in restores.target.calls if (call.method, call.path) == ("POST", "/task-boards")]
    assert [call.json["title"] for call in created] == ["Second"]


async def test_custom_fields_and_their_options_are_translated(restores: Restores, source: Sandbox) -> None:
    await restores.run()
    old, new = (one(sandbox, "custom_fields", title="Size") for sandbox in (source, restores.target))
    names = [{option["_id"]: option["name"] for option in field["options"]} for field in (old, new)]
    shown = [
        [value["value"] for record in sandbox.records("projects") for value in record.get("customFields", ())
         if value["_id"] == field["_id"]]
        for sandbox, field in ((source, old), (restores.target, new))
    ]  # fmt: skip
    assert shown[0]
    assert sorted(names[0][value] for value in shown[0]) == sorted(names[1][value] for value in shown[1])


async def test_titles_and_addresses_find_what_is_there(restores: Restores) -> None:
    """Statuses, custom fields, categories and companies by title, people by e-mail. They stay as they are."""
    target = restores.target
    options = [{"name": "Small"}, {"name": "Large"}]
    size = {"title": "Size", "entityType": "project", "inputType": "select", "options": options}
    jane = {"name": {"first": "J", "last": "D"}, "role": "client", "contactEmails": [{"address": "JANE@example.com"}]}
    target.seed(
        custom_fields=[size], people=[jane], companies=[{"title": "Northwind Bakery", "industry": "other"}],
        categories=[{"title": "Design work", "entityType": "canned-response"}],
        statuses=[{"title": "On hold", "entityType": "project"}],
    )  # fmt: skip
    before = {name: target.records(name) for name in ("custom_fields", "people", "companies", "categories", "statuses")}
    await restores.run()
    for name, records in before.items():
        assert target.records(name)[: len(records)] == records
    assert one(target, "companies", title="Northwind Bakery")["industry"] == "other"
    assert (await restores.compared()).different == {}
    assert sum("jane@example.com" in json.dumps(person).lower() for person in target.records("people")) == 1


async def test_staff_are_never_created(source: Sandbox, restores: Restores, tmp_path: Path) -> None:
    """Those that are not there are left out, and the plan says so. No create asks for an invitation."""
    empty = Sandbox(clock=source.clock, seed=3)
    restores = Restores(restores.folder, tmp_path / "other", empty)
    job = await restores.plan()
    assert "left out: 4: staff are matched by e-mail and never created" in lines(job)
    assert "sendInvite is never set" in lines(job)
    await restores.run()
    assert {person["role"] for person in empty.records("people")} == {"client"}
    bodies = [call.json for call in empty.calls if (call.method, call.path) == ("POST", "/people")]
    assert bodies
    assert not any({"invite", "sendInvite"} & body.keys() for body in bodies)


async def test_the_plan_says_what_is_left_out_before_a_write(restores: Restores) -> None:
    """Numbers, states and bytes with their counts, and the calls. No write is made for it."""
    job = await restores.plan()
    text = lines(job)
    for line in (
        "taskId of 30 records: read-only",
        "status of 5 records: states follow from what is sent and signed",
        "left out: 1: the API takes no bytes of files",
        "comments: not in the export",
        f"about {job.calls:,} calls, of which {job.comparing} to compare, without waiting for the hour",
    ):
        assert line in text
    assert restores.writes == 0
    assert restores.writes == 0
    estimate = job.calls
    before = restores.spent
    async with restores.client() as plutio:
        await job.work(plutio, lambda: None)
        worked = restores.spent
        await job.compare(plutio)
    assert restores.spent - worked == job.comparing
    assert abs(restores.spent - before - estimate) <= 6


async def test_no_document_is_sent(restores: Restores) -> None:
    """States stay those of new records, and the amounts are compared."""
    await restores.run()
    found = await restores.compared()
    for name in ("invoices", "proposals", "contracts", "invoice_subscriptions"):
        assert {record["status"] for record in restores.target.records(name)} == {"draft"}
    job = await restores.plan()
    job.comparison = found
    assert "subTotal 7500 is not here" in "\n".join(reported(job))
    incomplete = {row["resource"]: row["incomplete"] for row in job.rows() if row["incomplete"]}
    assert incomplete == Counter(job.plan.steps[old].resource for old in found.totals)  # type: ignore[union-attr]


async def test_a_document_without_a_block_is_marked(restores: Restores) -> None:
    """Until a later run creates the block."""
    refusal = Fault.answer(400, {"code": 400, "message": "No design"}, method="POST", path="/blocks", nth=1)
    with restores.target.fail(refusal):
        job, work = await restores.run()
    (block,) = work.errors
    owner = job.plan.steps[job.plan.steps[block].record["entityId"]]  # type: ignore[union-attr]
    assert re.search(rf"{owner.resource} {owner.old}: 1 of \d blocks? not restored", "\n".join(reported(job)))
    assert {row["resource"]: row["incomplete"] for row in job.rows() if row["incomplete"]} == {owner.resource: 1}
    job, _ = await restores.run()
    assert not any(row["incomplete"] for row in job.rows())


def ends(texts: str, clock: JumpingClock) -> list[float]:
    """The moments that lines of the progress name."""
    found = re.findall(r"end at about (?:(\S+) )?(\d\d:\d\d:\d\d)", texts)
    today = f"{datetime.fromtimestamp(clock.time()):%Y-%m-%d}"
    return [datetime.fromisoformat(f"{day or today} {time}").timestamp() for day, time in found]


@pytest.mark.both_loops
async def test_a_budget_that_ends_midway(
    restores: Restores, source: Sandbox, clock: JumpingClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan says for how many hours it waits, the progress when it ends, and all comes back."""
    restores.target.plan([Fault.latency(1.0)])
    restores.settings["budget"] = budget = Budget(70, max_wait=None, clock=clock)
    job = await restores.plan()
    async with restores.client() as plutio:
        calm = plutio.with_options(priority="background")
        wait = progress.waiting(calm, job.calls)
        (effort,) = (line for line in planned(job, "example", wait) if line.startswith("into example"))
        assert effort.endswith(f"about {-(-int(wait) // 3600)} hours")
        with progress.counting(calm, job.calls, "calls") as on_answer:
            began = clock.time()
            work = await job.work(calm, on_answer)
            await job.compare(calm)
    assert work.outcomes == {}
    assert clock.time() - began == pytest.approx(wait, abs=600)
    assert wait > 2 * 3600
    named = ends(capsys.readouterr().err, clock)
    assert len(named) > 10
    assert max(abs(end - clock.time()) for end in named) < 600
    wanted = labels(source)
    wanted["files", "logo.svg"] -= 1
    assert labels(restores.target) == +wanted
    assert budget.remaining < 70


async def test_an_hour_that_others_use_up(restores: Restores, clock: JumpingClock) -> None:
    """Nobody can know before: it waits, and goes on."""
    with restores.target.fail(Fault.too_many_requests(1800, method="POST", path="/tasks", nth=[3, 9])):
        began = clock.time()
        _, work = await restores.run()
    assert work.outcomes == {}
    assert clock.time() - began >= 2 * 1800
    assert (await restores.compared()).different == {}


async def test_what_was_archived_is_archived(restores: Restores) -> None:
    await restores.run()
    assert one(restores.target, "projects", name="Kept")["isArchived"] is True


async def test_a_second_restore_does_nothing(restores: Restores) -> None:
    await restores.run()
    before, calls = labels(restores.target), len(restores.target.calls)
    job, _ = await restores.run()
    assert job.calls == 0
    assert labels(restores.target) == before
    assert len(restores.target.calls) == calls


@pytest.mark.parametrize("status", [400, 401])
async def test_updates_that_are_left_are_in_the_plan(restores: Restores, status: int) -> None:
    """All records are there, and the references to later ones are not: refused, or not sent yet."""
    ends = pytest.raises(AuthenticationError) if status == 401 else nullcontext()
    fault = Fault.answer(status, {"code": status, "message": "No"}, method="PUT", path="/companies")
    with restores.target.fail(fault), ends:
        await restores.run()
    job = await restores.plan()
    assert job.calls > job.comparing
    assert not any(row["pending"] for row in job.rows())
    await restores.run()
    assert (await restores.plan()).calls == 0
    assert (await restores.compared()).different == {}


async def test_a_restore_into_the_same_workspace_brings_back_what_is_gone(
    source: Sandbox, restores: Restores, tmp_path: Path
) -> None:
    """Records that are there have the ids of the export."""
    before = labels(source)
    gone = [task["_id"] for task in source.records("tasks") if task["title"] in ("Deep", "Below")]
    source.remove("tasks", *gone)
    same = Restores(restores.folder, tmp_path / "same", source)
    _, work = await same.run()
    assert work.errors == {}
    assert labels(source) == before


async def test_an_export_of_one_resource_keeps_its_references(
    source: Sandbox, restores: Restores, tmp_path: Path
) -> None:
    """What it refers to is not in the export, and still in the workspace."""
    reduced(restores.folder, "tasks")
    task = next(task for task in source.records("tasks") if task.get("taskGroupId") and task.get("assignedTo"))
    source.remove("tasks", task["_id"])
    same = Restores(restores.folder, tmp_path / "same", source)
    assert (await same.plan()).plan.references["lost"] == 0  # type: ignore[union-attr]
    await same.run()
    new = source.records("tasks")[-1]
    for name in ("title", "projectId", "taskBoardId", "taskGroupId", "assignedTo"):
        assert new[name] == task[name]


async def test_only_the_resources_that_are_chosen(restores: Restores) -> None:
    job, _ = await restores.run("companies", "people")
    assert {call.path for call in restores.target.calls if call.method == "POST"} == {
        "/oauth/token", "/companies", "/people",
    }  # fmt: skip
    assert "not chosen by --resource" in lines(job)
    await restores.run()
    assert (await restores.compared()).different == {}


async def test_templates_are_left_out_with_their_parts(source: Sandbox, target: Sandbox, tmp_path: Path) -> None:
    """The API creates none, and as a project a template would be one too many."""
    made = source.seed(projects=[{"name": "Body", "isTemplate": True}])["projects"][0]
    source.seed(tasks=[{"title": "Of the body", "projectId": made["_id"]}])
    restores = Restores(await export(source, tmp_path / "x"), tmp_path / "s", target)
    await restores.run()
    assert not any(one["name"] == "Body" for one in target.records("projects"))
    assert not any(one["title"] == "Of the body" for one in target.records("tasks"))


async def test_a_refused_record_stops_no_other_and_is_tried_again(restores: Restores) -> None:
    """What belongs to it waits for it."""
    target = restores.target
    with target.fail(Fault.answer(400, {"code": 400, "message": "Bad"}, method="POST", path="/projects", nth=1)):
        job, work = await restores.run()
    assert Counter(work.outcomes.values())["refused"] == 1
    assert list(work.errors.values()) == ["Bad"]
    assert next(row for row in job.rows() if row["resource"] == "projects")["refused"] == 1
    _, work = await restores.run()
    assert work.outcomes == {}
    found = await restores.compared()
    assert found.different == {}
    assert found.references["right"] >= 0.99 * found.references["all"]


async def test_a_refused_parent_keeps_what_needs_it(restores: Restores, source: Sandbox) -> None:
    target = restores.target
    with target.fail(Fault.answer(400, {"code": 400, "message": "Bad"}, method="POST", path="/wiki", times=9)):
        _, work = await restores.run()
    assert target.records("wiki_entities") == []
    assert sorted(work.outcomes.values()).count("pending") == 9  # with the blocks of four pages
    await restores.run()
    assert len(target.records("wiki_entities")) == len(source.records("wiki_entities"))
    assert (await restores.compared()).different == {}


async def test_an_error_of_all_calls_ends_it_and_the_same_command_continues(restores: Restores) -> None:
    with (
        restores.target.fail(Fault.answer(401, {"code": 401, "message": "No"}, method="POST", path="/tasks")),
        pytest.raises(AuthenticationError),
    ):
        await restores.run()
    assert restores.target.records("time_tracks") == []
    _, work = await restores.run()
    assert work.outcomes == {}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_lost_answers(restores: Restores, source: Sandbox, when: Any) -> None:
    """Every fifth write has no answer. Nothing is doubled."""
    with restores.target.fail(Fault.reset(when, method="POST", nth=range(5, 400, 5))):
        for _ in range(9):
            try:
                _, work = await restores.run()
            except PlutioError:
                continue
            if not work.outcomes:
                break
    wanted = labels(source)
    wanted["files", "logo.svg"] -= 1
    assert labels(restores.target) == +wanted


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "has no manifest.json, so it holds no export"),
        (lambda folder: (folder / "tasks.jsonl").write_text("{}\n"), "nothing was written\n  tasks: tasks.jsonl has"),
        (lambda folder: (folder / "tasks.jsonl").unlink(), "tasks: tasks.jsonl is missing"),
        (lambda folder: changed(folder, finished=None), "the export is not complete; run it again"),
        (lambda folder: renamed(folder, "tasks", "taskses"), "has taskses, which this version does not know"),
    ],
)
async def test_a_damaged_export(restores: Restores, damage: Any, message: str) -> None:
    damage(restores.folder)
    with pytest.raises(Problem, match=message):
        await restores.run()
    assert restores.target.calls == []


async def test_an_export_of_another_version(restores: Restores) -> None:
    changed(restores.folder, manifest=9)
    with pytest.raises(OSError, match="was written by another version"):
        await restores.run()


async def test_an_export_that_changed_meanwhile(restores: Restores) -> None:
    """The map of ids is of other lines, so it does not go on."""
    await restores.run("companies")
    (restores.folder / "tasks.jsonl").write_text("")
    manifest = json.loads((restores.folder / "manifest.json").read_text())
    del manifest["resources"]["tasks"]
    (restores.folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(Problem, match="the export was changed since"):
        await restores.run()


async def test_resources_that_are_not_in_the_export(restores: Restores) -> None:
    with pytest.raises(Problem, match="the export has no roles"):
        await restores.plan("roles")
    with pytest.raises(Problem, match="there is no 'taks'"):
        await restores.plan("taks")


async def test_a_custom_field_of_another_type(restores: Restores) -> None:
    """It is not taken for the one of the export, nor made a second time; the plan says that its values are left out."""
    restores.target.seed(custom_fields=[{"title": "Size", "entityType": "project", "inputType": "text"}])
    job, work = await restores.run()
    assert "'Size' is text here, not select; its values are left out" in lines(job)
    assert work.errors == {}
    assert one(restores.target, "custom_fields", title="Size")["inputType"] == "text"


async def test_a_type_of_custom_field_that_the_workspace_lacks(restores: Restores, source: Sandbox) -> None:
    """The API says so at the create only. Its values are left out, the others come, and a later run adds them."""
    refusal = Fault.answer(400, {"code": 400, "message": "Unknown type"}, method="POST", path="/custom-fields", nth=1)
    with restores.target.fail(refusal):
        job, work = await restores.run()
    (field,) = work.errors
    assert work.outcomes == {field: "refused"}
    assert Counter() < values(source, without=field) < values(source)
    assert next(row for row in job.rows() if row["resource"] == "custom_fields")["refused"] == 1
    found = await restores.compared()
    assert (found.different, found.missing) == ({}, [])
    assert values(restores.target) == values(source, without=field)
    await restores.run()
    assert values(restores.target) == values(source)


def values(sandbox: Sandbox, without: str = "") -> Counter[str]:
    """The custom fields with values, by title."""
    titles = {field["_id"]: field["title"] for field in sandbox.records("custom_fields")}
    names = ("projects", "tasks", "people", "companies", "invoices")
    given = [value for name in names for record in sandbox.records(name) for value in record.get("customFields") or ()]
    return Counter(titles[value["_id"]] for value in given if value["_id"] != without)


async def test_several_records_with_the_same_key(restores: Restores) -> None:
    restores.target.seed(companies=[{"title": "Northwind Bakery"}, {"title": "Northwind Bakery"}])
    assert "companies: 'Northwind Bakery' fits 2 records here; " in lines(await restores.plan())


async def test_only_one_process_restores(restores: Restores) -> None:
    """The second says so before it writes."""
    job = await restores.plan()
    async with restores.client() as plutio:
        journal = job.state.updates(plutio.business)
        try:
            with pytest.raises(PlutioError, match="another job uses it"):
                await job.work(plutio, lambda: None)
        finally:
            journal.close()
    assert restores.writes == 0


def test_the_order_follows_the_references() -> None:
    order = list(kinds())
    for first, second in [
        ("custom_fields", "statuses"), ("statuses", "projects"), ("companies", "people"), ("people", "projects"),
        ("projects", "task_boards"), ("task_boards", "task_groups"), ("task_groups", "tasks"), ("tasks", "time_tracks"),
        ("invoices", "blocks"), ("proposals", "contracts"), ("contracts", "blocks"), ("wiki_entities", "blocks"),
    ]:  # fmt: skip
        assert order.index(first) < order.index(second)


def changed(folder: Path, **fields: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def reduced(folder: Path, keep: str) -> None:
    resources = json.loads((folder / "manifest.json").read_text())["resources"]
    changed(folder, resources={keep: resources[keep]})


def renamed(folder: Path, name: str, other: str) -> None:
    resources = json.loads((folder / "manifest.json").read_text())["resources"]
    resources[other] = resources.pop(name)
    changed(folder, resources=resources)
