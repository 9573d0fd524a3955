"""Validates a MongoDB query before it runs, so that a wrong query fails whatever the records are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plutio_async._core.checks import is_count

Query = Mapping[str, Any]

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_ORDER = frozenset({"$gt", "$gte", "$lt", "$lte"})
_LOGICAL = frozenset({"$and", "$or", "$nor"})


class QueryError(ValueError):
    """MongoDB would reject the query."""


def checked(query: Query) -> dict[str, Any]:
    """The same query with its regular expressions compiled; raises ``QueryError``."""
    result: dict[str, Any] = {}
    for key, condition in query.items():
        if key == "$comment":
            continue
        if key in _LOGICAL:
            result[key] = _alternatives(key, condition)
        elif key.startswith("$"):
            raise QueryError(f"unknown top level operator: {key}")
        else:
            result[key] = _condition(condition)
    return result


def is_operators(condition: Any) -> bool:
    """Whether a condition consists of operators, and is not a value to compare with."""
    return isinstance(condition, Mapping) and bool(condition) and all(key.startswith("$") for key in condition)


def _alternatives(key: str, queries: Any) -> list[dict[str, Any]]:
    if not isinstance(queries, list) or not queries or not all(isinstance(query, Mapping) for query in queries):
        raise QueryError(f"{key} must be a nonempty array of objects")
    return [checked(query) for query in queries]


def _condition(condition: Any) -> Any:
    if not is_operators(condition):
        return condition
    if "$options" in condition and "$regex" not in condition:
        raise QueryError("$options needs a $regex")
    result: dict[str, Any] = {}
    for operator, operand in condition.items():
        if operator == "$options":
            continue
        result[operator] = _operand(operator, operand)
    result = _compared_with_nothing(result)
    if "$regex" in condition:
        result["$regex"] = _pattern(condition["$regex"], condition.get("$options", ""))
    return result


def _compared_with_nothing(condition: dict[str, Any]) -> dict[str, Any]:
    """In MongoDB ``$gte`` and ``$lte`` of null match null and absent fields; nothing is greater or less than null."""
    nulls = {name for name in _ORDER if name in condition and condition[name] is None}
    kept = {name: operand for name, operand in condition.items() if name not in nulls}
    if nulls & {"$gt", "$lt"} or (nulls and kept.get("$eq") is not None):
        return {**kept, "$in": []}
    return {**kept, "$eq": None} if nulls else kept


def _pattern(text: Any, options: Any) -> re.Pattern[str]:
    if not isinstance(text, str) or not isinstance(options, str):
        raise QueryError("$regex has to be a string")
    flags = re.NOFLAG
    for option in options:
        if option not in _FLAGS:
            raise QueryError(f"invalid flag in regex options: {option}")
        flags |= _FLAGS[option]
    try:
        return re.compile(text, flags)
    except re.error as error:
        raise QueryError(f"Regular expression is invalid: {error}") from None


def _operand(operator: str, operand: Any) -> Any:
    match operator:
        case "$eq" | "$ne" | "$gt" | "$gte" | "$lt" | "$lte" | "$regex":
            return operand
        case "$exists":
            return bool(operand)
        case "$in" | "$nin" | "$all":
            _require(isinstance(operand, list), f"{operator} needs an array")
            return [_condition(item) for item in operand]
        case "$size":
            _require(is_count(operand, 0), f"{operator} needs a whole number")
            return operand
        case "$not":
            _require(is_operators(operand), f"{operator} needs a document of operators")
            return _condition(operand)
        case "$elemMatch":
            _require(isinstance(operand, Mapping), f"{operator} needs an Object")
            of_values = is_operators(operand) and not _LOGICAL & operand.keys()
            return _condition(operand) if of_values else checked(operand)
        case _:
            raise QueryError(f"unknown operator: {operator}")


def _require(valid: bool, message: str) -> None:  # noqa: FBT001 - like an assertion
    if not valid:
        raise QueryError(message)
