"""The columns of the table of a resource, from the description: their types, values, and what they refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from attrs import frozen

from plutio_async._core.json_text import LongNumber, json_text
from plutio_async._core.moments import format_moment
from plutio_async._models.codecs import decoded_or_same
from plutio_async.description import (
    RESOURCES,
    Boolean,
    Codec,
    Field,
    Integer,
    Many,
    Moment,
    Number,
    Ref,
    Targets,
    catalogue,
    fields_of,
    options_of,
    unlistable,
)

SqlValue = str | int | float | None
Getter = Callable[[Mapping[str, Any]], SqlValue]

_TYPES: dict[type[Any], str] = {Boolean: "BOOLEAN", Integer: "INTEGER", Moment: "TIMESTAMP", Number: "NUMERIC"}
_LARGEST = 2**63


@frozen
class Column:
    """A column. ``field`` is the path of its value by the API's names, ``get`` finds the value in a record.

    ``targets`` are the resources that its id, or each id of its JSON array if it has ``many``, may belong to.
    """

    name: str
    type: str
    field: str
    get: Getter
    targets: tuple[str, ...] = ()
    many: bool = False

    @property
    def label(self) -> str | None:
        """The column beside it with the names of the records that it refers to, if there is one."""
        if not self.targets:
            return None
        if self.many:
            return f"{self.name}_names"
        return f"{self.name.removesuffix('_id')}_name"


@cache
def mirrored() -> dict[str, tuple[Column, ...]]:
    """The columns of each resource that has a list."""
    known = catalogue()
    return {
        name: tuple(_columns(getattr(known, name).model))
        for name in RESOURCES
        if unlistable(getattr(known, name)) is None
    }


def _columns(model: type[Any]) -> Iterator[Column]:
    for name, field in fields_of(model).items():
        if field.name == "customFields":
            continue
        codec, targets = field.codec, _resources(field.refers_to)
        if targets and isinstance(codec, Many):
            yield Column(name, "JSON", field.name, _ids(field.name), targets, many=True)
        elif targets:
            yield from _reference(name, field, targets)
        elif isinstance(codec, Ref) and fields_of(codec.model):
            yield from _parts(name, field.name, fields_of(codec.model))
        else:
            yield Column(name, _type(codec), field.name, _value(field.name, codec))


def _resources(targets: Targets | None) -> tuple[str, ...]:
    found = targets.values() if isinstance(targets, Mapping) else targets or ()
    return tuple(dict.fromkeys(found))


def _reference(name: str, field: Field, targets: tuple[str, ...]) -> Iterator[Column]:
    """The id of another record, which the API sends alone or in an object; with the kind that stands beside it."""
    if not isinstance(field.codec, Ref):
        yield Column(name, "TEXT", field.name, _id(field.name), targets)
        return
    yield Column(f"{name}_id", "TEXT", f"{field.name}._id", _id(field.name), targets)
    if len(targets) > 1:
        yield Column(f"{name}_type", "TEXT", f"{field.name}.entityType", _part(field.name, "entityType"))


def _parts(name: str, wire: str, fields: Mapping[str, Field]) -> Iterator[Column]:
    for part, field in fields.items():
        yield Column(f"{name}_{part}", _type(field.codec), f"{wire}.{field.name}", _part(wire, field.name, field.codec))


def _type(codec: Codec) -> str:
    """The declared type. One of several types has none, so that a label such as ``007`` stays text."""
    options = options_of(codec)
    if len(options) > 1:
        return ""
    if isinstance(options[0], Many):
        return "JSON"
    return _TYPES.get(type(options[0]), "TEXT")


def _value(name: str, codec: Codec) -> Getter:
    def get(raw: Mapping[str, Any]) -> SqlValue:
        value = raw.get(name)
        return None if value is None else sql_value(decoded_or_same(codec, value) if _is_plain(value) else value)

    return get


def _part(name: str, part: str, codec: Codec | None = None) -> Getter:
    def get(raw: Mapping[str, Any]) -> SqlValue:
        holder = raw.get(name)
        value = holder.get(part) if isinstance(holder, dict) else None
        if codec is not None and _is_plain(value):
            value = decoded_or_same(codec, value)
        return sql_value(value)

    return get


def _id(name: str) -> Getter:
    def get(raw: Mapping[str, Any]) -> SqlValue:
        return sql_value(id_of(raw.get(name)))

    return get


def _ids(name: str) -> Getter:
    def get(raw: Mapping[str, Any]) -> SqlValue:
        value = raw.get(name)
        if value is None:
            return None
        return sql_value([id_of(item) for item in (value if isinstance(value, list) else [value])])

    return get


def id_of(value: Any) -> Any:
    """The id of a reference, which may be an object."""
    return value.get("_id") if isinstance(value, dict) else value


def _is_plain(value: Any) -> bool:
    return not isinstance(value, dict | list)


def sql_value(value: Any) -> SqlValue:
    """A value as SQLite holds it: moments as ISO text in UTC, flags as 0 and 1, lists and objects as JSON text."""
    if value is None:
        return None
    if isinstance(value, str):
        return storable(str.__str__(value))
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, LongNumber):
        return float(value)
    if isinstance(value, int):
        return value if -_LARGEST <= value < _LARGEST else _large(value)
    if isinstance(value, float):
        return value
    if isinstance(value, datetime):
        return format_moment(value)
    return storable(json_text(value))


def _large(value: int) -> float | str:
    try:
        return float(value)
    except OverflowError:
        return hex(value)


def storable(text: str) -> str:
    """The text with an escape for halves of letters, which no encoding takes; in JSON it is JSON's own."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
