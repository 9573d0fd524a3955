"""The rules of the house hold for the description, and each rule notices what it is for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import Document, bundle
from generator.errors import DescriptionError
from generator.rules import broken_rules, check

DESCRIPTION = Path(__file__).parent.parent.parent / "openapi"

Change = Callable[[dict[str, Any]], object]


def test_the_description_breaks_no_rule() -> None:
    """The committed description is clean."""
    assert broken_rules(DESCRIPTION) == []


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
    "an unclear id query": (lambda d: _operation(d).update({"x-id-query": "no"}), "x-id-query must be true or false"),
    "an id query of a write": (lambda d: _operation(d).update({"x-id-query": False}), "x-id-query is for lists"),
    "an undescribed schema": (lambda d: _schema(d, "TaskMove").pop("description"), "TaskMove: no description"),
    "an undescribed field": (
        lambda d: _schema(d, "TaskFields")["properties"]["title"].pop("description"),
        "TaskFields.title: no description",
    ),
    "a closed object": (lambda d: _schema(d, "TaskFields").update(additionalProperties=False), "leave objects open"),
    "a closed list of values": (lambda d: _schema(d, "TaskStatus").update(enum=["completed"]), "x-extensible-enum"),
}


@pytest.fixture(scope="module")
def bundled() -> Document:
    return bundle(DESCRIPTION)


@pytest.mark.parametrize("name", CHANGES)
def test_each_rule_notices_its_breach(name: str, bundled: Document) -> None:
    """One change, one complaint."""
    change, complaint = CHANGES[name]
    document = deepcopy(bundled)
    change(document)
    found = check(document)
    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("resources/tasks.yaml", "paths: [", "is not valid YAML"),
        ("resources/tasks.yaml", "- a list", "must hold a mapping"),
        ("shared/more.yaml", "components:\n  schemas:\n    Task: {}", "which another file defines too"),
        (
            "shared/more.yaml",
            "components:\n  schemas:\n    A:\n      $ref: '#/components/schemas/Nowhere'",
            "leads nowhere",
        ),
        ("shared/more.yaml", "paths:\n  /x:\n    get: 5", "not a valid OpenAPI 3.1 document"),
    ],
)
def test_a_description_that_cannot_be_read_says_where(file: str, text: str, complaint: str, tmp_path: Path) -> None:
    """The message names the file or the place."""
    copy = shutil.copytree(DESCRIPTION, tmp_path / "openapi")
    (copy / file).write_text(text)
    with pytest.raises(DescriptionError, match=complaint):
        broken_rules(copy)


def test_a_resource_without_its_file_is_named(tmp_path: Path) -> None:
    """The list of resources and the files belong together."""
    copy = shutil.copytree(DESCRIPTION, tmp_path / "openapi")
    (copy / "resources" / "wiki.yaml").unlink()
    with pytest.raises(DescriptionError, match=r"wiki\.yaml does not exist"):
        broken_rules(copy)
