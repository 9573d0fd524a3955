"""Leaving a walk early: no task runs on, and the walk can continue."""

from __future__ import annotations

import gc
import threading
from contextlib import aclosing
from itertools import chain, repeat
from typing import Any

import anyio
import pytest

from plutio_async._pagination.records import Records
from plutio_async.errors import ClientStateError
from tests.paging import Listing, Row, Ticker, drain, read, rows, settle

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


async def test_a_loop_can_continue_after_an_error() -> None:
    """The iterator requests the same page again."""
    listing = Listing(rows(30))
    failing = chain([False, True], repeat(False))

    def fail(_: Listing) -> None:
        if next(failing):
            raise OSError("no route")

    listing.before = fail
    seen = []
    iterator = aiter(read(listing))
    with pytest.raises(OSError, match="no route"):
        async for row in iterator:
            seen.append(row)
    assert seen == rows(10)
    async for row in iterator:
        seen.append(row)
    assert seen == rows(30)


async def test_two_tasks_cannot_share_an_iterator() -> None:
    """Both would get the same page."""
    listing = Ticker(rows(30))
    iterator = aiter(read(listing))
    async with anyio.create_task_group() as group:
        group.start_soon(anext, iterator)
        await settle()
        with pytest.raises(ClientStateError, match="two tasks"):
            await anext(iterator)
        listing.tick()


async def test_break_leaves_nothing_running() -> None:
    """The fetches ahead end with the loop, although the iterator was not closed."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client, anyio.create_task_group() as clock:
        clock.start_soon(listing.run)
        async for row in read(listing, read_ahead=4, spawn=client.start_soon):
            if row.id == "r40":
                break
        clock.cancel_scope.cancel()
        await settle()
        gc.collect()
        assert listing.running == 0


async def test_an_exception_leaves_nothing_running_and_is_not_wrapped() -> None:
    """It is not in an exception group, and the tasks end."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client, anyio.create_task_group() as clock:
        clock.start_soon(listing.run)
        with pytest.raises(KeyError, match="r40"):
            await _raise_at(read(listing, read_ahead=4, spawn=client.start_soon), "r40")
        clock.cancel_scope.cancel()
        gc.collect()
        await settle()
        assert listing.running == 0


async def _raise_at(records: Records[Row], id: str) -> None:
    async for row in records:
        if row.id == id:
            raise KeyError(id)


@pytest.mark.parametrize("ticks", [0, 1, 2, 3, 5])
async def test_cancelling_the_reader_anywhere_leaves_nothing_running(ticks: int) -> None:
    """No task runs on, whether the reader waits for the first page or a later one."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client:
        async with anyio.create_task_group() as readers:
            readers.start_soon(drain, read(listing, read_ahead=4, spawn=client.start_soon))
            for _ in range(ticks):
                await settle()
                listing.tick()
            await settle()
            assert listing.running > 0
            readers.cancel_scope.cancel()
        gc.collect()
        await settle()
        assert listing.running == 0


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_a_step_that_was_cancelled_can_be_repeated(read_ahead: int) -> None:
    """A cancel scope around one record does not break the walk."""
    listing = Ticker(rows(100))
    seen: list[Row] = []
    async with anyio.create_task_group() as client:
        iterator = aiter(read(listing, spawn=client.start_soon, read_ahead=read_ahead))
        while len(seen) < 100:
            with anyio.CancelScope() as scope:
                client.start_soon(_cancel_later, scope)
                seen.append(await anext(iterator))
                continue
            client.start_soon(_tick_later, listing)
            seen.append(await anext(iterator))
        client.cancel_scope.cancel()
    assert seen == rows(100)


async def _cancel_later(scope: anyio.CancelScope) -> None:
    await settle()
    scope.cancel()


async def _tick_later(listing: Ticker) -> None:
    for _ in range(10):
        await settle()
        listing.tick()


async def test_each_step_may_run_inside_another_cancel_scope() -> None:
    """The walk leaves no scope open between two records."""
    seen = []
    async with anyio.create_task_group() as client:
        iterator = aiter(read(Listing(rows(50)), read_ahead=4, spawn=client.start_soon))
        for _ in range(50):
            with anyio.fail_after(60):
                seen.append(await anext(iterator))
    assert seen == rows(50)


async def test_a_walk_can_be_closed_explicitly() -> None:
    """``aclosing`` ends the fetches at once, even if garbage is collected late."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client, anyio.create_task_group() as clock:
        clock.start_soon(listing.run)
        records = read(listing, read_ahead=4, spawn=client.start_soon)
        async with aclosing(aiter(records)) as iterator:
            for _ in range(40):
                await anext(iterator)
        clock.cancel_scope.cancel()
        await settle()
        assert listing.running == 0
        async with aclosing(records.pages()) as pages:
            client.start_soon(_tick_later, listing)
            assert await anext(pages) == rows(10)


async def test_closing_the_client_during_a_walk_raises_a_clear_error() -> None:
    """The reader does not wait forever."""
    listing = Ticker(rows(100))
    async with anyio.create_task_group() as client, anyio.create_task_group() as outer:
        outer.start_soon(_expect_closed, listing, client)
        await settle()
        client.cancel_scope.cancel()
        with anyio.CancelScope(shield=True):
            await settle()
            assert listing.running == 0


async def _expect_closed(listing: Ticker, client: Any) -> None:
    with anyio.CancelScope(shield=True), pytest.raises(ClientStateError, match="closed"):
        await drain(read(listing, read_ahead=2, spawn=client.start_soon))


async def test_a_walk_collected_in_another_thread_touches_no_task() -> None:
    """The garbage collector may run in any thread. Then the fetches run to their end."""
    listing = Ticker(rows(100))
    async with anyio.create_task_group() as client:
        held = [aiter(read(listing, read_ahead=4, spawn=client.start_soon))]
        client.start_soon(_tick_once, listing)
        await anext(held[0])
        await settle()
        assert listing.running == 2
        thread = threading.Thread(target=held.clear)
        thread.start()
        thread.join()
        await settle()
        assert listing.running == 2
        listing.tick()
        await settle()
        assert listing.running == 0


async def _tick_once(listing: Ticker) -> None:
    await settle()
    listing.tick()
