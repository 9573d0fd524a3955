"""Background tasks: they end with the client, and their errors affect no other task."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import Plutio
from plutio_async._core.tasks import BackgroundTasks
from plutio_async.errors import ClientStateError, PlutioError

from .api import Api, answer

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]

LOOPS = ["asyncio", "trio"]
PAGE = [{"_id": f"record-{n:010}"} for n in range(10)]


def living() -> int:
    """The tasks of this event loop."""
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        import trio

        return trio.lowlevel.current_statistics().tasks_living


class Work:
    """Tasks that hang until they are cancelled."""

    def __init__(self) -> None:
        self.running = 0
        self.ended = 0

    async def hang(self) -> None:
        self.running += 1
        try:
            await anyio.sleep_forever()
        finally:
            self.running -= 1
            self.ended += 1


async def until(true: Callable[[], Any]) -> None:
    """Lets other tasks run until a condition holds. Fails after 30 seconds."""
    with anyio.fail_after(30):
        while not true():
            await anyio.sleep(0)


def endless(api: Api) -> Api:
    """Answers a full page at once, then never again."""

    async def hang(_: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    api.script = [answer(200, PAGE), hang]
    return api


class TestOwner:
    async def test_tasks_run_in_the_background(self) -> None:
        """The first ones and later ones."""
        owner, work = BackgroundTasks(), Work()
        owner.spawn(work.hang)
        owner.spawn(work.hang)
        await until(lambda: work.running == 2)
        owner.spawn(work.hang)
        await until(lambda: work.running == 3)
        await owner.aclose()

    async def test_closing_ends_all_tasks(self) -> None:
        """When ``aclose`` returns they have ended."""
        before = living()
        owner, work = BackgroundTasks(), Work()
        for _ in range(5):
            owner.spawn(work.hang)
        await until(lambda: work.running == 5)
        await owner.aclose()
        assert (work.running, work.ended) == (0, 5)
        await until(lambda: living() == before)

    async def test_closing_ends_tasks_that_have_not_started(self) -> None:
        """And ``aclose`` returns."""
        before = living()
        owner, work = BackgroundTasks(), Work()
        owner.spawn(work.hang)
        with anyio.fail_after(30):
            await owner.aclose()
        assert work.running == 0
        await until(lambda: living() == before)

    async def test_closing_without_tasks_costs_nothing(self) -> None:
        """Most clients never start one."""
        before = living()
        owner = BackgroundTasks()
        await owner.aclose()
        assert living() == before

    async def test_closing_twice_and_at_the_same_time(self) -> None:
        """Both wait for the end."""
        owner, work = BackgroundTasks(), Work()
        owner.spawn(work.hang)
        await until(lambda: work.running == 1)
        async with anyio.create_task_group() as group:
            group.start_soon(owner.aclose)
            group.start_soon(owner.aclose)
        await owner.aclose()
        assert work.running == 0

    async def test_a_cancelled_close_still_closes(self) -> None:
        """A client whose block is cancelled leaves no task."""
        owner, work = BackgroundTasks(), Work()
        owner.spawn(work.hang)
        await until(lambda: work.running == 1)
        with anyio.CancelScope() as scope:
            scope.cancel()
            await owner.aclose()
        assert (work.running, work.ended) == (0, 1)

    async def test_closing_waits_for_later_tasks_too(self) -> None:
        """Also if all earlier tasks had ended before."""
        owner, work = BackgroundTasks(), Work()

        async def short() -> None:
            work.ended += 1

        owner.spawn(short)
        await until(lambda: work.ended)
        await anyio.wait_all_tasks_blocked()
        owner.spawn(work.hang)
        await until(lambda: work.running)
        await owner.aclose()
        assert (work.running, work.ended) == (0, 2)

    async def test_a_task_sees_the_context_of_its_starter(self) -> None:
        """As any task does, so that tracing knows the caller."""
        owner, seen = BackgroundTasks(), []
        request = ContextVar("request", default="none")

        async def look() -> None:
            seen.append(request.get())

        for number in ("first", "second"):
            request.set(number)
            owner.spawn(look)
        await until(lambda: len(seen) == 2)
        assert sorted(seen) == ["first", "second"]
        await owner.aclose()

    async def test_no_task_starts_after_closing(self) -> None:
        """It would never end."""
        owner = BackgroundTasks()
        await owner.aclose()
        with pytest.raises(ClientStateError, match="the client is closed"):
            owner.spawn(Work().hang)

    async def test_a_failed_task_affects_no_other(self, caplog: pytest.LogCaptureFixture) -> None:
        """Others continue, later ones start, the loop lives, and the error is logged."""

        async def fail() -> None:
            raise ValueError("odd")

        owner, work = BackgroundTasks(), Work()
        owner.spawn(work.hang)
        owner.spawn(fail)
        with caplog.at_level(logging.ERROR, "plutio_async"):
            await until(lambda: caplog.records)
        owner.spawn(work.hang)
        await until(lambda: work.running == 2)
        await owner.aclose()
        assert "a task of the client failed" in caplog.text
        assert "ValueError: odd" in caplog.text

    async def test_started_in_one_task_and_closed_in_another(self) -> None:
        """As fixtures and lifespans do."""
        owner, work = BackgroundTasks(), Work()

        async def start() -> None:
            with anyio.CancelScope():
                owner.spawn(work.hang)
                await until(lambda: work.running == 1)

        async with anyio.create_task_group() as group:
            group.start_soon(start)
        assert work.running == 1
        async with anyio.create_task_group() as group:
            group.start_soon(owner.aclose)
        assert work.running == 0

    async def test_cancelling_the_starter_does_not_cancel_the_task(self) -> None:
        """The task belongs to the client."""
        owner, work = BackgroundTasks(), Work()
        with anyio.CancelScope() as scope:
            owner.spawn(work.hang)
            await until(lambda: work.running == 1)
            scope.cancel()
            await anyio.sleep_forever()
        assert work.running == 1
        await owner.aclose()


def test_tasks_that_asyncio_cancels_before_they_start_have_ended() -> None:
    """Asyncio never runs their coroutines."""
    owner, work = BackgroundTasks(), Work()

    async def main() -> None:
        owner.spawn(work.hang)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.wait_for(owner.aclose(), 5)

    asyncio.run(main())
    assert work.ended == 0


@pytest.mark.parametrize("backend", LOOPS)
def test_another_event_loop_is_an_error(backend: str) -> None:
    """It does not hang: the task would never run there."""
    owner, work = BackgroundTasks(), Work()

    async def start() -> None:
        owner.spawn(work.hang)
        await until(lambda: work.running == 1)

    anyio.run(start, backend=backend)
    for other in LOOPS:
        with pytest.raises(ClientStateError, match="another event loop"):
            anyio.run(start, backend=other)
        with pytest.raises(ClientStateError, match="another event loop"):
            anyio.run(owner.aclose, backend=other)


@pytest.mark.parametrize("backend", LOOPS)
def test_a_client_that_was_never_closed_does_not_keep_the_loop_alive(backend: str) -> None:
    """The end of the loop ends its tasks."""
    owner, work = BackgroundTasks(), Work()

    async def start() -> None:
        owner.spawn(work.hang)
        await until(lambda: work.running == 1)

    anyio.run(start, backend=backend)
    assert (work.running, work.ended) == (0, 1)


class TestClient:
    async def test_pages_that_are_fetched_ahead_end_with_the_client(self) -> None:
        """In an iteration, during the call for a page."""
        before = living()
        api = endless(Api())
        async with api.client() as plutio:
            records = aiter(plutio.tasks.iterate(page_size=10, read_ahead=2))
            await anext(records)
            await until(lambda: len(api.requests) > 1)
        await until(lambda: living() == before)

    async def test_closing_fails_the_reader_of_such_a_page(self) -> None:
        """It does not wait forever."""
        api = endless(Api())
        seen: list[BaseException] = []
        plutio = api.client()

        async def read() -> None:
            try:
                async for _ in plutio.tasks.iterate(page_size=10, read_ahead=2):
                    pass
            except ClientStateError as error:
                seen.append(error)

        with anyio.fail_after(30):
            async with anyio.create_task_group() as group:
                group.start_soon(read)
                await until(lambda: len(api.requests) > 1)
                await plutio.aclose()
        assert "closed" in str(seen[0])

    async def test_a_block_that_is_cancelled_closes_everything(self) -> None:
        """Calls for pages, and connections."""

        class Transport(httpx.MockTransport):
            closed = False

            async def aclose(self) -> None:
                self.closed = True

        before = living()
        api = endless(Api())
        transport = Transport(api._handle)
        with anyio.CancelScope() as scope:
            async with Plutio("id", "secret", business="example", transport=transport) as plutio:
                async for _ in plutio.tasks.iterate(page_size=10, read_ahead=2):
                    await until(lambda: len(api.requests) > 1)
                    scope.cancel()
                    await anyio.sleep(0)
        assert transport.closed
        await until(lambda: living() == before)

    async def test_leaving_an_iteration_early_ends_its_fetches(self) -> None:
        """The client stays open."""
        api = endless(Api())
        async with api.client() as plutio:
            with anyio.fail_after(30):
                async for _ in plutio.tasks.iterate(page_size=10, read_ahead=2):
                    await until(lambda: len(api.requests) > 1)
                    break
                api.script = [answer(200, [])]
                assert await plutio.tasks.list() == []

    async def test_entered_in_one_task_and_left_in_another(self) -> None:
        """During calls for pages."""
        before = living()
        api = endless(Api())
        plutio = api.client()

        async def enter() -> None:
            await plutio.__aenter__()
            await anext(aiter(plutio.tasks.iterate(page_size=10, read_ahead=2)))

        async with anyio.create_task_group() as group:
            group.start_soon(enter)
        async with anyio.create_task_group() as group:
            group.start_soon(plutio.__aexit__, None, None, None)
        await until(lambda: living() == before)

    async def test_an_error_inside_the_block_is_raised_unchanged(self) -> None:
        """Not in an ExceptionGroup, also during calls for pages."""
        api = endless(Api())

        async def fail() -> None:
            async with api.client() as plutio:
                async for _ in plutio.tasks.iterate(page_size=10, read_ahead=2):
                    raise ValueError("mine")

        with pytest.raises(ValueError, match="mine"):
            await fail()

    async def test_an_error_of_a_page_ahead_is_raised_in_its_reader_only(self) -> None:
        """When the reader reaches that page. Other calls of the client are not affected."""
        api = Api(answer(200, PAGE), answer(400, {"code": 400, "message": "No more"}))
        async with api.client() as plutio:
            seen: list[object] = []

            async def read() -> None:
                async for task in plutio.tasks.iterate(page_size=10, read_ahead=2):
                    seen.append(task)

            with pytest.raises(PlutioError, match="No more"):
                await read()
            assert len(seen) >= 9
            api.script = [answer(200, [])]
            assert await plutio.tasks.list() == []

    async def test_reading_ahead_after_close_is_a_clear_error(self) -> None:
        """The same as for any other call, and no task is started."""
        before = living()
        plutio = Api().client()
        await plutio.aclose()
        with pytest.raises(ClientStateError, match="the client is closed"):
            async for _ in plutio.tasks.iterate(read_ahead=2):
                pass
        assert living() == before
