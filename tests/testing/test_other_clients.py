"""Clients of other people run unchanged on a served sandbox with `Switches.lenient()`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from plutio_async.testing import Sandbox, Switches
from tests.testing.other_clients import BulkClient, CollectionClient, PathClient

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

Client = TypeVar("Client", bound=PathClient)

# The paths of thecreativelabs/plutio-mcp, without dashboards, which cannot be created, and schedules, whose calls
# nobody saw answered. Archive calls of a single record are
# those that it makes.
ARCHIVED = ["people", "projects", "tasks", "invoices", "proposals", "contracts"]
PATHS = [
    *ARCHIVED,
    *("companies", "notes", "task-boards", "task-groups", "statuses", "time-tracks", "categories", "events"),
    *("invoice-subscriptions", "transactions", "forms", "form-responses", "conversations", "comments", "templates"),
    *("canned-responses", "wiki", "items", "file-folders", "files", "custom-fields"),
]
FIELDS: dict[str, dict[str, Any]] = {
    "canned-responses": {"title": "Thanks", "descriptionHTML": "<p>Thanks</p>"},
    "categories": {"title": "Design", "entityType": "time-track"},
    "conversations": {"entityType": "project"},
    "events": {"title": "Call", "startDate": "2030-01-15T09:00:00.000Z"},
    "statuses": {"title": "Waiting", "entityType": "task"},
    "task-groups": {"title": "Doing", "taskBoardId": "kQ7mZt2RvX9LpWs4H"},
    "templates": {"title": "Offer", "entityType": "proposal"},
    "comments": {"entityType": "task", "entityId": "kQ7mZt2RvX9LpWs4H", "bodyPlain": "Done"},
    "custom-fields": {"entityType": "person", "inputType": "select", "title": "Source", "options": [{"name": "Web"}]},
    "files": {"title": "Brief", "type": "link", "url": "https://example.com/brief.pdf"},
    "people": {
        "role": "client",
        "name": {"first": "Leo", "last": "Doe"},
        "contactEmails": [{"address": "leo@example.com"}],
    },
}


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(switches=Switches.lenient(), limit=None)


@pytest.fixture
def early(sandbox: Sandbox) -> Sandbox:
    """As the first versions of a client assumed the API to be, which writes by ids in paths."""
    sandbox.switches = Switches.lenient(path_ids="every")
    return sandbox


@asynccontextmanager
async def connected(sandbox: Sandbox, kind: type[Client]) -> AsyncIterator[Client]:
    async with sandbox.serve(port=0) as url, kind(url, sandbox.client_id, sandbox.client_secret) as client:
        yield client


def stored(sandbox: Sandbox, path: str) -> dict[str, dict[str, Any]]:
    return {record["_id"]: record for record in sandbox.records(path.replace("-", "_"))}


# Calls of these clients that the API refuses, as one of them saw. The sandbox refuses them on every profile.
REFUSED: list[tuple[str, str, dict[str, Any], Any, int]] = [
    ("PUT", "tasks/{task}", {}, {"title": "Second"}, 403),
    ("DELETE", "tasks/{task}", {}, None, 403),
    ("GET", "invoice-subscriptions/{task}", {}, None, 403),
    ("GET", "automations/{task}", {}, None, 403),
    ("GET", "wikis", {}, None, 403),
    ("GET", "wiki-pages", {}, None, 403),
    ("POST", "invoices/{task}/send", {}, {}, 403),
    ("GET", "comments", {"q": {"entityType": "task"}}, None, 400),
    ("GET", "wiki-entities", {"q": {"_id": "kQ7mZt2RvX9LpWs4H"}}, None, 404),
    ("POST", "files", {}, {"title": "Brief", "type": "file"}, 400),
    ("POST", "blocks", {}, {"entityType": "contract", "entityId": "kQ7mZt2RvX9LpWs4H", "type": "fees"}, 400),
    ("POST", "blocks", {}, {"entityType": "proposal", "entityId": "kQ7mZt2RvX9LpWs4H", "type": "image"}, 400),
]


@pytest.mark.parametrize(("method", "path", "query", "body", "status"), REFUSED)
@pytest.mark.parametrize("switches", [Switches(), Switches.lenient()], ids=["default", "lenient"])
async def test_calls_that_the_api_refuses(
    sandbox: Sandbox, switches: Switches, method: str, path: str, query: dict[str, Any], body: Any, status: int
) -> None:
    """They are refused however much the profile allows, and change nothing."""
    sandbox.switches = switches
    [task] = sandbox.seed(tasks=[{"title": "First"}])["tasks"]
    async with connected(sandbox, PathClient) as client:
        with pytest.raises(RuntimeError, match=f": {status} "):
            await client.request(method, path.format(task=task["_id"]), query, body)
    assert sandbox.records("tasks") == [task]


async def test_a_client_that_lists_roles(sandbox: Sandbox) -> None:
    """It offers what it has for all resources, also where no one documents the list."""
    async with connected(sandbox, CollectionClient) as client:
        made = await client.create("roles", title="Editor", permissions=["projects"])
        assert await client.list_all("roles") == [await client.get("roles", made["_id"])] == [made]


@pytest.mark.parametrize("kind", [PathClient, BulkClient])
async def test_a_client_that_treats_all_resources_alike(early: Sandbox, kind: type[PathClient]) -> None:
    """It reads, writes, archives and deletes records of each of its resources, one by one and in bulk."""
    async with connected(early, kind) as client:
        for path in PATHS:
            fields = FIELDS.get(path, {"title": "First"})
            one, two = [(await client.create(path, **fields))["_id"] for _ in range(2)]
            parent = {name: value for name, value in fields.items() if name in ("entityType", "entityId")}
            for query in ({"sort": "-createdAt", "limit": 20}, {"sort": "title", "limit": 200, "skip": 0}):
                assert {one, two} <= {row["_id"] for row in await client.list(path, q=parent, **query)}, path
            assert (await client.get(path, one))["_id"] == one
            await client.update(path, one, note="single")
            await client.bulk_update(path, [one, two], color="red")
            changed = stored(early, path)
            assert (changed[one]["note"], changed[one]["color"], changed[two]["color"]) == ("single", "red", "red")
            if path in ARCHIVED:
                await client.archive(path, one)
            await client.bulk_archive(path, [two])
            assert [stored(early, path)[record]["isArchived"] for record in (one, two)] == [path in ARCHIVED, True]
            await client.delete(path, one)
            await client.bulk_delete(path, [two])
            assert not {one, two} & stored(early, path).keys(), path


async def test_reading_undocumented_and_read_only_resources(sandbox: Sandbox) -> None:
    """The client reads `/schedules`, dashboards and the workspace, by list and by id in the path."""
    sandbox.seed(schedules=[{"title": "Week"}])
    async with connected(sandbox, PathClient) as client:
        for path in ("schedules", "dashboards", "businesses"):
            first = (await client.list(path, sort="-createdAt"))[0]
            assert (await client.get(path, first["_id"]))["_id"] == first["_id"]


async def test_an_archived_record_is_restored(sandbox: Sandbox) -> None:
    """A bulk archive call with `isArchived: false`."""
    async with connected(sandbox, BulkClient) as client:
        task = (await client.create("tasks", title="Brief"))["_id"]
        await client.archive("tasks", task)
        await client.archive("tasks", task, archived=False)
        assert stored(sandbox, "tasks")[task]["isArchived"] is False


@pytest.mark.parametrize(
    ("document", "types"),
    [("proposal", ["intro", "content", "items", "fees", "signature"]), ("contract", ["content", "signature"])],
)
async def test_building_a_document_of_blocks(early: Sandbox, document: str, types: list[str]) -> None:
    """The client replaces the first blocks of a new document with its own, in its own order."""
    path = f"{document}s"
    async with connected(early, PathClient) as client:
        person = await client.create("people", **FIELDS["people"])
        reference = {"_id": person["_id"], "entityType": "person"}
        items = [{"title": "Design", "quantity": 1, "amount": 1500}]
        made = await client.create(path, name="Offer", currency="EUR", client=reference, billableItems=items)
        for block in made["blocks"]:
            await client.bulk_delete("blocks", [block])
        blocks = []
        for name in types:
            text = {"main": {"textHTML": "<p>Hello</p>", "hasText": True}} if name == "intro" else {}
            if name == "content":
                text = {"textHTML": "<p>Hello</p>"}
            created = await client.create("blocks", entityType=document, entityId=made["_id"], type=name, **text)
            blocks.append(created["_id"])
        await client.update(path, made["_id"], blocks=blocks)
        [found] = await client.list(path, q={"_id": made["_id"]}, limit=1)
        assert found["blocks"] == blocks
        listed = await client.list("blocks", q={"entityType": document, "entityId": made["_id"]}, limit=100)
        assert [block["type"] for block in listed] == types


async def test_everything_about_a_client(sandbox: Sandbox) -> None:
    """The client reads a person and companies by path, and selects the rest with dotted fields in `q`."""
    async with connected(sandbox, PathClient) as client:
        company = await client.create("companies", title="Acme")
        person = await client.create("people", **FIELDS["people"], companies=[{"_id": company["_id"]}])
        reference = {"_id": person["_id"], "entityType": "person"}
        await client.create("invoices", name="Mine", client=reference, amount=100, currency="EUR")
        await client.create("invoices", name="Another's", client={"_id": "Tn4cVb8GyH3qKd6Xe", "entityType": "person"})
        due = {"status": "active", "upcomingInvoiceDate": "2030-01-15T00:00:00.000Z"}
        await client.create("invoice-subscriptions", title="Care", client=reference, **due)

        assert await client.list("people", q={"name.first": "Leo", "name.last": "Doe"}, limit=1) == [
            await client.get("people", person["_id"])
        ]
        assert (await client.get("companies", company["_id"]))["title"] == "Acme"
        mine = {"client._id": person["_id"]}
        assert [row["name"] for row in await client.list("invoices", q=mine, limit=500)] == ["Mine"]
        assert len(await client.list("invoices", q={"status": {"$ne": "paid"}}, limit=500)) == 2
        window = {"$gte": "2030-01-01T00:00:00.000Z", "$lt": "2030-02-01T00:00:00.000Z"}
        renewals = {"status": "active", "upcomingInvoiceDate": window}
        assert len(await client.list("invoice-subscriptions", q=renewals, limit=500)) == 1
        assert await client.list("projects", q=mine, limit=100) == []


async def test_building_a_dashboard_page_and_custom_fields(sandbox: Sandbox) -> None:
    """The client adds a page with blocks to a dashboard of a role, and custom fields of its own input types."""
    async with connected(sandbox, PathClient) as client:
        dashboards = await client.list("dashboards")
        [role] = [dashboard for dashboard in dashboards if dashboard["title"] == "Client"]
        page = await client.create("dashboard-pages", title="Welcome", dashboardId=role["_id"])
        for name in ("content", "html"):
            await client.create("blocks", entityType="dashboard-page", entityId=page["_id"], type=name)
        for input_type in ("text", "multiselect", "number", "richtext"):
            await client.create("custom-fields", entityType="event", inputType=input_type, title=input_type)
        titles = {field["title"] for field in await client.list("custom-fields", limit=500)}
        assert titles == {"text", "multiselect", "number", "richtext"}


async def test_a_client_that_sends_ids_in_the_body(sandbox: Sandbox) -> None:
    """It pages through a list, and reads, changes, moves, copies, archives and deletes single records."""
    async with connected(sandbox, CollectionClient) as client:
        board = (await client.create("task-boards", title="Board"))["_id"]
        group = (await client.create("task-groups", title="Doing", taskBoardId=board))["_id"]
        for number in range(5):
            await client.create("tasks", title=f"Task {number}", taskBoardId=board, taskGroupId=group)
        tasks = await client.list_all("tasks", page_size=2, q={"taskGroupId": group})
        assert [task["title"] for task in tasks] == [f"Task {number}" for number in range(5)]
        first = tasks[0]["_id"]
        await client.update("tasks", first, status="completed")
        assert (await client.get("tasks", first))["status"] == "completed"
        for action, fields in {
            "move": {"position": 1},
            "copy": {"position": 0},
            "archive": {"isArchived": True},
        }.items():
            await client.act("task-groups", action, group, taskBoardId=board, **fields)
        await client.act("tasks", "archive", first, isArchived=True)
        await client.delete("tasks", first)
        assert first not in stored(sandbox, "tasks")
        assert len(await client.list("task-groups", q={"taskBoardId": board})) == 2


async def test_a_client_that_searches_people(sandbox: Sandbox) -> None:
    """It searches by parts of a name and by address; text in place of a JSON query selects everything."""
    async with connected(sandbox, CollectionClient) as client:
        leo = await client.create("people", **FIELDS["people"])
        await client.create("people", role="client", name={"first": "Ann", "last": "Leone"})
        for query, count in (
            ({"name.first": {"$regex": "leo", "$options": "i"}}, 1),
            ({"name.last": {"$regex": "leo", "$options": "i"}}, 1),
            ({"contactEmails.address": "leo@example.com"}, 1),
            ({"$or": [{"clientId": leo["_id"]}, {"personId": leo["_id"]}]}, 0),
            ("leo", 2),
        ):
            assert len(await client.list("people", q=query, limit=200)) == count, query


async def test_a_client_that_writes_a_wiki(sandbox: Sandbox) -> None:
    """It fills the content block that comes with a page, and finds a page in the list of its wiki."""
    async with connected(sandbox, CollectionClient) as client:
        wiki = (await client.create("wiki", title="Handbook"))["_id"]
        made = await client.create("wiki-entities", wikiId=wiki, parentId=wiki, title="Start", type="page")
        page = made["_id"]
        blocks = await client.list("blocks", entityType="wiki-page", entityId=page, limit=20)
        [content] = [block for block in blocks if block["type"] == "content"]
        text = {"hasText": True, "textPlain": "Hello", "textHTML": "<p>Hello</p>"}
        assert (await client.update("blocks", content["_id"], **text))["textPlain"] == "Hello"
        await client.update("wiki-entities", page, status="published")
        await client.act("wiki-entities", "move", page, parentId=wiki, position=0)
        pages = await client.list("wiki-entities", q={"wikiId": wiki}, limit=1000)
        assert [row["status"] for row in pages if row["_id"] == page] == ["published"]
        assert [row["_id"] for row in await client.list("wiki", q={"_id": wiki})] == [wiki]
        await client.delete("wiki", wiki)
        assert stored(sandbox, "wiki-entities") == {}
