"""Task records made up from the bundled description: every field, or most of them and two that it does not know."""

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
"""Objects in a list: a task has so many custom fields."""


def dense(count: int) -> list[Record]:
    """Tasks with all fields, 1.9 KB each."""
    chance = random.Random(7)
    return [_object(_schema("Task"), chance) for _ in range(count)]


def sparse(count: int) -> list[Record]:
    """Tasks that lack three of ten optional fields, and have two that the description does not know.

    Their custom fields have an id and a value only, as they were observed.
    """
    chance = random.Random(8)
    return [_thinned(record, chance) for record in dense(count)]


def as_json(records: list[Record]) -> bytes:
    """An answer with records, as compact as servers send it."""
    return json.dumps(records, separators=(",", ":")).encode()


def _thinned(record: Record, chance: random.Random) -> Record:
    kept = {name: value for name, value in record.items() if name == "_id" or chance.random() >= 0.3}
    for part in kept.get("customFields", ()):
        del part["type"]
    return {**kept, "priority": chance.randrange(5), "__v": 0}


@cache
def _schemas() -> Mapping[str, Schema]:
    schemas: Mapping[str, Schema] = description()["components"]["schemas"]
    return schemas


def _schema(name: str) -> Schema:
    return _schemas()[name]


def _properties(schema: Schema) -> dict[str, Schema]:
    parts = [_followed(part) for part in schema.get("allOf", ())]
    found = {name: value for part in parts for name, value in _properties(part).items()}
    return {**found, **schema.get("properties", {})}


def _object(schema: Schema, chance: random.Random) -> Record:
    return {name: _value(name, value, chance) for name, value in _properties(schema).items()}


def _followed(schema: Schema) -> Schema:
    """The schema behind a reference, and the first of several that may be."""
    while True:
        choices = schema.get("anyOf") or schema.get("oneOf")
        if "$ref" in schema:
            schema = _schema(schema["$ref"].rpartition("/")[2])
        elif choices:
            schema = choices[0]
        else:
            return schema


def _value(name: str, schema: Schema, chance: random.Random) -> Any:
    schema = _followed(schema)
    kinds = schema.get("type", "string")
    match kinds if isinstance(kinds, str) else kinds[0]:
        case "integer" | "number":
            return chance.randrange(10_000)
        case "boolean":
            return chance.random() < 0.5
        case "array":
            items = _followed(schema["items"])
            return [_value(name, items, chance) for _ in range(_PARTS if _properties(items) else 2)]
        case "object":
            return _object(schema, chance)
        case _:
            return _text(name, schema, chance)


def _moment(chance: random.Random) -> str:
    day, hour, second = 1 + chance.randrange(28), chance.randrange(24), chance.randrange(60)
    return f"2026-05-{day:02}T{hour:02}:30:{second:02}.000Z"


def _text(name: str, schema: Schema, chance: random.Random) -> str:
    if known := schema.get("x-extensible-enum"):
        return str(chance.choice(known))
    if schema.get("format") == "date-time":
        return _moment(chance)
    if name.startswith("description"):
        return " ".join(chance.choices(_WORDS, k=45))
    if name == "title" or (name == "value" and chance.random() < 0.5):
        return " ".join(chance.choices(_WORDS, k=4))
    if name == "type":
        return chance.choice(("select", "text", "date", "currency"))
    return "".join(chance.choices(_LETTERS, k=17))
