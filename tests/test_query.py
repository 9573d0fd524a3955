"""Queries: the JSON that is sent for a condition, and the errors for wrong use."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
import pytest

from plutio_async import F, InvalidInput, raw
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    NUMBER,
    TEXT,
    Choice,
    Codec,
    Either,
    Id,
    Many,
)
from plutio_async._models.fields import Ref, field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model
from plutio_async._query.compiling import (
    QueryLike,
    UnreadSchema,
    all_of,
    compile_filters,
    compile_parameters,
    compile_query,
    compile_sort,
)
from plutio_async._query.conditions import Condition, Raw
from plutio_async._query.paths import ModelNames
from plutio_async.models import Company, Person, Task


def model(title: str, /, **codecs: Codec) -> type[Model]:
    """A model whose API names are in camel case."""
    wires = {"id": "_id", "kind": "type", "due_date": "dueDate", "entity_type": "entityType"}
    wires |= {"contact_emails": "contactEmails", "custom_fields": "customFields"}
    fields = {key: field(wires.get(key, key), codec) for key, codec in codecs.items()}
    return attrs.make_class(title, fields, bases=(Model,), kw_only=True, eq=False, repr=False)


class State(OpenEnum):
    OPEN = "open"
    OVERDUE = "overdue"


class Mood(OpenEnum, known_values="some"):
    GLAD = "glad"


class Role(OpenEnum, known_values="own"):
    TEAM = "team"


NAME = model("Name", first=TEXT, last=TEXT)
CLIENT = model("Client", id=Id({"person": "people", "company": "companies"}), entity_type=TEXT)
EMAIL = model("Email", address=TEXT, kind=TEXT)
TASK = ModelNames(
    model(
        "Task",
        id=TEXT,
        title=ANYTHING,
        status=TEXT,
        due_date=MOMENT,
        name=Ref(NAME),
        client=Ref(CLIENT),
        contact_emails=Many(Ref(EMAIL)),
        custom_fields=Many(ANYTHING),
        settings=ANYTHING,
        tags=Many(TEXT),
        amount=NUMBER,
        done=BOOLEAN,
        discount=Either(TEXT, NUMBER),
        state=Choice(State),
        mood=Choice(Mood),
        role=Choice(Role),
        followers=Many(Id(("people", "profiles"))),
    )
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


@pytest.mark.parametrize("text", ["overdue", "[1]", "", pytest.param("[" * 100_000, id="deep")])
def test_a_text_that_is_no_object_is_an_error(text: str) -> None:
    """The API would ignore it, and return every record."""
    with pytest.raises(InvalidInput, match=r"is not a JSON object, .* use F.title.contains") as caught:
        compile_query(text, TASK)
    assert (caught.value.name, caught.value.given) == ("q", text)


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
        (F.zzz == 1, "there is no field 'zzz'; the fields are amount, client, contact_emails"),
        (F.name.frist == 1, r"name has no field 'frist'; did you mean 'first'\?"),
        (F("name.0") == 1, "name has no field '0'; the fields are first, last"),
        (F.title_.x == 1, r"no field 'title_'; did you mean 'title'\?"),
        (F.contact_emails.elem_match(F.adress == 1), r"did you mean 'address'\?"),
        (F("name..first") == 1, "not a path"),
    ],
)
def test_an_unknown_field_is_an_error_that_suggests_the_nearest_one(condition: Condition, message: str) -> None:
    """When the condition is used with a resource, whose fields are known. It is found in data too, so it is no code."""
    with pytest.raises(InvalidInput, match=message) as caught:
        compile_query(condition, TASK)
    assert caught.value.name == "q"
    assert isinstance(caught.value.given, str)


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
    ],
)
def test_wrong_use_is_an_error_that_says_what_to_write(wrong: Callable[[], object], message: str) -> None:
    """At the line that is wrong, if Python allows to detect it there."""
    with pytest.raises((TypeError, ValueError), match=message):
        wrong()


def test_fields_can_be_printed_and_copied() -> None:
    """Python looks up special attributes for it, which are no fields."""
    assert repr(F.name.first) == "F.name.first"
    assert repr(F("tags.0")) == "F('tags.0')"
    assert repr(F.custom("Plan")) == "F.custom('Plan')"
    assert repr(F.custom(id=PLAN)) == f"F.custom(id={PLAN!r})"
    assert repr(F) == "F"
    condition = (F.status == "a") & (F.title == "b")
    assert sent(copy.deepcopy(condition)) == sent(condition)
    for named in (F.name.first, F.custom("Plan")):
        assert repr(copy.copy(named)) == repr(copy.deepcopy(named)) == repr(named)
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
    for query, titles in (
        (condition, {"Plan", "Size"}),
        (F.custom(id=PLAN) == 1, set()),
        ({"a": 1}, set()),
        (None, set()),
    ):
        schema = UnreadSchema()
        compile_query(query, None, schema)
        assert schema.titles == titles
    with pytest.raises(TypeError, match="schema"):
        compile_query(condition, TASK)


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        ({"status": "overdue"}, [("status", "overdue")]),
        ({"client__id": OPTION}, [("client._id", OPTION)]),
        ({"name.first": "leo"}, [("name.first", "leo")]),
        ({"due_date": NOW}, [("dueDate", "2026-04-22T10:00:00.000Z")]),
        ({"done": True, "title": False}, [("done", "true"), ("title", "false")]),
        ({"title": 5}, [("title", "5")]),
        ({"title": 5.0}, [("title", "5")]),
        ({"title": 5.25}, [("title", "5.25")]),
        ({"status": Status.OPEN}, [("status", "open")]),
        ({"client": OPTION}, [("client._id", OPTION)]),
        ({"client": Company(id=OPTION)}, [("client._id", OPTION)]),
        ({"followers": Person(id=OPTION)}, [("followers", OPTION)]),
        ({"state": raw("new")}, [("state", "new")]),
        ({"id": OPTION}, [("_id", OPTION)]),
        ({}, []),
    ],
)
def test_plain_filters_become_parameters(filters: dict[str, Any], query: list[tuple[str, str]]) -> None:
    """In the API's names, with the values as text."""
    assert compile_filters(filters, TASK) == (tuple(query), [])


def test_filters_without_names_stay_as_they_are() -> None:
    """They are in the API's own names."""
    assert compile_parameters({"entity_type": "x", "a__b": 1}) == (("entity_type", "x"), ("a__b", "1"))


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
    with pytest.raises((TypeError, ValueError), match=message):
        compile_filters(filters, TASK)


FIRST, NEXT = "2026-04-22T00:00:00.000Z", "2026-04-23T00:00:00.000Z"


@pytest.mark.parametrize("day", [date(2026, 4, 22), "2026-04-22"])
def test_a_date_is_a_whole_day(day: Any) -> None:
    """In UTC, as a ``date`` or as text."""
    inside = {"$gte": FIRST, "$lt": NEXT}
    assert sent(F.due_date == day) == {"dueDate": inside}
    assert sent(F.due_date != day) == {"dueDate": {"$not": inside}}
    assert sent(~(F.due_date == day)) == {"dueDate": {"$not": inside}}
    assert sent(F.due_date < day) == {"dueDate": {"$lt": FIRST}}
    assert sent(F.due_date <= day) == {"dueDate": {"$lt": NEXT}}
    assert sent(F.due_date > day) == {"dueDate": {"$gte": NEXT}}
    assert sent(F.due_date >= day) == {"dueDate": {"$gte": FIRST}}
    assert sent(F.due_date.between(day, day)) == {"dueDate": inside}
    assert sent(~F.due_date.between(day, day)) == {"dueDate": {"$not": inside}}


def test_the_last_day_of_all_has_none_after_it() -> None:
    """And the last moments have no form in UTC in zones west of it."""
    with pytest.raises(InvalidInput, match="9999-12-31 has no day after it; leave the condition out"):
        sent(F.due_date <= date.max)
    late = datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))
    with pytest.raises(ValueError, match="has no UTC form"):
        sent(F.due_date <= late)


def test_a_filter_by_a_date_becomes_a_part_of_the_query() -> None:
    """A parameter can only equal a moment."""
    parameters, conditions = compile_filters({"due_date": date(2026, 4, 22), "status": "open"}, TASK)
    assert parameters == (("status", "open"),)
    due = {"dueDate": {"$gte": FIRST, "$lt": NEXT}}
    assert sent(all_of(None, conditions)) == due
    assert sent(all_of({"a": 1}, conditions)) == {"a": 1} | due
    assert sent(all_of('{"a": 1}', conditions)) == {"a": 1} | due
    assert sent(all_of(F.title == "x", conditions)) == {"title": "x"} | due
    assert all_of("{}", []) == "{}"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-04-22T12:00:00+02:00", "2026-04-22T10:00:00.000Z"),
        ("2026-04-22T10:00:00Z", "2026-04-22T10:00:00.000Z"),
        (NOW, "2026-04-22T10:00:00.000Z"),
    ],
)
def test_moments_are_compared_as_the_api_writes_them(moment: Any, text: str) -> None:
    """It compares letters."""
    assert sent(F.due_date < moment) == {"dueDate": {"$lt": text}}
    assert compile_filters({"due_date": moment}, TASK) == ((("dueDate", text),), [])


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (F.due_date < "tomorrow", r"due_date: takes a datetime, a date or ISO 8601 text, not 'tomorrow'"),
        (F.due_date < "2026-04-22T10:00:00", r"due_date: takes a moment with a time zone; add Z or an offset"),
        (F.due_date < 5, r"due_date: takes an aware datetime, a date or their ISO text, not int"),
        (F.due_date.in_(["2026-04-22"]), r"for whole days write \(F.field == '2026-04-22'\) \|"),
        (F.status == 5, "status: takes text, not int"),
        (F.amount > "5", "amount: takes a number, not str"),
        (F.amount.in_([1, True]), "amount: takes a number, not bool"),
        (F.discount == True, "discount: takes text, not bool"),  # noqa: E712
        (F.done == "yes", "done: takes True or False, not str"),
        (F.tags == 5, "tags: takes text, not int"),
        (F.name == "Leo", "name: is an object: compare a field inside it"),
        (F.client == 5, "client: is an object: compare a field inside it"),
        (F.client == Task(id="t"), "client: takes a record of people or companies, or its id, not a Task"),
        (F.followers.in_([Task(id="t")]), "followers: takes a record of people or profiles, or its id, not a Task"),
        (
            F.state == "overdu",
            r"state: has no value 'overdu'; did you mean 'overdue'\? To send .* write raw\('overdu'\)",
        ),
        (F.state.in_(["open", "zzz"]), "state: has no value 'zzz'; there are open, overdue. To send"),
        (~(F.state == "zzz"), "state: has no value 'zzz'"),
        (F.contact_emails.elem_match(F.kind == 5), "kind: takes text, not int"),
        (F.status == ["open", "x"], r"status: takes one value, not a list: for one of several write in_\(\[…\]\)"),
        (F.due_date == [NOW], "due_date: takes one value, not a list"),
        (F.status == {"a": 1}, "status: takes text, not dict"),
        (F.followers == [5], "followers: takes text, not int"),
        (F.title.size(2) & F.status.size(2), r"status: is no list, and size\(\) is for lists"),
        (F.client.elem_match(F.id == "x"), r"client: is no list, and elem_match\(\) is for lists"),
        (F.amount.contains("5"), r"amount: is no text; contains\(\), starts_with\(\) and regex\(\) are for text"),
        (~F.done.regex("yes"), "done: is no text"),
        (F.client.starts_with("x"), "client: is no text"),
        (F("tags.0") == 5, r"tags.0: takes text, not int"),
        (F("tags.0").size(2), r"tags.0: is no list"),
        (F("tags.0.0") == "x", r"tags.0 has no fields, and so no '0'"),
    ],
)
def test_a_comparison_that_no_record_satisfies_is_an_error(condition: Condition, message: str) -> None:
    """Before a call is spent, with what to write instead."""
    with pytest.raises((TypeError, ValueError), match=message):
        compile_query(condition, TASK)


@pytest.mark.parametrize(
    ("condition", "query"),
    [
        (F.client == OPTION, {"client._id": OPTION}),
        (F.client == Company(id=OPTION), {"client._id": OPTION}),
        (F.client != Person(id=OPTION), {"client._id": {"$ne": OPTION}}),
        (F.client.in_([Person(id="p"), "c"]), {"client._id": {"$in": ["p", "c"]}}),
        (~(F.client < OPTION), {"client._id": {"$not": {"$lt": OPTION}}}),
        (F.client.exists(), {"client": {"$exists": True}}),
        (F.client == None, {"client": None}),  # noqa: E711
        (F.followers == Person(id="p"), {"followers": "p"}),
        (F.followers == ["p", "q"], {"followers": ["p", "q"]}),
        (F.state == "open", {"state": "open"}),
        (F.state == State("new"), {"state": "new"}),
        (F.state == raw("new"), {"state": "new"}),
        (F.state == None, {"state": None}),  # noqa: E711
        (F.role == "anything", {"role": "anything"}),
        (F.due_date < raw("tomorrow"), {"dueDate": {"$lt": "tomorrow"}}),
        (F.amount.in_([raw("5"), 6]), {"amount": {"$in": ["5", 6]}}),
        (F.settings.new_field == "x", {"settings.newField": "x"}),
        (F.settings.deep.lt == 5, {"settings.deep.lt": 5}),
        (F("custom_fields.0.any.new_name") == 5, {"customFields.0.any.newName": 5}),
        (F("tags.0") == "x", {"tags.0": "x"}),
        (F("client__entity_type") == "x", {"client.entityType": "x"}),
        (F.settings == ["a", {"b": 1}], {"settings": ["a", {"b": 1}]}),
        (F.settings.size(2), {"settings": {"$size": 2}}),
        (F.discount == "5%", {"discount": "5%"}),
        (F.discount == 5, {"discount": 5}),
    ],
)
def test_what_the_api_compares_is_sent(condition: Condition, query: dict[str, Any]) -> None:
    """Ids for references; ``raw`` values and undescribed fields as they are."""
    assert sent(condition) == query


def test_an_unknown_value_of_an_incomplete_list_is_a_warning() -> None:
    """It is sent all the same."""
    with pytest.warns(
        UserWarning, match=r"has no value 'sad'; there are glad. To send it as it is, write raw\('sad'\)"
    ):
        assert sent(F.mood == "sad") == {"mood": "sad"}


def test_a_mapping_and_a_text_are_not_checked() -> None:
    """They are the API's own words."""
    for q in ({"state": "zzz", "new": 1}, '{"state":"zzz","new":1}'):
        assert sent(q) == {"state": "zzz", "new": 1}


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        (None, None),
        ("due_date_desc", "dueDate_desc"),
        ("dueDate_asc", "dueDate_asc"),
        ("due_date", "dueDate_asc"),
        ("-due_date", "dueDate_desc"),
        ("client.entity_type_asc", "client.entityType_asc"),
        ("id_asc", "_id_asc"),
        (raw("-newField"), "-newField"),
    ],
)
def test_sort_takes_the_names_of_fields(sort: Any, text: str | None) -> None:
    """Of Python or of the API."""
    assert compile_sort(sort, TASK) == text


DUE_DATE = "'due_date_asc', or for the reverse 'due_date_desc' or '-due_date'"


@pytest.mark.parametrize(
    ("sort", "message"),
    [
        ("due_dat_desc", r"no field 'due_dat'; did you mean 'due_date'\?"),
        ("-due_date_asc", f"is no order: write {DUE_DATE}"),
        ("", f"sort='' is no order: write {DUE_DATE}"),
        ("due_date desc", f"sort='due_date desc' is no order: write {DUE_DATE}"),
        ("due_date:desc", f"is no order: write {DUE_DATE}"),
        ("due_date,title", f"is no order: write {DUE_DATE}"),
        ("dueDate DESC", "is no order: write 'dueDate_asc', or for the reverse 'dueDate_desc' or '-dueDate'"),
        ("client.id ascending", "write 'client.id_asc', or for the reverse 'client.id_desc' or '-client.id'"),
        ("due_date.desc", "write sort='due_date_desc' or sort='-due_date'"),
        ("due_date_DESC", "write sort='due_date_desc' or sort='-due_date'"),
        ("due_date.foo", "due_date has no fields"),
    ],
)
def test_an_order_that_is_none_is_an_error(sort: str, message: str) -> None:
    """Before a call is spent, with what to write."""
    with pytest.raises(InvalidInput, match=message) as caught:
        compile_sort(sort, TASK)
    assert (caught.value.name, caught.value.given) == ("sort", sort)


@pytest.mark.parametrize("sort", [5, ["due_date"], ("due_date", -1), {"due_date": -1}, F.due_date])
def test_an_order_is_text(sort: Any) -> None:
    """Of one field."""
    with pytest.raises(TypeError, match="takes one field as text, 'due_date_desc' or '-due_date', not "):
        compile_sort(sort, TASK)
