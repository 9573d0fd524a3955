"""Whose ids the properties of records are: ``x-refers-to`` of the description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.bundle import Document
from generator.errors import DescriptionError
from generator.fields import fields_of
from generator.origins import Place

Target = tuple[str, ...] | dict[str, str]
"""The resources that an id may belong to, in turn; or one for each ``entityType``."""


def targets_of(document: Document, schema_name: str) -> dict[str, Target]:
    """The resources that the properties which are ids may belong to."""
    fields = fields_of(document, schema_name)
    marked = {wire: field.raw["x-refers-to"] for wire, field in fields.items() if "x-refers-to" in field.raw}
    return {wire: _targets(f"{schema_name}.{wire}", target) for wire, target in marked.items()}


def resources_in(target: Any) -> list[str]:
    """The resources that a value of ``x-refers-to`` names."""
    named = target.values() if isinstance(target, dict) else target if isinstance(target, list) else [target]
    return [str(name) for name in named]


def every_target(document: Document) -> Iterator[tuple[Place, str]]:
    """Each resource that a schema refers to, with the place where it does so."""
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("allOf", ())):
            for wire, prop in part.get("properties", {}).items():
                for resource in resources_in(prop.get("x-refers-to", [])):
                    yield ("components", "schemas", name, "properties", wire, "x-refers-to"), resource


def _targets(where: str, target: Any) -> Target:
    if isinstance(target, dict):
        return target
    named = tuple(resources_in(target))
    if not named:
        raise DescriptionError(f"{where}: x-refers-to names no resource")
    return named
