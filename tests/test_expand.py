"""Joins: what records refer to, fetched in the fewest calls, by the description's own references."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import bundle
from generator.references import every_target
from plutio_async import Plutio, ServerError, models
from plutio_async._models.model import Model
from plutio_async._resources.related import Directory, references
from plutio_async.testing import Sandbox

from .api import Api, answer

DESCRIPTION = Path(__file__).parent.parent / "openapi"

pytestmark = pytest.mark.anyio


def paths(sandbox: Sandbox) -> Counter[str]:
    return Counter(call.path for call in sandbox.calls if call.method == "GET")


def shop(sandbox: Sandbox, count: int) -> None:
    """Invoices of ten clients, people and companies, in five projects; one has neither."""
    people = sandbox.seed(people=[{"name": {"first": f"P{n}"}} for n in range(5)])["people"]
    companies = sandbox.seed(companies=[{"title": f"C{n}"} for n in range(5)])["companies"]
    projects = sandbox.seed(projects=[{"name": f"Project {n}"} for n in range(5)])["projects"]
    clients = [{"_id": row["_id"], "entityType": "person"} for row in people]
    clients += [{"_id": row["_id"], "entityType": "company"} for row in companies]
    sandbox.seed(
        invoices=[
            {"name": f"I{n}", "client": clients[n % 10], "projectId": projects[n % 5]["_id"]} for n in range(count)
        ]
    )
    sandbox.seed(invoices=[{"name": "alone"}])


def name(related: Any, invoice: Any) -> str | None:
    if (person := related.people.get(invoice.client)) is not None:
        return str(person.name.first)
    company = related.companies.get(invoice.client)
    return company.title if company else None


async def test_a_hundred_invoices_with_clients_and_projects_take_three_calls() -> None:
    """One for each resource that they refer to."""
    sandbox = Sandbox()
    shop(sandbox, 100)
    async with Plutio.sandbox(sandbox) as plutio:
        invoices = await plutio.invoices.list(limit=200)
        before = paths(sandbox)
        related = await plutio.expand(invoices, client=True, project=True)
        assert paths(sandbox) - before == Counter({"/people": 1, "/companies": 1, "/projects": 1})
    assert [name(related, invoice) for invoice in invoices[:10]] == [
        *(f"P{n}" for n in range(5)),
        *(f"C{n}" for n in range(5)),
    ]
    assert [related.projects[invoice.project_id].name for invoice in invoices[:2]] == ["Project 0", "Project 1"]
    assert (name(related, invoices[-1]), related.projects.get(invoices[-1].project_id)) == (None, None)
    assert (len(related.people), len(related.companies), len(related.projects)) == (5, 5, 5)
    assert related.missing == {}
    assert len(related.tasks) == 0


async def test_only_requested_references_are_read() -> None:
    """``False`` requests nothing, and a single record works like a list."""
    sandbox = Sandbox()
    shop(sandbox, 10)
    async with Plutio.sandbox(sandbox) as plutio:
        (first, *_) = await plutio.invoices.list()
        before = paths(sandbox)
        related = await plutio.expand(first, project=True, client=False)
        assert [project.name for project in related.projects] == ["Project 0"]
        assert len(related.people) == 0
        assert paths(sandbox) - before == Counter({"/projects": 1})
        assert repr(related) == "<Related projects: 1>"


async def test_records_of_several_kinds_share_calls() -> None:
    """A reference that only some of them have is followed in those."""
    sandbox = Sandbox()
    project, other = sandbox.seed(projects=[{"name": "One"}, {"name": "Two"}])["projects"]
    (board,) = sandbox.seed(task_boards=[{"title": "Board", "projectId": project["_id"]}])["task_boards"]
    sandbox.seed(
        tasks=[{"projectId": project["_id"], "taskBoardId": board["_id"]}], events=[{"projectId": other["_id"]}]
    )
    async with Plutio.sandbox(sandbox) as plutio:
        records = [*await plutio.tasks.list(), *await plutio.events.list()]
        before = paths(sandbox)
        related = await plutio.expand(records, project=True, task_board=True)
        assert {row.name for row in related.projects} == {"One", "Two"}
        assert [row.title for row in related.task_boards] == ["Board"]
        assert paths(sandbox) - before == Counter({"/projects": 1, "/task-boards": 1})


async def test_references_in_lists_and_parts() -> None:
    """Ids in a list, objects with an id, and members of a company."""
    sandbox = Sandbox()
    (ada, leo) = sandbox.seed(people=[{"name": {"first": "Ada"}}, {"name": {"first": "Leo"}}])["people"]
    (firm,) = sandbox.seed(companies=[{"title": "Firm", "people": [{"_id": ada["_id"]}, {"_id": leo["_id"]}]}])[
        "companies"
    ]
    sandbox.seed(people=[{"name": {"first": "Mia"}, "companies": [{"_id": firm["_id"]}]}])
    async with Plutio.sandbox(sandbox) as plutio:
        (company,) = await plutio.companies.list()
        related = await plutio.expand(company, people=True)
        assert [person.name.first for person in related.people.all(company.people)] == ["Ada", "Leo"]
        mia = (await plutio.people.list())[-1]
        assert [row.title for row in (await plutio.expand([mia], companies=True)).companies.all(mia.companies)] == [
            "Firm"
        ]


async def test_an_id_of_one_of_two_resources_is_looked_up_in_order() -> None:
    """The second gets only the ids that the first does not have. ``missing`` has those of neither."""
    sandbox = Sandbox()
    (person,) = sandbox.seed(people=[{}])["people"]
    (profile,) = sandbox.seed(profiles=[{}])["profiles"]
    sandbox.seed(tasks=[{"assignedTo": [person["_id"], profile["_id"], "gone"], "followers": [person["_id"]]}])
    async with Plutio.sandbox(sandbox) as plutio:
        (task,) = await plutio.tasks.list()
        related = await plutio.expand([task], assigned_to=True, followers=True)
    assert [row.id for row in related.people] == [person["_id"]]
    assert [row.id for row in related.profiles] == [profile["_id"]]
    assert related.missing == {"profiles": ("gone",)}
    assert related.profiles.missing == ("gone",)
    assert all(person["_id"] not in str(call.query) for call in sandbox.calls if call.path == "/profiles")


async def test_the_entity_type_beside_an_id_names_its_resource() -> None:
    """A comment is about a task or a file. For an unknown type nothing is read."""
    sandbox = Sandbox()
    (task,) = sandbox.seed(tasks=[{"title": "Task"}])["tasks"]
    (file,) = sandbox.seed(files=[{"title": "File", "type": "link"}])["files"]
    comments = [
        models.Comment.from_dict({"_id": "a", "entityId": task["_id"], "entityType": "task"}),
        models.Comment.from_dict({"_id": "b", "entityId": file["_id"], "entityType": "file"}),
        models.Comment.from_dict({"_id": "c", "entityId": "x", "entityType": "starship"}),
        models.Comment.from_dict({"_id": "d", "entityId": "y"}),
    ]
    async with Plutio.sandbox(sandbox) as plutio:
        related = await plutio.expand(comments, entity=True)
    assert [row.title for row in related.tasks] == ["Task"]
    assert [row.title for row in related.files] == ["File"]
    assert related.missing == {}


async def test_a_wrong_name_is_an_error_with_a_suggestion() -> None:
    """Before anything is read."""
    invoice = models.Invoice.from_dict({"_id": "i"})
    api = Api()
    async with api.client() as plutio:
        with pytest.raises(TypeError, match=r"expand\(\): Invoice has no reference 'clent'; did you mean 'client'"):
            await plutio.expand([invoice], clent=True)
        with pytest.raises(TypeError, match="there are blocks, client, created_by, project"):
            await plutio.expand(invoice, starship=True)
        with pytest.raises(TypeError, match=r"needs the names of references, such as blocks=True"):
            await plutio.expand(invoice)
        assert len((await plutio.expand([], client=True)).people) == 0
        assert len((await plutio.expand(invoice, client=True)).people) == 0
    assert api.requests == []


async def test_an_error_is_raised_as_it_is() -> None:
    """Not inside a group."""
    invoice = models.Invoice.from_dict({"_id": "i", "projectId": "p", "client": {"_id": "c", "entityType": "person"}})
    async with Api(answer(500, {"message": "Oh no"})).client(retries=1) as plutio:
        with pytest.raises(ServerError):
            await plutio.expand(invoice, client=True, project=True)


def test_a_directory_takes_ids_and_references() -> None:
    """And raises KeyError like a mapping."""
    person = models.Person.from_dict({"_id": "p"})
    people: Directory[Any] = Directory({"p": person}, ["q"])
    reference = models.EntityRef.from_dict({"_id": "p", "entityType": "person"})
    assert people["p"] is people[reference] is people.get(person) is person
    assert "p" in people
    assert reference in people
    assert "q" not in people
    assert 5 not in people
    assert people.get(None) is None
    assert people.all(None) == []
    assert people.all(["q", "p"]) == [person]
    assert repr(people) == "<Directory of 1>"
    with pytest.raises(KeyError):
        people["q"]


def test_every_reference_of_the_description_is_in_a_model() -> None:
    """And each has a typed directory."""
    from plutio_async._generated.related import Related

    wanted = {target for _, target in every_target(bundle(DESCRIPTION))}
    kinds = [getattr(models, name) for name in models.__all__]
    found: set[str] = set()
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Model):
            for reference in references(kind).values():
                targets = reference.targets
                found |= set(targets if isinstance(targets, tuple) else targets.values())
    assert found == wanted
    assert {name for name, member in vars(Related).items() if isinstance(member, property)} == wanted


async def test_other_values_than_records_are_refused() -> None:
    """With a clear error."""
    async with Api().client() as plutio:
        with pytest.raises(TypeError, match=r"expand\(\) takes records, not 1"):
            await plutio.expand([1], client=True)  # type: ignore[list-item]
