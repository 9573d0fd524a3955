"""Every operation of the description, called by its generated method, against the sandbox.

What was sent (method, path, query, body) and what came back are checked for each one.
"""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from generator.names import field_name
from generator.normalise import METHODS
from plutio_async import Plutio
from plutio_async._models.model import Model
from plutio_async.testing import Sandbox, Switches
from plutio_async.testing._api.catalogue import description

from .cases import all_cases
from .description.test_endpoints import table

DOCUMENT = description()
OPERATIONS = [
    (operation["operationId"], method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS and not operation.get("x-internal")
]
SENT_BEYOND_THE_DESCRIPTION = {"", "deleted", "position", "pages", "name", "role"}
OF_ANY_KIND = ("ArchivedRecord", "TrashedRecord")
SWITCHES = Switches(tasks_archive="works")


def example_body(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = content.get("application/json", {}).get("example", {})
    return body


def arguments(body: dict[str, Any], ids: list[str]) -> tuple[list[Any], dict[str, Any]]:
    """A body of the description as a user would write it: ids first, the rest as keywords in snake case."""
    if "_ids" in body:
        return [ids], {field_name(key): value for key, value in body.items() if key != "_ids"}
    if "_id" in body:
        return [ids[0]], {field_name(key): value for key, value in body.items() if key != "_id"}
    return [], {field_name(key): value for key, value in body.items()}


async def seeded(plutio: Plutio, sandbox: Sandbox, resource: str) -> list[str]:
    """Two records of the resource, and their ids."""
    if resource == "dashboard_data":
        return []
    if resource == "archive":
        return [row["_id"] for row in sandbox.seed(tasks=[{"isArchived": True}, {"isArchived": True}])["tasks"]]
    if resource == "trash_bin":
        ids = [row["_id"] for row in sandbox.seed(tasks=[{}, {}])["tasks"]]
        await plutio.tasks.bulk_delete(ids)
        return ids
    if resource == "custom_fields":
        ids = {"custom_fields": "Xk2mPq9RtY4sVw7Zb", "projects": "jBrHMWiisaeTY5ms4"}
        sandbox.seed(projects=[{"_id": ids["projects"]}])
        plan = {"_id": ids["custom_fields"], "entityType": "project", "title": "Plan", "inputType": "text"}
        return [sandbox.seed(custom_fields=[plan])["custom_fields"][0]["_id"]]
    if "post" not in (described := DOCUMENT["paths"]["/" + resource.replace("_", "-")]):
        rows = sandbox.records(resource) or sandbox.seed(**{resource: [{}, {}]})[resource]
        return [row["_id"] for row in rows[:2]]
    example = example_body(described["post"])
    return [row["_id"] for row in sandbox.seed(**{resource: [example, example]})[resource]]


async def call(plutio: Plutio, sandbox: Sandbox, operation_id: str, operation: dict[str, Any], verb: str) -> Any:
    resource_name = field_name(operation["tags"][0])
    resource = getattr(plutio, resource_name)
    method = getattr(resource, verb)
    ids = await seeded(plutio, sandbox, resource_name)
    if verb in ("list", "get") or operation_id == "people_invitation_code":
        return await listed(method, resource_name, ids, verb)
    given, named = arguments(example_body(operation), ids)
    named.pop("is_archived", None) if verb.endswith("archive") else None
    takes_key = "id" in inspect.signature(method).parameters
    if not takes_key and given and "ids" not in inspect.signature(method).parameters:
        named["id"] = given.pop()
    return await method(*given, **named)


async def listed(method: Any, resource_name: str, ids: list[str], verb: str) -> Any:
    if resource_name == "comments":
        return await method(entity_type="task", entity_id="k4nVL0wvs1L73iIgc")
    if verb == "list" or resource_name == "dashboard_data":
        return await method()
    return await method(ids[0])


def verbs(operation_id: str, operation: dict[str, Any]) -> list[str]:
    verb = operation_id.removeprefix(f"{field_name(operation['tags'][0])}_")
    return [verb, verb.replace("archive", "unarchive")] if verb in ("archive", "bulk_archive") else [verb]


CASES = [
    (f"{operation_id}:{verb}", method, path, operation, verb)
    for operation_id, method, path, operation in OPERATIONS
    for verb in verbs(operation_id, operation)
]


@pytest.mark.anyio
async def test_the_generated_method_sends_what_is_described() -> None:
    """The right method and path, the body of the description's own example, and an answer of the described type."""
    with all_cases() as case:
        for name, method, path, operation, verb in CASES:
            with case(name):
                sandbox = Sandbox(seed=3, strict=True, switches=SWITCHES)
                async with Plutio.sandbox(sandbox) as plutio:
                    answer = await call(plutio, sandbox, operation["operationId"], operation, verb)
                sent = sandbox.calls[-1]
                assert (sent.method, sent.path, sent.status) == (method, path, 200)
                assert_body(sent.json, example_body(operation), verb)
                assert_answer(answer, operation)


def assert_body(sent: Any, example: dict[str, Any], verb: str) -> None:
    if not example:
        assert not sent
        return
    assert sent.keys() == example.keys()
    for key, value in example.items():
        if key == "isArchived":
            assert sent[key] is ("unarchive" not in verb)
        elif key not in ("_id", "_ids"):
            assert sent[key] == value


def assert_answer(answer: Any, operation: dict[str, Any]) -> None:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    name = _record_name(schema)
    if name is None:
        return
    for record in answer if isinstance(answer, list) else [answer]:
        assert type(record).__name__ == name
        assert isinstance(record, Model)
        assert record.extra.keys() <= SENT_BEYOND_THE_DESCRIPTION or name in OF_ANY_KIND
    if "oneOf" in schema:
        assert isinstance(answer, list)


def _record_name(schema: dict[str, Any]) -> str | None:
    if "oneOf" in schema:
        return _record_name(schema["oneOf"][1])
    name: str = schema["$ref"].rsplit("/", 1)[-1]
    definition = DOCUMENT["components"]["schemas"][name]
    return name if "allOf" in definition or definition.get("type") == "object" else None


def test_every_operation_is_tested() -> None:
    """All that are documented, but for the token call, which every other one makes."""
    documented = {(row["method"], row["path"]) for row in table()} - {("POST", "/oauth/token")}
    assert documented <= {(method, path) for _, method, path, _ in OPERATIONS}
