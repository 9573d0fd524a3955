"""What changed between two descriptions, and whether it breaks somebody's code."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from generator.compare.change import Change, grouped, listed
from generator.compare.description import description_changes
from generator.normalise import for_validation

TEXT = {"type": "string"}


def schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def json_of(inner: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": inner}}}


LIST = {"oneOf": [{"type": "array", "items": schema("Task")}, schema("Task")]}

DOCUMENT: dict[str, Any] = {
    "paths": {
        "/tasks": {
            "get": {
                "operationId": "tasks_list",
                "x-evidence": "observed",
                "parameters": [{"$ref": "#/components/parameters/Limit"}],
                "responses": {"400": json_of(schema("Error")), "200": json_of(LIST)},
            },
            "post": {
                "operationId": "tasks_create",
                "x-evidence": "documented",
                "requestBody": json_of(schema("TaskCreate")),
                "responses": {"200": json_of(schema("Task"))},
            },
        }
    },
    "components": {
        "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
        "schemas": {
            "Error": {"properties": {"message": TEXT}},
            "TaskFields": {
                "x-evidence": "observed",
                "properties": {
                    "title": TEXT,
                    "due": {"type": "string", "format": "date-time"},
                    "status": schema("TaskStatus"),
                    "lines": {"type": "array", "items": schema("Line")},
                    "place": {"type": "object", "properties": {"town": TEXT}},
                },
            },
            "Task": {
                "allOf": [{"required": ["_id"], "properties": {"_id": TEXT}}, schema("TaskFields")],
            },
            "TaskCreate": {"allOf": [schema("TaskFields"), {"required": ["title"]}]},
            "TaskStatus": {"type": "string", "x-extensible-enum": ["open", "done"]},
            "Line": {"properties": {"price": {"type": "number"}}},
        },
    },
}


def changed(*way: str | int, to: Any) -> list[Change]:
    """The changes after one value of the document is replaced, or taken out with ``None``."""
    after = deepcopy(DOCUMENT)
    node: Any = after
    for key in way[:-1]:
        node = node[key]
    if to is None:
        del node[way[-1]]
    else:
        node[way[-1]] = to
    return grouped(description_changes(for_validation(DOCUMENT), for_validation(after)))


FIELDS = ("components", "schemas", "TaskFields", "properties")
POST, GET = ("paths", "/tasks", "post"), ("paths", "/tasks", "get")

CASES: dict[str, tuple[tuple[str | int, ...], Any, list[str]]] = {
    "an operation is gone": (POST, None, ["Breaking `POST /tasks`: the operation is gone", "Breaking `TaskCreate`: the schema is gone"]),
    "an operation is new": (
        ("paths", "/tasks", "delete"),
        {"operationId": "tasks_delete", "x-evidence": "inferred", "responses": {}},
        ["Added `DELETE /tasks`: the operation is new (inferred)"],
    ),
    "a name": ((*POST, "operationId"), "tasks_make", ["Breaking `POST /tasks`: the operationId is tasks_make, and was tasks_create"]),
    "a former name": (
        POST,
        {**DOCUMENT["paths"]["/tasks"]["post"], "operationId": "tasks_make", "x-deprecated-name": "tasks_create"},
        ["Changed `POST /tasks`: was renamed from tasks_create to tasks_make; the former name works for one release"],
    ),
    "a former field": (
        FIELDS,
        {**{name: raw for name, raw in DOCUMENT["components"]["schemas"]["TaskFields"]["properties"].items() if name != "due"},
         "dueDate": {"type": "string", "x-deprecated-name": "due"}},
        ["Breaking `Task.dueDate`, `TaskCreate.dueDate`: the type is string, and was date-time string",
         "Changed `Task.dueDate`, `TaskCreate.dueDate`: was renamed from due; the former name works for one release"],
    ),
    "former values": (
        ("components", "schemas", "TaskStatus"),
        {"type": "string", "x-extensible-enum": ["opened", "late"], "x-deprecated-name": {"open": "opened"}},
        ['Breaking `TaskStatus`: no longer has the known values "done"', 'Added `TaskStatus`: has the new known values "late"',
         'Changed `TaskStatus`: the value "open" was renamed to "opened"; the former name works for one release'],
    ),
    "evidence": ((*POST, "x-evidence"), "observed", ["Changed `POST /tasks`: the evidence is observed, and was documented"]),
    "an answer": (
        (*POST, "responses", "200"),
        json_of({"type": "array", "items": schema("Task")}),
        ["Breaking `POST /tasks`: takes TaskCreate and answers with list of Task; it was: takes TaskCreate and answers with Task"],
    ),
    "a parameter is gone": ((*GET, "parameters"), [], ["Breaking `GET /tasks?limit`: the query parameter is gone"]),
    "a parameter is required": (
        ("components", "parameters", "Limit", "x-required-to-list"), True, ["Breaking `GET /tasks?limit`: is required now"],
    ),
    "a required parameter": (
        (*GET, "parameters", 0),
        {"name": "of", "required": True, "schema": TEXT},
        ["Breaking `GET /tasks?limit`: the query parameter is gone", "Breaking `GET /tasks?of`: the new query parameter is required"],
    ),
    "a parameter's type": (
        ("components", "parameters", "Limit", "schema"), TEXT, ["Breaking `GET /tasks?limit`: the type is string, and was integer"],
    ),
    "a field is gone": ((*FIELDS, "due"), None, ["Breaking `Task.due`, `TaskCreate.due`: the field is gone"]),
    "a field is new": ((*FIELDS, "note"), TEXT, ["Added `Task.note`, `TaskCreate.note`: the field is new (observed)"]),
    "a type": ((*FIELDS, "due"), TEXT, ["Breaking `Task.due`, `TaskCreate.due`: the type is string, and was date-time string"]),
    "a type inside an object": (
        (*FIELDS, "place", "properties", "town"),
        {"type": "integer"},
        ["Breaking `Task.place.town`, `TaskCreate.place.town`: the type is integer, and was string"],
    ),
    "a type inside a list": (
        ("components", "schemas", "Line", "properties", "price"), TEXT, ["Breaking `Line.price`: the type is string, and was number"],
    ),
    "a field's evidence": (
        (*FIELDS, "due", "x-evidence"),
        "inferred",
        ["Changed `Task.due`, `TaskCreate.due`: the evidence is inferred, and was observed"],
    ),
    "a field must be written": (
        ("components", "schemas", "TaskCreate", "allOf", 1), {"required": ["title", "due"]}, ["Breaking `TaskCreate.due`: is required now"],
    ),
    "a field need not be written": (
        ("components", "schemas", "TaskCreate", "allOf", 1), {}, ["Changed `TaskCreate.title`: is no longer required"],
    ),
    "a field may be missing": (
        ("components", "schemas", "Task", "allOf", 0, "required"), [], ["Breaking `Task._id`: is no longer required"],
    ),
    "a field is always there": (
        ("components", "schemas", "Task", "allOf", 0, "required"), ["_id", "title"], ["Changed `Task.title`: is required now"],
    ),
    "values": (
        ("components", "schemas", "TaskStatus", "x-extensible-enum"),
        ["done", "late"],
        ['Breaking `TaskStatus`: no longer has the known values "open"', 'Added `TaskStatus`: has the new known values "late"'],
    ),
    "what nobody uses": (("components", "schemas", "Error", "properties"), {}, []),
    "a text": ((*FIELDS, "due", "description"), "When it is due.", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_found_once_and_judged(case: str) -> None:
    """Removals and what callers must give break; additions do not. Alike fields share a line."""
    way, to, expected = CASES[case]
    assert [f"{change.category} {change}" for change in changed(*way, to=to)] == expected


def test_a_former_name_goes() -> None:
    """A release after the change of the name; that breaks."""
    before = deepcopy(DOCUMENT)
    before["paths"]["/tasks"]["post"]["x-deprecated-name"] = "tasks_make"
    (change,) = description_changes(before, DOCUMENT)
    assert (change.category, str(change)) == ("Breaking", "`POST /tasks`: the former name tasks_make is gone")


def test_the_order_of_types_is_no_change() -> None:
    """``oneOf`` has no order."""
    answer = (*GET, "responses", "200", "content", "application/json", "schema", "oneOf")
    assert changed(*answer, to=LIST["oneOf"][::-1]) == []


def test_a_field_that_a_body_describes_itself() -> None:
    """A body without a schema of its own name is compared too."""
    body = (*POST, "requestBody", "content", "application/json", "schema")
    before = deepcopy(DOCUMENT)
    before["paths"]["/tasks"]["post"]["requestBody"] = json_of({"properties": {"a": TEXT}})
    after = deepcopy(before)
    node: Any = after
    for key in body:
        node = node[key]
    node["properties"]["a"] = {"type": "integer"}
    (change,) = description_changes(before, after)
    assert str(change) == "`POST /tasks body.a`: the type is integer, and was string"


def test_a_body_goes_with_its_operation() -> None:
    """Its fields are no changes of their own."""
    before = deepcopy(DOCUMENT)
    before["paths"]["/tasks"]["post"]["requestBody"] = json_of({"properties": {"a": TEXT}})
    after = deepcopy(before)
    del after["paths"]["/tasks"]["post"]
    assert [str(change) for change in description_changes(before, after)] == ["`POST /tasks`: the operation is gone"]


def test_a_new_field_that_is_always_there_breaks_nobody() -> None:
    """Only callers who must give a field are broken by it."""
    record = {"required": ["_id", "mark"], "properties": {"_id": TEXT, "mark": TEXT}}
    (change,) = changed("components", "schemas", "Task", "allOf", 0, to=record)
    assert f"{change.category} {change}" == "Added `Task.mark`: the field is new"


def test_the_report_has_a_heading_for_each_category() -> None:
    """Breaks first; without changes it is empty."""
    changes = [Change(("b",), "is new", "Added"), Change(("a", "c"), "is gone", "Breaking")]
    assert listed(grouped(changes)) == "### Breaking\n\n- `a`: is gone\n- `c`: is gone\n\n### Added\n\n- `b`: is new"
    assert listed([]) == ""
