"""Records as tables: in HTML, which notebooks show, and as frames of pandas and polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from attrs import define, frozen

from plutio_async._core.errors import CustomFieldError
from plutio_async._core.json_text import json_text
from plutio_async._models.codecs import Boolean, Choice, Id, Integer, Moment, Number, Text
from plutio_async._models.fields import fields_of
from plutio_async._models.json_form import to_json

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")

_ROWS = 20
_COLUMNS = 8
_CHARACTERS = 80
"""The most characters of a cell in HTML."""
_COMMON = frozenset({"business_id", "created_at", "created_by", "updated_at", "is_archived", "is_template"})
"""The fields of every record, which come last."""


Kind = Literal["flag", "integer", "moment", "number", "text", "other"]

_KINDS: dict[type, Kind] = {Boolean: "flag", Integer: "integer", Moment: "moment", Number: "number"}
_KINDS |= dict.fromkeys((Choice, Id, Text), "text")
"""What a column holds, by the codec of its field."""
_CUSTOM_KINDS: dict[type, Kind] = {bool: "flag", datetime: "moment", int: "number", float: "number", str: "text"}
"""What the column of a custom field holds, by the type of its values. ``bool`` is before ``int``, which it is too."""
_PANDAS = {"flag": "boolean", "integer": "Int64", "moment": "datetime64[us, UTC]", "text": "string"}


@define
class Column:
    """The values of a column, ``None`` where a record has none."""

    kind: Kind
    values: list[Any]


@frozen
class Cell:
    """A value of one record, with the path of its field as the name of the column, such as ``name.first``."""

    column: str
    kind: Kind
    value: Any


class RecordList(list[T]):
    """A list of records, which notebooks show as a table, and which becomes a frame of pandas or polars.

    A frame has a row for each record, and a column for each field that at least one of them has, by its Python name.
    Each field of a part has its own column, such as ``name.first``. Moments are datetimes in UTC. Numbers are
    ``Decimal`` with the digits that were sent, except whole numbers. Missing values are null. If the definitions of
    custom fields were read before (``await plutio.custom_fields.schema()``), each has a column, such as
    ``custom.Plan``. Otherwise there is one column ``custom_fields``.
    """

    __slots__ = ()

    def to_pandas(self) -> pd.DataFrame:
        """The records as a ``pandas.DataFrame``. Lists and values of unknown shape are Python objects.

        Raises:
            ImportError: pandas is not installed.
        """
        library = _library("pandas")
        columns = _columns(self).items()
        frame: pd.DataFrame = library.DataFrame(
            {name: library.Series(one.values, dtype=_PANDAS.get(one.kind, "object")) for name, one in columns}
        )
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The records as a ``polars.DataFrame``. Lists and values of unknown shape are JSON text.

        Raises:
            ImportError: polars is not installed.
        """
        library = _library("polars")
        types = {"flag": library.Boolean, "integer": library.Int64, "moment": library.Datetime("us", "UTC")}
        frame: pl.DataFrame = library.DataFrame(
            [
                library.Series(name, map(_text_or_json, one.values), dtype=library.String)
                if one.kind in ("text", "other")
                else library.Series(name, one.values, dtype=types.get(one.kind, library.Decimal))
                for name, one in _columns(self).items()
            ]
        )
        return frame

    def _repr_html_(self) -> str:
        shown = self[:_ROWS]
        values = [_values_of(record) for record in shown]
        names = _by_interest(dict.fromkeys(name for fields in values for name in fields))
        columns = names[:_COLUMNS]
        rows = [[fields.get(name) for name in columns] for fields in values]
        left_out = f"{len(shown)} of {len(self)} records, {len(columns)} of {len(names)} fields"
        return _table(columns, rows) + f"<p>{left_out}</p>"


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ImportError(f"{error.name} is missing; install {name}", name=error.name) from error


def _columns(records: Sequence[Any]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for index, record in enumerate(records):
        for cell in _cells(record):
            column = columns.setdefault(cell.column, Column(cell.kind, [None] * len(records)))
            column.kind = cell.kind if column.kind == cell.kind else "other"
            column.values[index] = cell.value
    return {name: columns[name] for name in _by_interest(columns)}


def _cells(record: Any, prefix: str = "") -> Iterator[Cell]:
    """The values of a record and of its parts, without those that are ``None``."""
    if not _is_model(record):
        yield Cell(prefix or "value", "other", to_json(record))
        return
    kinds: dict[str, Kind] = {
        name: _KINDS.get(type(field.codec), "other") for name, field in fields_of(type(record)).items()
    }
    values = _values_of(record)
    if hasattr(type(record), "custom"):
        with suppress(CustomFieldError):  # the definitions are not known
            custom = {f"custom.{title}": value for title, value in record.custom.items()}
            kinds |= {name: _custom_kind(value) for name, value in custom.items()}
            values |= custom
            values.pop("custom_fields", None)
    for name, value in values.items():
        if _is_model(value):
            yield from _cells(value, f"{prefix}{name}.")
        elif value is not None:
            kind: Kind = kinds.get(name, "other")
            yield Cell(f"{prefix}{name}", kind, _converted(kind, value))


def _custom_kind(value: Any) -> Kind:
    for python_type, kind in _CUSTOM_KINDS.items():
        if isinstance(value, python_type):
            return kind
    return "other"


def _converted(kind: Kind, value: Any) -> Any:
    """The value as a column of a kind holds it."""
    match kind:
        case "number":
            return Decimal(str(value))
        case "text":
            return str(value)
        case "other":
            return _plain_objects(value)
        case _:
            return value


def _plain_objects(value: Any) -> Any:
    """A value in lists, dicts, texts and numbers."""
    if isinstance(value, list):
        return [_plain_objects(item) for item in value]
    return value.to_dict(names="python") if _is_model(value) else to_json(value)


def _text_or_json(value: Any) -> str | None:
    return value if isinstance(value, str | None) else json_text(to_json(value))


def record_table(record: Any) -> str:
    """A record as HTML: a row for each field that is not ``None``."""
    values = _values_of(record)
    names = _by_interest(values)
    shown = [[name, values[name]] for name in names[:_ROWS]]
    return _table([type(record).__name__, ""], shown) + f"<p>{len(shown)} of {len(names)} fields</p>"


def _is_model(value: object) -> bool:
    return hasattr(type(value), "__attrs_attrs__")


def _values_of(record: Any) -> dict[str, Any]:
    """The fields that are not ``None``, and ``extra`` if it holds anything."""
    if not _is_model(record):
        return {"": record}
    named = {name: getattr(record, name) for name in fields_of(type(record))}
    return {name: value for name, value in {**named, "extra": record.extra or None}.items() if value is not None}


def _by_interest(names: Iterable[str]) -> list[str]:
    """The names in their order, but ``id`` first, and at the end what all records have, then ``extra``."""
    ranks = {"id": 0, **dict.fromkeys(_COMMON, 2), "extra": 3}
    return sorted(names, key=lambda name: ranks.get(name, 1))


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = ["".join(f"<th>{_escaped(name)}</th>" for name in head)]
    lines += ["".join(f"<td>{_escaped(value)}</td>" for value in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _escaped(value: Any) -> str:
    """The text of a value, as HTML shows it literally."""
    import html  # which only a notebook needs

    try:
        text = "" if value is None else str(value)
    except Exception:  # noqa: BLE001 - such as an integer of thousands of digits; a table is shown in any case
        text = f"({type(value).__name__})"
    return html.escape(text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…")
