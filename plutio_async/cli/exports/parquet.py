"""A file of JSON lines as Parquet: a column for each field that is described, and one with the rest.

The schema follows from the description alone, so that each export of a resource has the same columns. A list of plain
values is a list. An object, or a list of them, is JSON text, since any field may be in it. What a column does not hold
exactly is in the rest too: an unknown field, and a value of another type than the description says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from plutio_async.cli.json_text import LongNumber, json_text, parse_json, with_all_digits
from plutio_async.description import (
    Boolean,
    Choice,
    Codec,
    Integer,
    Many,
    Mismatch,
    Moment,
    Number,
    Text,
    fields_by_wire_name,
    mismatch,
)

REST = "_rest"
"""The column with the JSON text of what the others do not hold."""
_GROUP = 8 * 1024 * 1024
"""Bytes of JSON lines in a row group, which is what is in memory at a time."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_parquet(lines: Path, file: Path, model: type[Any]) -> None:
    """Writes the records, a row group at a time."""
    columns = Columns(model)
    with ParquetWriter(file, columns.schema, compression="zstd") as writer:
        for group in _groups(lines):
            rows = [columns.row(record) for record in group]
            writer.write_table(pa.Table.from_pylist(rows, columns.schema), row_group_size=len(rows))


def _groups(lines: Path) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    with lines.open("rb") as file:
        for line in file:
            group.append(parse_json(line))
            size += len(line)
            if size >= _GROUP:
                yield group
                group, size = [], 0
    if group:
        yield group


class Columns:
    """The columns for the records of a model, with the API's names."""

    def __init__(self, model: type[Any]) -> None:
        self._codecs = {name: field.codec for name, field in fields_by_wire_name(model).items()}
        types = {name: _type(codec) for name, codec in self._codecs.items()}
        self._as_json = {name for name, type in types.items() if type is None}
        text = pa.string()
        self.schema: pa.Schema = pa.schema([*((name, type or text) for name, type in types.items()), (REST, text)])

    def row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a record. Null and a missing value are the same."""
        row: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for name, raw in record.items():
            try:
                row[name] = self._value(name, raw)
            except Mismatch:
                rest[name] = raw
                continue
            if name not in self._as_json and not _is_exact(row[name], raw):
                rest[name] = raw
        row[REST] = _json(rest) if rest else None
        return row

    def _value(self, name: str, raw: Any) -> Any:
        if name not in self._codecs:
            mismatch(raw)
        if raw is None:
            return None
        return _json(raw) if name in self._as_json else _value(self._codecs[name], raw)


def _type(codec: Codec) -> Any:
    """The type of a column; ``None`` for JSON text."""
    match codec:
        case Moment():
            return pa.timestamp("us", tz="UTC")
        case Boolean():
            return pa.bool_()
        case Integer():
            return pa.int64()
        case Number():
            return pa.float64()
        case Text() | Choice():
            return pa.string()
        case Many():
            inner = _type(codec.inner)
            return inner and pa.list_(inner)
    return None


def _value(codec: Codec, raw: Any) -> Any:
    """The value of a column. Raises ``Mismatch`` if it cannot have this one."""
    if isinstance(codec, Many):
        return (
            [None if item is None else _value(codec.inner, item) for item in raw]
            if isinstance(raw, list)
            else mismatch(raw)
        )
    value = codec.decode(raw)
    if isinstance(codec, Integer):
        return value if value.bit_length() < 64 else mismatch(raw)
    if isinstance(codec, Number):
        return float(value) if abs(value) < 1e308 else mismatch(raw)
    if isinstance(codec, Text | Choice):
        return str(value) if not _SURROGATE.search(value) else mismatch(raw)
    return value


def _is_exact(value: Any, raw: Any) -> bool:
    """Whether a value of a column says all that the API sent."""
    if isinstance(value, list):
        return all(map(_is_exact, value, raw))
    return isinstance(value, datetime) or (value == raw and not isinstance(raw, LongNumber))


def _json(value: Any) -> str:
    """JSON text; a half of a surrogate pair, which UTF-8 cannot have, is escaped."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text(with_all_digits(value)))
