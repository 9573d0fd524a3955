"""What the description says about bodies, answers and parameters, as names and types."""

from __future__ import annotations

from collections.abc import Iterator

from generator.fields import resolved
from generator.origins import Document
from generator.paths import Operation


def type_of(schema: Document) -> str:
    """A type in words: ``string``, ``list of Task``, ``integer or string``."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if parts := alternatives(schema):
        return " or ".join(sorted({type_of(part) for part in parts}))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return " ".join(filter(None, [schema.get("format"), schema.get("type", "any")]))


def alternatives(schema: Document) -> list[Document]:
    """The schemas that one is made of."""
    return [part for key in ("oneOf", "anyOf", "allOf") for part in schema.get(key, ())]


def body_of(operation: Operation) -> Document:
    """The schema of the body that an operation takes; empty without one."""
    return _content(operation.raw.get("requestBody", {}))


def answer_of(document: Document, operation: Operation) -> Document:
    """The schema of what a successful call answers with; empty without one."""
    answers = operation.raw.get("responses", {})
    success: Document = next((answer for status, answer in answers.items() if str(status).startswith("2")), {})
    return _content(resolved(document, success))


def required_of(document: Document, schema: Document) -> frozenset[str]:
    """The fields that a schema or one of its parts requires."""
    schema = resolved(document, schema)
    inherited = (required_of(document, part) for part in schema.get("allOf", ()))
    return frozenset(schema.get("required", ())).union(*inherited)


def parameters_of(document: Document, operation: Operation) -> list[Document]:
    """The parameters of an operation, without references."""
    return [resolved(document, parameter) for parameter in operation.raw.get("parameters", ())]


def named_in(schema: Document) -> Iterator[str]:
    """The schemas by name that the values of a schema have, without those that it is made of."""
    if "$ref" in schema:
        yield str(schema["$ref"].rpartition("/")[2])
    for part in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from named_in(part)
    if isinstance(schema.get("items"), dict):
        yield from named_in(schema["items"])


def _content(holder: Document) -> Document:
    contents: Iterator[Document] = iter(holder.get("content", {}).values())
    schema: Document = next(contents, {}).get("schema", {})
    return schema
