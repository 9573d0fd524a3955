"""Properties with their descriptions, also those beside a ``$ref``, and their evidence."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.bundle import Document
from generator.codecs import text_of
from generator.normalise import METHODS
from generator.origins import Place


@frozen
class Described:
    """A property of a schema, and its evidence there."""

    raw: Document
    evidence: str | None

    def text(self, prop: Property) -> str:
        """The text about it: its own description, or that of the schema that it refers to."""
        text = (self.raw.get("description") or text_of(prop)).strip()
        return with_certainty(text, self.evidence)


NO_TEXT = Described({}, None)

UNCERTAIN = {"inferred": "Inferred.", "disputed": "Disputed."}
"""The word for a fact that is neither documented nor observed."""


def with_certainty(text: str, evidence: str | None) -> str:
    """A text that says so if the fact is uncertain."""
    return " ".join(filter(None, [text, UNCERTAIN.get(evidence or "")]))


def fields_of(document: Document, schema_name: str) -> dict[str, Described]:
    """The properties of a schema and of its parts, by wire name."""
    schema = document["components"]["schemas"].get(schema_name, {})
    return dict(fields_in(document, schema))


def fields_in(document: Document, schema: Document, inherited: str | None = None) -> Iterator[tuple[str, Described]]:
    """The same of a schema that may have no name."""
    schema = resolved(document, schema)
    evidence = schema.get("x-evidence", inherited)
    for part in schema.get("allOf", ()):
        yield from fields_in(document, part, evidence)
    for wire, raw in schema.get("properties", {}).items():
        yield wire, Described(raw, raw.get("x-evidence", evidence))


def hints_in(document: Document, schema: Document) -> dict[str, str]:
    """The names that are no properties of a schema, with the properties to use instead, by wire name."""
    schema = resolved(document, schema)
    hints: dict[str, str] = dict(schema.get("x-instead", {}))
    for part in schema.get("allOf", ()):
        hints |= hints_in(document, part)
    return hints


def resolved(document: Document, node: Document) -> Document:
    """The node, or the one that it refers to."""
    while "$ref" in node:
        _, _, section, name = node["$ref"].split("/")
        node = document["components"][section][name]
    return node


def every_schema(document: Document) -> Iterator[tuple[Place, Document]]:
    """All schemas of a document with their places: of components, parameters, bodies and answers, nested ones too."""
    for name, schema in document["components"]["schemas"].items():
        yield from _within(schema, (name,))
    for name, parameter in document["components"].get("parameters", {}).items():
        yield from _within(parameter.get("schema", {}), (name,))
    for path, item in document["paths"].items():
        for method in METHODS:
            yield from _of_operation(item.get(method, {}), (f"{method.upper()} {path}",))


def _of_operation(operation: Document, place: Place) -> Iterator[tuple[Place, Document]]:
    for parameter in operation.get("parameters", ()):
        yield from _within(parameter.get("schema", {}), (*place, parameter.get("name", "")))
    for body in (operation.get("requestBody", {}), *operation.get("responses", {}).values()):
        for content in body.get("content", {}).values():
            yield from _within(content.get("schema", {}), place)


def _within(schema: Document, place: Place) -> Iterator[tuple[Place, Document]]:
    yield place, schema
    for name, part in schema.get("properties", {}).items():
        yield from _within(part, (*place, name))
    for key in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(key, ()):
            yield from _within(part, place)
    if isinstance(schema.get("items"), dict):
        yield from _within(schema["items"], place)
