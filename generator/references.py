"""Whose ids the properties of records are: ``x-refers-to`` of the description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.bundle import Document
from generator.errors import DescriptionError


def targets_of(document: Document, schema_name: str) -> dict[str, str]:
    """For each property that is an id: the resources that it may belong to, as Python.

    Names of resources in turn are a tuple, those that hang on ``entityType`` a dict.
    """
    schema = document["components"]["schemas"].get(schema_name, {})
    marked = {wire: prop["x-refers-to"] for wire, prop in _properties(document, schema) if "x-refers-to" in prop}
    return {wire: repr(_targets(f"{schema_name}.{wire}", target)) for wire, target in marked.items()}


def resources_in(target: Any) -> list[str]:
    """The resources that a value of ``x-refers-to`` names."""
    if isinstance(target, str):
        return [target]
    return list(target.values() if isinstance(target, dict) else target)


def every_target(document: Document) -> Iterator[tuple[str, str]]:
    """Each resource that a schema refers to, with where it does so."""
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("allOf", ())):
            for wire, prop in part.get("properties", {}).items():
                for resource in resources_in(prop.get("x-refers-to", [])):
                    yield f"{name}.{wire}", resource


def _targets(where: str, target: Any) -> tuple[str, ...] | dict[str, str]:
    if isinstance(target, dict):
        return target
    named = tuple(resources_in(target))
    if not named:
        raise DescriptionError(f"{where}: x-refers-to names no resource")
    return named


def _properties(document: Document, schema: Document) -> Iterator[tuple[str, Document]]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    for part in schema.get("allOf", ()):
        yield from _properties(document, part)
    yield from schema.get("properties", {}).items()
