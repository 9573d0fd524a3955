"""Cheap tests that a record must pass for a query to match it, to spare the library most records.

A test may let too much through, never too little: what it does not understand it lets pass.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plutio_async.testing._api.query_check import is_operators

Test = Callable[[Any], bool]

_SCALARS = (str, int, float)
_ABSENT = object()
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


def quick_test(query: Mapping[str, Any]) -> Test:
    """One test of a record from all that the query's conditions give."""
    tests = tuple(_tests(query))
    if len(tests) == 1:
        return tests[0]
    return lambda record: all(test(record) for test in tests)


def _tests(query: Mapping[str, Any]) -> Iterator[Test]:
    for name, condition in query.items():
        if name == "$and":
            yield from (quick_test(part) for part in condition)
        elif name == "$or":
            yield _any_of([quick_test(part) for part in condition])
        elif not name.startswith("$"):
            yield from (_at(name, test) for test in _value_tests(condition))


def _any_of(alternatives: list[Test]) -> Test:
    return lambda record: any(test(record) for test in alternatives)


def _at(name: str, test: Test) -> Test:
    """The test of a field. Along a path only objects are followed; an array on the way lets the record pass."""
    if "." not in name:
        return lambda record: test(record.get(name, _ABSENT))
    path = name.split(".")

    def reached(value: Any) -> bool:
        for part in path:
            if isinstance(value, dict):
                value = value.get(part, _ABSENT)
            elif isinstance(value, list):
                return True
            else:
                return test(_ABSENT)
        return test(value)

    return reached


def _value_tests(condition: Any) -> Iterator[Test]:
    if isinstance(condition, _SCALARS):
        yield _some(_equal_to(condition))
    elif is_operators(condition):
        for name, operand in condition.items():
            test = _operator_test(name, operand)
            if test is not None:
                yield test


def _operator_test(name: str, operand: Any) -> Test | None:
    if name == "$exists":
        return _present if operand else _absent
    if name == "$size":
        return lambda value: isinstance(value, list) and len(value) == operand
    if name == "$all" and not operand:
        return lambda _: False
    if name == "$elemMatch":
        return _with_element(operand)
    test = _scalar_test(name, operand)
    return test and _some(test)


def _scalar_test(name: str, operand: Any) -> Test | None:
    if name == "$eq" and isinstance(operand, _SCALARS):
        return _equal_to(operand)
    if name == "$in" and all(isinstance(item, _SCALARS) for item in operand):
        return _any_of([_equal_to(item) for item in operand])
    if name in _COMPARISONS and isinstance(operand, _SCALARS):
        return _compared(_COMPARISONS[name], operand)
    if name == "$regex":
        pattern: re.Pattern[str] = operand
        return lambda value: isinstance(value, str) and pattern.search(value) is not None
    return None


def _some(test: Test) -> Test:
    """The value passes, or one in the array does; objects and arrays in arrays are left to the library."""

    def passes(value: Any) -> bool:
        if type(value) is list:
            return any(test(item) or type(item) in (list, dict) for item in value)
        return type(value) is dict or test(value)

    return passes


def _with_element(query: Mapping[str, Any]) -> Test:
    if is_operators(query):
        return lambda value: isinstance(value, list)
    test = quick_test(query)
    return lambda value: isinstance(value, list) and any(not isinstance(item, dict) or test(item) for item in value)


def _present(value: Any) -> bool:
    return value is not _ABSENT


def _absent(value: Any) -> bool:
    return value is _ABSENT


def _equal_to(wanted: Any) -> Test:
    boolean = isinstance(wanted, bool)
    return lambda value: bool(value == wanted) and isinstance(value, bool) is boolean


def _compared(compare: Callable[[Any, Any], bool], bound: Any) -> Test:
    if isinstance(bound, str):
        return lambda value: isinstance(value, str) and compare(value, bound)
    boolean = isinstance(bound, bool)
    return lambda value: isinstance(value, int | float) and isinstance(value, bool) is boolean and compare(value, bound)
