"""The text of answers, bounded in characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plutio_async import Model
from plutio_async.cli.json_text import json_text
from plutio_async.cli.selecting import value_at
from plutio_async.description import Choice, Codec, Id, Moment, Number, fields_of, item_codec, options_of

MAX_CHARACTERS = 12_000
"""The longest answer, without a few dozen characters around the records."""

_CUTS = (8_000, 2_000, 500, 100, 20)
_ITEMS = 50
_NAMES = ("id", "name", "title")
_EVERYWHERE = frozenset({"business_id", "created_at", "created_by", "updated_at"})
"""Dates and references of every record, which rarely answer a question."""


def short_fields(model: type[Any]) -> list[str]:
    """The fields that are shown by default: id, name, title, choices such as the status, dates, references, numbers."""
    fields = fields_of(model)
    kinds = (Choice, Moment, Id, Number)
    return [
        name
        for name, field in fields.items()
        if name in _NAMES
        or (
            name not in _EVERYWHERE
            and (field.refers_to or any(isinstance(one, kinds) for one in _options(field.codec)))
        )
    ]


def _options(codec: Codec) -> Sequence[Codec]:
    return options_of(item_codec(codec))


def row_of(row: Mapping[str, Any], model: type[Any], paths: Sequence[str] | None) -> dict[str, Any]:
    """The part of a record that is shown: some paths, the short fields without empty ones, or with ``*`` everything."""
    if paths is None:
        return {name: row[name] for name in short_fields(model) if row.get(name) not in (None, [], "")}
    if "*" in paths:
        return dict(row)
    return {path: value_at(row, path) for path in paths}


def record_row(record: Any) -> Any:
    """What a write shows of its answer: the short fields of a record; any other JSON as it is."""
    return row_of(record.to_dict(names="python"), type(record), None) if isinstance(record, Model) else record


def without_start(row: Mapping[str, Any], offset: int) -> dict[str, Any]:
    """The record without the first characters of the texts that are longer, to read what was cut."""
    return {
        name: f"…{value[offset:]}" if offset and isinstance(value, str) and len(value) > offset else value
        for name, value in row.items()
    }


def fitting(value: Any, room: int = MAX_CHARACTERS) -> str:
    """The JSON of a value. Long texts and lists are cut until it fits, and say how much is missing."""
    for most in _CUTS:
        if len(text := json_text(_cut(value, most))) <= room:
            return text
    id = value.get("id") if isinstance(value, Mapping) else None
    return json_text({"id": id, "cut": "too long to show; name fewer fields"})


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, str) and len(value) > most:
        return f"{value[:most]}… ({len(value) - most} more characters)"
    if isinstance(value, Mapping):
        return {key: _cut(item, most) for key, item in value.items()}
    if isinstance(value, list):
        left = [f"… ({len(value) - _ITEMS} more)"] if len(value) > _ITEMS else []
        return [*(_cut(item, most) for item in value[:_ITEMS]), *left]
    return value


def rows_text(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The JSON of the first rows that fit into an answer: at least of one, if there are any."""
    texts: list[str] = []
    room = MAX_CHARACTERS
    for row in rows:
        text = fitting(row)
        room -= len(text) + 1
        if texts and room < 0:
            break
        texts.append(text)
    return texts


def answer(records: Sequence[str], **facts: Any) -> str:
    """The answer with the JSON of records, and some facts after them."""
    rest = json_text({name: value for name, value in facts.items() if value is not None})[1:-1]
    return f'{{"records":[{",".join(records)}]{"," if rest else ""}{rest}}}'
