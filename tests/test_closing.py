"""``aclose(drain=seconds)``: running calls may end, new ones are refused, and then everything is closed."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest
from anyio.abc import TaskGroup

from plutio_async import (
    Budget,
    BudgetExceeded,
    BulkFailed,
    ClientStateError,
    ConfigurationError,
    OutcomeUnknown,
    Plutio,
    PlutioError,
)
from plutio_async._auth.credentials import Token
from plutio_async._core.call import Call, Operation
from plutio_async._pipeline.calls import CallState, RunningCalls, Wait
from plutio_async._pipeline.observing import Counts
from plutio_async._pipeline.settings import Options
from plutio_async.testing import FakeClock

from .api import TOKEN, Api, answer
from .local_server import hang, serving

pytestmark = pytest.mark.both_loops

LOOPS = ["asyncio", "trio"]
PAGE = [{"_id": f"record-{n:010}"} for n in range(10)]
CLOSING = "the client is closing"
CLOSED = "the client is closed: make calls before aclose() or inside its `async with` block"


class Held:
    """An answer that comes when it is let go."""

    def __init__(self, given: httpx.Response) -> None:
        self.asked = anyio.Event()
        self.go = anyio.Event()
        self._given = given

    async def __call__(self, _: httpx.Request) -> httpx.Response:
        self.asked.set()
        await self.go.wait()
        return self._given


class Ends:
    """How calls ended."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[PlutioError] = []
        self.closed = 0

    async def call(self, work: Callable[[], Awaitable[Any]]) -> None:
        try:
            self.results.append(await work())
        except PlutioError as error:
            self.errors.append(error)

    async def close(self, plutio: Plutio, drain: float | None) -> None:
        await plutio.aclose(drain=drain)
        self.closed += 1


async def held_call(group: TaskGroup, ends: Ends, **settings: Any) -> tuple[Api, Held, Plutio]:
    """A client with one call under way."""
    held = Held(answer(200, [{"_id": "record-0000000001"}]))
    api = Api(held, answer(200, []))
    plutio = api.client(**settings)
    group.start_soon(ends.call, plutio.tasks.list)
    await held.asked.wait()
    return api, held, plutio


def of_the_end(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged about the calls that ended with the client, without the waits for the budget."""
    return [message for message in caplog.messages if "wait" not in message]


@pytest.mark.anyio
class TestDrain:
    async def test_a_running_call_ends_and_then_all_is_closed(self) -> None:
        """At once, and not when the seconds are over."""
        ends = Ends()
        async with anyio.create_task_group() as group:
            api, held, plutio = await held_call(group, ends)
            group.start_soon(ends.close, plutio, 10)
            await anyio.wait_all_tasks_blocked()
            assert (ends.results, ends.closed) == ([], 0)
            held.go.set()
        assert [task.id for task in ends.results[0]] == ["record-0000000001"]
        assert (ends.closed, api.clock.sleeping) == (1, 0)
        with pytest.raises(ClientStateError, match="the client is closed"):
            await plutio.tasks.list()

    async def test_new_calls_are_refused_meanwhile(self) -> None:
        """Of the client and of its views, shared reads and new blocks too; none of them is sent."""
        ends = Ends()
        async with anyio.create_task_group() as group:
            api, held, plutio = await held_call(group, ends)
            group.start_soon(ends.close, plutio, 10)
            await anyio.wait_all_tasks_blocked()
            sharing = plutio.with_options(coalesce=True)
            for work in (
                plutio.tasks.list,
                plutio.with_options(max_wait=None).people.list,
                plutio.for_business("other").invoices.list,
                sharing.tasks.list,
                lambda: sharing.tasks.get("Hc4RtZ8mWq2NxKb7V"),
                lambda: plutio.tasks.create(title="Brief"),
                lambda: plutio.request("GET", "/schedules"),
                plutio.__aenter__,
            ):
                with pytest.raises(ClientStateError, match=CLOSING):
                    await work()
            held.go.set()
        assert len(api.requests) == 1
        assert len(ends.results) == 1

    async def test_with_no_call_running_it_closes_at_once(self) -> None:
        """Also one that was never used."""
        api = Api()
        used, unused = api.client(), api.client()
        await used.tasks.list()
        for plutio in (used, unused):
            await plutio.aclose(drain=10)
            with pytest.raises(ClientStateError, match="the client is closed"):
                await plutio.tasks.list()
        assert api.clock.monotonic() == Api().clock.monotonic()

    async def test_a_call_may_be_made_again_meanwhile(self) -> None:
        """With a new token too: what was begun before may take all its steps."""
        api = Api(
            answer(503, {"message": "Overloaded"}),
            answer(401, {"message": "Invalid token"}),
            answer(200, PAGE),
            tokens=(answer(200, TOKEN), answer(200, {**TOKEN, "accessToken": "token-2"})),
        )
        plutio, ends = api.client(), Ends()
        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            assert api.clock.sleeping == 1  # between two attempts
            async with api.clock.autojump():
                await plutio.aclose(drain=60)
        assert [len(tasks) for tasks in ends.results] == [10]
        assert (len(api.requests), len(api.token_requests)) == (3, 2)

    async def test_a_longer_wait_ends_with_the_time(self, caplog: pytest.LogCaptureFixture) -> None:
        """Not before, with the error of a plain close, and a warning counts them."""
        api, ends = Api(), Ends()
        budget = Budget(2, clock=api.clock)
        plutio = api.client(budget=budget)
        await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(ends.call, plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(ends.close, plutio, 10)
            await api.clock.advance(9.9)
            assert (ends.closed, len(ends.errors), budget.waiting) == (0, 0, 3)
            with caplog.at_level(logging.WARNING, "plutio_async"):
                await api.clock.advance(0.1)
        assert [str(error.message) for error in ends.errors] == [
            "the client is closed: this call was still waiting, and was not made"
        ] * 3
        assert (ends.closed, budget.waiting, len(api.requests)) == (1, 0, 1)
        assert of_the_end(caplog) == ["3 calls were still running after 10 s: they end with the client"]

    async def test_a_wait_that_fits_ends_with_its_call(self, caplog: pytest.LogCaptureFixture) -> None:
        """The budget grants it in time, and no call is cut off."""
        api, ends = Api(), Ends()
        plutio = api.client(budget=Budget(2, period=100, clock=api.clock))
        await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            with caplog.at_level(logging.INFO, "plutio_async"):
                async with api.clock.autojump():
                    await plutio.aclose(drain=200)
        assert (ends.results, of_the_end(caplog)) == ([[]], [])

    async def test_requests_that_run_at_the_end_break_off(self) -> None:
        """As when it closes without a drain: a create is unknown then, and a read is not made again."""
        api, ends = Api(), Ends()
        async with serving(hang) as server:
            plutio = Plutio(
                "id", "secret", business="example", base_url=server.url(), clock=api.clock, token_store=HasToken()
            )
            async with anyio.create_task_group() as group:
                group.start_soon(ends.call, plutio.tasks.list)
                group.start_soon(ends.call, lambda: plutio.tasks.create(title="Brief"))
                while len(server.seen) < 2:
                    await anyio.sleep(0)
                group.start_soon(ends.close, plutio, 10)
                await api.clock.advance(10)
        assert ends.closed == 1
        assert {type(error) for error in ends.errors} == {ClientStateError, OutcomeUnknown}
        assert len(server.seen) == 2

    async def test_a_cancelled_drain_closes_at_once(self) -> None:
        """As a server does after a second signal."""
        api, ends = Api(), Ends()
        plutio = api.client(budget=2)
        await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            with anyio.CancelScope() as scope:
                scope.cancel()
                await plutio.aclose(drain=10)
            assert scope.cancelled_caught
        assert "was still waiting" in ends.errors[0].message
        assert api.clock.sleeping == 0

    @pytest.mark.parametrize("other", [None, 0, 3])
    async def test_of_two_drains_at_a_time_the_shorter_counts(
        self, other: float | None, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Both return then, only the shorter one warns, and closing again does nothing."""
        api, ends = Api(), Ends()
        plutio = api.client(budget=2)
        await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(ends.close, plutio, 10)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(ends.close, plutio.with_options(timeout=5), other)
            await api.clock.advance(3)
            assert ends.closed == 2
        await plutio.aclose(drain=10)
        assert of_the_end(caplog) == ["1 calls were still running after 3 s: they end with the client"] * bool(other)
        assert len(ends.errors) == 1

    async def test_a_closed_client_does_not_drain(self) -> None:
        """Even if a transport of the user's does not break off a request."""
        ends = Ends()
        async with anyio.create_task_group() as group:
            _, held, plutio = await held_call(group, ends)
            await plutio.aclose()
            await plutio.aclose(drain=10)
            held.go.set()
        assert len(ends.results) == 1

    async def test_a_cancelled_call_ends_the_drain(self) -> None:
        """It has ended, too."""
        api, ends = Api(), Ends()
        plutio = api.client(budget=2)
        await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            async with anyio.create_task_group() as callers:
                callers.start_soon(plutio.tasks.list)
                await anyio.wait_all_tasks_blocked()
                group.start_soon(ends.close, plutio, 10)
                await anyio.wait_all_tasks_blocked()
                assert ends.closed == 0
                callers.cancel_scope.cancel()
        assert (ends.closed, api.clock.sleeping) == (1, 0)


class HasToken:
    """A store that spares the token call."""

    async def load(self, account: str) -> Token | None:
        return Token("token-1", 4e9)

    async def save(self, account: str, token: Token) -> None:
        """Keeps none."""


@pytest.mark.anyio
class TestSeveralCalls:
    """A method that makes several calls stops between two of them."""

    async def test_an_iteration_stops_before_its_next_page(self) -> None:
        """The page that was under way is given, and the error comes where the next one would."""
        held, seen = Held(answer(200, PAGE)), []
        api, ends = Api(held), Ends()
        plutio = api.client()

        async def read() -> None:
            async for task in plutio.tasks.iterate(page_size=10):
                seen.append(task.id)
                await anyio.wait_all_tasks_blocked()

        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, read)
            await held.asked.wait()
            group.start_soon(ends.close, plutio, 10)
            await anyio.wait_all_tasks_blocked()
            held.go.set()
        assert [error.message for error in ends.errors] == [CLOSED]
        assert (len(seen), len(api.requests)) == (10, 1)

    async def test_pages_ahead_that_were_asked_for_are_given(self) -> None:
        """And no other is asked for, even if the client is still closing."""
        slow, ahead = Held(answer(200, [])), anyio.Event()
        seen: list[str] = []

        async def serve(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/projects"):
                return await slow(request)
            skip = int(request.url.params["skip"])
            if skip:
                await ahead.wait()
            return answer(200, [{"_id": f"record-{n:010}"} for n in range(skip, skip + 10)])

        api, ends = Api(serve), Ends()
        plutio = api.client()

        async def read() -> None:
            async for task in plutio.tasks.iterate(page_size=10, read_ahead=1):
                seen.append(task.id)

        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, plutio.projects.list)
            group.start_soon(ends.call, read)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(ends.close, plutio, 10)
            await anyio.wait_all_tasks_blocked()
            sent = len(api.requests)
            assert (len(seen), sent) == (10, 3)
            ahead.set()
            await anyio.wait_all_tasks_blocked()
            assert [CLOSING in error.message for error in ends.errors] == [True]
            assert (len(api.requests), ends.closed) == (sent, 0)
            assert len(seen) > 10
            slow.go.set()
        assert (ends.results, ends.closed) == ([[]], 1)

    async def test_a_bulk_write_stops_between_two_chunks(self) -> None:
        """It says what is done and what is left."""
        held = Held(answer(200, {}))
        api, ends = Api(held), Ends()
        plutio = api.client()
        ids = [f"record-{n:010}" for n in range(250)]
        async with anyio.create_task_group() as group:
            group.start_soon(ends.call, lambda: plutio.tasks.bulk_update(ids, title="Brief"))
            await held.asked.wait()
            group.start_soon(ends.close, plutio, 10)
            await anyio.wait_all_tasks_blocked()
            held.go.set()
        (failure,) = ends.errors
        assert isinstance(failure, BulkFailed)
        assert isinstance(failure.__cause__, ClientStateError)
        assert (len(failure.result.ids("accepted")), len(failure.result.ids("pending"))) == (100, 150)
        assert len(api.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("drain", [-1, -0.1, math.nan, True, False, "10"])
async def test_an_invalid_drain_closes_nothing(drain: Any) -> None:
    """The error says what to give, and the client stays open."""
    async with Api().client() as plutio:
        with pytest.raises(
            ConfigurationError, match=r"drain=.* is no length of time; give seconds, 0 or more, or None"
        ):
            await plutio.aclose(drain=drain)
        assert await plutio.tasks.list() == []


@pytest.mark.anyio
@pytest.mark.parametrize("drain", [None, 0, 0.0])
async def test_without_a_drain_it_waits_for_no_call(drain: float | None) -> None:
    """Which is what leaving the block does."""
    api, ends = Api(), Ends()
    plutio = api.client(budget=2)
    await plutio.tasks.list()
    async with anyio.create_task_group() as group:
        group.start_soon(ends.call, plutio.tasks.list)
        await anyio.wait_all_tasks_blocked()
        await plutio.aclose(drain=drain)
    assert "was still waiting" in ends.errors[0].message


@pytest.mark.parametrize("backend", LOOPS)
def test_aclose_in_another_event_loop_closes_nothing(backend: str) -> None:
    """The calls of the first loop go on, and new ones may be made there."""
    ends, errors = Ends(), []

    async def close(plutio: Plutio) -> None:
        try:
            await plutio.aclose(drain=10)
        except ClientStateError as error:
            errors.append(error)

    async def main() -> None:
        async with anyio.create_task_group() as group:
            _, held, plutio = await held_call(group, ends)
            thread = threading.Thread(target=anyio.run, args=(close, plutio), daemon=True)
            thread.start()
            await anyio.to_thread.run_sync(thread.join)
            held.go.set()
            await ends.call(plutio.tasks.list)
            await plutio.aclose(drain=10)

    anyio.run(main, backend=backend)
    assert "another event loop" in str(errors[0])
    assert (len(ends.results), ends.errors) == (2, [])


@pytest.mark.anyio
@pytest.mark.parametrize("end", ["over", "an error", "cancelled", "closed"])
async def test_a_wait_that_has_ended_is_not_kept(end: str) -> None:
    """Or a service that runs for months would keep a scope for each wait of each call."""
    clock = FakeClock()
    calls = RunningCalls(clock, Counts(0.0))
    state = CallState(Call(Operation("tasks_list", "GET", "/tasks", idempotent=True), list), Options())

    async def wait() -> None:
        with Wait(calls, state, "budget"):
            if end == "an error":
                raise BudgetExceeded("no call is free")
            await clock.sleep(1)

    errors = {"an error": BudgetExceeded, "closed": ClientStateError}
    async with anyio.create_task_group() as group:
        group.start_soon(_ended_with, errors.get(end), wait)
        await anyio.wait_all_tasks_blocked()
        assert len(calls.waits) == (end != "an error")
        match end:
            case "cancelled":
                group.cancel_scope.cancel()
            case "closed":
                calls.close()
            case "over":
                await clock.advance(1)
    assert calls.waits == set()


async def _ended_with(error: type[PlutioError] | None, work: Callable[[], Awaitable[None]]) -> None:
    if error is None:
        await work()
        return
    with pytest.raises(error):
        await work()
