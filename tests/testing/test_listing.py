"""Paging, filters, sorting and queries of lists."""

from __future__ import annotations

import time
from typing import Any

import pytest

from plutio_async.testing._api.store import normalized
from tests.testing.api import Api, ids, titles


@pytest.fixture
def api() -> Api:
    api = Api()
    api.sandbox.seed(tasks=[{"title": f"t{number:03}"} for number in range(71)])
    return api


def test_skip_and_limit(api: Api) -> None:
    """`skip=20&limit=50` gives items 21 to 70; past the end is an empty list."""
    page = titles(api.get("/tasks", skip=20, limit=50))
    assert (page[0], page[-1], len(page)) == ("t020", "t069", 50)
    assert titles(api.get("/tasks", skip=70, limit=50)) == ["t070"]
    assert api.get("/tasks", skip=71, limit=50) == []


@pytest.mark.parametrize(
    "query", [{"skip": "-1"}, {"limit": "0"}, {"limit": "ten"}, {"skip": "1.5"}, {"limit": ""}, {"skip": "²"}]
)
def test_wrong_paging_is_400(api: Api, query: dict[str, str]) -> None:
    """The message names the parameter."""
    reply = api.call("GET", "/tasks", **query)
    assert reply.status == 400
    assert next(iter(query)) in reply.message


def test_skip_and_limit_may_be_huge(api: Api) -> None:
    """Huge values of `skip` and `limit` are accepted."""
    assert api.get("/tasks", skip=10**30, limit=5) == []
    assert len(api.get("/tasks", limit=10**30)) == 71


def test_get_one_by_id(api: Api) -> None:
    """`_id` gives an array with one record, or an empty one."""
    record = api.sandbox.records("tasks")[5]
    assert api.get("/tasks", _id=record["_id"]) == [record]
    assert api.get("/tasks", _id="none") == []
    assert api.get("/tasks", _id=record["_id"], title="other") == []


PEOPLE: list[dict[str, Any]] = [
    {
        "name": {"first": "Leo", "last": "Hart"},
        "role": "team",
        "contactEmails": [{"address": "leo@example.com"}, {"address": "hart@example.com"}],
        "tags": ["vip"],
        "score": 5,
        "active": True,
    },
    {"name": {"first": "Mia", "last": "Stone"}, "role": "team", "contactEmails": [], "score": 7.5, "active": False},
    {"name": {"first": "Ada", "last": "Hart"}, "role": "owner", "tags": ["vip", "old"], "joined": None},
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"name.first": "Leo"}, ["Leo"]),
        ({"role": "team"}, ["Leo", "Mia"]),
        ({"role": "team", "name.last": "Hart"}, ["Leo"]),
        ({"contactEmails.address": "hart@example.com"}, ["Leo"]),
        ({"tags": "vip"}, ["Leo", "Ada"]),
        ({"score": "5"}, ["Leo"]),
        ({"score": "7.5"}, ["Mia"]),
        ({"active": "true"}, ["Leo"]),
        ({"active": "false"}, ["Mia"]),
        ({"role": "Team"}, []),
        ({"nothing": "x"}, []),
        ({"name": "Leo"}, []),
    ],
)
def test_plain_filters(filters: dict[str, str], expected: list[str]) -> None:
    """Any field filters, dotted paths and the members of arrays included; text stands for numbers and booleans."""
    api = Api()
    api.sandbox.seed(people=PEOPLE)
    assert [person["name"]["first"] for person in api.get("/people", **filters)] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Leo", "Mia", "Ada"]),
        ({"role": "team"}, ["Leo", "Mia"]),
        ({"name.first": "Leo"}, ["Leo"]),
        ({"$or": [{"name.first": "Leo"}, {"name.last": "Stone"}]}, ["Leo", "Mia"]),
        ({"$and": [{"role": "team"}, {"score": {"$gt": 6}}]}, ["Mia"]),
        ({"$nor": [{"role": "team"}]}, ["Ada"]),
        ({"name.last": {"$regex": "^h", "$options": "i"}}, ["Leo", "Ada"]),
        ({"role": {"$regex": "^t"}}, ["Leo", "Mia"]),
        ({"role": {"$regex": "^T"}}, []),
        ({"role": {"$in": ["owner", "co-owner"]}}, ["Ada"]),
        ({"tags": {"$in": ["old"]}}, ["Ada"]),
        ({"role": {"$nin": ["owner"]}}, ["Leo", "Mia"]),
        ({"score": {"$gte": 5, "$lt": 7.5}}, ["Leo"]),
        ({"score": {"$lte": 7.5}}, ["Leo", "Mia"]),
        ({"score": {"$gt": "1"}}, []),
        ({"role": {"$ne": "team"}}, ["Ada"]),
        ({"role": {"$not": {"$regex": "^t"}}}, ["Ada"]),
        ({"contactEmails": {"$elemMatch": {"address": "leo@example.com"}}}, ["Leo"]),
        ({"tags": {"$elemMatch": {"$regex": "^o"}}}, ["Ada"]),
        ({"contactEmails": {"$size": 0}}, ["Mia"]),
        ({"tags": {"$size": 2}}, ["Ada"]),
        ({"tags": {"$all": ["vip", "old"]}}, ["Ada"]),
        ({"tags": "vip"}, ["Leo", "Ada"]),
        ({"tags": ["vip"]}, ["Leo"]),
        ({"tags.0": "vip"}, ["Leo", "Ada"]),
        ({"score": {"$exists": True}}, ["Leo", "Mia"]),
        ({"score": {"$exists": False}}, ["Ada"]),
        ({"score": None}, ["Ada"]),
        ({"joined": None}, ["Leo", "Mia", "Ada"]),
        ({"active": True}, ["Leo"]),
        ({"active": 1}, []),
        ({"score": {"$eq": 5}}, ["Leo"]),
        ({"name": {"first": "Leo", "last": "Hart"}}, ["Leo"]),
        ({"$comment": "x", "role": "owner"}, ["Ada"]),
    ],
)
def test_queries(query: dict[str, Any], expected: list[str]) -> None:
    """`q` has MongoDB's operators."""
    api = Api()
    api.sandbox.seed(people=PEOPLE)
    assert [person["name"]["first"] for person in api.get("/people", q=query)] == expected


@pytest.mark.parametrize(
    "query",
    [
        {"$where": "1"},
        {"$expr": {}},
        {"role": {"$near": 1}},
        {"role": {"$in": "team"}},
        {"role": {"$regex": "("}},
        {"role": {"$regex": 5}},
        {"role": {"$regex": "a", "$options": "q"}},
        {"role": {"$options": "i"}},
        {"$or": []},
        {"$or": {"role": "team"}},
        {"$and": [5]},
        {"tags": {"$size": "2"}},
        {"tags": {"$elemMatch": 5}},
        {"role": {"$not": "team"}},
        {"$or": [{"role": {"$bad": 1}}]},
        {"tags": {"$elemMatch": {"a": {"$bad": 1}}}},
        {"$not": {"role": "team"}},
    ],
)
def test_wrong_queries_are_400(query: dict[str, Any]) -> None:
    """A wrong query is refused even without any records."""
    for people in ([], PEOPLE):
        api = Api()
        api.sandbox.seed(people=people)
        reply = api.call("GET", "/people", q=query)
        assert (reply.status, reply.json["code"]) == (400, 400)


@pytest.mark.parametrize("depth", [101, 250, 5000])
def test_deep_queries_are_400(api: Api, depth: int) -> None:
    """A query that is nested too deeply is refused."""
    text = '{"$and":[' * (depth // 2) + "{}" + "]}" * (depth // 2)
    reply = api.call("GET", "/tasks", q=text)
    assert (reply.status, reply.message) == (400, "the query is nested too deeply")
    assert api.call("GET", "/wiki-entities", q=text).status == 400


def test_an_array_index_out_of_range_matches_nothing() -> None:
    """An index after the end or before the start matches nothing."""
    api = Api()
    api.sandbox.seed(people=[{"tags": []}, {"tags": ["y"]}])
    for place in ("tags.-1", "tags.1"):
        assert api.call("GET", "/people", q={place: "y"}).status in (200, 400)
    assert len(api.get("/people", q={"tags.0": "y"})) == 1


DATES = ["2026-05-01T09:00:00Z", "2026-05-01T11:00:00+02:00", "2026-05-01T09:00:00.500Z", "2026-05-02T00:00:00.000000Z"]


@pytest.fixture
def dated() -> Api:
    """Has tasks with the first three due dates, two of which are the same time."""
    api = Api()
    for title, due in zip("abc", DATES, strict=False):
        api.post("/tasks", title=title, dueDate=due)
    return api


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"dueDate": "2026-05-01T09:00:00.000Z"}, "ab"),
        ({"dueDate": "2026-05-01T10:00:00+01:00"}, "ab"),
        ({"dueDate": {"$gte": "2026-05-01T09:00:00Z"}}, "abc"),
        ({"dueDate": {"$gt": "2026-05-01T09:00:00+00:00"}}, "c"),
        ({"dueDate": {"$in": ["2026-05-01T09:00:00Z", 5]}}, "ab"),
        ({"dueDate": {"$not": {"$lt": "2026-05-01T09:00:00.400000Z"}}}, "c"),
        ({"$or": [{"dueDate": {"$lte": "2026-05-01T09:00:00Z"}}, {"title": "c"}]}, "abc"),
        ({"dueDate": {"$gte": "2026-05-01"}}, "abc"),
        ({"dueDate": {"$lt": "2026-05-02"}}, "abc"),
        ({"dueDate": {"$regex": "2026-05-01"}}, "abc"),
        ({"dueDate": {"$ne": "soon"}}, "abc"),
        ({"title": "2026-05-01"}, ""),
    ],
)
def test_times_compare_in_any_spelling(dated: Api, query: dict[str, Any], expected: str) -> None:
    """Times compare by value in any zone, with or without milliseconds, and as days."""
    assert "".join(titles(dated.get("/tasks", q=query))) == expected


@pytest.mark.parametrize("zone", ["UTC+5", "UTC-5"])
def test_a_day_begins_in_utc(dated: Api, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day without a time zone starts in UTC, whatever the zone of the machine."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert normalized({"dueDate": {"$gte": "2026-05-01"}}, {"dueDate"}) == {
            "dueDate": {"$gte": "2026-05-01T00:00:00.000Z"}
        }
        assert len(dated.get("/tasks", q={"dueDate": {"$gte": "2026-05-01 09:00:00"}})) == 3
    finally:
        monkeypatch.undo()
        time.tzset()


def test_times_filter_and_sort_in_any_spelling(dated: Api) -> None:
    """Filters and sorting treat different spellings of a time as equal."""
    assert titles(dated.get("/tasks", dueDate="2026-05-01T09:00:00Z")) == ["a", "b"]
    assert titles(dated.get("/tasks", sort="dueDate_desc")) == ["c", "a", "b"]


def test_times_are_answered_in_one_spelling(dated: Api) -> None:
    """On create, update and bulk update; other text does not change."""
    (task, *_) = dated.get("/tasks")
    assert task["dueDate"] == "2026-05-01T09:00:00.000Z"
    changed = dated.put("/tasks", _id=task["_id"], dueDate=DATES[3], title=DATES[3])
    assert (changed["dueDate"], changed["title"]) == ("2026-05-02T00:00:00.000Z", DATES[3])
    (changed,) = dated.put("/tasks/bulk", _ids=[task["_id"]], dueDate="2026-12-31T23:59:60Z")
    assert changed["dueDate"] == "2026-12-31T23:59:60Z"


def test_archived_records_are_hidden_unless_they_are_named() -> None:
    """A condition on `isArchived` or an id, as a parameter or in `q`, includes them."""
    api = Api(archived="hidden")
    made = ids(api.sandbox.seed(tasks=[{"title": "a"}, {"title": "b", "isArchived": True}])["tasks"])
    asks: list[dict[str, Any]] = [
        {"$and": [{"isArchived": True}, {"title": "b"}]},
        {"$or": [{"title": "none"}, {"$and": [{"isArchived": {"$ne": False}}]}]},
        {"_id": {"$in": [made[1]]}},
        {"_id": made[1]},
        {"$or": [{"_id": made[1]}]},
    ]
    for query in asks:
        assert titles(api.get("/tasks", q=query)) == ["b"]
    assert titles(api.get("/tasks", _id=made[1])) == ["b"]
    assert api.get("/tasks", q={"title": "b"}) == []
    assert titles(api.get("/tasks", q={"$nor": [{"title": "c"}]})) == ["a"]


def test_query_and_filters_and_paging_together(api: Api) -> None:
    """All conditions hold, and `skip` counts matching records."""
    found = api.get("/tasks", q={"title": {"$regex": "0$"}}, skip=1, limit=2, status="incomplete")
    assert titles(found) == ["t010", "t020"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title_asc", ["a", "b", "c", "d"]),
        ("title_desc", ["d", "c", "b", "a"]),
        ("rank_asc", ["a", "c", "b", "d"]),
        ("rank_desc", ["d", "b", "a", "c"]),
        ("deep.x_asc", ["d", "c", "a", "b"]),
        ("nothing_asc", ["b", "a", "d", "c"]),
    ],
)
def test_sort(sort: str, expected: list[str]) -> None:
    """Records without the field come first in ascending order; ties keep the order of the list."""
    api = Api()
    api.sandbox.seed(
        tasks=[
            {"title": "b", "rank": 3, "deep": {"x": "z"}},
            {"title": "a", "deep": {"x": "y"}},
            {"title": "d", "rank": "3"},
            {"title": "c", "deep": {"x": 1}},
        ]
    )
    assert titles(api.get("/tasks", sort=sort)) == expected


@pytest.mark.parametrize("sort", ["-title", "title", "title_up", "", "a b_asc"])
def test_wrong_sort_is_400(sort: str) -> None:
    """Another syntax is rejected; an empty sort is ignored."""
    assert Api().call("GET", "/tasks", sort=sort).status == (400 if sort else 200)


def test_sort_comes_before_paging(api: Api) -> None:
    """The list is sorted before it is paged."""
    assert titles(api.get("/tasks", sort="title_desc", skip=1, limit=2)) == ["t069", "t068"]


def test_inserts_and_deletes_keep_the_order(api: Api) -> None:
    """Deletes and inserts do not reorder other records."""
    rows = ids(api.get("/tasks", limit=100))
    api.delete("/tasks/bulk", _ids=rows[::2])
    api.post("/tasks", title="new")
    assert ids(api.get("/tasks", limit=100))[:-1] == rows[1::2]
