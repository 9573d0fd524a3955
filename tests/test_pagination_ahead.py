"""Reading ahead: how fast it is, and what limits it."""

from __future__ import annotations

import tracemalloc
from random import Random

import anyio
import pytest

from plutio_async import Plutio
from plutio_async._pagination.page import PageCaps
from tests.paging import Listing, Row, Ticker, drain, read, rows, settle

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


async def _ticks(read_ahead: int) -> int:
    listing = Ticker(rows(10_000))
    async with anyio.create_task_group() as group:
        group.start_soon(listing.run)
        assert await drain(read(listing, limit=100, read_ahead=read_ahead, spawn=group.start_soon)) == listing.rows
        group.cancel_scope.cancel()
    assert listing.most_running <= max(1, read_ahead)
    assert len(listing.calls) <= 104 + read_ahead
    return listing.ticks


async def test_reading_ahead_is_as_fast_as_promised() -> None:
    """3.6 times as fast with 4 pages and 6 times with 8, measured in round trips, in the same order."""
    serial = await _ticks(0)
    assert serial >= 3.6 * await _ticks(4)
    assert serial >= 6 * await _ticks(8)


async def test_reading_ahead_keeps_the_order_of_the_list() -> None:
    """A later page that arrives first waits until the pages before it were read."""
    listing = Listing(rows(300))
    late = {9 * n: 12 - n for n in range(12)}

    async def fetch(skip: int, limit: int) -> list[Row]:
        for _ in range(late.get(skip, 0)):
            await anyio.lowlevel.checkpoint()
        return await listing.fetch(skip, limit)

    async with anyio.create_task_group() as group:
        assert await drain(read(fetch, read_ahead=8, spawn=group.start_soon)) == listing.rows


async def test_a_slow_reader_limits_the_fetches() -> None:
    """At most ``read_ahead`` pages are fetched beyond the one that is being read."""
    listing = Listing(rows(500))
    seen = 0
    async with anyio.create_task_group() as group:
        async for _ in read(listing, read_ahead=4, spawn=group.start_soon):
            seen += 1
            await settle()
            assert len(listing.calls) <= seen // 9 + 1 + 4
    assert seen == 500


async def test_reading_ahead_starts_with_one_page() -> None:
    """A list of one page does not cost four calls."""
    caps = PageCaps(observed=10)
    listing = Listing(rows(4))
    async with anyio.create_task_group() as group:
        await drain(read(listing, read_ahead=8, spawn=group.start_soon, caps=caps))
    assert len(listing.calls) == 2


@pytest.mark.parametrize(("count", "most"), [(4, 2), (10, 4), (30, 8), (60, 12)])
async def test_reading_ahead_wastes_few_calls_on_a_short_list(count: int, most: int) -> None:
    """It adds one page for each that is read, so that few calls go past the end of a short list."""
    listing = Listing(rows(count))
    async with anyio.create_task_group() as group:
        assert await drain(read(listing, read_ahead=8, spawn=group.start_soon)) == rows(count)
    assert len(listing.calls) <= most


async def test_reading_ahead_adapts_to_a_smaller_page_size() -> None:
    """It learns the new size from the pages."""
    caps = PageCaps(observed=100)
    listing = Ticker(rows(300), cap=10)
    async with anyio.create_task_group() as group:
        group.start_soon(listing.run)
        seen = await drain(read(listing, limit=100, read_ahead=4, spawn=group.start_soon, caps=caps))
        group.cancel_scope.cancel()
    assert seen == rows(300)
    assert listing.most_running == 4
    assert len(listing.calls) < 45


async def test_reading_ahead_starts_with_one_page_again_after_a_page_that_was_cut() -> None:
    """So a server that cuts many pages costs fewer than twice as many calls."""
    listing, serial = (Listing(rows(2000), cut=Random(1)) for _ in range(2))
    async with anyio.create_task_group() as group:
        assert await drain(read(listing, limit=50, read_ahead=4, spawn=group.start_soon)) == rows(2000)
    await drain(read(serial, limit=50))
    assert len(listing.calls) < 2 * len(serial.calls)


async def test_nothing_is_read_ahead_without_a_task_group() -> None:
    """Without a task group one page is fetched after the other."""
    listing = Listing(rows(95))
    assert await drain(read(listing, read_ahead=4)) == rows(95)
    assert listing.most_running == 1


async def test_reading_ahead_stops_at_a_page_that_is_probably_the_last() -> None:
    """Pages beyond the end do not cause further fetches."""
    listing = Listing(rows(30))
    async with anyio.create_task_group() as group:
        async for _ in read(listing, read_ahead=8, spawn=group.start_soon):
            await settle()
    assert len(listing.calls) <= 7


@pytest.mark.parametrize(("spare", "most"), [(0, 1), (7, 1), (8, 2), (1000, 4), (None, 4)])
async def test_reading_ahead_shrinks_when_the_budget_is_low(spare: int | None, most: int) -> None:
    """It uses a quarter of the remaining calls at most."""
    listing = Ticker(rows(300))
    async with anyio.create_task_group() as group:
        group.start_soon(listing.run)
        await drain(read(listing, read_ahead=4, spawn=group.start_soon, spare=lambda: spare))
        group.cancel_scope.cancel()
    assert listing.most_running == most


async def test_an_error_of_a_page_ahead_is_raised_in_order() -> None:
    """The records before it come first. After the error the walk can continue."""
    listing = Listing(rows(100))
    broken = True

    async def fetch(skip: int, limit: int) -> list[Row]:
        if broken and skip > 50:
            raise OSError("no route")
        return await listing.fetch(skip, limit)

    seen = []
    async with anyio.create_task_group() as group:
        iterator = aiter(read(fetch, read_ahead=4, spawn=group.start_soon))
        with pytest.raises(OSError, match="no route"):
            async for row in iterator:
                seen.append(row)
        assert seen == rows(len(seen)) and len(seen) > 50
        broken = False
        async for row in iterator:
            seen.append(row)
    assert seen == rows(100)


@pytest.mark.integration
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("read_ahead", [pytest.param(0, marks=pytest.mark.system), 8])
async def test_streaming_keeps_only_a_few_pages_in_memory(read_ahead: int) -> None:
    """100,000 records need a few pages, and up to 200 bytes for each id that was seen."""

    async def fetch(skip: int, limit: int) -> list[Row]:
        await anyio.lowlevel.checkpoint()
        return [Row(f"Hc4RtZ8mWq{n:07}") for n in range(skip, min(100_000, skip + limit))]

    count = peak = 0
    async with anyio.create_task_group() as group:
        tracemalloc.start()
        try:
            async for _ in read(fetch, limit=500, read_ahead=read_ahead, spawn=group.start_soon):
                count += 1
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert count == 100_000
    assert peak < 24 * 2**20


def test_a_client_and_its_views_learn_the_page_size_of_a_resource_together() -> None:
    client = Plutio("id", "secret", business="example")
    view = client.with_options(timeout=3)
    assert client._sender.shared.page_caps("tasks") is view._sender.shared.page_caps("tasks")
    assert client._sender.shared.page_caps("tasks") is not client._sender.shared.page_caps("people")
