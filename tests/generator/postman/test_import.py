"""A Postman collection against the description, with planted differences."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.__main__ import DESCRIPTION, main
from generator.bundle import Description, read
from generator.errors import DescriptionError
from generator.postman.collection import requests_of
from generator.postman.command import differences, import_postman
from generator.postman.starting import starting_parts
from tests.generator.postman.collections import collection, request

pytestmark = pytest.mark.integration

Plant = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def description() -> Description:
    return read(DESCRIPTION)


@pytest.fixture(scope="module")
def published(description: Description) -> dict[str, Any]:
    return collection(description.document)


@pytest.fixture(scope="module")
def unplanted(
    description: Description, published: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> set[str]:
    return set(_findings(description, published, tmp_path_factory.mktemp("unplanted") / "collection.json"))


@pytest.fixture
def found(
    description: Description, published: dict[str, Any], unplanted: set[str], tmp_path: Path
) -> Callable[[Plant], list[str]]:
    """What a planted difference adds to the findings."""

    def find(plant: Plant) -> list[str]:
        changed = deepcopy(published)
        plant(changed)
        return sorted({*_findings(description, changed, tmp_path / "collection.json")} - unplanted)

    return find


def test_what_is_required_is_listed_first(
    description: Description, published: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs rely on it. The YAML keeps the former name of a field."""
    changed = deepcopy(published)
    renamed("_id", "key")(changed)
    renamed("dueDate", "due_date")(changed)
    another(changed)
    (tmp_path / "c.json").write_text(json.dumps(changed))
    assert main(["import-postman", str(tmp_path / "c.json"), "--yaml", str(tmp_path / "new.yaml")]) == 0
    headings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("#")]
    assert headings[:3] == [
        "# Plutio, against the description",
        "## Required fields that an example lacks",
        "## Operations that are not described",
    ]
    tasks = YAML().load(tmp_path / "new.yaml")["resources/tasks.yaml"]["components"]["schemas"]["Task"]["properties"]
    assert tasks["due_date"]["x-deprecated-name"] == "dueDate"


def _findings(description: Description, published: dict[str, Any], file: Path) -> list[str]:
    file.write_text(json.dumps(published))
    return [
        f"{each.kind}: {each.name}: {each.text}" for each in differences(description.document, requests_of(file)[1])
    ]


def test_the_published_operations_do_not_differ(unplanted: set[str]) -> None:
    """Examples do not have every field; nothing else is found."""
    kinds = {line.partition(":")[0] for line in unplanted}
    assert kinds == {"extra field"}


def body(key: str, **fields: Any) -> Plant:
    def plant(changed: dict[str, Any]) -> None:
        sent = request(changed, key)["request"]["body"]
        sent["raw"] = json.dumps({**json.loads(sent["raw"]), **fields})

    return plant


def answer(key: str, **fields: Any) -> Plant:
    def plant(changed: dict[str, Any]) -> None:
        given = request(changed, key)["response"][0]
        given["body"] = json.dumps([{**record, **fields} for record in json.loads(given["body"])])

    return plant


def enveloped(key: str, name: str) -> Plant:
    def plant(changed: dict[str, Any]) -> None:
        given = request(changed, key)["response"][0]
        given["body"] = json.dumps({"total": 1, name: json.loads(given["body"])})

    return plant


def renamed(old: str, new: str, value: Any = None) -> Plant:
    """The field of all answers about tasks has another name, and perhaps another value."""

    def plant(changed: dict[str, Any]) -> None:
        (tasks,) = (folder for folder in changed["item"] if folder["name"] == "tasks")
        for given in (given for item in tasks["item"] for given in item["response"] if given["code"] == 200):
            records = json.loads(given["body"])
            given["body"] = json.dumps(
                [{new if k == old else k: value or v if k == old else v for k, v in each.items()} for each in records]
            )

    return plant


def moved(key: str, path: str) -> Plant:
    return lambda changed: request(changed, key)["request"]["url"].update(raw=f"{{{{base}}}}/v1.11{path}", path=[])


def query(key: str, name: str) -> Plant:
    return lambda changed: request(changed, key)["request"]["url"]["query"].append(
        {"key": name, "value": "x", "disabled": True}
    )


def method(key: str, new: str) -> Plant:
    return lambda changed: request(changed, key)["request"].update(method=new)


def without(key: str) -> Plant:
    def plant(changed: dict[str, Any]) -> None:
        gone = request(changed, key)
        for folder in changed["item"]:
            folder["item"] = [item for item in folder["item"] if item is not gone]

    return plant


def another(changed: dict[str, Any]) -> None:
    """An operation at the top of the collection, with its URL as a text, and its body with a variable."""
    sent = {
        "method": "POST",
        "url": "https://api.example.com/v1.11/tasks/remind/?now=1",
        "body": {"mode": "raw", "raw": '{"_id": "{{task}}", "minutes": {{minutes}}}'},
    }
    answers = [{"code": 200, "body": '{"sent": true}'}]
    changed["item"].append({"name": "Remind", "request": sent, "response": answers})


def unreadable(changed: dict[str, Any]) -> None:
    request(changed, "POST /tasks")["request"]["body"]["raw"] = "{title: Brief}"


CASES: dict[str, tuple[Plant, list[str]]] = {
    "a new operation": (another, ["missing operation: POST /tasks/remind: Remind"]),
    "an operation is gone": (without("POST /tasks/move"), ["extra operation: POST /tasks/move: documented"]),
    "another method": (method("POST /tasks/copy", "PUT"), ["changed operation: PUT /tasks/copy: described as POST /tasks/copy"]),
    "a new field of a body": (body("POST /tasks", urgency=3), ["missing field: TaskCreate.urgency: for example 3"]),
    "a new field of an answer": (answer("GET /tasks", urgency=3), ["missing field: Task.urgency: for example 3"]),
    "a new field inside": (
        body("POST /people", contactEmails=[{"address": "ada@example.com", "colour": "red"}]),
        ["missing field: ContactEmail.colour: for example 'red'"],
    ),
    "an envelope": (enveloped("GET /tasks", "data"), ["envelope: GET /tasks: the records are inside data"]),
    "an envelope, and a new field inside": (
        lambda changed: (answer("GET /tasks", urgency=3)(changed), enveloped("GET /tasks", "results")(changed)),
        ["envelope: GET /tasks: the records are inside results", "missing field: Task.urgency: for example 3"],
    ),
    "another name of a field": (
        renamed("dueDate", "due_date"),
        ["renamed field: Task.due_date: was dueDate; for example '2026-05-01T09:00:00.000Z'"],
    ),
    "a similar name of another type": (
        renamed("dueDate", "due_date", 5),
        ["missing field: Task.due_date: for example 5"],
    ),
    "another path": (moved("POST /tasks/copy", "/tasks/duplicate"), ["changed operation: POST /tasks/duplicate: described as POST /tasks/copy"]),
    "a required field that is not there": (
        renamed("_id", "key"),
        ["missing field: Task.key: for example 'Hc4RtZ8mWq2NxKb7V'", "missing required field: Task._id: "],
    ),
    "another type": (
        body("POST /tasks", title=5), ["changed field: TaskCreate.title: the example is integer, the description says string"]
    ),
    "another type in an answer": (
        answer("GET /tasks", assignedTo="x"),
        ["changed field: Task.assignedTo: the example is string, the description says list of string"],
    ),
    "a number without its fraction": (body("POST /transactions", amount=5), []),
    "another value": (answer("GET /tasks", status="late"), ["changed field: Task.status: 'late' is none of the known values"]),
    "a value of the workspace": (body("POST /people", role="gardener"), []),
    "a variable": (body("POST /tasks", title="{{title}}", status="<string>", dueDate=None), []),
    "a new parameter": (query("GET /tasks", "expand"), ["missing parameter: GET /tasks?expand: for example x"]),
    "a field as a filter": (query("GET /invoices", "client._id"), []),
    "a body that is no JSON": (
        unreadable,
        ["unread: POST /tasks: the body is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_planted_difference_is_found(case: str, found: Callable[[Plant], list[str]]) -> None:
    """And nothing else, but for fields that no example has any more."""
    plant, expected = CASES[case]
    lines = found(plant)
    assert [line for line in lines if not line.startswith("extra field")] == expected


def test_a_parameter_that_no_request_has(found: Callable[[Plant], list[str]]) -> None:
    """It is described, but the collection lacks it."""

    def plant(changed: dict[str, Any]) -> None:
        url = request(changed, "GET /tasks")["request"]["url"]
        url["query"] = [each for each in url["query"] if each["key"] != "sort"]

    assert found(plant) == ["extra parameter: GET /tasks?sort: "]


def test_a_request_without_a_query_shows_no_parameter(found: Callable[[Plant], list[str]]) -> None:
    """So none is found to be lacking."""
    assert found(lambda changed: request(changed, "GET /tasks")["request"]["url"].update(query=[])) == []


def test_a_field_that_no_example_has(found: Callable[[Plant], list[str]]) -> None:
    """It is listed with its evidence."""

    def plant(changed: dict[str, Any]) -> None:
        sent = request(changed, "POST /tasks")["request"]["body"]
        sent["raw"] = json.dumps({"title": "Brief"})

    assert "extra field: TaskCreate.dueDate: observed" in found(plant)


def planted(published: dict[str, Any], file: Path) -> Path:
    """A collection with new operations and fields."""
    changed = deepcopy(published)
    body("POST /tasks", urgency=3, seen=["2026-05-01T09:00:00.000Z"], place={"town": "Ulm"}, unknown=None)(changed)
    answer("GET /tasks", mood=0.5, isLate=True)(changed)
    gadget = {"method": "GET", "url": "{{base}}/v1.11/gadgets?colour=red", "description": {"content": "All gadgets."}}
    another(changed)
    changed["item"] += [
        {"name": "Remind again", "request": {"method": "PUT", "url": "{{base}}/v1.11/tasks/remind"}},
        {"name": "Gadgets", "request": gadget, "response": [{"code": 200, "body": '[{"_id": "g", "title": "Lamp"}]'}]},
    ]
    file.write_text(json.dumps(changed))
    return file


@pytest.mark.slow
def test_the_yaml_is_a_description_to_start_from(
    published: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Merged into its files it breaks no rule, and the differences are gone."""
    file, openapi, yaml = planted(published, tmp_path / "c.json"), tmp_path / "openapi", YAML()
    shutil.copytree(DESCRIPTION, openapi)
    arguments = ["import-postman", str(file), "--openapi", str(openapi), "--yaml", str(tmp_path / "out" / "new.yaml")]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(
        "# Plutio, against the description\n\n## Operations that are not described\n\n- `POST /tasks/remind`: Remind\n"
    )
    assert "`Task`: " in shown
    parts = yaml.load(tmp_path / "out" / "new.yaml")
    assert set(parts) == {"resources/tasks.yaml", "resources/gadgets.yaml"}
    for name, part in parts.items():
        there = yaml.load(openapi / name) if (openapi / name).exists() else {}
        for path, item in part["paths"].items():
            there.setdefault("paths", {}).setdefault(path, {}).update(item)
        there.setdefault("tags", part.get("tags"))
        for schema, added in part["components"]["schemas"].items():
            _add(there.setdefault("components", {}).setdefault("schemas", {}), schema, added)
        yaml.dump(there, openapi / name)
    assert main(["--lint", "--openapi", str(openapi)]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    (heading,) = (
        line for line in shown.splitlines() if line.startswith("## ") and "Fields that no example" not in line
    )
    assert heading == "## Query parameters that are not described"  # a write's, for which no method has an argument


def _add(schemas: dict[str, Any], name: str, added: dict[str, Any]) -> None:
    if name not in schemas:
        schemas[name] = added
    elif "allOf" in schemas[name]:
        schemas[name]["allOf"].append({"type": "object", **added})
    else:
        schemas[name]["properties"].update(added["properties"])


def test_what_the_yaml_says(description: Description, published: dict[str, Any], tmp_path: Path) -> None:
    """Types are those of the examples; an answer with the fields of a record is that record."""
    _, requests = requests_of(planted(published, tmp_path / "c.json"))
    parts = starting_parts(description, differences(description.document, requests))
    tasks, gadgets = parts["resources/tasks.yaml"], parts["resources/gadgets.yaml"]
    fields = tasks["components"]["schemas"]["TaskFields"]["properties"]
    types = {
        name: {key: value for key, value in each.items() if key in ("type", "format", "items")}
        for name, each in fields.items()
    }
    assert types == {
        "urgency": {"type": "integer"},
        "seen": {"type": "array", "items": {"type": "string", "format": "date-time"}},
        "place": {"type": "object"},
        "unknown": {},
    }
    assert {name: each["type"] for name, each in tasks["components"]["schemas"]["Task"]["properties"].items()} == {
        "mood": "number",
        "isLate": "boolean",
    }
    remind = tasks["paths"]["/tasks/remind"]["post"]
    assert (remind["operationId"], remind["x-idempotent"], remind["summary"]) == ("tasks_remind", False, "Remind")
    assert tasks["paths"]["/tasks/remind"]["put"]["operationId"] == "tasks_remind_update"
    assert "parameters" not in remind
    answer = remind["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/TasksRemindAnswer"}
    assert tasks["components"]["schemas"]["TasksRemindAnswer"]["properties"]["sent"]["type"] == "boolean"
    assert remind["requestBody"]["content"]["application/json"]["example"] == {"_id": "{{task}}", "minutes": None}
    (listed,) = gadgets["paths"]["/gadgets"].values()
    assert (listed["operationId"], listed["description"]) == ("gadgets_list", "All gadgets.")
    assert [each["name"] for each in listed["parameters"]] == ["colour"]
    assert gadgets["tags"] == [{"name": "Gadgets", "description": "Gadgets."}]


def test_an_answer_that_is_a_record(description: Description, published: dict[str, Any], tmp_path: Path) -> None:
    """It refers to the record's schema."""
    changed = deepcopy(published)
    answers = [{"code": 200, "body": request(changed, "GET /tasks")["response"][0]["body"]}]
    changed["item"].append({"name": "Find", "request": {"url": "/v1.11/tasks/find"}, "response": answers})
    (tmp_path / "c.json").write_text(json.dumps(changed))
    parts = starting_parts(description, differences(description.document, requests_of(tmp_path / "c.json")[1]))
    find = parts["resources/tasks.yaml"]["paths"]["/tasks/find"]["get"]
    schema = find["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"type": "array", "items": {"$ref": "#/components/schemas/Task"}}
    assert "components" not in parts["resources/tasks.yaml"]


def test_without_a_difference_nothing_is_written(
    published: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report says which described fields no example has."""
    (tmp_path / "c.json").write_text(json.dumps(published))
    assert import_postman([str(tmp_path / "c.json"), "--yaml", str(tmp_path / "new.yaml")], DESCRIPTION) == 0
    assert not (tmp_path / "new.yaml").exists()
    assert capsys.readouterr().out.count("\n## ") == 1


@pytest.mark.parametrize("text", ["", "[]", '{"info": {}}', '{"info": {"name": "x"}, "item": [{}]}'])
def test_another_file_is_an_error(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not a traceback."""
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(DescriptionError, match=r"no Postman collection of format v2\.1"):
        requests_of(tmp_path / "c.json")
    assert main(["import-postman", str(tmp_path / "missing.json")]) == 1
    assert "missing.json is no Postman collection" in capsys.readouterr().err
