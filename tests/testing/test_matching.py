"""Queries against arbitrary records."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mongomock.filtering import filter_applies

from plutio_async.testing._api.matching import asks_for_templates, compile_query, names, only_id
from plutio_async.testing._api.query_check import QueryError, checked, is_operators
from tests.testing.api import Api

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.text("ab.", max_size=2))
NAMES = st.sampled_from(["a", "b", "a.b", "a.0", "a.b.a", "c"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2)
    ),
    max_leaves=5,
)
RECORDS = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3)
_NAMES = "eq ne gt gte lt lte in nin all exists regex options size elemMatch not and or nor bad comment where"
OPERATORS = st.sampled_from(_NAMES.split()).map("${}".format)
WILD = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(OPERATORS, NAMES), inner, max_size=3)
    ),
    max_leaves=8,
)
PLAIN = st.one_of(
    SCALARS,
    st.builds(dict, **{"$in": st.lists(SCALARS, min_size=1, max_size=3)}),
    *(st.builds(lambda operand, name=name: {name: operand}, SCALARS) for name in ("$eq", "$gt", "$gte", "$lt", "$lte")),
    st.builds(lambda text: {"$regex": text}, st.sampled_from(["a", "^b", "."])),
    st.builds(lambda operand: {"$ne": operand}, SCALARS),
    st.builds(lambda wanted: {"$exists": wanted}, st.booleans()),
)
CONDITIONS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.builds(lambda query: {"$elemMatch": query}, st.dictionaries(NAMES, inner, min_size=1, max_size=2)),
        st.builds(
            lambda first, second: {**first, **second} if is_operators(first) and is_operators(second) else first,
            inner,
            inner,
        ),
    ),
    max_leaves=4,
)
QUERIES = st.recursive(
    st.dictionaries(NAMES, CONDITIONS, max_size=2),
    lambda inner: st.builds(
        lambda word, parts: {word: parts},
        st.sampled_from(["$and", "$or", "$nor"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.one_of(OPERATORS, NAMES), WILD, max_size=3), RECORDS)
def test_any_query_matches_or_raises(query: dict[str, Any], record: dict[str, Any]) -> None:
    """No query raises anything but a `QueryError`."""
    with contextlib.suppress(QueryError):
        assert compile_query(query)(record) in (True, False)


def _booleans_and_numbers_apart(value: Any) -> Any:
    """mongomock takes `True` for 1, MongoDB does not; words keep them apart for the comparison."""
    if isinstance(value, bool):
        return f"is {value}"
    if isinstance(value, list):
        return [_booleans_and_numbers_apart(item) for item in value]
    if isinstance(value, dict):
        return {name: item if name == "$exists" else _booleans_and_numbers_apart(item) for name, item in value.items()}
    return value


@given(QUERIES, RECORDS)
def test_the_prefilter_changes_no_result(query: dict[str, Any], record: dict[str, Any]) -> None:
    """The prefilter never changes the result of the library."""
    query, record = _booleans_and_numbers_apart(query), _booleans_and_numbers_apart(record)
    assert compile_query(query)(record) == bool(filter_applies(checked(query), record))


@given(st.one_of(VALUES, st.lists(SCALARS, max_size=3)), st.integers(0, 3))
def test_size_is_of_arrays(value: Any, size: int) -> None:
    """The library also counts the keys of objects and scalars; MongoDB and the sandbox do not."""
    assert compile_query({"a": {"$size": size}})({"a": value}) == (isinstance(value, list) and len(value) == size)


@given(SCALARS, SCALARS)
def test_equality_of_plain_fields(wanted: Any, value: Any) -> None:
    """A plain field equals a scalar when they are the same JSON, numbers by value."""
    same = wanted == value and isinstance(wanted, bool) == isinstance(value, bool)
    assert compile_query({"a": wanted})({"a": value}) == same


@given(WILD)
def test_any_query_gets_an_answer_over_http(query: Any) -> None:
    """200 or 400, never a crash."""
    api = Api()
    api.sandbox.seed(tasks=[{"title": "a", "a": [{"b": 1}], "c": None}])
    assert api.call("GET", "/tasks", q=json.dumps(query)).status in (200, 400)


@given(VALUES)
def test_all_of_an_empty_list_matches_nothing(value: Any) -> None:
    """The library matches anything; MongoDB and the sandbox do not."""
    assert compile_query({"a": {"$all": []}})({"a": value}) is False


@pytest.mark.parametrize(
    ("condition", "null", "number", "absent"),
    [
        ({"$gte": None}, True, False, True),
        ({"$lte": None, "$gte": None}, True, False, True),
        ({"$gt": None}, False, False, False),
        ({"$lt": None, "$in": [None]}, False, False, False),
        ({"$gte": None, "$eq": 1}, False, False, False),
        ({"$not": {"$gte": None}}, False, True, False),
    ],
)
def test_comparing_with_null(condition: dict[str, Any], null: bool, number: bool, absent: bool) -> None:
    """Null and absent fields are equal to null, and nothing is greater or less. The library has no order for them."""
    matches = compile_query({"a": condition})
    assert (matches({"a": None}), matches({"a": 1}), matches({})) == (null, number, absent)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"a": 1, "b.c": {"d": 1}}, {"a", "b.c"}),
        ({"$and": [{"a": 1}, {"$or": [{"b": 1}, {"$nor": [{"c": 1}]}]}]}, {"a", "b", "c"}),
        ({"a": {"$elemMatch": {"b": 1}}}, {"a"}),
        ({"$and": 5}, set()),
        (None, set()),
    ],
)
def test_names(query: Any, expected: set[str]) -> None:
    """The fields of a query's conditions, those of its alternatives included."""
    assert names(query) == expected


def test_only_id() -> None:
    """An id at the top level, plainly or by `$eq`."""
    assert only_id({"_id": "x", "a": 1}) == "x"
    assert only_id({"_id": {"$eq": "x"}}) == "x"
    assert only_id({"_id": {"$in": ["x"]}}) is None
    assert only_id({"$or": [{"_id": "x"}]}) is None


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ({"isTemplate": True}, True),
        ({"isTemplate": False}, False),
        ({"isTemplate": {"$in": [True, False]}}, True),
        ({"$and": [{"a": 1}, {"isTemplate": True}]}, True),
        ({"a": {"isTemplate": True}}, False),
        ({}, False),
        (None, False),
    ],
)
def test_asking_for_templates(query: Any, asks: bool) -> None:
    """A condition on `isTemplate` counts at any place of the query."""
    assert asks_for_templates(query) is asks
