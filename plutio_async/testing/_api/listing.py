"""Lists: selects, sorts and pages the records that a GET returns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from plutio_async.testing._api import json_text, quirks
from plutio_async.testing._api.context import Context
from plutio_async.testing._api.distort import stored
from plutio_async.testing._api.filters import compile_filters, sort_key
from plutio_async.testing._api.matching import QueryError, asks_for_templates, compile_query, names, only_id
from plutio_async.testing._api.messages import ApiError, not_found
from plutio_async.testing._api.store import Record
from plutio_async.testing._api.timestamps import normalized

_Test = Callable[[Any], bool]


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
        query = json_text.read(text)
    except json_text.TooDeepError:
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
    return (record for record in (stored(context, row) for row in rows) if all(test(record) for test in tests))


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
        yield compile_filters(filters, context.catalogue.timestamps)
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
        key, descending = sort_key(sort, context.switches.sort_grammar)
        found = context.store.shuffled(rows) if context.switches.ties == "shuffled" else rows
        rows = iter(sorted(found, key=key, reverse=descending))
    return islice(rows, min(skip, sys.maxsize), min(skip + limit, sys.maxsize))
