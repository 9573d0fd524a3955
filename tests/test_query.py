"""Queries: the JSON that is sent for a condition, and the errors for wrong use."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from plutio_async._query.compiling import F, QueryLike, compile_filters, compile_query, custom_titles
from plutio_async._query.conditions import Condition, Raw


class Fields:
    """The names of a model."""

    def __init__(self, wires: dict[str, str], **inner: Fields) -> None:
        self._wires = wires
        self._inner = inner

    def wire(self, name: str) -> str | None:
        return self._wires.get(name) or (name if name in self._wires.values() else None)

    def known(self) -> Iterable[str]:
        return self._wires

    def nested(self, name: str) -> Fields | None:
        return self._inner.get(name)


PERSON = Fields({"first": "first", "last": "last"})
CLIENT = Fields({"id": "_id", "entity_type": "entityType"})
EMAIL = Fields({"address": "address", "kind": "type"})
TASK = Fields(
    {
        "id": "_id",
        "title": "title",
        "status": "status",
        "due_date": "dueDate",
        "name": "name",
        "client": "client",
        "contact_emails": "contactEmails",
        "custom_fields": "customFields",
        "settings": "settings",
        "tags": "tags",
    },
    name=PERSON,
    client=CLIENT,
    contact_emails=EMAIL,
)

NOW = datetime(2026, 4, 22, 12, 0, tzinfo=timezone(timedelta(hours=2)))
PLAN = "jBrHMWiisaeTY5ms4"
OPTION = "Hc4RtZ8mWq2NxKb7V"


class Schema:
    """One custom field with one option."""

    def id(self, title: str) -> str:
        return {"Plan": PLAN}[title]

    def encode(self, id: str, value: Any) -> Any:
        return {"Enterprise": OPTION}.get(value, value)

    def matching(self, id: str, pattern: str, flags: str) -> list[str] | None:
        return [OPTION] if (id, pattern, flags) == (PLAN, "prise", "i") else None


class Status(Enum):
    OPEN = "open"


def sent(q: QueryLike, schema: Schema | None = None) -> Any:
    """The query as the API reads it."""
    text = compile_query(q, TASK, schema)
    return None if text is None else json.loads(text)


@pytest.mark.parametrize(
    ("condition", "query"),
    [
        (F.status == "open", {"status": "open"}),
        (F.status != "open", {"status": {"$ne": "open"}}),
        (F.status == None, {"status": None}),  # noqa: E711
        (F.status == Status.OPEN, {"status": "open"}),
        (F.due_date < NOW, {"dueDate": {"$lt": "2026-04-22T10:00:00.000Z"}}),
        (F.due_date <= NOW, {"dueDate": {"$lte": "2026-04-22T10:00:00.000Z"}}),
        (F.due_date > date(2026, 4, 22), {"dueDate": {"$gt": "2026-04-22T00:00:00.000Z"}}),
        (NOW > F.due_date, {"dueDate": {"$lt": "2026-04-22T10:00:00.000Z"}}),
        (F("due_date") >= NOW, {"dueDate": {"$gte": "2026-04-22T10:00:00.000Z"}}),
        (F("dueDate").exists(), {"dueDate": {"$exists": True}}),
        (F.due_date.exists(False), {"dueDate": {"$exists": False}}),
        (F.title.between(1, Decimal("2.5")), {"title": {"$gte": 1, "$lte": 2.5}}),
        (F.title == Decimal("3.0"), {"title": 3}),
        (F.title == 1.5, {"title": 1.5}),
        (F.status.in_(["a", "b"]), {"status": {"$in": ["a", "b"]}}),
        (F.status.in_(s for s in "ab"), {"status": {"$in": ["a", "b"]}}),
        (F.status.not_in(("a",)), {"status": {"$nin": ["a"]}}),
        (F.tags.size(2), {"tags": {"$size": 2}}),
        (F.title.regex("^a"), {"title": {"$regex": "^a"}}),
        (F.title.regex("^a", ignore_case=True), {"title": {"$regex": "^a", "$options": "i"}}),
        (F.title.regex(re.compile("^a", re.IGNORECASE | re.MULTILINE)), {"title": {"$regex": "^a", "$options": "im"}}),
        (F.title.regex(re.compile("a", re.IGNORECASE), ignore_case=True), {"title": {"$regex": "a", "$options": "i"}}),
        (F.title.contains("a.b"), {"title": {"$regex": r"a\.b", "$options": "i"}}),
        (F.title.starts_with("a+"), {"title": {"$regex": r"^a\+"}}),
        (F.id == OPTION, {"_id": OPTION}),
        (F._id == OPTION, {"_id": OPTION}),
        (F("name.first") == "Leo", {"name.first": "Leo"}),
        (F.name.first == "Leo", {"name.first": "Leo"}),
        (F.client.id == OPTION, {"client._id": OPTION}),
        (F.client.entity_type == "person", {"client.entityType": "person"}),
        (F("contact_emails.0.kind") == "work", {"contactEmails.0.type": "work"}),
        (F.settings.show_all == True, {"settings.showAll": True}),  # noqa: E712
        (F.client == {"_id": OPTION}, {"client": {"$eq": {"_id": OPTION}}}),
        (F.contact_emails.elem_match(F.kind == "work"), {"contactEmails": {"$elemMatch": {"type": "work"}}}),
        (F.contact_emails.elem_match({"type": "work"}), {"contactEmails": {"$elemMatch": {"type": "work"}}}),
    ],
)
def test_a_condition_is_sent_as_its_mongodb_query(condition: Condition, query: dict[str, Any]) -> None:
    """In the API's names and values."""
    assert sent(condition) == query


@pytest.mark.parametrize(
    ("condition", "query"),
    [
        ((F.status == "a") & (F.title == "b"), {"status": "a", "title": "b"}),
        ((F.status > "a") & (F.status < "b"), {"$and": [{"status": {"$gt": "a"}}, {"status": {"$lt": "b"}}]}),
        ((F.status == "a") | (F.title == "b"), {"$or": [{"status": "a"}, {"title": "b"}]}),
        (
            (F.status == "a") | (F.status == "b") | (F.status == "c"),
            {"$or": [{"status": "a"}, {"status": "b"}, {"status": "c"}]},
        ),
        (
            ((F.status == "a") | (F.title == "b")) & (F.title == "c"),
            {"$and": [{"$or": [{"status": "a"}, {"title": "b"}]}, {"title": "c"}]},
        ),
        ((F.status == "a") & {"title": "b"}, {"status": "a", "title": "b"}),
        ({"title": "b"} & (F.status == "a"), {"status": "a", "title": "b"}),
        ({"title": "b"} | (F.status == "a"), {"$or": [{"title": "b"}, {"status": "a"}]}),
        (~(F.status == "a"), {"status": {"$ne": "a"}}),
        (~(F.status != "a"), {"status": "a"}),
        (~F.status.in_(["a"]), {"status": {"$nin": ["a"]}}),
        (~F.status.exists(), {"status": {"$exists": False}}),
        (~(F.status < "a"), {"status": {"$not": {"$lt": "a"}}}),
        (~~(F.status < "a"), {"status": {"$lt": "a"}}),
        (~F.title.regex("a"), {"title": {"$not": {"$regex": "a"}}}),
        (~((F.status == "a") & (F.title == "b")), {"$or": [{"status": {"$ne": "a"}}, {"title": {"$ne": "b"}}]}),
        (~((F.status == "a") | (F.title == "b")), {"status": {"$ne": "a"}, "title": {"$ne": "b"}}),
        (~Raw({"a": 1}), {"$nor": [{"a": 1}]}),
        (~~Raw({"a": 1}), {"a": 1}),
        (~F.contact_emails.elem_match(F.kind == "x"), {"$nor": [{"contactEmails": {"$elemMatch": {"type": "x"}}}]}),
    ],
)
def test_conditions_combine(condition: Condition, query: dict[str, Any]) -> None:
    """By and, or and not, with as few operators as possible."""
    assert sent(condition) == query


def test_a_dict_a_text_and_none_are_queries_too() -> None:
    """A dict keeps its names; only its values are converted."""
    assert sent({"any_name": {"$gt": NOW}}) == {"any_name": {"$gt": "2026-04-22T10:00:00.000Z"}}
    assert compile_query('{"status": "open"}', TASK) == '{"status": "open"}'
    assert compile_query(None, TASK) is None
    assert compile_query({}, TASK) is None


def test_the_text_is_compact() -> None:
    """It is part of the URL."""
    assert compile_query((F.status == "ü") & (F.title == 1), TASK) == '{"status":"ü","title":1}'


def test_paths_without_names_become_camel_case() -> None:
    """As the API spells them."""
    assert compile_query(F.client.entity_type == "x", None) == '{"client.entityType":"x"}'
    assert compile_query(F.id == "x", None) == '{"_id":"x"}'


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (F.due_dat == 1, r"no field 'due_dat'; did you mean 'due_date'\?"),
        (F("client.entity_typ") == 1, r"no field 'entity_typ'; did you mean 'entity_type'\?"),
        (F.zzz == 1, "the fields are client, contact_emails"),
        (F.contact_emails.elem_match(F.adress == 1), r"did you mean 'address'\?"),
        (F("name..first") == 1, "not a path"),
    ],
)
def test_an_unknown_field_is_an_error_that_suggests_the_nearest_one(condition: Condition, message: str) -> None:
    """When the condition is used with a resource, whose fields are known."""
    with pytest.raises(TypeError, match=message):
        compile_query(condition, TASK)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: (F.a == 1) and (F.b == 2), "&"),
        (lambda: (F.a == 1) or (F.b == 2), "&"),
        (lambda: not (F.a == 1), "~"),  # pyright: ignore[reportGeneralTypeIssues]
        (lambda: 1 < F.a < 5, "between"),
        (lambda: bool(F.a), "compare it"),
        (lambda: F.a & F.b, "parentheses"),
        (lambda: F.a == 1 & F.b, "parentheses"),
        (lambda: F.a == (F.b == 1), "parentheses"),
        (lambda: F.a == F.b, "with a value"),
        (lambda: ~F.a, "compare it"),
        (lambda: (F.a == 1) & True, "parentheses"),  # type: ignore[operator]
        (lambda: (F.a == 1) | F.b, "parentheses"),
        (lambda: "x" in F.a, "in_"),
        (lambda: F.a.in_("abc"), "in a list"),
        (lambda: F.a.in_(5), "in a list"),  # type: ignore[arg-type]
        (lambda: F.a.not_in([F.b]), "with a value"),
        (lambda: F.a.regex(5), "regular expression"),  # type: ignore[arg-type]
        (lambda: F.a.elem_match("x"), "condition"),  # type: ignore[arg-type]
        (lambda: F.a.regex("("), "not a regular expression"),
        (lambda: F.a.contains(None), "takes text"),  # type: ignore[arg-type]
        (lambda: F.a.starts_with(5), "takes text"),  # type: ignore[arg-type]
        (lambda: F.a.size("2"), "whole number"),  # type: ignore[arg-type]
        (lambda: F.a.size(-1), "whole number"),
        (lambda: F.a.size(True), "whole number"),
        (lambda: F.a.exists("no"), "True or False"),  # type: ignore[arg-type]
        (lambda: F.a < None, "than None"),
        (lambda: F.a >= None, "than None"),
        (lambda: F.a.between(None, 5), "than None"),
        (lambda: F.custom(5), "takes text"),  # type: ignore[arg-type]
        (lambda: F.a == datetime(2026, 1, 1), "time zone"),
        (lambda: F.a == float("nan"), "not a number"),
        (lambda: F.a == object(), "cannot hold"),
        (lambda: F.a == {1: 2}, "field name"),
        (lambda: F(""), "name of a field"),
        (lambda: F.custom(), "either the title"),
        (lambda: F.custom("Plan", id=PLAN), "either the title"),
        (lambda: compile_query(True, TASK), "not a query"),  # type: ignore[arg-type]
        (lambda: compile_query(F.status, TASK), "compare it"),  # type: ignore[arg-type]
        (lambda: compile_query("overdue", TASK), "not a JSON object"),
        (lambda: compile_query("[1]", TASK), "not a JSON object"),
    ],
)
def test_wrong_use_is_an_error_that_says_what_to_write(wrong: Callable[[], object], message: str) -> None:
    """At the line that is wrong, if Python allows to detect it there."""
    with pytest.raises(TypeError, match=message):
        wrong()


def test_fields_can_be_printed_and_copied() -> None:
    """Python looks up special attributes for it, which are no fields."""
    assert repr(F.name.first) == "F('name.first')"
    assert repr(F.custom("Plan")) == "F.custom('Plan')"
    assert repr(F.custom(id=PLAN)) == f"F.custom(id={PLAN!r})"
    assert repr(F) == "F"
    condition = (F.status == "a") & (F.title == "b")
    assert sent(copy.deepcopy(condition)) == sent(condition)
    for field in (F.name.first, F.custom("Plan")):
        assert repr(copy.copy(field)) == repr(copy.deepcopy(field)) == repr(field)
    with pytest.raises(AttributeError):
        _ = F._repr_html_


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        (F.custom(id=PLAN) == 5, {"$elemMatch": {"_id": PLAN, "value": 5}}),
        (F.custom(id=PLAN) == None, {"$not": {"$elemMatch": {"_id": PLAN, "value": {"$ne": None}}}}),  # noqa: E711
        (F.custom(id=PLAN) != None, {"$elemMatch": {"_id": PLAN, "value": {"$ne": None}}}),  # noqa: E711
        (F.custom(id=PLAN).in_([None, 1]), {"$not": {"$elemMatch": {"_id": PLAN, "value": {"$nin": [None, 1]}}}}),
        (F.custom(id=PLAN).not_in([None, 1]), {"$elemMatch": {"_id": PLAN, "value": {"$nin": [None, 1]}}}),
        (F.custom(id=PLAN) > 5, {"$elemMatch": {"_id": PLAN, "value": {"$gt": 5}}}),
        (F.custom(id=PLAN) != 5, {"$not": {"$elemMatch": {"_id": PLAN, "value": 5}}}),
        (~(F.custom(id=PLAN) > 5), {"$not": {"$elemMatch": {"_id": PLAN, "value": {"$gt": 5}}}}),
        (F.custom(id=PLAN).exists(), {"$elemMatch": {"_id": PLAN}}),
        (~F.custom(id=PLAN).exists(), {"$not": {"$elemMatch": {"_id": PLAN}}}),
        (F.custom(id=PLAN).not_in([1, 2]), {"$not": {"$elemMatch": {"_id": PLAN, "value": {"$in": [1, 2]}}}}),
        (F.custom(id=PLAN) == "Enterprise", {"$elemMatch": {"_id": PLAN, "value": "Enterprise"}}),
        (F.custom("Plan") == "Enterprise", {"$elemMatch": {"_id": PLAN, "value": OPTION}}),
        (F.custom("Plan").in_(["Enterprise", "x"]), {"$elemMatch": {"_id": PLAN, "value": {"$in": [OPTION, "x"]}}}),
        (F.custom("Plan") != "Enterprise", {"$not": {"$elemMatch": {"_id": PLAN, "value": OPTION}}}),
        (F.custom("Plan").contains("prise"), {"$elemMatch": {"_id": PLAN, "value": {"$in": [OPTION]}}}),
        (
            F.custom("Plan").in_([None, "Enterprise"]),
            {"$not": {"$elemMatch": {"_id": PLAN, "value": {"$nin": [None, OPTION]}}}},
        ),
        (F.custom("Plan").regex("a"), {"$elemMatch": {"_id": PLAN, "value": {"$regex": "a"}}}),
    ],
)
def test_custom_fields_are_found_by_id_or_title(condition: Condition, test: dict[str, Any]) -> None:
    """A title becomes its id, and a label the id of its option."""
    assert sent(condition, Schema()) == {"customFields": test}


def test_titles_are_known_before_a_query_is_compiled() -> None:
    """So the schema is fetched only if needed. Compiling without it is a clear error."""
    condition = ((F.custom("Plan") == 1) | ~Raw({"a": 1})) & F.tags.elem_match(F.custom("Size") < 2)
    assert custom_titles(condition) == {"Plan", "Size"}
    assert custom_titles(F.custom(id=PLAN) == 1) == frozenset()
    assert custom_titles({"a": 1}) == custom_titles(None) == frozenset()
    with pytest.raises(TypeError, match="schema"):
        compile_query(condition, TASK)


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        ({"status": "overdue"}, [("status", "overdue")]),
        ({"client__id": OPTION}, [("client._id", OPTION)]),
        ({"name.first": "leo"}, [("name.first", "leo")]),
        ({"due_date": NOW}, [("dueDate", "2026-04-22T10:00:00.000Z")]),
        ({"due_date": date(2026, 4, 22)}, [("dueDate", "2026-04-22T00:00:00.000Z")]),
        ({"status": True, "title": False}, [("status", "true"), ("title", "false")]),
        ({"title": 5}, [("title", "5")]),
        ({"title": 5.0}, [("title", "5")]),
        ({"title": 5.25}, [("title", "5.25")]),
        ({"status": Status.OPEN}, [("status", "open")]),
        ({"id": OPTION}, [("_id", OPTION)]),
        ({}, []),
    ],
)
def test_plain_filters_become_parameters(filters: dict[str, Any], query: list[tuple[str, str]]) -> None:
    """In the API's names, with the values as text."""
    assert compile_filters(filters, TASK) == query


def test_filters_without_names_stay_as_they_are() -> None:
    """They are in the API's own names."""
    assert compile_filters({"entity_type": "x", "a__b": 1}, None) == [("entity_type", "x"), ("a__b", "1")]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"statu": "x"}, r"did you mean 'status'\?"),
        ({"client__entity": "x"}, r"did you mean 'entity_type'|the fields are"),
        ({"status": None}, "omit it"),
        ({"status": ["a", "b"]}, "in_"),
        ({"status": {"$ne": "a"}}, "not a plain value"),
        ({"status": F.title == "a"}, "not a plain value"),
        ({"due_date": datetime(2026, 1, 1)}, "time zone"),
        ({"title": float("inf")}, "not a number"),
    ],
)
def test_an_invalid_filter_is_an_error(filters: dict[str, Any], message: str) -> None:
    """The message says what to write instead."""
    with pytest.raises(TypeError, match=message):
        compile_filters(filters, TASK)
