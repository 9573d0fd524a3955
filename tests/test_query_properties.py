"""A query selects the same records as plain Python, in two matchers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import mongoquery
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import F
from plutio_async._query.compiling import compile_query
from plutio_async._query.conditions import Condition
from plutio_async.testing._api import matching as _matching

Record = dict[str, Any]
Pair = tuple[Condition, Callable[[Record], bool]]

WORDS = ["open", "Overdue", "paid", "a.b"]
TAGS = ["vip", "new", "old"]
DAYS = [f"2026-04-{day:02}T00:00:00.000Z" for day in range(1, 6)]
PLANS = ["jBrHMWiisaeTY5ms4", "Hc4RtZ8mWq2NxKb7V"]

words = st.sampled_from(WORDS)
numbers = st.integers(-3, 3)
tags = st.lists(st.sampled_from(TAGS), max_size=3)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Records as the API returns them; fields may be absent."""
    full = {
        "status": draw(words),
        "amount": draw(numbers),
        "dueDate": draw(st.sampled_from(DAYS)),
        "name": {"first": draw(words)},
        "tags": draw(tags),
        "people": draw(st.lists(st.fixed_dictionaries({"roleName": words, "age": numbers}), max_size=3)),
        "customFields": [
            {"_id": plan, "value": draw(numbers)} for plan in draw(st.lists(st.sampled_from(PLANS), unique=True))
        ],
    }
    absent = draw(st.sets(st.sampled_from(["status", "amount", "dueDate", "tags", "people"])))
    return {key: value for key, value in full.items() if key not in absent}


def _orders(make: Any, read: Callable[[Record], Any], bound: Any) -> list[Pair]:
    def compared(test: Callable[[Any], bool]) -> Callable[[Record], bool]:
        return lambda record: read(record) is not None and test(read(record))

    return [
        (make < bound, compared(lambda value: value < bound)),
        (make <= bound, compared(lambda value: value <= bound)),
        (make > bound, compared(lambda value: value > bound)),
        (make >= bound, compared(lambda value: value >= bound)),
        (make == bound, lambda record: read(record) == bound),
        (make != bound, lambda record: read(record) != bound),
        (make.in_([bound]), lambda record: read(record) == bound),
        (make.not_in([bound]), lambda record: read(record) != bound),
        (make.exists(), lambda record: read(record) is not None),
        (make.exists(False), lambda record: read(record) is None),
    ]


def _custom(plan: str) -> Callable[[Record], Any]:
    def read(record: Record) -> Any:
        return next((field["value"] for field in record["customFields"] if field["_id"] == plan), None)

    return read


@st.composite
def leaves(draw: st.DrawFn) -> Pair:
    """A condition on one field, and the same in Python."""
    word, number, day, plan = draw(words), draw(numbers), draw(st.sampled_from(DAYS)), draw(st.sampled_from(PLANS))
    high, tag, count = draw(numbers), draw(st.sampled_from(TAGS)), draw(st.integers(0, 3))
    pairs: list[Pair] = [
        *_orders(F.amount, lambda record: record.get("amount"), number),
        *_orders(F.due_date, lambda record: record.get("dueDate"), day),
        *_orders(F.status, lambda record: record.get("status"), word),
        *_orders(F.name.first, lambda record: record["name"]["first"], word),
        *_orders(F.custom(id=plan), _custom(plan), number),
        (F.amount.between(number, high), lambda r: r.get("amount") is not None and number <= r["amount"] <= high),
        (F.status.contains(word[:3]), lambda r: word[:3].lower() in r.get("status", "").lower() and "status" in r),
        (F.status.starts_with(word[:1]), lambda r: r.get("status", "").startswith(word[:1])),
        (F.status.regex("^.{4}$"), lambda r: re.search("^.{4}$", r.get("status", "")) is not None),
        (F.tags.in_([tag]), lambda r: tag in r.get("tags", [])),
        (F.tags == tag, lambda r: tag in r.get("tags", [])),
        (F.tags.size(count), lambda r: "tags" in r and len(r["tags"]) == count),
        (
            F.people.elem_match((F.role_name == word) & (F.age > number)),
            lambda r: any(p["roleName"] == word and p["age"] > number for p in r.get("people", [])),
        ),
    ]
    return draw(st.sampled_from(pairs))


def _inner(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def both(one: Pair, other: Pair) -> Pair:
        return one[0] & other[0], lambda record: one[1](record) and other[1](record)

    def either(one: Pair, other: Pair) -> Pair:
        return one[0] | other[0], lambda record: one[1](record) or other[1](record)

    def opposite(one: Pair) -> Pair:
        return ~one[0], lambda record: not one[1](record)

    return st.builds(both, inner, inner) | st.builds(either, inner, inner) | st.builds(opposite, inner)


trees = st.recursive(leaves(), _inner, max_leaves=8)


@given(trees, st.lists(records(), min_size=1, max_size=5))
def test_a_query_selects_what_python_selects(pair: Pair, examples: list[Record]) -> None:
    """Both in mongoquery and in the sandbox."""
    condition, predicate = pair
    query = json.loads(compile_query(condition, None) or "{}")
    expected = [predicate(record) for record in examples]
    assert [bool(_matching.compile_query(query)(record)) for record in examples] == expected
    plain = mongoquery.Query(_for_mongoquery(query))
    assert [bool(plain.match(record)) for record in examples] == expected


def _for_mongoquery(query: Any) -> Any:
    """mongoquery wants options inside the pattern, and compares ``$ne`` and ``$nin`` with whole lists only."""
    if isinstance(query, list):
        return [_for_mongoquery(item) for item in query]
    if not isinstance(query, dict):
        return query
    if "$options" in query:
        return {"$regex": f"/{query['$regex']}/{query['$options']}"}
    if query.keys() == {"$ne"}:
        return {"$not": {"$in": [query["$ne"]]}}
    return {key: _for_mongoquery(value) for key, value in query.items()}
