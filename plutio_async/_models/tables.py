"""Records as tables: in HTML, which notebooks show, and as frames of pandas and polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from attrs import define

from plutio_async._core.errors import CustomFieldError
from plutio_async._core.json_text import json_text
from plutio_async._models.codecs import Boolean, Choice, Codec, Id, Integer, Moment, Number, Text
from plutio_async._models.fields import fields_of
from plutio_async._models.json_form import to_json

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")

_ROWS, _COLUMNS, _CHARACTERS = 20, 8, 80
_COMMON = frozenset({"business_id", "created_at", "created_by", "updated_at", "is_archived", "is_template"})
"""The fields of every record, which come last."""


Kind = Literal["flag", "integer", "moment", "number", "text", "other"]

_KINDS: dict[type, Kind] = {Boolean: "flag", Integer: "integer", Moment: "moment", Number: "number"}
_KINDS |= dict.fromkeys((Choice, Id, Text), "text")
_KINDS |= {bool: "flag", datetime: "moment", int: "number", float: "number", str: "text"}
"""What a column holds, by the codec of its field; for a custom field by the type of its values."""
_PANDAS = {"flag": "boolean", "integer": "Int64", "moment": "datetime64[us, UTC]", "text": "string"}


@define
class Column:
    """The values of a column, ``None`` where a record has none."""

    kind: Kind
    values: list[Any]


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
                library.Series(name, map(_text, one.values), dtype=library.String)
                if one.kind in ("text", "other")
                else library.Series(name, one.values, dtype=types.get(one.kind, library.Decimal))
                for name, one in _columns(self).items()
            ]
        )
        return frame

    def _repr_html_(self) -> str:
        shown = self[:_ROWS]
        given = [_given(record) for record in shown]
        names = _by_interest(dict.fromkeys(name for fields in given for name in fields))
        columns = names[:_COLUMNS]
        rows = [[fields.get(name) for name in columns] for fields in given]
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
        for name, kind, value in _cells(record):
            column = columns.setdefault(name, Column(kind, [None] * len(records)))
            column.kind = kind if column.kind == kind else "other"
            column.values[index] = value
    return {name: columns[name] for name in _by_interest(columns)}


def _cells(record: Any, path: str = "") -> Iterator[tuple[str, Kind, Any]]:
    """The fields of a record and of its parts, with the path of each."""
    if not _is_model(record):
        yield path or "value", "other", to_json(record)
        return
    values: dict[str, tuple[Codec | None, Any]]
    values = {name: (field.codec, getattr(record, name)) for name, field in fields_of(type(record)).items()}
    if hasattr(type(record), "custom"):
        with suppress(CustomFieldError):  # the definitions are not known
            values |= {f"custom.{title}": (None, value) for title, value in record.custom.items()}
            del values["custom_fields"]
    for name, (codec, value) in {**values, "extra": (None, record.extra or None)}.items():
        if _is_model(value):
            yield from _cells(value, f"{path}{name}.")
        elif value is not None:
            kind = _KINDS.get(type(codec) if codec else _plain_type(value), "other")
            yield f"{path}{name}", kind, _value(kind, value)


def _plain_type(value: Any) -> type:
    return next((kind for kind in (bool, datetime, int, float, str) if isinstance(value, kind)), object)


def _value(kind: Kind, value: Any) -> Any:
    match kind:
        case "number":
            return Decimal(str(value))
        case "text":
            return str(value)
        case "other":
            return _plain(value)
        case _:
            return value


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [*map(_plain, value)]
    return value.to_dict(names="python") if _is_model(value) else to_json(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str | None) else json_text(to_json(value))


def record_table(record: Any) -> str:
    """A record as HTML: a row for each field that is not ``None``."""
    given = _given(record)
    names = _by_interest(given)
    shown = [[name, given[name]] for name in names[:_ROWS]]
    return _table([type(record).__name__, ""], shown) + f"<p>{len(shown)} of {len(names)} fields</p>"


def _is_model(value: object) -> bool:
    return hasattr(type(value), "__attrs_attrs__")


def _given(record: Any) -> dict[str, Any]:
    if not _is_model(record):
        return {"": record}
    named = {name: getattr(record, name) for name in fields_of(type(record))}
    return {name: value for name, value in {**named, "extra": record.extra or None}.items() if value is not None}


def _by_interest(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "id") + (name in _COMMON) + 2 * (name == "extra"))


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
