"""What an assistant does to many records, or for good, is shown or asked first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp_types import ElicitResult

from plutio_async import Plutio
from plutio_async.cli.mcp.access import EVERYTHING, Access
from plutio_async.cli.mcp.server import server_of
from plutio_async.cli.mcp.session import Tools
from plutio_async.testing import Sandbox

from .assistant import ask, http_server
from .conftest import variables_of

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


class Person:
    """Answers the questions of a server."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.asked: list[str] = []

    async def __call__(self, context: Any, params: Any) -> ElicitResult:
        self.asked.append(params.message)
        return ElicitResult(action=self.action, content={} if self.action == "accept" else None)  # type: ignore[arg-type]


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.seed_workspace()
    return sandbox


@asynccontextmanager
async def connected(
    sandbox: Sandbox, person: Person | None = None, access: Access = EVERYTHING, mode: str = "auto"
) -> AsyncIterator[Client]:
    async with Plutio.sandbox(sandbox) as plutio:
        async with Client(server_of(Tools(plutio, access)), elicitation_callback=person, mode=mode) as client:
            yield client


def writes(sandbox: Sandbox) -> list[str]:
    return [f"{call.method} {call.path}" for call in sandbox.calls if call.method != "GET" and "oauth" not in call.path]


def ids(sandbox: Sandbox, resource: str, count: int) -> list[str]:
    return [record["_id"] for record in sandbox.records(resource)[:count]]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_person_is_asked_before_an_action(sandbox: Sandbox, mode: str) -> None:
    """With what it does, to which records, with which values; by the present protocol and by the former ones."""
    (task,) = ids(sandbox, "tasks", 1)
    person = Person("accept")
    async with connected(sandbox, person, mode=mode) as client:
        moved = await ask(client, "act", resource="tasks", action="move", ids=[task], values={"position": 2})
    assert not moved.failed
    assert person.asked == [f'Plutio: move of tasks {task} with {{"position":2}}?']


@pytest.mark.parametrize("answer", ["decline", "cancel"])
async def test_an_action_that_is_declined_is_not_run(sandbox: Sandbox, answer: str) -> None:
    """Not even if the assistant says that it is confirmed."""
    async with connected(sandbox, Person(answer)) as client:
        done = await ask(client, "act", resource="trash_bin", action="empty", confirm=True)
        assert (done.failed, done.text) == (True, "the user declined; nothing was done")
        done = await ask(client, "act", resource="tasks", action="archive", ids=ids(sandbox, "tasks", 1))
        assert (done.failed, done.text) == (True, "the user declined; nothing was done")
    assert writes(sandbox) == []


@pytest.mark.parametrize(("resource", "action"), [("trash_bin", "empty"), ("invoices", "email")])
async def test_a_client_that_cannot_ask_confirms_what_is_final(sandbox: Sandbox, resource: str, action: str) -> None:
    given: dict[str, Any] = {"resource": resource, "action": action}
    if action == "email":
        given |= {"ids": ids(sandbox, "invoices", 1)}
    async with connected(sandbox) as client:
        refused = await ask(client, "act", **given)
        assert (refused.failed, refused.text) == (
            True,
            f"action: {action} cannot be taken back: ask the user, and repeat it with confirm true",
        )
        assert writes(sandbox) == []
        done = await ask(client, "act", **given, confirm=True)
    assert len(writes(sandbox)) == 1, done.text


async def test_a_client_that_cannot_ask_runs_the_others(sandbox: Sandbox) -> None:
    async with connected(sandbox) as client:
        assert not (await ask(client, "act", resource="tasks", action="archive", ids=ids(sandbox, "tasks", 1))).failed


@pytest.mark.system
async def test_a_person_is_asked_over_http(sandbox: Sandbox, tmp_path: Path) -> None:
    """By a server that is a process of its own."""
    person = Person("decline")
    with sandbox.serving() as url, http_server(variables_of(sandbox, url), tmp_path, "--allow-writes") as address:
        async with Client(address, elicitation_callback=person) as client:
            done = await ask(client, "act", resource="tasks", action="archive", ids=ids(sandbox, "tasks", 1))
    assert (done.failed, len(person.asked)) == (True, 1)
    assert writes(sandbox) == []


async def test_a_change_of_many_is_shown_first(sandbox: Sandbox) -> None:
    """The dry run writes nothing; what it showed is what is changed, and once."""
    async with connected(sandbox) as client:
        chosen = ids(sandbox, "tasks", 3)
        shown = await ask(client, "bulk", resource="tasks", ids=[*chosen, chosen[0]], values={"due_date": None})
        assert writes(sandbox) == []
        found = [record["id"] for record in shown.records]
        assert sorted(found) == sorted(chosen)
        assert (shown.json["dry_run"], shown.json["values"]) == ("update", {"due_date": None})
        done = await ask(client, "bulk", run=shown.json["run"])
        assert done.json == {"outcomes": dict.fromkeys(found, "done")}
        again = await ask(client, "bulk", run=shown.json["run"])
        assert "is unknown or too old; repeat the dry run; each is run once" in again.text
    assert writes(sandbox) == ["PUT /tasks/bulk"]


async def test_custom_fields_of_many(sandbox: Sandbox) -> None:
    async with connected(sandbox) as client:
        values = {"custom": {"Estimate": "2.5"}}
        shown = await ask(client, "bulk", resource="tasks", ids=ids(sandbox, "tasks", 2), values=values)
        assert not (await ask(client, "bulk", run=shown.json["run"])).failed
    changed = [task for task in sandbox.records("tasks") if task["_id"] in ids(sandbox, "tasks", 2)]
    assert [[field["value"] for field in task["customFields"] if field["value"] == 2.5] for task in changed] == [
        [2.5],
        [2.5],
    ]


async def test_an_action_on_many_is_asked_once(sandbox: Sandbox) -> None:
    person = Person("accept")
    chosen = ids(sandbox, "tasks", 3)
    async with connected(sandbox, person) as client:
        shown = await ask(client, "bulk", resource="tasks", ids=chosen, action="delete")
        assert person.asked == []
        assert not (await ask(client, "bulk", run=shown.json["run"])).failed
    assert person.asked == [f"Plutio: delete of tasks {', '.join(chosen)}?"]
    assert writes(sandbox) == ["DELETE /tasks/bulk"]


async def test_a_declined_change_of_many(sandbox: Sandbox) -> None:
    async with connected(sandbox, Person("decline")) as client:
        shown = await ask(client, "bulk", resource="tasks", ids=ids(sandbox, "tasks", 3), action="delete")
        assert (await ask(client, "bulk", run=shown.json["run"])).text == "the user declined; nothing was done"
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"resource": "tasks", "values": {"title": "x"}}, "bulk: takes resource and ids; or run alone"),
        ({"ids": ["a"], "values": {"title": "x"}}, "bulk: takes resource and ids; or run alone"),
        ({"resource": "tasks", "ids": ["a"]}, "values: is empty; tasks update takes"),
        ({"resource": "tasks", "ids": ["a"], "values": {"titel": "x"}}, "did you mean 'title'?"),
        ({"resource": "tasks", "ids": ["nope"], "values": {"title": "x"}}, "ids: there is no record nope"),
        (
            {"resource": "tasks", "ids": [f"i{n}" for n in range(51)], "values": {"title": "x"}},
            "at most 50 ids, not 51",
        ),
        ({"resource": "tasks", "ids": ["a"], "action": "delte"}, "did you mean 'delete'?"),
        ({"run": "none"}, "run: 'none' is unknown or too old"),
        ({"run": "none", "resource": "tasks"}, "run: does what the dry run showed; give it alone"),
    ],
)
async def test_what_bulk_cannot_do(sandbox: Sandbox, arguments: dict[str, Any], message: str) -> None:
    async with connected(sandbox) as client:
        answer = await ask(client, "bulk", **arguments)
    assert answer.failed
    assert message in answer.text
    assert writes(sandbox) == []


async def test_deletes_of_many_need_the_permission(sandbox: Sandbox) -> None:
    async with connected(sandbox, access=Access(writes=True)) as client:
        answer = await ask(client, "bulk", resource="tasks", ids=ids(sandbox, "tasks", 1), action="delete")
    assert "the user has to start this server with --allow-deletes" in answer.text


async def test_a_cursor_keeps_the_size_of_the_page(sandbox: Sandbox) -> None:
    """A limit beside it changes it."""
    async with connected(sandbox) as client:
        page = await ask(client, "find", resource="tasks", limit=3)
        page = await ask(client, "find", cursor=page.json["cursor"])
        assert len(page.records) == 3
        page = await ask(client, "find", cursor=page.json["cursor"], limit=4)
        assert len(page.records) == 4
        assert len((await ask(client, "find", cursor=page.json["cursor"])).records) == 4
