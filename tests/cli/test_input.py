"""Bad input: the message names the argument, the reason and the nearest right one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import plutio_async.errors
from plutio_async.cli.failures import EXIT_CODES, exit_code
from plutio_async.testing import Sandbox

from .conftest import Ended

pytestmark = pytest.mark.integration

Plutio = Callable[..., Ended]

BAD = {
    "lst tasks": 'Did you mean "list"?',
    "list taks": "RESOURCE: there is no 'taks'; did you mean 'tasks'?",
    "list roles": "roles has no 'list'",
    "list comments": "comments needs entity_type=… and entity_id=…",
    "list tasks --where staus=x": "--where 'staus=x': there is no field 'staus'; did you mean 'status'?",
    "list tasks --where status=incomplet": "did you mean 'incomplete'?",
    "list tasks --where dueDate<2026-01-01": "did you mean 'due_date'?",
    "list tasks --where due_date.lt=2026-01-01": "there is no field 'lt'; plain values have none",
    "list people --where name.first.startswith=A": "there is no field 'startswith'; plain values have none",
    "list tasks --fields title.lt": "--fields 'title.lt': there is no field 'lt'; plain values have none",
    "list tasks --where due_date<soon": "--where 'due_date<soon': due_date takes",
    "list tasks --where status": "no condition; write a field, one of =",
    "list tasks --where is_archived=maybe": "takes true or false, not 'maybe'",
    "list tasks --where title:={": "'{' is no JSON",
    "list tasks --sort titel": "--sort 'titel': there is no field 'titel'; did you mean 'title'?",
    "list tasks --fields id,titel": "--fields 'titel': there is no field 'titel'; did you mean 'title'?",
    "list tasks --fields project.nam": "did you mean 'name'?",
    "list tasks --fields ,": "--fields: names no field",
    "list tasks --q [1]": "--q: '[1]' is no JSON object",
    "list tasks --max 0": "--max: takes a number from 1 on, not 0",
    "list tasks --max x": 'Invalid value for --max: unable to convert "x" into int',
    "list tasks --mx 3": "Unknown option: --mx. Did you mean --max?",
    "list tasks --format xml": "--format",
    "get tasks": "ID: is missing",
    "create tasks titl=x": "'titl=x': there is no field 'titl'; did you mean 'title'?",
    "create tasks title": "'title' is no field with a value",
    "create tasks title=a title=b": "title is given twice",
    "create tasks due_date=soon": "'due_date=soon': due_date takes",
    "create tasks status=incomplet": "did you mean 'incomplete'?",
    "create tasks title:={": "'{' is no JSON; for text write NAME=TEXT, without the colon",
    "create tasks assigned_to:=1": "assigned_to takes a list, not int",
    "create people title=x": "there is no field 'title'",
    "create people name.first=Ann": "'name.first=Ann': there is no field 'name.first'; name is written whole: name:=JSON",
    "create people first.name=Ann": "there is no field 'first.name'; the fields are name,",
    "create people": "people: create needs name=… and role=…",
    "update tasks task0000000000001": "there is no field to change",
    "delete tasks": "ID: is missing",
    "call GET tasks": "PATH: starts with a slash, such as '/schedules', not 'tasks'",
    "call GET /tasks limit": "'limit' is no query parameter; write NAME=TEXT",
    "call POST /tasks --body {": "--body: is no JSON",
    "fields dashboard": "did you mean 'dashboards'?",
    "export out --online": "--online: belongs to --verify",
    "export out --verify --resource tasks": "--verify: compares all files of DIR",
    "export out --format xml": 'for --format. Choose from: "jsonl", "csv", "parquet"',
    "completion csh": "takes bash, zsh or fish, not 'csh'",
}


def test_bad_input(plutio: Plutio, sandbox: Sandbox) -> None:
    """Exit code 2, nothing on stdout, no call."""
    ended = {command: plutio(*command.split()) for command in BAD}
    wrong = {
        command: done for command, done in ended.items()
        if (done.code, done.out) != (2, "") or BAD[command] not in done.err
    }  # fmt: skip
    assert wrong == {}
    assert sandbox.calls == []


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        ("title=Task 1", ["1"]),
        ("title!=Task 1", ["2", "3", "4", "5"]),
        ("title~TASK 2", ["2"]),
        ("due_date=2026-12-03", ["3"]),
        ("due_date>2026-12-03", ["4", "5"]),
        ("due_date>=2026-12-03T12:00:00Z", ["3", "4", "5"]),
        ("due_date<=2026-12-02", ["1", "2"]),
        ("due_date:=null", []),
    ],
)
def test_conditions(plutio: Plutio, where: str, titles: list[str]) -> None:
    """Each sign."""
    done = plutio("list", "tasks", "--where", where, "--format", "csv", "--fields", "title")
    assert done.out.splitlines() == ["title", *(f"Task {title}" for title in titles)]


def test_fields_of_related_records(plutio: Plutio, sandbox: Sandbox) -> None:
    """Of one, of several, and of none; read in one call for each resource."""
    (person,) = sandbox.seed(people=[{"name": {"first": "Ada", "last": "Moss"}, "role": "client"}])["people"]
    client = {"_id": person["_id"], "entityType": "person"}
    sandbox.seed(projects=[{"name": "One", "client": client}, {"name": "Two"}])
    (project, _) = sandbox.records("projects")
    sandbox.seed(tasks=[{"title": "T", "projectId": project["_id"], "assignedTo": [person["_id"]]}])
    listed = plutio("list", "projects", "--fields", "name,client.name.first,client.id")
    assert [json.loads(line) for line in listed.out.splitlines()] == [
        {"name": "One", "client.name.first": "Ada", "client.id": person["_id"]},
        {"name": "Two", "client.name.first": None, "client.id": None},
    ]
    made = len(sandbox.calls)
    done = plutio(
        "list", "tasks", "--fields", "title,project.name,assigned_to.name.first", "--format", "csv", "--sort", "-title"
    )
    assert done.out.splitlines()[:3] == ["title,project.name,assigned_to.name.first", "Task 5,,", "Task 4,,"]
    assert "T,One,Ada" in done.out.splitlines()
    assert len(sandbox.calls) - made == 4
    got = plutio("get", "projects", project["_id"], "--fields", "client.name.last")
    assert json.loads(got.out) == {"client.name.last": "Moss"}


def test_values_of_every_type(plutio: Plutio, sandbox: Sandbox) -> None:
    """Text takes the type of its field; JSON is sent as it is."""
    body = plutio(
        "create", "tasks", "title=a=b", "is_archived=true", "assigned_to=hv3kQ7mZt2RvX9LpW, s4HTn4cVb8GyH3qKd", "extra.unknown:=[1]",
        'custom_fields=[{"id": "x", "value": 1}]', "--dry-run",
    ).out.partition("\n\n")[2]  # fmt: skip
    assert re.sub(r"\s", "", body) == (
        '{"title":"a=b","assignedTo":["hv3kQ7mZt2RvX9LpW","s4HTn4cVb8GyH3qKd"],"isArchived":true,"customFields":[{"_id":"x","value":1}],"unknown":[1]}'
    )


@pytest.mark.parametrize("argument", ["amount=12345678901234567.89", "amount:=12345678901234567.89"])
def test_an_amount_keeps_its_digits(plutio: Plutio, argument: str) -> None:
    """Also those that a float has not."""
    assert '"amount":12345678901234567.89' in plutio("create", "invoices", argument, "name=x", "--dry-run").out


def test_control_characters_do_not_reach_the_terminal(plutio: Plutio, sandbox: Sandbox) -> None:
    """A title cannot recolour it."""
    sandbox.seed(tasks=[{"title": "\x1b[31mred\x9b"}])
    out = plutio("list", "tasks", "--format", "table", "--fields", "title").out
    assert "\x1b" not in out
    assert "red" in out


def test_every_error_has_an_exit_code() -> None:
    """Of its own, or of a base; ``docs/cli.md`` lists them."""
    errors = [getattr(plutio_async.errors, name) for name in plutio_async.errors.__all__]
    kinds = [kind for kind in errors if issubclass(kind, plutio_async.errors.PlutioError)]
    root = {kind for kind in kinds if exit_code(kind.__new__(kind)) == 1}
    unused = {
        "PlutioError",
        "ClientStateError",
        "WebhookError",
        "DeliveryTooLarge",
        "UnreadableDelivery",
        "WrongSecret",
    }
    assert {kind.__name__ for kind in root} <= unused
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (\d+) \| (.*) \|$", page, re.MULTILINE))
    for name, code in EXIT_CODES.items():
        if name not in ("PlutioError", "StatusError", "TypeError", "ValueError"):
            assert f"`{name}`" in table[str(code)], name
