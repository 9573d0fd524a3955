"""Whether the examples of a description are what their schemas say, misspelt names included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from openapi_schema_validator import OAS31Validator

from generator.bundle import Document
from generator.fields import resolved
from generator.normalise import for_validation
from generator.origins import Breach, Place
from generator.paths import operations


def misfits(document: Document) -> Iterator[Breach]:
    """Examples that their schemas do not allow, and names in them that nothing describes."""
    components = for_validation(document["components"])
    for place, schema, example in _examples(document):
        for error in OAS31Validator({**schema, "components": components}).iter_errors(example):
            yield (*place, *error.absolute_path), f"the example does not fit: {_said(error)}"
        for name in _undescribed(document, schema, example):
            yield (*place, *name.split(".")), f"the example has {name}, which is not described"


def _said(error: Any) -> str:
    if isinstance(error.instance, date):
        return f"quote {error.instance.isoformat()}, which YAML takes for a date"
    message: str = error.message
    return message


def _examples(document: Document) -> Iterator[tuple[Place, Document, Any]]:
    for name, schema in document["components"]["schemas"].items():
        for number, example in enumerate(schema.get("examples", ())):
            yield ("components", "schemas", name, "examples", number), {"$ref": f"#/components/schemas/{name}"}, example
    for operation in operations(document):
        for kind, content in operation.raw.get("requestBody", {}).get("content", {}).items():
            if "example" in content:
                place = (*operation.place, "requestBody", "content", kind, "example")
                yield place, content["schema"], content["example"]


def _undescribed(document: Document, schema: Document, example: Any) -> Iterator[str]:
    """Objects are open to whatever the API sends; what we write ourselves must be described.

    An object without any described name is free in its form.
    """
    parts = list(_parts(document, schema))
    if isinstance(example, list):
        items = {"anyOf": [part["items"] for part in parts if "items" in part]}
        for item in example:
            yield from _undescribed(document, items, item)
    elif isinstance(example, dict):
        known = {name: inner for part in parts for name, inner in part.get("properties", {}).items()}
        for name, value in example.items():
            if name in known:
                yield from (f"{name}.{inner}" for inner in _undescribed(document, known[name], value))
            elif known:
                yield name


def _parts(document: Document, schema: Document) -> Iterator[Document]:
    schema = resolved(document, schema)
    yield schema
    for key in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(key, ()):
            yield from _parts(document, part)
