"""Many records by their ids: one call for each chunk, in order, whatever the server does to pages and queries."""

from __future__ import annotations

import json
import pickle
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import BadRequestError, NotFoundError, Plutio, RecordsMissing, ServerError, UnreadableAnswer
from plutio_async._resources.by_id import MAX_IDS, MAX_QUERY_LENGTH, chunks
from plutio_async.testing import Sandbox, Switches

from .api import Api, answer

pytestmark = pytest.mark.anyio


def tasks(sandbox: Sandbox, count: int) -> list[str]:
    return [row["_id"] for row in sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(count)])["tasks"]]


def calls(sandbox: Sandbox, path: str = "/tasks") -> list[dict[str, str]]:
    return [dict(call.query) for call in sandbox.calls if call.path == path]


async def test_the_order_of_the_ids_is_the_order_of_the_records() -> None:
    """One call for two hundred, also when the API gives them in another order and an id comes twice."""
    sandbox = Sandbox(switches=Switches(list_order="newest"))
    ids = tasks(sandbox, MAX_IDS)
    wanted = [*ids, ids[3]]
    async with Plutio.sandbox(sandbox) as plutio:
        found = await plutio.tasks.get_many(wanted)
    assert [task.id for task in found] == wanted
    assert found[3] is found[-1]
    assert len(calls(sandbox)) == 1


async def test_each_chunk_is_a_call() -> None:
    """450 ids take three, and an empty list none."""
    sandbox = Sandbox()
    ids = tasks(sandbox, 450)
    async with Plutio.sandbox(sandbox) as plutio:
        assert await plutio.tasks.get_many([]) == []
        assert sandbox.calls == []
        found = await plutio.tasks.get_many(iter(ids))
    assert [task.id for task in found] == ids
    assert sorted(len(json.loads(call["q"])["_id"]["$in"]) for call in calls(sandbox)) == [50, 200, 200]


async def test_the_error_names_all_missing_records() -> None:
    """It has the others, is a NotFoundError, and can be pickled."""
    sandbox = Sandbox()
    ids = tasks(sandbox, 3)
    async with Plutio.sandbox(sandbox) as plutio:
        with pytest.raises(RecordsMissing, match="tasks has no records with the ids gone1, gone2") as caught:
            await plutio.tasks.get_many([ids[2], "gone1", ids[0], "gone2", "gone1"])
        error = pickle.loads(pickle.dumps(caught.value))
        found = await plutio.tasks.get_many([ids[2], "gone1", ids[0]], allow_missing=True)
    assert isinstance(error, NotFoundError)
    assert error.missing == ("gone1", "gone2")
    assert [task.id for task in error.found] == [task.id for task in found] == [ids[2], ids[0]]


async def test_missing_records_take_one_more_call_at_most() -> None:
    """Whatever is known of the API's pages."""
    sandbox = Sandbox()
    ids = tasks(sandbox, 20)
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.tasks.iterate().to_list()
        before = len(calls(sandbox))
        await plutio.tasks.get_many([*ids[:5], "gone", "lost"], allow_missing=True)
    assert len(calls(sandbox)) - before == 2


async def test_no_record_is_lost_when_the_api_shortens_answers_later() -> None:
    """Known page sizes do not prove that the rest is missing."""
    sandbox = Sandbox()
    ids = tasks(sandbox, 60)
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.tasks.iterate().to_list()
        sandbox.switches = Switches(max_limit=25)
        assert [task.id for task in await plutio.tasks.get_many(ids)] == ids


@pytest.mark.parametrize("variant", [name for name, _ in Switches.variants()])
async def test_no_record_is_lost_under_any_switch(variant: str) -> None:
    """For every switch of the sandbox, such as a server with pages of 7."""
    sandbox = Sandbox(switches=dict(Switches.variants())[variant])
    ids = tasks(sandbox, 25)
    async with Plutio.sandbox(sandbox) as plutio:
        found = await plutio.tasks.get_many([*ids, "gone"], allow_missing=True)
    assert [task.id for task in found] == ids


async def test_records_are_read_one_by_one_if_the_query_is_ignored() -> None:
    """Reading the whole list could take any number of calls."""

    async def serve(request: httpx.Request) -> httpx.Response:
        id = request.url.params.get("_id")
        if id is None:
            return answer(200, [{"_id": f"t{n}"} for n in range(3)])
        return answer(200, [{"_id": id}] if id in ("t1", "t8") else [])

    api = Api(serve)
    async with api.client() as plutio:
        found = await plutio.tasks.get_many(["t8", "t9", "t1"], allow_missing=True)
    assert [task.id for task in found] == ["t8", "t1"]
    assert [request.url.params.get("_id") for request in api.requests] == [None, "t8", "t9"]


async def test_a_null_row_is_requested_again() -> None:
    """The record may exist."""
    nulls = 1

    async def serve(request: httpx.Request) -> httpx.Response:
        nonlocal nulls
        params = request.url.params
        wanted = [params["_id"]] if "_id" in params else json.loads(params["q"])["_id"]["$in"]
        found: list[Any] = [{"_id": id} for id in wanted]
        if nulls:
            nulls, found[1] = 0, None
        return answer(200, found)

    api = Api(serve)
    async with api.client() as plutio:
        assert [task.id for task in await plutio.tasks.get_many(["a", "b", "c"])] == ["a", "b", "c"]
    assert len(api.requests) == 2


async def test_records_without_an_id_do_not_cause_endless_calls() -> None:
    """Nor do they say that the requested ones are missing."""
    api = Api(answer(200, [{"title": "x"}]))
    async with api.client(retries=1) as plutio:
        with pytest.raises(UnreadableAnswer, match="the answer is no record of tasks: it has no _id"):
            await plutio.tasks.get_many(["t1", "t2"], allow_missing=True)
    assert len(api.requests) <= 3


@pytest.mark.parametrize("content", [{"ok": 1}, [{"ok": 1}], {"data": [{"title": "x"}]}, ["x"], {"code": 404}])
@pytest.mark.parametrize("coalesce", [False, True])
async def test_an_answer_without_an_id_does_not_say_that_there_is_no_record(content: Any, coalesce: bool) -> None:
    """Who removes what is not found must not remove this."""
    async with Api(answer(200, content)).client(retries=1, coalesce=coalesce) as plutio:
        with pytest.raises(UnreadableAnswer, match="the answer is no record of tasks: it has no _id"):
            await plutio.tasks.get("t")
        with pytest.raises(UnreadableAnswer, match="the answer is no record of tasks: it has no _id"):
            await plutio.tasks.get_many(["t"], allow_missing=True)


@pytest.mark.parametrize("content", [None, [], {}, [None], {"data": []}, {"_id": "other"}])
async def test_an_answer_with_nothing_or_another_record_says_so(content: Any) -> None:
    async with Api(answer(200, content)).client() as plutio:
        with pytest.raises(NotFoundError, match="tasks has no record with the id t"):
            await plutio.tasks.get("t")


async def test_records_are_read_one_by_one_if_the_query_is_unknown() -> None:
    """One resource answers 404 to a query for ids."""

    async def serve(request: httpx.Request) -> httpx.Response:
        id = request.url.params.get("_id")
        return answer(404, {"message": "Not found"}) if id is None else answer(200, {"_id": id})

    api = Api(serve)
    async with api.client() as plutio:
        assert [task.id for task in await plutio.tasks.get_many(["t1", "t2"])] == ["t1", "t2"]
    assert len(api.requests) == 3


@pytest.mark.parametrize("resource", ["wiki_entities", "comments"])
async def test_the_exceptions_come_from_the_description(resource: str) -> None:
    """``x-id-query: false``: no query is even tried."""
    sandbox = Sandbox()
    row = {"wikiId": "w", "parentId": "w", "type": "page"} if resource == "wiki_entities" else {"entityType": "task"}
    ids = [made["_id"] for made in sandbox.seed(**{resource: [row, row]})[resource]]
    async with Plutio.sandbox(sandbox) as plutio:
        found = await getattr(plutio, resource).get_many([*ids, "gone"], allow_missing=True)
    assert [record.id for record in found] == ids
    made = calls(sandbox, "/" + resource.replace("_", "-"))
    assert [call["_id"] for call in made if "_id" in call] == [*ids, "gone"]
    assert not any("q" in call for call in made)


async def test_every_resource_has_it() -> None:
    """Each that can be listed, in a workspace with records of all."""
    sandbox = Sandbox(limit=None)
    sandbox.seed_workspace()
    async with Plutio.sandbox(sandbox, budget=100_000) as plutio:
        for name in (name for name in dir(type(plutio)) if hasattr(getattr(plutio, name, None), "get_many")):
            ids = [row["_id"] for row in sandbox.records(name) if not row.get("isTemplate")]
            assert [row.id for row in await getattr(plutio, name).get_many(ids)] == ids, name


async def test_the_first_error_is_raised_as_it_is() -> None:
    """Not inside a group, and without waiting for the other chunks."""
    api = Api(answer(500, {"message": "Oh no"}))
    async with api.client(retries=1) as plutio:
        with pytest.raises(ServerError, match="Oh no"):
            await plutio.tasks.get_many([f"id{n}" for n in range(900)])
    api = Api(answer(400, {"message": "No"}))
    async with api.client() as plutio:
        with pytest.raises(BadRequestError, match="No"):
            await plutio.tasks.get_many(["a", "b"])


async def test_concurrency_is_limited() -> None:
    """Other callers need connections too."""
    running = most = 0

    async def serve(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await anyio.wait_all_tasks_blocked()
        running -= 1
        return answer(200, [{"_id": id} for id in json.loads(request.url.params["q"])["_id"]["$in"]])

    api = Api(serve)
    async with api.client() as plutio:
        assert len(await plutio.tasks.get_many([f"id{n}" for n in range(2000)])) == 2000
    assert (len(api.requests), most) == (10, 4)


@pytest.mark.parametrize("ids", ["abc", None, ["a", ""], [5]])
async def test_other_values_than_lists_of_ids_are_refused(ids: Any) -> None:
    """Before anything is sent."""
    api = Api()
    async with api.client() as plutio:
        with pytest.raises(TypeError, match=r"tasks\.get_many\(\) needs"):
            await plutio.tasks.get_many(ids)
    assert api.requests == []


@given(st.lists(st.text(min_size=1, max_size=300), max_size=500))
def test_chunks_keep_all_ids_and_fit_into_a_url(ids: list[str]) -> None:
    """For any ids. One that is too long has its own chunk."""
    made = list(chunks(ids))
    assert [id for chunk in made for id in chunk] == ids
    for chunk in made:
        query = str(httpx.QueryParams({"q": json.dumps({"_id": {"$in": chunk}}, separators=(",", ":"))}))
        assert 0 < len(chunk) <= MAX_IDS
        assert len(query) <= MAX_QUERY_LENGTH + 100 or len(chunk) == 1
