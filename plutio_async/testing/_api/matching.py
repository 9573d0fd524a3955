"""Which records a MongoDB query in ``q`` matches.

The matching is mongomock's, the fastest of those measured (100,000 records: mongomock 0.2 to 0.7 s, mongoquery twice
that and without ``$options``, montydb 1 to 5 s). In front of it stand the cheap tests of ``quick``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mongomock import OperationFailure  # pyright: ignore[reportAttributeAccessIssue]
from mongomock.filtering import filter_applies

from plutio_async.testing._api.query_check import QueryError, checked
from plutio_async.testing._api.quick import quick_test

__all__ = ["Predicate", "QueryError", "asks_for_templates", "compile_query", "names", "only_id"]

Predicate = Callable[[Mapping[str, Any]], bool]

_applies: Callable[[Mapping[str, Any], Mapping[str, Any]], Any] = filter_applies


def compile_query(query: Mapping[str, Any]) -> Predicate:
    """A test of one record.

    Raises:
        QueryError: the query is none that MongoDB would take; matching raises it too where only a record shows it.
    """
    compiled = checked(query)
    quick = quick_test(compiled)
    return lambda record: quick(record) and _matches(compiled, record)


def only_id(query: Mapping[str, Any]) -> str | None:
    """The id that a query asks for, when it asks for a single one at its top level."""
    wanted = query.get("_id")
    if isinstance(wanted, Mapping) and wanted.keys() == {"$eq"}:
        wanted = wanted["$eq"]
    return wanted if isinstance(wanted, str) else None


def asks_for_templates(query: Any) -> bool:
    """Whether a query names ``isTemplate`` with anything but false."""
    if isinstance(query, list):
        return any(asks_for_templates(part) for part in query)
    if not isinstance(query, Mapping):
        return False
    if query.get("isTemplate", False) not in (False, {"$eq": False}, {"$ne": True}):
        return True
    return any(asks_for_templates(part) for key, part in query.items() if key.startswith("$"))


def names(query: Any) -> set[str]:
    """The fields that a query has conditions for, those of its alternatives included."""
    if isinstance(query, list):
        return {name for part in query for name in names(part)}
    if not isinstance(query, Mapping):
        return set()
    own = {key for key in query if not key.startswith("$")}
    return own | {name for key in query if key.startswith("$") for name in names(query[key])}


def _matches(query: dict[str, Any], record: Mapping[str, Any]) -> bool:
    try:
        return bool(_applies(query, record))
    except (OperationFailure, NotImplementedError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise QueryError(f"the query cannot be run: {error}") from None
