"""Reading whole lists: what it gives, what it costs, and how it ends."""

from __future__ import annotations

import gc
import json
import threading
import tracemalloc
from contextlib import aclosing
from typing import Any

import anyio
import pytest

from plutio_async.errors import ClientStateError, ConfigurationError, UnreadableAnswer
from plutio_async.pagination import Ask, PageCaps, Progress, Records
from plutio_async.pagination.ahead import Queue
from plutio_async.pagination.seen import SeenIds
from tests.paging import Listing, Row, Ticker, key, rows, settle

pytestmark = pytest.mark.anyio


def read(source: Listing, /, **options: Any) -> Records[Row]:
    """The records of a listing, ten at a time."""
    return Records(source.fetch, key, **{"limit": 10, **options})


async def drain(records: Records[Row]) -> list[Row]:
    return [row async for row in records]


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11, 100, 101])
async def test_gives_all_records_in_order(count: int) -> None:
    """Every record comes once, in the order of the server."""
    listing = Listing(rows(count))
    assert await drain(read(listing)) == listing.rows


@pytest.mark.parametrize("cap", [2, 3, 7, 9])
@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 63, 64])
async def test_a_silently_cut_page_is_not_the_end(cap: int, count: int) -> None:
    """A server that gives fewer records than asked for loses none."""
    listing = Listing(rows(count), cap=cap)
    assert await drain(read(listing)) == listing.rows


async def test_a_short_list_costs_one_call_more_only_until_the_page_size_is_known() -> None:
    """The first short page may be a cut one; once a longer page was seen it is the end."""
    caps = PageCaps()
    short = Listing(rows(5))
    await drain(read(short, caps=caps))
    assert len(short.calls) == 2
    await drain(read(Listing(rows(30)), caps=caps))
    short.calls.clear()
    await drain(read(short, caps=caps))
    assert len(short.calls) == 1


async def test_a_quiet_list_costs_one_call_a_page() -> None:
    """Reading a little twice in each page to see that nothing was lost costs 2 % at the most."""
    listing = Listing(rows(10_000))
    assert len(await drain(read(listing, limit=100))) == 10_000
    assert len(listing.calls) <= 103


async def test_deleting_each_record_as_it_comes_loses_none() -> None:
    """The commonest loop of all: everything moves up behind the reader."""
    listing = Listing(rows(95))
    given = []
    async for row in read(listing):
        given.append(row)
        listing.rows.remove(row)
    assert given == rows(95)
    assert listing.rows == []


async def test_a_list_that_shrinks_below_the_reader_loses_none() -> None:
    """An empty page says nothing when the records may have moved before it."""
    listing = Listing(rows(200))
    given = []
    async for row in read(listing):
        given.append(row)
        if len(given) == 100:
            del listing.rows[:97]
    assert given == rows(200)


async def test_the_way_back_after_a_great_deletion_is_short() -> None:
    """Empty pages are left behind in ever longer steps."""
    listing = Listing(rows(3000))
    given = 0
    async for _ in read(listing):
        given += 1
        if given == 2500:
            del listing.rows[:2450]
            listing.calls.clear()
    assert given == 3000
    empty = [skip for skip, _ in listing.calls if skip >= 550]
    assert len(empty) < 10


async def test_pages_fetched_too_far_on_are_used_when_the_gap_is_closed() -> None:
    """Each page of the way back is paid for once."""
    listing = Listing(rows(1000))
    given = 0
    async for _ in read(listing):
        given += 1
        if given == 505:
            del listing.rows[:60]
            listing.calls.clear()
    assert given == 1000
    assert len(listing.calls) <= 495 / 9 + 3


async def test_a_list_that_keeps_shrinking_costs_few_calls_more() -> None:
    """Pages overlap more as more is deleted between them, so that not each of them comes too late."""
    listing = Listing(rows(4000))
    listing.before = lambda to: to.rows.__delitem__(slice(0, 8))
    given = await drain(read(listing, limit=100))
    assert set(rows(4000)[-3500:]) <= set(given)
    assert len(listing.calls) < 60


async def test_records_that_come_before_the_reader_are_not_repeated() -> None:
    """Newest first: each new record pushes the rest along."""
    listing = Listing(rows(100))
    listing.before = lambda to: to.rows.insert(0, Row(f"new{len(to.calls)}"))
    given = [row for row in await drain(read(listing)) if row.id.startswith("r")]
    assert given == rows(100)


async def test_records_without_an_id_are_not_lost() -> None:
    """What cannot be recognised is given, whatever stands around it."""
    mixed = [Row("" if n % 3 else f"r{n}", f"r{n}") for n in range(100)]
    assert {row.name for row in await drain(read(Listing(mixed)))} == {row.name for row in mixed}


async def test_a_record_without_an_id_is_not_repeated_on_the_way_back() -> None:
    """Known records behind it show that it was given."""
    listing = Listing(rows(100))
    listing.rows[52] = Row("", "nameless")
    given = []
    async for row in read(listing):
        given.append(row)
        if len(given) == 55:
            del listing.rows[:5]
    assert given.count(Row("", "nameless")) == 1
    assert len(given) == 100


async def test_a_list_without_any_id_is_given_as_it_is() -> None:
    """Without ids there is nothing to compare: page follows page, equal records included."""
    nameless = [Row("", f"r{n // 2}") for n in range(55)]
    assert await drain(read(Listing(nameless))) == nameless


@pytest.mark.parametrize("named", [True, False])
async def test_a_server_that_ignores_skip_does_not_go_on_forever(named: bool) -> None:
    """The same page for every place is the whole list; that is learned once."""
    answer = rows(10) if named else [Row("", f"r{n}") for n in range(10)]
    calls: list[int] = []

    async def fetch(skip: int, limit: int) -> list[Row]:
        calls.append(skip)
        return answer

    caps = PageCaps()
    assert await drain(Records(fetch, key, limit=10, caps=caps)) == answer
    assert len(calls) == 3
    calls.clear()
    assert await drain(Records(fetch, key, limit=10, caps=caps)) == answer
    assert len(calls) == 1


async def test_a_page_that_comes_again_by_chance_is_not_taken_for_the_end() -> None:
    """As many records as the reader went on have come before it: the server did not ignore ``skip``."""
    listing = Listing(rows(100))
    given = []
    async for row in read(listing):
        given.append(row)
        if len(given) in (10, 20):
            listing.rows[:0] = rows(9, f"new{len(given)}-")
    assert [row for row in given if row.id.startswith("r")] == rows(100)


async def test_a_list_that_is_always_in_another_order_is_an_error() -> None:
    """No order, no promise: it says so instead of spending the hour's calls."""
    calls = 0

    async def fetch(skip: int, limit: int) -> list[Row]:
        nonlocal calls
        calls += 1
        return [Row(f"at{skip}")] * 10 if skip == 0 else [Row(f"call{calls}-{n}") for n in range(10)]

    with pytest.raises(UnreadableAnswer, match="sort it by"):
        await drain(Records(fetch, key, limit=10))
    assert calls < 300


async def test_pages_give_the_same_records_in_lists() -> None:
    """As the server gave them, none empty."""
    pages = [page async for page in read(Listing(rows(25))).pages()]
    assert [row for page in pages for row in page] == rows(25)
    assert all(pages) and len(pages) == 3


async def test_to_list_stops_at_max() -> None:
    """No more calls than the records need."""
    listing = Listing(rows(100))
    records = read(listing)
    assert await records.to_list() == rows(100)
    listing.calls.clear()
    assert await records.to_list(max=15) == rows(15)
    assert len(listing.calls) == 2
    listing.calls.clear()
    assert await records.to_list(max=3) == rows(3)
    assert listing.calls == [(0, 3)]
    assert await records.to_list(max=0) == []


async def test_first_takes_one_call() -> None:
    """One record is asked for."""
    listing = Listing(rows(100))
    assert await read(listing).first() == Row("r0", "r0")
    assert listing.calls == [(0, 1)]
    assert await read(Listing([])).first() is None


@pytest.mark.parametrize("cap", [7, 10_000])
@pytest.mark.parametrize("count", [0, 1, 6, 7, 9, 10, 11, 500, 503])
async def test_count_is_exact_on_a_quiet_list(count: int, cap: int) -> None:
    """Whatever the server's page size."""
    assert await read(Listing(rows(count), cap=cap)).count() == count


async def test_count_costs_less_than_reading() -> None:
    """It looks for the end instead of walking there."""
    listing = Listing(rows(10_000))
    assert await read(listing, limit=500).count() == 10_000
    assert len(listing.calls) <= 11


async def test_count_of_a_list_that_ignores_skip() -> None:
    """Ends, and counts the one page."""

    async def fetch(skip: int, limit: int) -> list[Row]:
        return rows(10)

    assert await Records(fetch, key, limit=10).count() == 10


async def test_progress_tells_records_pages_calls_and_budget() -> None:
    """After each page; the last report says that it is done."""
    reports: list[Progress] = []
    listing = Listing(rows(25))
    await drain(read(listing, progress=reports.append, spare=lambda: 900 - len(listing.calls)))
    assert [(r.records, r.pages, r.calls, r.spare, r.done) for r in reports] == [
        (10, 1, 1, 899, False),
        (19, 2, 2, 898, False),
        (25, 3, 3, 897, True),
    ]


async def test_each_loop_is_a_walk_of_its_own() -> None:
    """Records can be read again."""
    records = read(Listing(rows(25)))
    assert await drain(records) == await drain(records) == rows(25)


async def test_an_error_can_be_tried_again() -> None:
    """The iterator asks for the same page once more."""
    listing = Listing(rows(30))
    failing = iter([False, True, False, False, False])

    def fail(_: Listing) -> None:
        if next(failing):
            raise OSError("no route")

    listing.before = fail
    given = []
    iterator = aiter(read(listing))
    with pytest.raises(OSError, match="no route"):
        async for row in iterator:
            given.append(row)
    assert given == rows(10)
    async for row in iterator:
        given.append(row)
    assert given == rows(30)


async def test_two_tasks_cannot_share_an_iterator() -> None:
    """It would give the same page twice."""
    listing = Ticker(rows(30))
    iterator = aiter(read(listing))
    async with anyio.create_task_group() as group:
        group.start_soon(anext, iterator)
        await settle()
        with pytest.raises(RuntimeError, match="Two tasks"):
            await anext(iterator)
        listing.tick()


@pytest.mark.parametrize("taken", [1, 9, 10, 11, 34, 95, 100])
async def test_a_cursor_goes_on_after_the_last_record(taken: int) -> None:
    """In the middle of a page too, from a small JSON text."""
    listing = Listing(rows(100))
    records = read(listing)
    given = []
    async for row in records:
        given.append(row)
        if len(given) == taken:
            break
    cursor = records.cursor
    json.loads(cursor)
    assert len(cursor) < 600
    assert given + await drain(read(listing, cursor=cursor)) == rows(100)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11])
async def test_a_cursor_at_the_end_costs_two_calls_at_most(count: int) -> None:
    """Even where nothing is known of the server's pages."""
    listing = Listing(rows(count))
    records = read(listing)
    await drain(records)
    listing.calls.clear()
    assert await drain(read(listing, cursor=records.cursor)) == []
    assert len(listing.calls) <= 2


async def test_the_cursor_of_a_fresh_walk_starts_at_the_beginning() -> None:
    """Nothing was given yet, so nothing is left out."""
    listing = Listing(rows(5))
    assert await drain(read(listing, cursor=read(listing).cursor)) == rows(5)


async def test_the_cursor_of_a_finished_walk_gives_what_came_since() -> None:
    """New records at the end are all that is left."""
    listing = Listing(rows(20))
    records = read(listing)
    await drain(records)
    listing.rows += rows(3, "new")
    assert await drain(read(listing, cursor=records.cursor)) == rows(3, "new")


@pytest.mark.parametrize("shift", [-45, -20, 20, 250])
async def test_a_cursor_finds_its_place_in_a_list_that_moved(shift: int) -> None:
    """Records came or went before it in the meantime: nothing is lost and nothing is repeated."""
    listing = Listing(rows(200))
    records = read(listing)
    given = await _take(records, 110)
    if shift < 0:
        del listing.rows[:-shift]
    else:
        listing.rows[:0] = rows(shift, "new")
    assert given + await drain(read(listing, cursor=records.cursor)) == rows(200)


async def test_a_cursor_looks_on_both_sides_of_its_place() -> None:
    """Near it first, whichever way it moved."""
    listing = Listing(rows(2000))
    records = read(listing)
    await _take(records, 1500)
    listing.rows[:0] = rows(100, "new")
    listing.calls.clear()
    assert await read(listing, cursor=records.cursor).first() == Row("r1500", "r1500")
    assert len(listing.calls) < 30


async def test_a_cursor_is_found_though_the_server_cuts_pages() -> None:
    """A page that reaches less far than it was asked to leaves no hole."""
    listing = Listing(rows(200), cap=5)
    records = read(listing, limit=500)
    given = await _take(records, 150)
    del listing.rows[:120]
    assert given + await drain(read(listing, limit=500, cursor=records.cursor)) == rows(200)


async def test_a_cursor_taken_at_a_late_comer_goes_on_at_the_front() -> None:
    """A record that came in among those given long ago does not draw the cursor back."""
    listing = Listing(rows(400))
    records = read(listing, limit=100)
    given = []
    async for row in records:
        given.append(row)
        if len(given) == 198:
            del listing.rows[:20]
            listing.rows.insert(105, Row("late"))
        if row.id == "late":
            break
    given += await drain(read(listing, limit=100, cursor=records.cursor))
    assert [row for row in given if row.id != "late"] == rows(400)
    assert given.count(Row("late")) == 1


async def test_a_cursor_whose_records_are_gone_starts_over() -> None:
    """Better to repeat than to lose."""
    listing = Listing(rows(300))
    records = read(listing)
    await _take(records, 200)
    del listing.rows[100:200]
    assert await drain(read(listing, cursor=records.cursor)) == listing.rows


async def test_first_and_to_list_go_on_from_a_cursor() -> None:
    """They are walks like any other."""
    listing = Listing(rows(100))
    records = read(listing)
    await _take(records, 42)
    resumed = read(listing, cursor=records.cursor)
    assert await resumed.first() == Row("r42", "r42")
    assert await resumed.to_list() == rows(100)[42:]


async def test_a_cursor_of_another_listing_is_refused() -> None:
    """Its place means nothing there."""
    listing = Listing(rows(10))
    cursor = read(listing, listing="tasks?status=open").cursor
    assert "open" not in cursor
    with pytest.raises(ConfigurationError, match="another listing"):
        read(listing, listing="tasks?status=closed", cursor=cursor)


@pytest.mark.parametrize("text", ["", "{}", "[]", "x", '{"v":1,"skip":-1,"tail":[],"of":""}', '{"v":2}', "null"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    """With a word about where a cursor comes from."""
    with pytest.raises(ConfigurationError, match=r"records\.cursor"):
        read(Listing([]), cursor=text)


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": True}, {"read_ahead": -1}, {"limit": "10"}])
def test_numbers_that_cannot_work_are_refused(options: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigurationError, match="whole number"):
        read(Listing([]), **options)


async def _take(records: Records[Row], count: int) -> list[Row]:
    given: list[Row] = []
    async for row in records:
        given.append(row)
        if len(given) == count:
            break
    return given


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


@pytest.mark.parametrize("detached", [True, False])
async def test_break_leaves_nothing_running(detached: bool) -> None:
    """The fetches ahead end with the loop, though nobody closed it."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client, anyio.create_task_group() as clock:
        clock.start_soon(listing.run)
        async for row in read(listing, read_ahead=4, spawn=client.start_soon if detached else None):
            if row.id == "r40":
                break
        clock.cancel_scope.cancel()
        await settle()
        gc.collect()
        assert listing.running == 0


@pytest.mark.parametrize("detached", [True, False])
async def test_an_exception_leaves_nothing_running_and_comes_as_it_is(detached: bool) -> None:
    """Not in a group, and the tasks end once it is dealt with."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client, anyio.create_task_group() as clock:
        clock.start_soon(listing.run)
        with pytest.raises(KeyError, match="r40"):
            await _raise_at(read(listing, read_ahead=4, spawn=client.start_soon if detached else None), "r40")
        clock.cancel_scope.cancel()
        gc.collect()
        await settle()
        assert listing.running == 0


async def _raise_at(records: Records[Row], id: str) -> None:
    async for row in records:
        if row.id == id:
            raise KeyError(id)


@pytest.mark.parametrize("detached", [True, False])
@pytest.mark.parametrize("ticks", [0, 1, 2, 3, 5])
async def test_cancelling_the_reader_anywhere_leaves_nothing_running(ticks: int, detached: bool) -> None:
    """Whether it waits for the first page or for one of several."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client:
        async with anyio.create_task_group() as readers:
            readers.start_soon(drain, read(listing, read_ahead=4, spawn=client.start_soon if detached else None))
            for _ in range(ticks):
                await settle()
                listing.tick()
            await settle()
            assert listing.running > 0
            readers.cancel_scope.cancel()
        gc.collect()
        await settle()
        assert listing.running == 0


@pytest.mark.parametrize("options", [{}, {"read_ahead": 4}, {"read_ahead": 4, "detached": True}])
async def test_a_record_that_took_too_long_can_be_asked_for_again(options: dict[str, Any]) -> None:
    """A cancel scope around one step does not break the walk."""
    listing = Ticker(rows(100))
    given: list[Row] = []
    async with anyio.create_task_group() as client:
        spawn = client.start_soon if options.pop("detached", False) else None
        iterator = aiter(read(listing, spawn=spawn, **options))
        while len(given) < 100:
            with anyio.CancelScope() as scope:
                client.start_soon(_cancel_later, scope)
                given.append(await anext(iterator))
                continue
            client.start_soon(_tick_later, listing)
            given.append(await anext(iterator))
        client.cancel_scope.cancel()
    assert given == rows(100)


async def _cancel_later(scope: anyio.CancelScope) -> None:
    await settle()
    scope.cancel()


async def _tick_later(listing: Ticker) -> None:
    for _ in range(10):
        await settle()
        listing.tick()


async def test_a_loop_may_run_inside_another_cancel_scope_each_time() -> None:
    """Records taken in one scope, the next ones in another: no scope is left open between them."""
    iterator = aiter(read(Listing(rows(50)), read_ahead=4))
    given = []
    for _ in range(50):
        with anyio.fail_after(60):
            given.append(await anext(iterator))
    assert given == rows(50)


@pytest.mark.parametrize("detached", [True, False])
async def test_a_walk_can_be_closed_by_hand(detached: bool) -> None:
    """``aclosing`` works too, for interpreters that forget objects late."""
    listing = Ticker(rows(500))
    async with anyio.create_task_group() as client, anyio.create_task_group() as clock:
        clock.start_soon(listing.run)
        records = read(listing, read_ahead=4, spawn=client.start_soon if detached else None)
        async with aclosing(aiter(records)) as iterator:
            for _ in range(40):
                await anext(iterator)
        clock.cancel_scope.cancel()
        await settle()
        assert listing.running == 0
        async with aclosing(records.pages()) as pages:
            client.start_soon(_tick_later, listing)
            assert await anext(pages) == rows(10)


async def test_a_client_that_closes_under_the_reader_is_a_clear_error() -> None:
    """Not a wait without end."""
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


async def test_a_walk_forgotten_in_another_thread_touches_no_task() -> None:
    """The garbage collector runs anywhere; there the fetches end on their own."""
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


def test_seen_ids_are_a_set() -> None:
    """Through many growths, with nothing taken for something else."""
    seen = SeenIds()
    ids = [f"id{n}" for n in range(5000)]
    assert all(seen.add(id) for id in ids)
    assert not any(seen.add(id) for id in ids)
    assert all(id in seen for id in ids)
    assert not any(f"other{n}" in seen for n in range(5000))
    assert len(seen) == 5000
