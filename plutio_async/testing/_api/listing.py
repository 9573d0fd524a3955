"""Lists: selects, filters, sorts and pages the records that a GET returns."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from plutio_async.testing._api import quirks
from plutio_async.testing._api.forms import as_stored
from plutio_async.testing._api.matching import asks_for_templates, compile_query, names, only_id
from plutio_async.testing._api.messages import ApiError, TooDeepError, not_found, read_json
from plutio_async.testing._api.query_check import QueryError
from plutio_async.testing._api.store import Context, Record, normalized

_Test = Callable[[Any], bool]

_SUFFIX = re.compile(r"(?P<field>[\w.]+)_(?P<order>asc|desc)")
_MINUS = re.compile(r"(?P<minus>-?)(?P<field>[\w.]+)")
_NOTHING: tuple[int, Any] = (0, 0)


def list_records(context: Context) -> Any:
    """The answer of a GET on a collection: an array, or for ``_id`` the form that the switch selects."""
    query = parse_query(context)
    identifier = context.params.get("_id")
    rows = _candidates(context, identifier or (only_id(query) if query else None))
    try:
        found = [quirks.shown(context, row) for row in _page(context, _matching(context, rows, query))]
    except QueryError as error:
        raise ApiError(400, str(error)) from None
    if identifier is None or context.switches.get_one == "array":
        return found
    if not found:
        raise not_found()
    return found[0]


def parse_query(context: Context) -> dict[str, Any] | None:
    """The ``q`` parameter. Text that is not a JSON object is ignored, or raises ``ApiError`` if the switch says so."""
    text = context.params.get("q")
    if not text:
        return None
    try:
        query = read_json(text)
    except TooDeepError:
        raise ApiError(400, "the query is nested too deeply") from None
    except ValueError:
        query = None
    if isinstance(query, dict):
        return {**normalized(query, context.catalogue.timestamps)}
    if context.switches.text_query == "refused":
        raise ApiError(400, "q must be a JSON object")
    return None


def _candidates(context: Context, identifier: str | None) -> Iterable[Record]:
    if context.resource in _MIXED:
        return _MIXED[context.resource](context)
    rows = context.collection
    if identifier is not None:
        return [rows[identifier]] if identifier in rows else []
    return reversed(rows.values()) if context.switches.list_order == "newest" else rows.values()


def _archived(context: Context) -> Iterator[Record]:
    for resource, rows in context.workspace.collections.items():
        entity_type = context.catalogue.resources[resource].entity_type
        for record in rows.values():
            if record.get("isArchived"):
                yield {**record, "entityType": entity_type}


def _trashed(context: Context) -> Iterator[Record]:
    for resource, record in context.workspace.trash.values():
        yield {**record, "entityType": context.catalogue.resources[resource].entity_type}


_MIXED: dict[str, Callable[[Context], Iterator[Record]]] = {"archive": _archived, "trash_bin": _trashed}


def _matching(context: Context, rows: Iterable[Record], query: dict[str, Any] | None) -> Iterator[Record]:
    tests = list(_tests(context, query))
    return (record for record in (as_stored(context, row) for row in rows) if all(test(record) for test in tests))


def _tests(context: Context, query: dict[str, Any] | None) -> Iterator[_Test]:
    filters = context.filters
    if context.resource not in _MIXED:
        if not asks_for_templates(query) and ("isTemplate", "true") not in filters:
            yield lambda record: not record.get("isTemplate")
        if context.switches.archived == "hidden" and not _asks_for_archived(context, query):
            yield lambda record: not record.get("isArchived")
    if context.params.get("_id") is not None:
        yield lambda record: bool(record["_id"] == context.params["_id"])
    if filters:
        yield _compile_filters(filters, context.catalogue.timestamps)
    if query:
        yield compile_query(query)


def _asks_for_archived(context: Context, query: dict[str, Any] | None) -> bool:
    """Whether a list asks for archived records, or for single records, which are returned even if archived."""
    named = names(query) | {name for name, _ in context.filters} | context.params.keys()
    return not named.isdisjoint(("isArchived", "_id"))


def _page(context: Context, rows: Iterator[Record]) -> Iterator[Record]:
    skip = context.params.get("skip", 0)
    limit = context.params.get("limit", context.switches.default_limit)
    limit = min(limit, context.switches.max_limit or limit)
    sort = context.params.get("sort")
    if sort:
        key, descending = _sort_key(sort, context.switches.sort_grammar)
        found = context.store.shuffled(rows) if context.switches.ties == "shuffled" else rows
        rows = iter(sorted(found, key=key, reverse=descending))
    return islice(rows, min(skip, sys.maxsize), min(skip + limit, sys.maxsize))


def _compile_filters(filters: Iterable[tuple[str, str]], timestamps: Collection[str] = ()) -> Callable[[Record], bool]:
    """A test of one record: each named field has one of the values given for it.

    Query parameters are text, so ``5`` is equal to the number and ``true`` to the boolean. A dotted path reaches into
    objects and into the objects of arrays. ``timestamps`` are the fields that hold a time, which has several spellings.
    """
    wanted: dict[str, set[str]] = {}
    for name, value in filters:
        wanted.setdefault(name, set()).add(normalized({name: value}, timestamps)[name])
    paths = [(name.split("."), values) for name, values in wanted.items()]

    def matches(record: Record) -> bool:
        return all(any(_text(value) in values for value in _reach(record, path)) for path, values in paths)

    return matches


def _reach(value: Any, path: list[str]) -> Iterator[Any]:
    """The values at a path, those of arrays one by one."""
    if isinstance(value, list):
        for item in value:
            yield from _reach(item, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _reach(value[path[0]], path[1:])


def _sort_key(sort: str, grammar: str) -> tuple[Callable[[Record], Any], bool]:
    """The sort key of a record, and whether the order is descending; raises ``ApiError`` for an unknown syntax."""
    field, descending = _parse(sort, grammar)
    path = field.split(".")
    return lambda record: min((_rank(value) for value in _reach(record, path)), default=_NOTHING), descending


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
