"""Concurrent reads share calls, without another effect on the callers."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import ClientStateError, NotFoundError, Plutio, PlutioError, ServerError
from plutio_async.testing import Sandbox

from .api import Api, answer
from .paging import settle

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


class Notes:
    """One record, whose reads take until they are let go and give what it was when they began."""

    def __init__(self) -> None:
        self.title = "old"
        self.reads: list[anyio.Event] = []
        self.api = Api(self.serve)

    async def lose(self, request: httpx.Request) -> httpx.Response:
        await self.serve(request)
        raise httpx.ReadError("gone")

    async def serve(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            self.title = json.loads(request.content)["title"]
            return answer(200, {"_id": "t1", "title": self.title})
        title, gate = self.title, anyio.Event()
        self.reads.append(gate)
        await gate.wait()
        return answer(200, [{"_id": "t1", "title": title}])


@pytest.mark.parametrize("way", ["get", "list"])
@pytest.mark.parametrize("fails", [False, True])
async def test_a_read_after_a_write_shows_the_write(way: str, fails: bool) -> None:
    """Also during a read that began before it, and if the outcome of the write is unknown."""
    notes = Notes()
    seen: dict[str, str | None] = {}

    async def look(name: str) -> None:
        seen[name] = (await plutio.tasks.get("t1") if way == "get" else (await plutio.tasks.list())[0]).title

    async with notes.api.client(coalesce=True, retries=1) as plutio, anyio.create_task_group() as group:
        group.start_soon(look, "before")
        await settle()
        if fails:
            notes.api.script.insert(0, notes.lose)
        with suppress(PlutioError):
            await plutio.tasks.update("t1", title="new")
        group.start_soon(look, "after")
        group.start_soon(look, "along")
        await settle()
        assert len(notes.reads) == 2
        for gate in notes.reads:
            gate.set()
    assert seen == {"before": "old", "after": "new", "along": "new"}


class Shelf:
    """Answers queries for ids and single gets out of ids that start with ``t``; each call waits for ``gate``."""

    def __init__(self, *, held: bool = False, refuses: str = "") -> None:
        self.gate = anyio.Event()
        self.refuses = refuses
        self.running = 0
        if not held:
            self.gate.set()
        self.api = Api(self.serve)

    async def serve(self, request: httpx.Request) -> httpx.Response:
        self.running += 1
        try:
            await self.gate.wait()
        finally:
            self.running -= 1
        wanted = asked(request)
        if self.refuses in wanted:
            return answer(400, {"message": f"{self.refuses} is odd"})
        return answer(200, [{"_id": id, "odd": {"deep": []}} for id in reversed(wanted) if id.startswith("t")])

    @property
    def calls(self) -> list[list[str]]:
        return [sorted(asked(request)) for request in self.api.requests]


def asked(request: httpx.Request) -> list[str]:
    params = request.url.params
    if "_id" in params:
        return [params["_id"]]
    return json.loads(params["q"])["_id"]["$in"] if "q" in params else []


async def outcomes(*works: Callable[[], Awaitable[Any]]) -> list[Any]:
    """What each gives or raises, all started at once."""
    found: dict[int, Any] = {}

    async def run(place: int, work: Callable[[], Awaitable[Any]]) -> None:
        try:
            found[place] = await work()
        except PlutioError as error:
            found[place] = error

    async with anyio.create_task_group() as group:
        for place, work in enumerate(works):
            group.start_soon(run, place, work)
    return [found[place] for place in range(len(works))]


def gets(plutio: Plutio, *ids: str) -> list[Callable[[], Awaitable[Any]]]:
    return [lambda id=id: plutio.tasks.get(id) for id in ids]


async def test_gets_of_one_loop_iteration_are_one_call() -> None:
    """Each caller gets the record of its own id."""
    shelf = Shelf()
    ids = [f"t{n}" for n in range(50)]
    async with shelf.api.client(coalesce=True) as plutio:
        found = await outcomes(*gets(plutio, *ids))
    assert [task.id for task in found] == ids
    assert shelf.calls == [sorted(ids)]


async def test_a_single_get_is_an_ordinary_call() -> None:
    """And gets of different loop iterations are different calls."""
    shelf = Shelf()
    async with shelf.api.client(coalesce=True) as plutio:
        assert (await plutio.tasks.get("t1")).id == "t1"
        assert (await plutio.tasks.get("t1")).id == "t1"
    assert [dict(request.url.params) for request in shelf.api.requests] == [{"_id": "t1"}] * 2


async def test_sharing_is_off_by_default() -> None:
    """And in a view that turns it off."""
    shelf = Shelf()
    async with shelf.api.client() as plutio:
        await outcomes(*gets(plutio, "t1", "t2"))
        await outcomes(*gets(plutio.with_options(coalesce=True), "t3", "t4"))
    assert sorted(shelf.calls) == [["t1"], ["t2"], ["t3", "t4"]]


async def test_views_with_other_options_do_not_share() -> None:
    """Nor do other resources; equal views do."""
    shelf = Shelf()
    async with shelf.api.client(coalesce=True) as plutio:
        other = plutio.for_business("other")
        same = plutio.with_options(timeout=30.0)
        await outcomes(*gets(plutio, "t1"), *gets(same, "t2"), *gets(other, "t3"), lambda: plutio.people.get("t4"))
    assert sorted(shelf.calls) == [["t1", "t2"], ["t3"], ["t4"]]


async def test_equal_reads_share_a_call() -> None:
    """Lists, pages, any GET. Different reads do not."""
    shelf = Shelf()
    async with shelf.api.client(coalesce=True) as plutio:
        same = [lambda: plutio.tasks.list(limit=5)] * 3
        raw = [lambda: plutio.request("GET", "/schedules", params={"a": 1})] * 2
        await outcomes(*same, *raw, lambda: plutio.tasks.list(limit=6), lambda: plutio.tasks.iterate().to_list())
    assert Counter(str(request.url.query, "ascii") for request in shelf.api.requests) == Counter(
        ["limit=5", "a=1", "limit=6", "skip=0&limit=500"]
    )


async def test_a_read_with_a_body_is_not_shared() -> None:
    """It is sent whole. The API has none, but others' reads may."""
    api = Api(answer(200, {}))
    async with api.client(coalesce=True) as plutio:
        await outcomes(*[lambda body=body: plutio.request("GET", "/x", json=body) for body in ("a", "a", {"b": 1})])
    assert sorted(request.content for request in api.requests) == [b'"a"', b'"a"', b'{"b":1}']


async def test_writes_are_never_shared() -> None:
    """Two equal writes are two calls."""
    api = Api(answer(200, {"_id": "t1"}))
    async with api.client(coalesce=True) as plutio:
        await outcomes(
            *[lambda: plutio.tasks.update("t1", title="x")] * 2, *[lambda: plutio.tasks.create(title="x")] * 2
        )
    assert len(api.requests) == 4


async def test_callers_do_not_share_records() -> None:
    """A change of one caller's record, however deep, does not affect the others."""
    shelf = Shelf()
    async with shelf.api.client(coalesce=True) as plutio:
        for works in (gets(plutio, "t1", "t1", "t1", "t2"), gets(plutio, "t1", "t1")):
            found = await outcomes(*works)
            for task in found:
                assert task.extra["odd"]["deep"] == []
                task.extra["odd"]["deep"].append(task)
        raw = await outcomes(*[lambda: plutio.request("GET", "/x", params={"_id": "t1"})] * 3)
        raw[0][0]["odd"]["deep"].append(1)
        assert [one[0]["odd"]["deep"] for one in raw] == [[1], [], []]


async def test_a_missing_record_fails_its_caller_only() -> None:
    """With the same error as without coalescing."""
    shelf = Shelf()
    async with shelf.api.client(coalesce=True) as plutio:
        found, missing, again = await outcomes(*gets(plutio, "t1", "gone", "gone"))
    assert found.id == "t1"
    assert isinstance(missing, NotFoundError)
    assert missing.message == "tasks has no record with the id gone"
    assert again is not missing


async def test_an_id_that_the_api_refuses_fails_its_caller_only() -> None:
    """The records are then read one by one."""
    shelf = Shelf(refuses="todd")
    async with shelf.api.client(coalesce=True) as plutio:
        found, odd = await outcomes(*gets(plutio, "t1", "todd"))
    assert found.id == "t1"
    assert odd.message == "todd is odd"
    assert sorted(shelf.calls) == [["t1"], ["t1", "todd"], ["todd"]]


async def test_every_caller_gets_its_own_error() -> None:
    """With its call."""
    api = Api(answer(500, {"message": "Oh no"}))
    async with api.client(coalesce=True, retries=1) as plutio:
        errors = await outcomes(*gets(plutio, "t1", "t2"), *[plutio.tasks.list] * 2)
    assert len({id(error) for error in errors}) == 4
    for error in errors:
        assert isinstance(error, ServerError)
        assert error.call is not None
        assert error.call.operation_id == "tasks_list"
    assert len(api.requests) == 2


async def test_an_empty_id_is_refused_at_once() -> None:
    """It joins no batch."""
    shelf = Shelf()
    async with shelf.api.client(coalesce=True) as plutio:
        with pytest.raises(TypeError, match="needs the record's id"):
            await plutio.tasks.get("")
    assert shelf.calls == []


@pytest.mark.parametrize("first", [0, 1, 2])
async def test_cancelling_a_caller_does_not_affect_the_others(first: int) -> None:
    """The first one too, and during the call."""
    shelf = Shelf(held=True)
    found: list[str] = []
    scopes = [anyio.CancelScope() for _ in range(3)]

    async def get(place: int) -> None:
        with scopes[place]:
            found.append((await plutio.tasks.get(f"t{place % 2}")).id)

    async with shelf.api.client(coalesce=True) as plutio, anyio.create_task_group() as group:
        for place in range(3):
            group.start_soon(get, place)
        await settle()
        scopes[first].cancel()
        await settle()
        assert shelf.running == 1
        shelf.gate.set()
    assert sorted(found) == sorted(f"t{place % 2}" for place in range(3) if place != first)
    assert len(shelf.calls) == 1


async def test_a_call_without_callers_is_cancelled() -> None:
    """A later caller starts another one."""
    shelf = Shelf(held=True)
    async with shelf.api.client(coalesce=True) as plutio:
        for work in (lambda: plutio.tasks.get("t1"), plutio.tasks.list):
            async with anyio.create_task_group() as group:
                group.start_soon(work)
                group.start_soon(work)
                await settle()
                assert shelf.running == 1
                group.cancel_scope.cancel()
            await settle()
            assert shelf.running == 0
        shelf.gate.set()
        assert (await plutio.tasks.get("t1")).id == "t1"
        assert await plutio.tasks.list() == []


@pytest.mark.parametrize("ticks", range(5))
async def test_the_end_of_a_cancelled_call_does_not_hide_the_next(ticks: int) -> None:
    """Later callers join the current one."""
    shelf = Shelf(held=True)
    async with shelf.api.client(coalesce=True) as plutio, anyio.create_task_group() as group:
        for work in (lambda: plutio.tasks.get("t1"), lambda: plutio.tasks.list(limit=1)):
            before = len(shelf.calls)
            async with anyio.create_task_group() as impatient:
                impatient.start_soon(work)
                await settle()
                impatient.cancel_scope.cancel()
                for _ in range(ticks):
                    group.start_soon(anyio.lowlevel.checkpoint)
                    with anyio.CancelScope(shield=True):
                        await anyio.lowlevel.checkpoint()
                group.start_soon(work)
            await settle()
            group.start_soon(work)
            await settle()
            assert len(shelf.calls) - before <= 2
        shelf.gate.set()


async def test_an_id_without_callers_is_not_requested() -> None:
    """Its only caller was cancelled in the same loop iteration. Without ids there is no call."""
    shelf = Shelf()

    async def get(id: str, scope: anyio.CancelScope) -> None:
        with scope:
            await plutio.tasks.get(id)

    async with shelf.api.client(coalesce=True) as plutio:
        await plutio.tasks.get("t0")
        scope = anyio.CancelScope()
        async with anyio.create_task_group() as group:
            group.start_soon(get, "t1", scope)
            group.start_soon(get, "t2", anyio.CancelScope())
            group.start_soon(get, "t3", anyio.CancelScope())
            group.start_soon(cancel_soon, scope)
        assert shelf.calls == [["t0"], ["t2", "t3"]]
        before = len(shelf.calls)
        with anyio.CancelScope() as scope:
            scope.cancel()
            await plutio.tasks.get("t9")
        await settle()
        assert len(shelf.calls) == before


async def cancel_soon(scope: anyio.CancelScope) -> None:
    scope.cancel()


async def test_closing_the_client_fails_waiting_callers() -> None:
    """With a clear error. Later reads fail too."""
    shelf = Shelf(held=True)
    errors: list[str] = []

    async def wait(work: Callable[[], Awaitable[Any]]) -> None:
        with pytest.raises(ClientStateError) as caught:
            await work()
        errors.append(caught.value.message)

    plutio = shelf.api.client(coalesce=True)
    async with anyio.create_task_group() as group:
        group.start_soon(wait, lambda: plutio.tasks.get("t1"))
        group.start_soon(wait, plutio.tasks.list)
        await settle()
        await plutio.aclose()
    assert errors == ["the client was closed before the answer came"] * 2
    for work in (lambda: plutio.tasks.get("t1"), plutio.tasks.list):
        with pytest.raises(ClientStateError, match="closed"):
            await work()
        with pytest.raises(ClientStateError, match="closed"):
            await work()


def test_a_second_event_loop_is_an_error_and_not_a_hang() -> None:
    """The tasks belong to the loop of the first call."""
    shelf = Shelf()
    plutio = shelf.api.client(coalesce=True)

    async def first() -> None:
        await plutio.tasks.get("t1")

    async def second() -> None:
        async with asyncio.timeout(5):
            await plutio.tasks.get("t1")

    asyncio.run(first())
    for _ in range(2):
        with pytest.raises(ClientStateError, match="another event loop"):
            asyncio.run(second())
    asyncio.run(plutio.aclose())


async def test_custom_fields_stay_bound_to_the_client() -> None:
    """Every copy of a shared record can read custom fields by title."""
    sandbox = Sandbox()
    plan = sandbox.seed(custom_fields=[{"entityType": "task", "title": "Plan", "inputType": "text"}])["custom_fields"][
        0
    ]
    (task,) = sandbox.seed(tasks=[{"customFields": [{"_id": plan["_id"], "value": "big"}]}])["tasks"]
    async with Plutio.sandbox(sandbox, coalesce=True) as plutio:
        await plutio.custom_fields.schema()
        found = await outcomes(*gets(plutio, *[task["_id"]] * 3))
    assert [one.custom["Plan"] for one in found] == ["big"] * 3


@given(seed=st.integers(0, 10**6), backend=st.sampled_from(["asyncio", "trio"]))
def test_every_caller_gets_what_it_would_get_alone(seed: int, backend: str) -> None:
    """For any reads and cancellations. No task remains."""

    async def main() -> None:
        random = Random(seed)
        shelf = Shelf()

        async def get(id: str, seconds: int) -> None:
            for _ in range(random.randrange(4)):
                await anyio.lowlevel.checkpoint()
            with anyio.CancelScope() as scope:
                if seconds < 6:
                    group.start_soon(give_up, scope, seconds)
                try:
                    assert (await plutio.tasks.get(id)).id == id
                    assert id.startswith("t")
                except NotFoundError:
                    assert not id.startswith("t")

        async def give_up(scope: anyio.CancelScope, ticks: int) -> None:
            for _ in range(ticks):
                await anyio.lowlevel.checkpoint()
            scope.cancel()

        async with shelf.api.client(coalesce=True) as plutio:
            async with anyio.create_task_group() as group:
                for _ in range(random.randrange(30)):
                    group.start_soon(get, f"{random.choice('tx')}{random.randrange(6)}", random.randrange(20))
            await settle()
            assert shelf.running == 0
            coalescer = plutio._sender.shared.session.coalescer
            assert coalescer._running_reads == coalescer._batches == {}

    anyio.run(main, backend=backend)


async def test_a_failed_call_fails_only_its_own_gets() -> None:
    """In a batch of several calls."""
    many = [f"t{n}" for n in range(300)]

    async def serve(request: httpx.Request) -> httpx.Response:
        wanted = asked(request)
        return answer(500, {"message": "Oh no"}) if "t0" in wanted else answer(200, [{"_id": id} for id in wanted])

    outcomes: dict[str, str] = {}

    async def look(id: str) -> None:
        try:
            outcomes[id] = (await plutio.tasks.get(id)).id
        except ServerError:
            outcomes[id] = "failed"

    async with Api(serve).client(coalesce=True, retries=1) as plutio, anyio.create_task_group() as group:
        for id in many:
            group.start_soon(look, id)
    assert Counter(outcomes.values())["failed"] in (100, 200)
    assert all(outcome in (id, "failed") for id, outcome in outcomes.items())
    assert len(outcomes) == 300
