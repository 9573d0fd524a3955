"""Asking for some of the records.

``F`` names fields, and comparing them gives conditions. They are put together with ``&``, ``|`` and ``~``, and what is
sent is JSON in the API's own names:

>>> from datetime import UTC, datetime
>>> compile_query((F.status == "overdue") & (F.due_date < datetime(2026, 1, 1, tzinfo=UTC)), None)
'{"status":"overdue","dueDate":{"$lt":"2026-01-01T00:00:00.000Z"}}'
>>> compile_query(F("name.first").in_(["Leo", "Ada"]) | ~F.tags.exists(), None)
'{"$or":[{"name.first":{"$in":["Leo","Ada"]}},{"tags":{"$exists":false}}]}'

A plain dict in the API's own names and plain keyword filters work wherever a condition does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from plutio_async._query.conditions import Condition, Raw
from plutio_async._query.fields import Comparable, CustomField, F, Field, Q
from plutio_async._query.names import Names, wire_path
from plutio_async._query.targets import CustomSchema, Scope
from plutio_async._query.values import to_text

__all__ = [
    "Condition",
    "CustomField",
    "CustomSchema",
    "F",
    "Field",
    "Names",
    "Q",
    "QueryLike",
    "compile_filters",
    "compile_query",
    "custom_titles",
    "wire_path",
]

QueryLike = Condition | Mapping[str, Any] | str | None
"""What can be given as ``q``: a condition, a MongoDB query as a dict or as JSON text, or nothing."""


def compile_query(q: QueryLike, names: Names | None, schema: CustomSchema | None = None) -> str | None:
    """The JSON text of the ``q`` parameter; ``None`` when nothing is asked for.

    Raises :exc:`TypeError` for what is no query, for an unknown field, and for a custom field by title without schema.
    """
    if q is None:
        return None
    if isinstance(q, str):
        return _checked(q)
    query = _condition(q).compile(Scope(names, schema))
    return json.dumps(query, separators=(",", ":"), ensure_ascii=False) if query else None


def custom_titles(q: QueryLike) -> frozenset[str]:
    """The titles of the custom fields in a query; it takes a schema to compile when there are any."""
    return frozenset(q.titles()) if isinstance(q, Condition) else frozenset()


def compile_filters(filters: Mapping[str, Any], names: Names | None) -> list[tuple[str, str]]:
    """Plain query parameters: ``client__id`` is ``client._id``. Without names, the keys stay as they are.

    Raises :exc:`TypeError` for an unknown field, with the nearest right one, and for a value that is no plain one.
    """
    return [(_parameter(name, names), to_text(name, value)) for name, value in filters.items()]


def _parameter(name: str, names: Names | None) -> str:
    return name if names is None else wire_path(name.replace("__", "."), names)


def _condition(q: object) -> Condition:
    if isinstance(q, Condition):
        return q
    if isinstance(q, Mapping):
        return Raw(q)
    if isinstance(q, Comparable):
        raise TypeError(f"{q!r} is a field, not a condition: compare it with something.")
    raise TypeError(f"q={q!r} is no query: use conditions such as F.status == 'open', or a MongoDB query as a dict.")


def _checked(text: str) -> str:
    """The API takes text that is no JSON for no query at all, and would give every record."""
    try:
        query = json.loads(text)
    except ValueError:
        query = None
    if not isinstance(query, dict):
        raise TypeError(
            f"q={text!r} is no JSON object: the API would ignore it. For a search, use F.title.contains(...)."
        )
    return text
