"""The rules of the house hold for the description, and each rule notices what it is for."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import Document, bundle
from generator.rules import broken_rules, check
from plutio_async.cli.doctor.described import label

pytestmark = pytest.mark.integration

DESCRIPTION = Path(__file__).parent.parent.parent / "openapi"

Change = Callable[[dict[str, Any]], object]


def test_the_description_breaks_no_rule() -> None:
    """The committed description is clean."""
    assert broken_rules(DESCRIPTION) == []


OTHER_WORDS = re.compile(
    r"\b(probably|presumably|likely|seems?|unverified|untested|assumed|nobody|(not|never) (recorded|published|pinned|checked)"
    r"|(was|were) (seen|recorded))\b",
    re.IGNORECASE,
)


def test_certainty_has_the_same_words_everywhere() -> None:
    """Documented, observed, inferred or unknown."""
    for path in sorted(DESCRIPTION.rglob("*.yaml")):
        text = " ".join(path.read_text(encoding="utf-8").split())
        assert [text[found.start() - 40 : found.end() + 20] for found in OTHER_WORDS.finditer(text)] == [], path.name


def _operation(document: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"]["/tasks"]["post"]
    return operation


def _schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    schema: dict[str, Any] = document["components"]["schemas"][name]
    return schema


CHANGES: dict[str, tuple[Change, str]] = {
    "two tags": (lambda d: _operation(d)["tags"].append("Projects"), "POST /tasks: exactly one tag"),
    "a foreign name": (
        lambda d: _operation(d).update(operationId="todo_create"),
        "the operationId must be tasks_<verb>",
    ),
    "no summary": (lambda d: _operation(d).pop("summary"), "POST /tasks: no summary"),
    "no description": (lambda d: _operation(d).update(description=" "), "POST /tasks: no description"),
    "no evidence": (lambda d: _operation(d).pop("x-evidence"), "POST /tasks: x-evidence"),
    "hearsay": (lambda d: _operation(d).update({"x-evidence": "heard"}), "POST /tasks: x-evidence"),
    "repeatable or not": (lambda d: _operation(d).pop("x-idempotent"), "POST /tasks: x-idempotent"),
    "a missing error": (lambda d: _operation(d)["responses"].pop("429"), "POST /tasks: no answer for 429"),
    "no example": (
        lambda d: _operation(d)["requestBody"]["content"]["application/json"].pop("example"),
        "POST /tasks: the application/json body has no example",
    ),
    "a wrong example": (
        lambda d: _operation(d)["requestBody"]["content"]["application/json"]["example"].update(title=5),
        "POST /tasks: the example does not fit: 5 is not of type",
    ),
    "a wrong record": (
        lambda d: _schema(d, "Task")["examples"][0].update(followers="x"),
        "Task: the example does not fit",
    ),
    "a record without an example": (lambda d: _schema(d, "Task").pop("examples"), "Task: a record needs an example"),
    "a record that is another": (
        lambda d: _schema(d, "Task").update(allOf=_schema(d, "Task")["allOf"][:1]),
        "Task: the parser takes an allOf with one part",
    ),
    "a reference to nowhere": (
        lambda d: _schema(d, "TaskFields")["properties"]["projectId"].update({"x-refers-to": "project"}),
        "TaskFields.projectId: x-refers-to names project, which cannot be listed",
    ),
    "a fallback to nothing": (
        lambda d: d["paths"]["/tasks/archive"]["post"].update({"x-fallback": "tasks_updat"}),
        "POST /tasks/archive: x-fallback names tasks_updat; did you mean tasks_update?",
    ),
    "a former name that is in use": (
        lambda d: _operation(d).update({"x-deprecated-name": "tasks_update"}),
        "the former operationId must be a free tasks_<verb>",
    ),
    "a former property that is in use": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].update({"x-deprecated-name": "status"}),
        "x-deprecated-name must be the former name of the property, which no other has",
    ),
    "a former value that became nothing": (
        lambda d: _schema(d, "TaskStatus").update({"x-deprecated-name": {"done": "complete"}}),
        "TaskStatus: x-deprecated-name must give for each former value the value that it became",
    ),
    "a hint to nothing": (
        lambda d: _schema(d, "ContactEmail").update({"x-instead": {"email": "adress"}}),
        "ContactEmail: x-instead must give for each name that is no property the property to use",
    ),
    "a hint for a property": (
        lambda d: _schema(d, "ContactEmail").update({"x-instead": {"type": "address"}}),
        "ContactEmail: x-instead must give for each name that is no property the property to use",
    ),
    "hints without a name": (
        lambda d: _schema(d, "ContactEmail").update({"x-instead": ["email"]}),
        "x-instead must give",
    ),
    "a display name that there is not": (
        lambda d: _schema(d, "ContactEmail").update({"x-display": ["adress"]}),
        "ContactEmail: x-display names adress; did you mean address?",
    ),
    "a display name that is no list": (
        lambda d: _schema(d, "ContactEmail").update({"x-display": "address"}),
        "ContactEmail: x-display must be a list of the properties",
    ),
    "no display name": (lambda d: _schema(d, "ContactEmail").update({"x-display": []}), "x-display must be a list"),
    "an unclear id query": (lambda d: _operation(d).update({"x-id-query": "no"}), "x-id-query must be true or false"),
    "an id query of a write": (lambda d: _operation(d).update({"x-id-query": False}), "x-id-query is for lists"),
    "an undescribed schema": (lambda d: _schema(d, "TaskMove").pop("description"), "TaskMove: no description"),
    "an undescribed field": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].pop("description"),
        "TaskFields.title: no description",
    ),
    "an unclear need": (
        lambda d: d["paths"]["/comments"]["get"]["parameters"][1].update({"x-required-to-list": "yes"}),
        "GET /comments: entityId: x-required-to-list must be true or false",
    ),
    "a need of a write": (
        lambda d: _operation(d).update(parameters=[{"name": "a", "in": "query", "x-required-to-list": True}]),
        "POST /tasks: a: x-required-to-list is for lists",
    ),
    "a parameter of a write": (
        lambda d: _operation(d).update(parameters=[{"name": "a", "in": "query"}]),
        "POST /tasks: a: no method sends this",
    ),
    "a header": (
        lambda d: d["paths"]["/tasks"]["get"]["parameters"].append({"name": "a", "in": "header"}),
        "GET /tasks: a: no method sends this",
    ),
    "a method that there is not": (
        lambda d: d["paths"]["/tasks"].update(patch=d["paths"]["/tasks"]["put"]),
        "/tasks: patch becomes no method",
    ),
    "an archive call that speaks of one way": (
        lambda d: d["paths"]["/tasks/archive"]["post"].update(summary="Archive a task"),
        "POST /tasks/archive: the summary must begin with 'Archive or restore '",
    ),
    "an archive call that tells the ways apart by itself": (
        lambda d: d["paths"]["/tasks/archive"]["post"].update(description="Archives one task."),
        "POST /tasks/archive: the summary must begin with 'Archive or restore '",
    ),
    "an unknown tag": (lambda d: d["tags"].clear(), "POST /tasks: no file describes the tag Tasks"),
    "a tag without its old name": (
        lambda d: [tag.pop("x-documented-as") for tag in d["tags"]],
        ": the tag Tasks: no x-documented-as",
    ),
    "an operation without answers": (lambda d: _operation(d).pop("responses"), "POST /tasks: no answer for 200"),
    "an operation without a name": (lambda d: _operation(d).pop("operationId"), "the operationId must be tasks_<verb>"),
    "a misspelt name in an example": (
        lambda d: _operation(d)["requestBody"]["content"]["application/json"]["example"].update(titel="x"),
        "POST /tasks: the example has titel, which is not described",
    ),
    "a misspelt name in a record": (
        lambda d: _schema(d, "Invoice")["examples"][0]["client"].update(entitiyType="person"),
        "Invoice: the example has client.entitiyType, which is not described",
    ),
    "a misspelt name in a list": (
        lambda d: _schema(d, "Invoice")["examples"][0]["tax"][0].update(titel="x"),
        "Invoice: the example has tax.titel, which is not described",
    ),
    "a misspelt keyword": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].update({"x-evidenc": "observed"}),
        "TaskFields.title: the keyword x-evidenc is unknown",
    ),
    "hearsay of a field": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].update({"x-evidence": "seen"}),
        "TaskFields.title: x-evidence must be one of",
    ),
    "hearsay of an answer": (
        lambda d: d["components"]["responses"]["NotFound"].update({"x-evidence": "seen"}),
        "NotFound: x-evidence must be one of",
    ),
    "a misspelt word of ours": (
        lambda d: _operation(d).update({"x-id-querry": False}),
        "POST /tasks: x-id-querry is unknown; there can be x-deprecated-name",
    ),
    "a misspelt word of ours in a parameter": (
        lambda d: d["paths"]["/comments"]["get"]["parameters"][1].update({"x-required": True}),
        "GET /comments: entityId: x-required is unknown; there can be x-evidence",
    ),
    "a reference that may be better known": (
        lambda d: _schema(d, "InvoiceFields")["properties"]["client"].pop("x-evidence"),
        "InvoiceFields.client: say x-evidence beside the $ref; documented or observed?",
    ),
    "a closed list of values of a field": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].update(enum=["a"]),
        "TaskFields.title: list known values in x-extensible-enum",
    ),
    "known values without a name": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].update({"x-extensible-enum": ["a"]}),
        "TaskFields.title: x-extensible-enum needs a schema of its own",
    ),
    "known values that are no text": (
        lambda d: _schema(d, "TaskStatus")["x-extensible-enum"].append(1),
        "TaskStatus: the known value 1 must be text",
    ),
    "a closed object": (lambda d: _schema(d, "TaskFields").update(additionalProperties=False), "leave objects open"),
    "a closed list of values": (lambda d: _schema(d, "TaskStatus").update(enum=["completed"]), "x-extensible-enum"),
}


@pytest.fixture(scope="module")
def bundled() -> bytes:
    return pickle.dumps(bundle(DESCRIPTION))


@pytest.mark.system
@pytest.mark.parametrize("name", CHANGES)
def test_each_rule_notices_its_breach(name: str, bundled: bytes) -> None:
    """One change, one complaint."""
    change, complaint = CHANGES[name]
    document: Document = pickle.loads(bundled)
    change(document)
    found = [f"{label(place)}: {problem}" for place, problem in check(document)]
    assert any(complaint in line for line in found), found


def test_an_object_of_free_form_may_hold_anything(bundled: bytes) -> None:
    """Where no name is described, none can be misspelt."""
    document: Document = pickle.loads(bundled)
    _schema(document, "FormResponse")["examples"][0]["data"] = {"whatever": {"there": "is"}}
    assert "properties" not in _schema(document, "FormResponseData")
    assert check(document) == []
