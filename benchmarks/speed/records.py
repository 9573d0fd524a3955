"""Generates task records from the bundled description, with all fields or only some."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from functools import cache
from typing import Any

from plutio_async.testing._api.catalogue import description

Record = dict[str, Any]
Schema = Mapping[str, Any]

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz"
_WORDS = ("write", "the", "brief", "and", "send", "it", "to", "everyone", "who", "has", "to", "agree", "before", "work")
_PARTS = 11
"""The number of objects in a list, such as the custom fields of a task."""


def dense(count: int) -> list[Record]:
    """Tasks with all fields, 1.9 KB each."""
    rng = random.Random(7)
    return [_object(_schema("Task"), rng) for _ in range(count)]


def short(count: int) -> list[Record]:
    """Tasks with all fields, but short descriptions and four custom fields, 0.9 KB each."""
    return [_short_record(record) for record in dense(count)]


def sparse(count: int) -> list[Record]:
    """Tasks with 70 % of the optional fields, and with two fields that are not in the description.

    Their custom fields have only an id and a value, like those of the live API.
    """
    rng = random.Random(8)
    return [_sparse_record(record, rng) for record in dense(count)]


def as_json(records: list[Record]) -> bytes:
    """Records as compact JSON."""
    return json.dumps(records, separators=(",", ":")).encode()


def _short_record(record: Record) -> Record:
    texts = {name: value[:20] for name, value in record.items() if name.startswith("description")}
    return {**record, **texts, "customFields": record["customFields"][:4]}


def _sparse_record(record: Record, rng: random.Random) -> Record:
    kept = {name: value for name, value in record.items() if name == "_id" or rng.random() >= 0.3}
    for part in kept.get("customFields", ()):
        del part["type"]
    return {**kept, "priority": rng.randrange(5), "__v": 0}


@cache
def _schemas() -> Mapping[str, Schema]:
    schemas: Mapping[str, Schema] = description()["components"]["schemas"]
    return schemas


def _schema(name: str) -> Schema:
    return _schemas()[name]


def _properties(schema: Schema) -> dict[str, Schema]:
    parts = [_resolved(part) for part in schema.get("allOf", ())]
    found = {name: value for part in parts for name, value in _properties(part).items()}
    return {**found, **schema.get("properties", {})}


def _object(schema: Schema, rng: random.Random) -> Record:
    return {name: _value(name, value, rng) for name, value in _properties(schema).items()}


def _resolved(schema: Schema) -> Schema:
    """Resolves a reference, and takes the first of several alternatives."""
    while True:
        choices = schema.get("anyOf") or schema.get("oneOf")
        if "$ref" in schema:
            schema = _schema(schema["$ref"].rpartition("/")[2])
        elif choices:
            schema = choices[0]
        else:
            return schema


def _value(name: str, schema: Schema, rng: random.Random) -> Any:
    schema = _resolved(schema)
    types = schema.get("type", "string")
    match types if isinstance(types, str) else types[0]:
        case "integer" | "number":
            return rng.randrange(10_000)
        case "boolean":
            return rng.random() < 0.5
        case "array":
            items = _resolved(schema["items"])
            return [_value(name, items, rng) for _ in range(_PARTS if _properties(items) else 2)]
        case "object":
            return _object(schema, rng)
        case _:
            return _text(name, schema, rng)


def _timestamp(rng: random.Random) -> str:
    day, hour, second = 1 + rng.randrange(28), rng.randrange(24), rng.randrange(60)
    return f"2026-05-{day:02}T{hour:02}:30:{second:02}.000Z"


def _text(name: str, schema: Schema, rng: random.Random) -> str:
    if known := schema.get("x-extensible-enum"):
        return str(rng.choice(known))
    if schema.get("format") == "date-time":
        return _timestamp(rng)
    if name.startswith("description"):
        return " ".join(rng.choices(_WORDS, k=45))
    if name == "title" or (name == "value" and rng.random() < 0.5):
        return " ".join(rng.choices(_WORDS, k=4))
    if name == "type":
        return rng.choice(("select", "text", "date", "currency"))
    return "".join(rng.choices(_LETTERS, k=17))
