"""Reading ahead: how fast it is, and what holds it back."""

from __future__ import annotations

import tracemalloc

import anyio
import pytest

from plutio_async.pagination import Ask, PageCaps, Records
from plutio_async.pagination.ahead import Queue
from tests.paging import Listing, Row, Ticker, drain, key, read, rows, settle

pytestmark = pytest.mark.anyio


async def _ticks(read_ahead: int, *, detached: bool) -> int:
    listing = Ticker(rows(10_000))
    async with anyio.create_task_group() as group:
        group.start_soon(listing.run)
        spawn = group.start_soon if detached else None
        assert await drain(read(listing, limit=100, read_ahead=read_ahead, spawn=spawn)) == listing.rows
        group.cancel_scope.cancel()
    assert listing.most_running <= max(1, read_ahead)
    assert len(listing.calls) <= 103 + read_ahead
    return listing.ticks


async def test_reading_ahead_is_as_fast_as_promised() -> None:
    """3.6 times at 4 pages and 6 times at 8, measured in answers that are waited for; the order stays."""
    serial = await _ticks(0, detached=True)
    assert serial >= 3.6 * await _ticks(4, detached=True)
    assert serial >= 6 * await _ticks(8, detached=True)
    assert serial >= 3 * await _ticks(4, detached=False)


async def test_reading_ahead_keeps_the_order_of_answers_that_come_in_any() -> None:
    """A later page that arrives first waits for its turn."""
    listing = Listing(rows(300))
    late = {9 * n: 12 - n for n in range(12)}

    async def fetch(skip: int, limit: int) -> list[Row]:
        for _ in range(late.get(skip, 0)):
            await anyio.lowlevel.checkpoint()
        return await listing.fetch(skip, limit)

    async with anyio.create_task_group() as group:
        assert await drain(Records(fetch, key, limit=10, read_ahead=8, spawn=group.start_soon)) == listing.rows


@pytest.mark.parametrize("detached", [True, False])
async def test_a_slow_reader_holds_back_the_fetches(detached: bool) -> None:
    """No more pages are fetched than ``read_ahead`` beyond the one that is being read."""
    listing = Listing(rows(500))
    given = 0
    async with anyio.create_task_group() as group:
        async for _ in read(listing, read_ahead=4, spawn=group.start_soon if detached else None):
            given += 1
            await settle()
            assert len(listing.calls) <= given // 9 + 1 + 4
    assert given == 500


async def test_reading_ahead_starts_with_one_page() -> None:
    """A list of one page is not worth four calls."""
    caps = PageCaps(given=10)
    listing = Listing(rows(4))
    async with anyio.create_task_group() as group:
        await drain(read(listing, read_ahead=8, spawn=group.start_soon, caps=caps))
    assert len(listing.calls) == 1


async def test_reading_ahead_stops_at_a_page_that_is_known_to_be_the_last() -> None:
    """What was fetched beyond the end is no reason to fetch still more."""
    listing = Listing(rows(30))
    async with anyio.create_task_group() as group:
        async for _ in read(listing, read_ahead=8, spawn=group.start_soon):
            await settle()
    assert len(listing.calls) <= 6


async def test_pages_ahead_that_do_not_follow_are_dropped() -> None:
    """Those too far back to bring anything, and all of them when there is a gap before the first."""
    queue: Queue[Row] = Queue(PageCaps(given=10), 10)
    queue.extend(Ask(0, 0, 9), 4)
    queue.align(Ask(18, 18, 9))
    assert [slot.skip for slot in queue.slots] == [18, 27]
    queue.align(Ask(15, 16, 9))
    assert not queue.slots


@pytest.mark.parametrize(("spare", "most"), [(0, 1), (7, 1), (8, 2), (1000, 4), (None, 4)])
async def test_reading_ahead_shrinks_when_the_budget_is_low(spare: int | None, most: int) -> None:
    """A quarter of what is left is the most that goes to pages nobody asked for yet."""
    listing = Ticker(rows(300))
    async with anyio.create_task_group() as group:
        group.start_soon(listing.run)
        await drain(read(listing, read_ahead=4, spawn=group.start_soon, spare=lambda: spare))
        group.cancel_scope.cancel()
    assert listing.most_running == most


@pytest.mark.parametrize("detached", [True, False])
async def test_an_error_of_a_page_ahead_waits_for_its_turn(detached: bool) -> None:
    """The records before it are given first; then the walk can go on."""
    listing = Listing(rows(100))
    broken = True

    async def fetch(skip: int, limit: int) -> list[Row]:
        if broken and skip > 50:
            raise OSError("no route")
        return await listing.fetch(skip, limit)

    given = []
    async with anyio.create_task_group() as group:
        spawn = group.start_soon if detached else None
        iterator = aiter(Records(fetch, key, limit=10, read_ahead=4, spawn=spawn))
        with pytest.raises(OSError, match="no route"):
            async for row in iterator:
                given.append(row)
        assert given == rows(len(given)) and len(given) > 50
        broken = False
        async for row in iterator:
            given.append(row)
    assert given == rows(100)


@pytest.mark.parametrize("read_ahead", [0, 8])
async def test_streaming_holds_only_a_few_pages(read_ahead: int) -> None:
    """100,000 records pass in a few MiB, the ids that were seen included."""

    async def fetch(skip: int, limit: int) -> list[Row]:
        await anyio.lowlevel.checkpoint()
        return [Row(f"wgAavigG3A{n:07}") for n in range(skip, min(100_000, skip + limit))]

    count = peak = 0
    async with anyio.create_task_group() as group:
        tracemalloc.start()
        try:
            async for _ in Records(fetch, key, limit=500, read_ahead=read_ahead, spawn=group.start_soon):
                count += 1
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert count == 100_000
    assert peak < 7 * 2**20
