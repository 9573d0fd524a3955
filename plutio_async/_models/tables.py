"""Records as small HTML tables, which notebooks show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from plutio_async._models.fields import fields_of

T = TypeVar("T")

_ROWS, _COLUMNS, _CHARACTERS = 20, 8, 80
_COMMON = frozenset({"business_id", "created_at", "created_by", "updated_at", "is_archived", "is_template"})
"""The fields of every record, which come last."""


class RecordList(list[T]):
    """A list of records, which notebooks show as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        shown = self[:_ROWS]
        given = [_given(record) for record in shown]
        names = _by_interest(dict.fromkeys(name for fields in given for name in fields))
        columns = names[:_COLUMNS]
        rows = [[fields.get(name) for name in columns] for fields in given]
        left_out = f"{len(shown)} of {len(self)} records, {len(columns)} of {len(names)} fields"
        return _table(columns, rows) + f"<p>{left_out}</p>"


def record_table(record: Any) -> str:
    """A record as HTML: a row for each field that is not ``None``."""
    given = _given(record)
    names = _by_interest(given)
    shown = [[name, given[name]] for name in names[:_ROWS]]
    return _table([type(record).__name__, ""], shown) + f"<p>{len(shown)} of {len(names)} fields</p>"


def _given(record: Any) -> dict[str, Any]:
    if not hasattr(type(record), "__attrs_attrs__"):
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
