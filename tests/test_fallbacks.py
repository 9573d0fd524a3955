"""Calls that the live API was seen not to know: what works is tried after a 404."""

from __future__ import annotations

import json

import httpx
import pytest

from plutio_async import NotFoundError, Plutio, RecordsMissing, ServerError
from plutio_async.testing import Sandbox, Switches

from .api import Api, answer

pytestmark = pytest.mark.anyio


async def test_a_task_is_archived_by_an_update() -> None:
    """Where the archive call is missing; where it works, nothing more is sent."""
    for switches, calls in ((Switches(tasks_archive="missing"), 2), (Switches(tasks_archive="works"), 1)):
        sandbox = Sandbox(switches=switches)
        (made,) = sandbox.seed(tasks=[{"title": "a"}])["tasks"]
        async with Plutio.sandbox(sandbox) as plutio:
            task = await plutio.tasks.archive(made["_id"])
            assert (task.id, sandbox.records("tasks")[0]["isArchived"]) == (made["_id"], True)
            await plutio.tasks.unarchive(task)
            assert sandbox.records("tasks")[0]["isArchived"] is False
        assert [call.method for call in sandbox.calls if call.path != "/oauth/token"] == ["POST", "PUT"][:calls] * 2


async def test_a_task_that_does_not_exist_cannot_be_archived(plutio: Plutio) -> None:
    """The update does not find it either."""
    with pytest.raises(NotFoundError) as caught:
        await plutio.tasks.archive("x" * 17)
    assert caught.value.call is not None
    assert (caught.value.status, caught.value.call.method) == (404, "PUT")


async def test_other_failures_of_an_archive_call_are_raised() -> None:
    """The task may be archived by then."""
    api = Api(answer(500, {"message": "no"}))
    async with api.client(retries=1) as plutio:
        with pytest.raises(ServerError):
            await plutio.tasks.archive("x" * 17)
    assert [request.method for request in api.requests] == ["POST"]


def wiki(request: httpx.Request) -> httpx.Response:
    """A list that does not know ``_id``."""
    if request.url.path.endswith("/oauth/token"):
        return httpx.Response(200, json={"accessToken": "x", "expiresIn": 3600})
    if "_id" in request.url.params:
        return httpx.Response(404, json={"message": "not found"})
    skip, limit = int(request.url.params["skip"]), int(request.url.params["limit"])
    rows = [{"_id": f"page{n}", "title": f"Page {n}"} for n in range(30)]
    return httpx.Response(200, content=json.dumps(rows[skip : skip + min(limit, 10)]))


async def test_a_page_of_a_wiki_is_looked_for_in_the_list() -> None:
    """One that is in no page of the list does not exist."""
    async with Plutio("id", "secret", business="example", transport=httpx.MockTransport(wiki)) as plutio:
        assert (await plutio.wiki_entities.get("page3")).title == "Page 3"
        assert 1000 - plutio.budget.remaining == 3  # the token, the id, and one page of the list
        assert (await plutio.wiki_entities.get("page23")).title == "Page 23"
        found = await plutio.wiki_entities.get_many(["page29", "page3"])
        assert [page.title for page in found] == ["Page 29", "Page 3"]
        with pytest.raises(NotFoundError, match="wiki_entities has no record with the id page30"):
            await plutio.wiki_entities.get("page30")
        with pytest.raises(RecordsMissing, match="page31"):
            await plutio.wiki_entities.get_many(["page1", "page31"])


async def test_a_page_that_is_found_by_its_id_costs_one_call(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """The list is read only after a 404."""
    (made,) = plutio_sandbox.seed(wiki_entities=[{"title": "a"}])["wiki_entities"]
    assert (await plutio.wiki_entities.get(made["_id"])).title == "a"
    assert [call.method for call in plutio_sandbox.calls] == ["POST", "GET"]
