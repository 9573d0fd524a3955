"""The description, reshaped for the parser of openapi-python-client and for validators.

Pure functions from document to document; the argument is never changed.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from generator.origins import Document

METHODS = ("get", "post", "put", "delete")


def for_parser(document: Document) -> Document:
    """What openapi-python-client can read without loss.

    Known values become enums (its templates are ours and open them again) of as many members, since the parser names
    them in its own way. Error answers are left to the runtime, and internal operations, which have no method of their
    own, are left out.
    """
    result = deepcopy(document)
    for schema in result["components"].get("schemas", {}).values():
        if "x-extensible-enum" in schema:
            schema["enum"] = [f"value {number}" for number, _ in enumerate(schema["x-extensible-enum"])]
    result["paths"] = {path: item for path, item in _public_paths(result).items() if item}
    return result


def _public_paths(document: Document) -> Document:
    return {
        path: {method: _without_errors(operation) for method, operation in item.items() if _is_public(operation)}
        for path, item in document["paths"].items()
    }


def _is_public(operation: Document) -> bool:
    return not operation.get("x-internal", False)


def _without_errors(operation: Document) -> Document:
    answers = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    return {**operation, "responses": answers}


def for_validation(document: Document) -> Document:
    """The same document with every optional property nullable: null is sent to clear a field, and stands for none."""
    widened: Document = _widen(document)
    return widened


def _widen(node: Any) -> Any:
    if isinstance(node, list):
        return [_widen(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _widen(value) for key, value in node.items()}
    if isinstance(result.get("properties"), dict):
        required = result.get("required", ())
        result["properties"] = {
            name: schema if name in required else nullable(schema) for name, schema in result["properties"].items()
        }
    return result


def nullable(schema: Document) -> Document:
    """A schema that also takes null."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if any(key in schema for key in ("$ref", "oneOf", "anyOf", "allOf")):
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def narrowed(document: Document) -> Document:
    """The reverse of ``for_validation``."""
    narrow: Document = _narrow(document)
    return narrow


def _narrow(node: Any) -> Any:
    match node:
        case list():
            return [_narrow(item) for item in node]
        case {"anyOf": [schema, {"type": "null"}]}:
            return _narrow(schema)
        case {"type": [str() as kind, "null"]}:
            return _narrow({**node, "type": kind})
        case dict():
            return {key: _narrow(value) for key, value in node.items()}
    return node
