"""Query parameters as filters, and the sorting of lists."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from plutio_async.testing._api.messages import ApiError
from plutio_async.testing._api.timestamps import normalized

Record = Mapping[str, Any]

_SUFFIX = re.compile(r"(?P<field>[\w.]+)_(?P<order>asc|desc)")
_MINUS = re.compile(r"(?P<minus>-?)(?P<field>[\w.]+)")


def compile_filters(filters: Iterable[tuple[str, str]], timestamps: Collection[str] = ()) -> Callable[[Record], bool]:
    """A test of one record: each named field has one of the values given for it.

    Query parameters are text, so ``5`` is equal to the number and ``true`` to the boolean. A dotted path reaches into
    objects and into the objects of arrays. ``timestamps`` are the fields that hold a time, which has several spellings.
    """
    wanted: dict[str, set[str]] = {}
    for name, value in filters:
        wanted.setdefault(name, set()).add(normalized({name: value}, timestamps)[name])
    paths = [(name.split("."), values) for name, values in wanted.items()]

    def matches(record: Record) -> bool:
        return all(any(_text(value) in values for value in reach(record, path)) for path, values in paths)

    return matches


def reach(value: Any, path: list[str]) -> Iterator[Any]:
    """The values at a path, those of arrays one by one."""
    if isinstance(value, list):
        for item in value:
            yield from reach(item, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from reach(value[path[0]], path[1:])


def sort_key(sort: str, grammar: str) -> tuple[Callable[[Record], Any], bool]:
    """The sort key of a record, and whether the order is descending; raises ``ApiError`` for an unknown syntax."""
    field, descending = _parse(sort, grammar)
    path = field.split(".")
    return lambda record: min((_rank(value) for value in reach(record, path)), default=_NOTHING), descending


_NOTHING: tuple[int, Any] = (0, 0)


def _parse(sort: str, grammar: str) -> tuple[str, bool]:
    suffix = _SUFFIX.fullmatch(sort)
    if suffix and grammar in ("suffix", "both"):
        return suffix["field"], suffix["order"] == "desc"
    minus = _MINUS.fullmatch(sort)
    if minus and grammar in ("minus", "both") and not suffix:
        return minus["field"], bool(minus["minus"])
    raise ApiError(400, f"Invalid sort: {sort}")


def _rank(value: Any) -> tuple[int, Any]:
    """MongoDB's order of types: null, numbers, text, objects, booleans."""
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return 4, value
    if isinstance(value, int | float):
        return 1, value
    if isinstance(value, str):
        return 2, value
    return 3, json.dumps(value, sort_keys=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
