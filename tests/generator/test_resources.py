"""Operations become methods: what they take, send and give, from a few lines of description."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from plutio_async.errors import NotFoundError, UnreadableAnswer

from .calls import TITLE, Api, operation, sent, things
from .conftest import Generate

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


async def test_update_sends_the_id_and_what_is_given(generate: Generate) -> None:
    """Absent is untouched, None is null."""
    api = Api({"_id": "t", "title": "b"})
    thing = await things(generate(TITLE), api).update("t", title="b", due_date=None)
    assert sent(api) == ("PUT", "/things", {}, {"_id": "t", "title": "b", "dueDate": None})
    assert (thing.id, thing.title) == ("t", "b")


async def test_a_wrong_keyword_names_the_right_one(generate: Generate) -> None:
    """Nothing is sent."""
    api = Api()
    resource = things(generate(TITLE), api)
    with pytest.raises(
        TypeError, match=r"things\.update\(\) got an unexpected keyword argument 'titel'; did you mean 'title'"
    ):
        await resource.update("t", titel="x")
    with pytest.raises(TypeError, match=r"things\.update\(\): title takes text, not int"):
        await resource.update("t", title=5)
    with pytest.raises(TypeError, match="tags takes a list, not str"):
        await resource.update("t", tags="x")
    assert api.calls == []


async def test_fields_that_are_not_described_go_into_extra(generate: Generate) -> None:
    """And must not be given twice."""
    api = Api({})
    resource = things(generate(TITLE), api)
    await resource.update("t", title="a", extra={"newField": [1]})
    assert sent(api)[3] == {"_id": "t", "title": "a", "newField": [1]}
    with pytest.raises(TypeError, match="title twice"):
        await resource.update("t", title="a", extra={"title": "b"})


@pytest.mark.parametrize(
    "answer", [{"_id": "t", "title": "a"}, [{"_id": "t", "title": "a"}], [{"_id": "u"}, {"_id": "t", "title": "a"}]]
)
async def test_get_unwraps_whatever_comes(generate: Generate, answer: Any) -> None:
    """An object, a list with one, or a list in which the record is somewhere."""
    api = Api(answer)
    thing = await things(generate(TITLE), api).get("t")
    assert sent(api) == ("GET", "/things", {"_id": "t"}, None)
    assert (thing.id, thing.title) == ("t", "a")


@pytest.mark.parametrize("answer", [[], None, [{"_id": "another"}], {"_id": "another"}])
async def test_get_raises_when_the_record_is_not_there(generate: Generate, answer: Any) -> None:
    """Also when the server ignores the id and sends others."""
    with pytest.raises(NotFoundError, match="things has no record with the id t"):
        await things(generate(TITLE), Api(answer)).get("t")


@pytest.mark.parametrize("id", ["", "  ", None, 5])
async def test_an_id_that_is_none_is_refused_before_anything_is_sent(generate: Generate, id: Any) -> None:
    """An empty id would list, or change, everything."""
    api = Api()
    with pytest.raises(TypeError, match="needs the record's id"):
        await things(generate(TITLE), api).get(id)
    with pytest.raises(TypeError, match="needs the record's id"):
        await things(generate(TITLE), api).update(id, title="x")
    assert api.calls == []


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ([{"title": "a"}, None, {"title": "b"}], ["a", "b"]),
        ({"title": "a"}, ["a"]),
        ({"data": [{"title": "a"}]}, ["a"]),
        ([], []),
    ],
)
async def test_list_takes_every_plausible_shape(generate: Generate, answer: Any, titles: list[str]) -> None:
    """A bare array, one object, an envelope."""
    assert [thing.title for thing in await things(generate(TITLE), Api(answer)).list()] == titles


def test_a_list_is_described_without_what_get_does(generate: Generate) -> None:
    """The call does both, the method does not."""
    lines = (inspect.getdoc(things(generate(TITLE), Api())) or "").splitlines()
    assert lines[:3] == ["What there is.", "", "All of them."]


async def test_a_row_that_is_no_object_is_kept(generate: Generate) -> None:
    """One odd record does not cost the page."""
    rows = await things(generate(TITLE), Api(["odd", {"title": "a"}])).list()
    assert [row.to_dict() for row in rows] == [{"": "odd"}, {"title": "a"}]


async def test_a_list_that_is_none_is_an_error_with_the_answer(generate: Generate) -> None:
    """It carries what came."""
    with pytest.raises(UnreadableAnswer, match="the answer must be a list, not a str") as caught:
        await things(generate(TITLE), Api("hello")).list()
    assert caught.value.body == "hello"


async def test_archive_is_two_methods(generate: Generate) -> None:
    """One sets the flag, the other takes it back."""
    schemas = "Archiving:\n  type: object\n  description: x\n  required:\n    - _id\n    - isArchived\n  properties:\n    _id:\n      type: string\n    isArchived:\n      type: boolean"
    api = Api({}, {})
    resource = things(generate(TITLE, schemas, operation("archive", "post", "/things/archive", "Archiving")), api)
    await resource.archive("t")
    assert sent(api)[3] == {"_id": "t", "isArchived": True}
    await resource.unarchive("t")
    assert sent(api) == ("POST", "/things/archive", {}, {"_id": "t", "isArchived": False})


def test_both_methods_of_an_archive_call_say_what_they_do(generate: Generate) -> None:
    """The description speaks of the flag, which neither method takes; the rest is true of both."""
    schemas = "Archiving:\n  type: object\n  description: x\n  required:\n    - _id\n    - isArchived\n  properties:\n    _id:\n      type: string\n    isArchived:\n      type: boolean"
    call = operation("archive", "post", "/things/archive", "Archiving")
    call = call.replace("summary: Do it", "summary: Archive or restore a thing").replace(
        "description: It does.",
        'description: "Archives one thing, or restores it with `isArchived: false`. Its answer is unknown."',
    )
    resource = things(generate(TITLE, schemas, call), Api())
    texts = [inspect.getdoc(method) or "" for method in (resource.archive, resource.unarchive)]
    assert [text.splitlines() for text in texts] == [
        ["Archive a thing.", "", "Its answer is unknown."],
        ["Restore a thing from the archive.", "", "Its answer is unknown."],
    ]


BULK = (
    "Bulk:\n  type: object\n  description: x\n  required:\n    - _ids\n  properties:\n    _ids:\n      type: array\n"
    "      items:\n        type: string\n    title:\n      type: string"
)


async def test_bulk_takes_any_number_of_ids(generate: Generate) -> None:
    """A hundred at a time; a text by mistake is refused, and none is no call."""
    answer = "description: Any JSON."
    api = Api(["t", "u"], {}, [])
    resource = things(generate(TITLE, BULK, operation("bulk_update", "put", "/things/bulk", "Bulk", answer)), api)
    assert await resource.bulk_update(["t", "u"], title="x") == {"t": "done", "u": "done"}
    assert sent(api) == ("PUT", "/things/bulk", {}, {"_ids": ["t", "u"], "title": "x"})
    seen: list[int] = []
    await resource.bulk_update([f"t{n}" for n in range(150)], title="x", progress=lambda p: seen.append(p.settled))
    assert [len(call.body["_ids"]) for call in api.calls] == [2, 100, 50]
    assert seen == [100, 150]
    assert await resource.bulk_update([], title="x") == {}
    with pytest.raises(TypeError, match="needs several ids in a list"):
        await resource.bulk_update("tu", title="x")
    with pytest.raises(TypeError, match="did you mean 'title'"):
        await resource.bulk_update(["t"], titel="x")
    assert len(api.calls) == 3


async def test_get_many_asks_for_ids_by_query(generate: Generate) -> None:
    """One call, in the order asked for."""
    api = Api([{"_id": "u"}, {"_id": "t"}])
    found = await things(generate(TITLE), api).get_many(["t", "u"])
    assert [thing.id for thing in found] == ["t", "u"]
    assert sent(api)[2] == {"q": '{"_id":{"$in":["t","u"]}}', "limit": "2"}


async def test_get_many_gets_one_by_one_where_the_description_says_so(generate: Generate) -> None:
    """``x-id-query: false``."""
    api = Api([{"_id": "t"}], [{"_id": "u"}])
    found = await things(generate(TITLE, id_query="x-id-query: false"), api).get_many(["t", "u"])
    assert [thing.id for thing in found] == ["t", "u"]
    assert [dict(call.query) for call in api.calls] == [{"_id": "t"}, {"_id": "u"}]


async def test_pages_are_lists(generate: Generate) -> None:
    """As the server gave them, and the end is looked for."""
    api = Api([{"_id": "t"}, {"_id": "u"}], [{"_id": "u"}, {"_id": "v"}], [{"_id": "v"}])
    pages = [[thing.id for thing in page] async for page in things(generate(TITLE), api).pages(page_size=2, title="x")]
    assert pages == [["t", "u"], ["v"]]
    assert dict(api.calls[0].query) == {"title": "x", "skip": "0", "limit": "2"}


async def test_a_required_field_must_be_there(generate: Generate) -> None:
    """At run time as for the type checker."""
    schemas = "ThingCreate:\n  type: object\n  description: x\n  required:\n    - title\n  properties:\n    title:\n      type: string"
    api = Api("gone", {"_id": "t"})
    package = generate(TITLE, schemas, operation("create", "post", "/things/new", "ThingCreate"))
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'title'"):
        await things(package, api).create()
    with pytest.raises(UnreadableAnswer, match="the write succeeded"):
        await things(package, api).create(title="a")
    assert (await things(package, api).create(title="a")).id == "t"
    parameter = inspect.signature(things(package, api).create).parameters["title"]
    assert (parameter.default, parameter.annotation) == (inspect.Parameter.empty, "str")


@pytest.mark.parametrize("answer", [None, {}, {"deleted": 1}, True, [{"_id": "t"}]])
async def test_a_write_with_an_id_always_gives_a_record(generate: Generate, answer: Any) -> None:
    """The answer of such calls is not recorded, and the write has happened."""
    thing = await things(generate(TITLE), Api(answer)).update("t", title="x")
    assert thing.id == "t"


def test_a_resource_has_no_method_without_an_operation(generate: Generate) -> None:
    """No create, no delete, no archive here."""
    resource = things(generate(TITLE), Api())
    assert {name for name in dir(resource) if not name.startswith("_")} == {
        "changes", "count", "get", "get_by_list", "get_many", "id_query", "iterate", "list", "listing", "model", "name",
        "other_fields", "pages", "parameters", "renamed", "renamed_fields", "required", "update", "watch",
    }  # fmt: skip
