"""``plutio.with_raw_response``: the HTTP response along with the result."""

from __future__ import annotations

import inspect
import re
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


async def test_what_is_not_awaited_is_not_there() -> None:
    """The error says what is."""
    async with Api().client() as plutio:
        raw = plutio.with_raw_response
        with pytest.raises(
            AttributeError, match=r"with_raw_response.tasks has the methods that are awaited, .* not iterate"
        ):
            raw.tasks.iterate()  # type: ignore[attr-defined]
        with pytest.raises(AttributeError, match=r"has resources and request\(\), not expand"):
            raw.expand  # type: ignore[attr-defined]  # noqa: B018
        with pytest.raises(AttributeError):
            raw.tasks.nonsense  # type: ignore[attr-defined]  # noqa: B018
        assert repr(raw.tasks) == "<plutio.with_raw_response.tasks>"
        assert inspect.signature(raw.tasks.list) == inspect.signature(plutio.tasks.list)


def test_the_types_have_every_method() -> None:
    """Of every resource: those that are awaited, and no other."""
    stub = Path(plutio_async.__file__).with_name("_generated") / "raw.pyi"
    described = {
        name: set(re.findall(r"^    (\w+) = raw\(", body, re.MULTILINE))
        for name, body in re.findall(
            r"^class Raw(\w+Resource):\n(.*?)(?=^class |\Z)", stub.read_text(), re.DOTALL | re.MULTILINE
        )
    }
    for resource in vars(resources)["__all__"]:
        kind = getattr(resources, resource)
        awaited = {name for name in dir(kind) if not name.startswith("_") and iscoroutinefunction(getattr(kind, name))}
        assert described.pop(resource) == awaited
    assert described == {}


def test_it_is_public() -> None:
    """For annotations."""
    assert plutio_async.RawResponse is RawResponse
