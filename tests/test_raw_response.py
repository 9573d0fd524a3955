"""``plutio.with_raw_response``: the HTTP response along with the result."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path

import anyio
import httpx
import pytest

import plutio_async
from plutio_async import BulkResult, NotFoundError, Plutio, resources
from plutio_async._resources.raw import RawResponse
from plutio_async.models import Task
from plutio_async.testing import Sandbox

from .api import Api, answer

pytestmark = pytest.mark.anyio


async def test_a_response_has_status_headers_seconds_and_value() -> None:
    """The repr shows neither headers nor values."""

    async def slow(request: httpx.Request) -> httpx.Response:
        await api.clock.advance(2.5)
        return answer(201, {"_id": "a", "title": "very-secret"}, X_Request_Id="r1")

    api = Api(slow)
    async with api.client() as plutio:
        response = await plutio.with_raw_response.tasks.create(title="Brief")
    assert isinstance(response.value, Task)
    assert (response.status, response.headers["x-request-id"], response.elapsed) == (201, "r1", 2.5)
    assert len(response.answers) == 1
    assert "very-secret" not in repr(response)
    assert "r1" not in repr(response)


async def test_a_method_of_several_calls_has_the_response_of_each() -> None:
    """The last one is the response's own."""
    sandbox = Sandbox(seed=1)
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(250)])
    async with Plutio.sandbox(sandbox) as plutio:
        raw = plutio.with_raw_response
        ids = [task["_id"] for task in sandbox.records("tasks")]
        many = await raw.tasks.get_many(ids)
        assert (len(many.value), len(many.answers)) == (250, 2)
        assert many.headers is many.answers[-1].headers
        counted = await raw.tasks.count()
        assert counted.value == 250
        deleted = await raw.tasks.bulk_delete(ids[:2])
        assert isinstance(deleted.value, BulkResult)
        assert deleted.status == 200


async def test_a_method_that_makes_no_call_has_no_response() -> None:
    """Its value is there."""
    async with Api().client() as plutio:
        response = await plutio.with_raw_response.tasks.get_many([])
    assert response.value == []
    assert response.answers == ()
    with pytest.raises(LookupError, match="the method made no call"):
        _ = response.status


async def test_failures_are_the_same_errors() -> None:
    """They have the status."""
    async with Api(answer(404, {"message": "gone"})).client() as plutio:
        with pytest.raises(NotFoundError):
            await plutio.with_raw_response.tasks.get("a")


async def test_only_the_attempt_that_succeeded_is_there() -> None:
    """A token call is no response of the method either."""
    api = Api(answer(503), answer(200, []))
    async with api.clock.autojump(), api.client() as plutio:
        response = await plutio.with_raw_response.tasks.list()
    assert [one.status for one in response.answers] == [200]
    assert len(api.requests) == 2


async def test_calls_at_the_same_time_have_each_their_own_response() -> None:
    """Also where reads are shared otherwise."""
    api = Api(*(answer(200, [], X_Number=str(n)) for n in range(3)))
    numbers: list[str] = []
    async with api.client(coalesce=True) as plutio:

        async def call() -> None:
            numbers.append((await plutio.with_raw_response.tasks.list()).headers["x-number"])

        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(call)
    assert sorted(numbers) == ["0", "1", "2"]


async def test_the_options_of_the_view_hold() -> None:
    """``request()`` has a response too."""
    api = Api(answer(200, {"any": 1}))
    async with api.client() as plutio:
        view = plutio.for_business("other").with_options(headers={"X-Trace": "1"})
        response = await view.with_raw_response.request("GET", "/schedules")
    assert response.value == {"any": 1}
    assert (api.requests[0].headers["business"], api.requests[0].headers["x-trace"]) == ("other", "1")


async def test_each_page_has_the_responses_that_brought_it() -> None:
    """The call that proves the end belongs to no item."""
    sandbox = Sandbox(seed=1)
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(25)])
    async with Plutio.sandbox(sandbox) as plutio:
        pages = [page async for page in plutio.with_raw_response.tasks.pages(page_size=10)]
        assert sum(len(page.value) for page in pages) == 25
        assert all(len(page.answers) == 1 for page in pages)
        assert len({id(page.answers[0]) for page in pages}) == len(pages)
        records = [record async for record in plutio.with_raw_response.tasks.iterate(page_size=10)]
    assert [record.value.title for record in records] == [f"Task {n}" for n in range(25)]
    assert all(record.status == 200 for record in records)
    assert len({id(record.answers) for record in records}) == len(pages)


async def test_the_reader_itself_is_there() -> None:
    """With its cursor, which another loop takes up; a loop can be left at any time."""
    sandbox = Sandbox(seed=1)
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(4)])
    async with Plutio.sandbox(sandbox) as plutio:
        raw = plutio.with_raw_response.tasks
        first = raw.iterate()
        async for record in first:
            assert record.value.title == "Task 0"
            break
        rest = [record.value.title async for record in raw.iterate(cursor=first.items.cursor)]
        assert rest == ["Task 1", "Task 2", "Task 3"]
        changes = raw.changes(since=datetime(2020, 1, 1, tzinfo=UTC))
        assert len([change async for change in changes]) == 4
        created = await raw.create(title="New")
        assert [(change.value.id, change.status) async for change in changes] == [(created.value.id, 200)]


async def test_what_is_no_method_is_not_there() -> None:
    """The error says what is."""
    async with Api().client() as plutio:
        raw = plutio.with_raw_response
        with pytest.raises(AttributeError, match=r"with_raw_response.tasks has the methods of the resource, not name"):
            raw.tasks.name  # type: ignore[attr-defined]  # noqa: B018
        with pytest.raises(AttributeError, match=r"has resources and request\(\), not expand"):
            raw.expand  # type: ignore[attr-defined]  # noqa: B018
        with pytest.raises(AttributeError):
            raw.tasks.nonsense  # type: ignore[attr-defined]  # noqa: B018
        assert repr(raw.tasks) == "<plutio.with_raw_response.tasks>"
        assert inspect.signature(raw.tasks.list) == inspect.signature(plutio.tasks.list)
        assert inspect.signature(raw.tasks.iterate) == inspect.signature(plutio.tasks.iterate)


def test_the_types_have_every_method() -> None:
    """Of every resource: the awaited ones, and those that give items."""
    stub = Path(plutio_async.__file__).with_name("_generated") / "raw.pyi"
    described = {
        name: dict(re.findall(r"^    (\w+) = (raw\w*)\(", body, re.MULTILINE))
        for name, body in re.findall(
            r"^class Raw(\w+Resource):\n(.*?)(?=^class |\Z)", stub.read_text(), re.DOTALL | re.MULTILINE
        )
    }
    for resource in vars(resources)["__all__"]:
        kind = next(made for made in getattr(resources, resource).__mro__ if made.__name__ == resource)
        methods = [name for name in dir(kind) if not name.startswith("_") and inspect.isfunction(getattr(kind, name))]
        kinds = {name: "raw" if iscoroutinefunction(getattr(kind, name)) else "raw_items" for name in methods}
        assert described.pop(resource) == kinds
    assert described == {}


def test_it_is_public() -> None:
    """For annotations."""
    assert plutio_async.RawResponse is RawResponse
