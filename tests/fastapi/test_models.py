"""Models in routes: what they send, accept, and how OpenAPI describes them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel, TypeAdapter

from plutio_async import Plutio, models
from plutio_async._models.fields import fields_of
from plutio_async._models.model import Model
from plutio_async.fastapi import PlutioClient, lifespan_of, model_names
from plutio_async.models import Invoice, Task
from plutio_async.testing import Sandbox

ROOT = Path(__file__).parent.parent.parent
RECORDS: list[Any] = [
    kind for name in models.__all__ if issubclass(kind := getattr(models, name), Model) and kind.resource_name
]
RAW = {
    "_id": "kQ7mZt2RvX9LpWs4H",
    "title": "Brief",
    "dueDate": "2026-05-01T10:00:00.000Z",
    "status": "a new status",
    "customFields": [{"_id": "f", "value": [1]}],
    "followers": "no list",
    "isArchived": 5,
    "somethingNew": {"a": 1},
}


WELL_FORMED = RAW | {"followers": ["a"], "isArchived": True}


@pytest.fixture(params=["api", "python"])
def names(request: pytest.FixtureRequest) -> Iterator[Any]:
    model_names(request.param)
    yield request.param
    model_names("api")


class Wrapped(BaseModel):
    """A user's model that holds ours."""

    task: Task
    others: list[Task] = []


def make_app() -> FastAPI:
    app = FastAPI()

    @app.get("/tasks")
    async def tasks() -> list[Task]:
        return [Task.from_dict(RAW)]

    @app.get("/task")
    async def task() -> Task | None:
        return Task.from_dict(RAW)

    @app.get("/wrapped")
    async def wrapped() -> Wrapped:
        return Wrapped(task=Task.from_dict(RAW))

    @app.get("/raw")
    async def raw() -> Task:
        return WELL_FORMED  # type: ignore[return-value]

    @app.get("/wrong")
    async def wrong() -> Task:
        return [5]  # type: ignore[return-value]

    @app.post("/title")
    async def title(task: Annotated[Task, Body()]) -> str | None:
        assert isinstance(task, Task)
        return task.title

    return app


def test_a_route_returns_models(names: Any) -> None:
    """With all that Plutio sent, by the names of the setting."""
    with TestClient(make_app()) as web:
        expected = Task.from_dict(RAW).to_dict(names=names)
        assert web.get("/tasks").json() == [expected]
        assert web.get("/task").json() == expected
        assert web.get("/raw").json() == Task.from_dict(WELL_FORMED).to_dict(names=names)
        assert web.get("/wrapped").json() == {"task": expected, "others": []}
    assert expected["somethingNew"] == {"a": 1}
    assert ("dueDate" in expected, "due_date" in expected) == (names == "api", names == "python")


def test_every_record_of_the_sandbox_is_a_response() -> None:
    """Also through a client, and it is what its schema says."""
    sandbox = Sandbox()
    sandbox.seed_workspace()
    app = FastAPI(lifespan=lifespan_of(lambda: Plutio.sandbox(sandbox)))

    @app.get("/invoices")
    async def invoices(plutio: PlutioClient) -> list[Invoice]:
        return await plutio.invoices.list()

    with TestClient(app) as web:
        received = web.get("/invoices").json()
    assert received
    assert received == [Invoice.from_dict(record).to_dict() for record in sandbox.records("invoices")]
    document = app.openapi()
    schema = {"components": document["components"], "$ref": "#/components/schemas/Invoice"}
    assert all(Draft202012Validator(schema).is_valid(record) for record in received)


def test_a_response_that_is_no_record_is_an_error() -> None:
    """As for any response model."""
    answer = TestClient(make_app(), raise_server_exceptions=False).get("/wrong")
    assert answer.status_code == 500


@pytest.mark.parametrize(
    "body", [{"title": "Brief"}, WELL_FORMED, {**Task.from_dict(WELL_FORMED).to_dict(names="python")}]
)
def test_a_body_may_have_either_names(names: Any, body: Any) -> None:
    """Whatever the setting is."""
    assert TestClient(make_app()).post("/title", json=body).json() == "Brief"


def test_python_names_inside_a_body() -> None:
    """In lists and in parts of a record."""
    from plutio_async._models.pydantic_schema import _read

    invoice = _read(
        Invoice, {"custom_fields": [{"id": "f", "value": 1}], "client": {"id": "c", "entity_type": "person"}}
    )
    wire = {"customFields": [{"_id": "f", "value": 1}], "client": {"_id": "c", "entityType": "person"}}
    assert invoice == Invoice.from_dict(wire)
    assert invoice.extra == {}


@pytest.mark.parametrize("body", [[], 5, "text", None])
def test_a_body_that_is_no_object_is_a_422(body: Any) -> None:
    """The client's mistake."""
    answer = TestClient(make_app()).post("/title", json=body)
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"title": 5, "dueDate": "nope"}, {"title": "string_type", "dueDate": "datetime_from_date_parsing"}),
        ({"due_date": 5}, {"dueDate": "datetime_type"}),
        ({"followers": "no list"}, {"followers": "list_type"}),
        ({"followers": ["a", 5]}, {"followers.1": "string_type"}),
        ({"isArchived": "true"}, {"isArchived": "bool_type"}),
        ({"customFields": [{"_id": 5, "value": {}}]}, {"customFields.0._id": "string_type"}),
        ({"customFields": [5]}, {"customFields.0": "dict_type"}),
        ({"status": ["completed"]}, {"status": "string_type"}),
    ],
)
def test_a_body_is_validated_by_its_schema(body: Any, expected: dict[str, str]) -> None:
    """By the one that OpenAPI shows, and each wrong field is named. Reading what Plutio sends stays tolerant."""
    app = make_app()
    answer = TestClient(app).post("/title", json=body)
    assert answer.status_code == 422
    found = {".".join(map(str, error["loc"][1:])): error["type"] for error in answer.json()["detail"]}
    assert found == expected
    components = app.openapi()["components"]
    wire = {"dueDate": body["due_date"]} if "due_date" in body else body
    assert TypeAdapter(Task).validate_python(Task.from_dict(wire)) == Task.from_dict(wire)
    if "nope" not in json.dumps(body):  # JSON Schema does not check formats
        schema = {"components": components, "$ref": "#/components/schemas/Task"}
        assert not Draft202012Validator(schema).is_valid(wire)


def test_every_record_of_the_sandbox_is_a_body() -> None:
    """With null for what is absent, and with values that Plutio added lately."""
    sandbox = Sandbox()
    sandbox.seed_workspace()
    for kind in RECORDS:
        for record in sandbox.records(kind.resource_name):
            sent = kind.from_dict(record).to_dict()
            assert TypeAdapter(kind).validate_python(sent) == kind.from_dict(record)
    assert TypeAdapter(Task).validate_python({"title": None, "status": "new", "other": {}}).extra == {"other": {}}


def test_openapi_describes_the_fields(names: Any) -> None:
    """Names, types, known values and descriptions."""
    document = make_app().openapi()
    OpenAPIV31SpecValidator(document).validate()
    schemas = document["components"]["schemas"]
    task, python = schemas["Task"], names == "python"
    fields = task["properties"]
    assert (task["title"], task["description"], task["type"]) == ("Task", "A piece of work.", "object")
    assert fields["due_date" if python else "dueDate"] == {
        "type": "string",
        "format": "date-time",
        "description": "When it is due.",
    }
    assert {"incomplete", "completed"} <= {*fields["status"]["anyOf"][0]["enum"]}
    assert fields["status"]["anyOf"][1] == {"type": "string"}
    assert fields["custom_fields" if python else "customFields"]["items"] == {
        "$ref": "#/components/schemas/CustomFieldValue"
    }
    assert {"id", "value"} <= {*schemas["CustomFieldValue"]["properties"]} if python else True
    assert schemas["Wrapped"]["properties"]["task"] == {"$ref": "#/components/schemas/Task"}
    route = document["paths"]["/tasks"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert route["items"] == {"$ref": "#/components/schemas/Task"}


def test_every_model_has_a_schema() -> None:
    """With a description of each field of a record, and one that is valid."""
    app = FastAPI()
    for kind in RECORDS:
        app.get(f"/{kind.resource_name}", response_model=list[kind])(list)
    document = app.openapi()
    OpenAPIV31SpecValidator(document).validate()
    schemas = document["components"]["schemas"]
    for kind in RECORDS:
        properties = schemas[kind.__name__]["properties"]
        assert {*properties} == {field.name for field in fields_of(kind).values()}
        assert [name for name, schema in properties.items() if not schema.get("description")] == []


@pytest.mark.parametrize("names", ["wire", None, ""])
def test_other_names_do_not_work(names: Any) -> None:
    """Only these two."""
    with pytest.raises(ValueError, match="'api' or 'python'"):
        model_names(names)


@pytest.mark.integration
def test_models_load_no_pydantic() -> None:
    """Unless pydantic asks for their schema."""
    code = (
        "import sys; from plutio_async.models import Task; Task.from_dict({}).to_dict()\n"
        "assert not {'pydantic', 'pydantic_core', 'fastapi'} & {*sys.modules}\n"
        "from pydantic import TypeAdapter; print(TypeAdapter(Task).dump_json(Task(id='x')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == 'b\'{"_id":"x"}\'\n', done.stderr


@pytest.mark.integration
def test_without_fastapi_the_error_names_the_extra() -> None:
    """When the first name is used."""
    code = (
        "import sys; sys.modules['fastapi'] = None; import plutio_async.fastapi\n"
        "try: plutio_async.fastapi.router\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "install plutio-async[fastapi]" in done.stdout, done.stderr
