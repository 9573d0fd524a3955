"""Conditions on the records of a resource, and the JSON that is sent for them.

``F`` names fields, and comparing a field returns a condition. Combine conditions with ``&``, ``|`` and ``~``. They are
sent as JSON in the API's own names:

>>> from datetime import UTC, datetime
>>> from plutio_async import F
>>> compile_query((F.status == "overdue") & (F.due_date < datetime(2026, 1, 1, tzinfo=UTC)), None)
'{"status":"overdue","dueDate":{"$lt":"2026-01-01T00:00:00.000Z"}}'
>>> compile_query(F("name.first").in_(["Leo", "Ada"]) | ~F.tags.exists(), None)
'{"$or":[{"name.first":{"$in":["Leo","Ada"]}},{"tags":{"$exists":false}}]}'

A plain dict in the API's own names works wherever a condition does, and so do keyword filters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import and_
from typing import Any

from plutio_async._core.call import Query
from plutio_async._core.errors import InvalidInput
from plutio_async._core.json_text import json_or_none
from plutio_async._models.codecs import is_record
from plutio_async._models.json_form import UNSET, RawValue
from plutio_async._query.conditions import Compare, Condition, CustomSchema, Path, Raw, Scope, as_condition
from plutio_async._query.fields import Comparable
from plutio_async._query.operands import checked, operand_json, to_text
from plutio_async._query.paths import ModelNames, Place, resolve, sort_text
from plutio_async._query.spellings import keyword, operator, option, written

QueryLike = Condition | Mapping[str, Any] | str | None
"""What ``q`` accepts: a condition, a MongoDB query as a dict or as JSON text, or nothing."""


def compile_query(q: QueryLike, names: ModelNames | None, schema: CustomSchema | None = None) -> str | None:
    """The JSON text of the ``q`` parameter; ``None`` for an empty query.

    Raises:
        TypeError: this is not a query, or a custom field is named by title without a schema.
        InvalidInput: text is not a JSON object, a field is unknown, or a value does not fit.
    """
    if q is None:
        return None
    if isinstance(q, str):
        return _checked(q)
    query = _condition(q).compile(Scope(names, schema))
    return json.dumps(query, separators=(",", ":"), ensure_ascii=False) if query else None


def compile_filters(filters: Mapping[str, Any], names: ModelNames) -> tuple[Query, list[Condition]]:
    """Query parameters for keyword filters: ``client__id`` is ``client._id``.

    A day is no plain value: the condition for it becomes a part of ``q``.

    Raises:
        TypeError: a field is unknown, or a value is not a plain one or has the wrong type.
        InvalidInput: a datetime has no time zone, or a value is not among the known ones.
    """
    parameters: list[tuple[str, str]] = []
    conditions: list[Condition] = []
    for name, value in filters.items():
        if value is UNSET:
            continue
        place = _filtered(name, names)
        _check_plain(name, value)
        wire, test = checked(place, {"$eq": value})
        if test.keys() == {"$eq"}:
            parameters.append((wire, to_text(test["$eq"])))
        else:
            conditions.append(Compare(Path(name), {"$eq": value}))
    return tuple(parameters), conditions


def _filtered(name: str, names: ModelNames) -> Place:
    try:
        return resolve(name, names)
    except InvalidInput as error:
        if way := keyword(name):
            raise TypeError(f"{name}= is no filter: there is no field {name!r}; {way}") from None
        raise TypeError(f"{name}= is no filter (conditions go into q=): {error.message}") from None


def compile_parameters(parameters: Mapping[str, Any]) -> Query:
    """Query parameters that are no fields, by the API's own names.

    Raises:
        TypeError: a value is not a plain one, or a name is an option of the client.
        ValueError: a datetime has no time zone.
    """
    for name, value in parameters.items():
        if way := option(name):
            raise TypeError(f"{name}= is no parameter: {way}")
        _check_plain(name, value)
    return tuple((name, to_text(operand_json(value))) for name, value in parameters.items() if value is not UNSET)


def compile_sort(sort: object, names: ModelNames) -> str | None:
    """The ``sort`` parameter, ``None`` for no order.

    Raises:
        TypeError: it is no text.
        InvalidInput: it is no order, or a field is unknown.
    """
    if sort is None:
        return None
    return str(sort.value) if isinstance(sort, RawValue) else sort_text(sort, names)


def all_of(q: QueryLike, conditions: Sequence[Condition]) -> QueryLike:
    """A query that also satisfies some conditions."""
    if not conditions:
        return q
    if isinstance(q, str):
        q = Raw(json.loads(_checked(q)))
    parts = [as_condition(q, "&"), *conditions] if q is not None else [*conditions]
    return reduce(and_, parts)


def _check_plain(name: str, value: Any) -> None:
    if value is None:
        raise TypeError(f"{name}=None is not a filter: omit it, or write q=(F({name!r}) == None)")
    plain = isinstance(value, str | int | float | Decimal | date | Enum | RawValue)
    if not plain and not is_record(value):
        way = isinstance(value, Mapping) and operator(written(name), str(next(iter(value), "")))
        way = way or f"write a condition such as {written(name)}.in_([…])"
        raise TypeError(f"{name}={value!r} is not a plain value (conditions go into q=): {way}")


class UnreadSchema:
    """Stands for definitions of custom fields that were not read yet. Keeps titles and labels as they are.

    If ``titles``, those of the query, are not empty, compiling it needs the definitions.
    """

    def __init__(self) -> None:
        self.titles: set[str] = set()

    def id(self, title: str) -> str:
        self.titles.add(title)
        return title

    def encode(self, id: str, value: Any) -> Any:  # noqa: ARG002
        return value

    def matching(self, id: str, pattern: str, flags: str) -> None:
        """The options are unknown."""


def _condition(q: object) -> Condition:
    if isinstance(q, Condition):
        return q
    if isinstance(q, Mapping):
        return Raw(q)
    if isinstance(q, Comparable):
        raise TypeError(f"{q!r} is a field, not a condition: compare it with a value")
    raise TypeError(f"q={q!r} is not a query: use a condition such as F.status == 'open', or a MongoDB query as a dict")


def _checked(text: str) -> str:
    """The API ignores a query that is not a JSON object, and would return every record."""
    if not isinstance(json_or_none(text), dict):
        raise InvalidInput(
            f"q={text!r} is not a JSON object, so the API would ignore it: to search, use F.title.contains(...)",
            name="q",
            given=text,
        )
    return text
