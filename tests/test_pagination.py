"""Reading whole lists: what it gives, what it costs, and how it ends."""

from __future__ import annotations

from random import Random
from typing import Any

import anyio
import pytest

from plutio_async._pagination.caps import PageCaps
from plutio_async._pagination.cursor import Cursor
from plutio_async._pagination.order import Order
from plutio_async._pagination.page import Found
from plutio_async._pagination.reader import Position, Progress
from plutio_async._pagination.records import Records
from plutio_async._pagination.walk import Walk
from plutio_async.errors import ConfigurationError, ResponseTooLarge, UnreadableAnswer
from tests.paging import Listing, Row, drain, key, read, rows, take

pytestmark = pytest.mark.anyio


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


@pytest.mark.parametrize("count", [0, 1, 2, 7])
async def test_a_server_that_gives_one_record_at_a_time_loses_none(count: int) -> None:
    """No page can repeat a record there, and only an empty one is the end. A cursor goes on after any record."""
    listing = Listing(rows(count), cap=1)
    assert await drain(read(listing)) == rows(count)
    assert len(listing.calls) == count + 1
    for taken in range(1, count + 1):
        records = read(listing)
        given = await take(records, taken)
        assert given + await drain(read(listing, cursor=records.cursor)) == rows(count)


@pytest.mark.parametrize("count", [0, 1, 5, 10, 28, 30])
async def test_one_call_makes_sure_of_the_end(count: int) -> None:
    """Whatever was seen before: a short page may be a cut one. An empty list is an empty list."""
    caps = PageCaps()
    await drain(read(Listing(rows(30)), caps=caps))
    listing = Listing(rows(count))
    assert await drain(read(listing, caps=caps)) == listing.rows
    pages = 1 + max(0, -(-(count - 10) // 9))
    assert len(listing.calls) == pages + bool(count)


@pytest.mark.parametrize("cap", [2, 3, 5, 9])
async def test_a_server_that_gives_less_than_it_did_loses_nothing(cap: int) -> None:
    """Between two walks of one client, in the middle of a walk, and before a walk that is resumed."""
    caps = PageCaps()
    listing = Listing(rows(200))
    assert await drain(read(listing, limit=100, caps=caps)) == rows(200)
    listing.cap = cap
    assert await drain(read(listing, limit=100, caps=caps)) == rows(200)
    listing = Listing(rows(200))
    records = read(listing, caps=caps)
    given = []
    async for row in records:
        given.append(row)
        if len(given) == 55:
            listing.cap = cap
    assert given == rows(200)
    listing = Listing(rows(200))
    records = read(listing, limit=100, caps=caps)
    given = await take(records, 110)
    listing.cap = cap
    assert given + await drain(read(listing, limit=100, caps=caps, cursor=records.cursor)) == rows(200)
    assert len(listing.calls) < 200


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_a_server_that_filters_pages_after_cutting_them_loses_nothing(read_ahead: int) -> None:
    """Any page may be short there, not only the last."""
    listing = Listing(rows(200))

    async def fetch(skip: int, limit: int) -> list[Row]:
        return [row for row in await listing.fetch(skip, limit) if int(row.id[1:]) % 7]

    async with anyio.create_task_group() as group:
        given = await drain(Records(fetch, key, limit=20, read_ahead=read_ahead, spawn=group.start_soon))
    assert given == [row for row in rows(200) if int(row.id[1:]) % 7]


@pytest.mark.parametrize("read_ahead", [0, 4])
@pytest.mark.parametrize("nulls", [{0}, {9}, {19}, {9, 18}, set(range(40, 60)), set(range(0, 95, 3)), {93, 94}])
async def test_rows_that_hold_nothing_are_passed_over(nulls: set[int], read_ahead: int) -> None:
    """They have a place, and neither end the list nor lose what comes after them."""
    listing = Listing(rows(95))

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        return [None if int(row.id[1:]) in nulls else row for row in await listing.fetch(skip, limit)]

    kept = [row for n, row in enumerate(rows(95)) if n not in nulls]
    async with anyio.create_task_group() as group:
        records = Records(fetch, key, limit=10, read_ahead=read_ahead, spawn=group.start_soon)
        assert await drain(records) == kept
        assert await records.first() == kept[0]
        assert await records.to_list(max=30) == kept[:30]
        resumed = Records(fetch, key, limit=10, cursor=records.cursor)
        assert await drain(resumed) == kept[30:]
    assert await Records(fetch, key, limit=10).count() == 95


@pytest.mark.parametrize("share", [0.5, 1.0])
@pytest.mark.parametrize("odd", [None, Row("", "odd")])
@pytest.mark.parametrize("place", [0, 1, 5, 97, 98, 99])
async def test_a_row_that_is_odd_in_some_pages_does_not_stop_the_walk(
    place: int, odd: Row | None, share: float
) -> None:
    """In another call it is a record, which is given then."""
    listing = Listing(rows(300))
    random = Random(1)

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        page: list[Row | None] = [*await listing.fetch(skip, limit)]
        if place < len(page) and random.random() < share:
            page[place] = odd
        return page

    given = await drain(Records(fetch, key, limit=100))
    kept = [row for row in given if row != odd]
    assert len(set(kept)) == len(kept) >= 296
    assert len(listing.calls) <= 12


async def test_a_list_of_nothing_but_empty_rows_has_no_records() -> None:
    """And an end."""

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        return [None] * max(0, min(limit, 25 - skip))

    assert await drain(Records(fetch, key, limit=10)) == []
    assert await Records(fetch, key, limit=10).first() is None


async def test_a_quiet_list_costs_one_call_a_page() -> None:
    """Reading a little twice in each page to see that nothing was lost costs 2 % at the most."""
    listing = Listing(rows(10_000))
    assert len(await drain(read(listing, limit=100))) == 10_000
    assert len(listing.calls) <= 104


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


async def test_an_end_that_others_keep_moving_is_found() -> None:
    """Whether they insert or delete before it, one row or many for each call."""
    for shift in (-8, -1, 1, 8):
        listing = Listing(rows(400))

        def move(to: Listing, shift: int = shift) -> None:
            if shift < 0:
                del to.rows[:-shift]
            else:
                to.rows[:0] = rows(shift, f"new{len(to.calls)}-")

        listing.before = move
        given = {row.id for row in await drain(read(listing, limit=100))}
        assert {f"r{n}" for n in range(200, 400)} <= given
        assert len(listing.calls) < 20


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


async def test_a_list_that_keeps_shrinking_costs_few_calls_more() -> None:
    """Pages overlap more as more is deleted between them, so that not each of them comes too late."""
    listing = Listing(rows(4000))
    listing.before = lambda to: to.rows.__delitem__(slice(0, 8))
    given = await drain(read(listing, limit=100))
    assert set(rows(4000)[-3500:]) <= set(given)
    assert len(listing.calls) < 60


async def test_the_way_back_over_known_records_is_short() -> None:
    """It takes ever longer steps, and reads on from there."""
    listing = Listing(rows(1000))
    given = 0
    async for _ in read(listing):
        given += 1
        if given == 505:
            del listing.rows[:60]
            listing.calls.clear()
    assert given == 1000
    assert len(listing.calls) <= 495 / 9 + 3 + 2 * 60 / 9


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


@pytest.mark.parametrize("places", [{9}, {8, 9}, {0}, {19}, {94}, set(range(4, 10)), set(range(10, 40))])
async def test_a_quiet_list_gives_a_record_without_an_id_once(places: set[int]) -> None:
    """Wherever it stands, at the end of a page as well; the walk ends, and costs a call for each page."""
    mixed = [Row("" if n in places else f"r{n}", f"r{n}") for n in range(95)]
    listing = Listing(mixed)
    assert await drain(read(listing)) == mixed
    assert len(listing.calls) <= 16


async def test_a_list_without_any_id_is_given_as_it_is() -> None:
    """Without ids there is nothing to compare: page follows page, equal records included."""
    nameless = [Row("", f"r{n // 2}") for n in range(55)]
    assert await drain(read(Listing(nameless))) == nameless


@pytest.mark.parametrize("count", [1, 9, 25])
@pytest.mark.parametrize("named", [True, False])
async def test_a_server_that_ignores_skip_does_not_go_on_forever(named: bool, count: int) -> None:
    """The same page for every position, also far behind the end, is the whole list."""
    answer = [Row(f"r{n}" if named else "", f"r{n}") for n in range(count)]
    calls: list[int] = []

    async def fetch(skip: int, limit: int) -> list[Row]:
        calls.append(skip)
        return answer

    records = Records(fetch, key, limit=10)
    assert await drain(records) == answer
    assert len(calls) == 3
    given = await take(records, count // 2) if count > 1 else answer
    resumed = Records(fetch, key, limit=10, cursor=records.cursor)
    if named:
        assert given + await drain(resumed) == answer


@pytest.mark.parametrize("cap", [10, 500])
async def test_a_server_that_ignores_skip_and_cuts_the_list_is_an_error(cap: int) -> None:
    """A page as large as was asked for may hide more, and no call can reach it."""

    async def fetch(skip: int, limit: int) -> list[Row]:
        return rows(30)[: min(limit, cap)]

    with pytest.raises(UnreadableAnswer, match="larger page_size"):
        await drain(Records(fetch, key, limit=10))


async def test_a_server_that_gives_the_last_page_for_every_later_position_has_an_end() -> None:
    """It does not ignore where a page starts, though it gives one twice."""
    listing = Listing(rows(95))

    async def fetch(skip: int, limit: int) -> list[Row]:
        return await listing.fetch(min(skip, 85), limit)

    assert await drain(Records(fetch, key, limit=10)) == rows(95)


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_a_known_cap_saves_the_last_call(read_ahead: int) -> None:
    """A page with fewer rows is the end, since the caller says so; one that is full is not."""
    for count, calls in ((0, 1), (1, 1), (9, 1), (10, 2), (11, 2), (28, 4), (29, 4)):
        listing = Listing(rows(count), cap=10)
        async with anyio.create_task_group() as group:
            records = read(listing, limit=50, page_cap=10, read_ahead=read_ahead, spawn=group.start_soon)
            assert await drain(records) == rows(count)
        if not read_ahead:
            assert len(listing.calls) == calls


async def test_pages_that_are_too_large_are_asked_for_in_parts() -> None:
    """Half as many records at a time, until they fit; what one record alone exceeds is an error."""
    listing = Listing(rows(95))
    fits = 7

    async def fetch(skip: int, limit: int) -> list[Row]:
        page = await listing.fetch(skip, limit)
        if len(page) > fits:
            raise ResponseTooLarge("too large", limit=1, received=2)
        return page

    async with anyio.create_task_group() as group:
        for read_ahead in (0, 4):
            records = Records(fetch, key, limit=50, read_ahead=read_ahead, spawn=group.start_soon)
            assert await drain(records) == rows(95)
            assert {limit for _, limit in listing.calls} == {50, 25, 12, 6}
        fits = 1
        with pytest.raises(ResponseTooLarge):
            await drain(Records(fetch, key, limit=50))


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

    with pytest.raises(UnreadableAnswer, match="Sort it by"):
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


async def test_the_cursor_of_to_list_goes_on_after_what_it_gave() -> None:
    """Not after the page that it was in."""
    listing = Listing(rows(100))
    records = read(listing)
    given = await records.to_list(max=3)
    resumed = read(listing, cursor=records.cursor)
    given += await resumed.to_list(max=20)
    again = read(listing, cursor=resumed.cursor)
    first = await again.first()
    assert first is not None
    given.append(first)
    assert given + await drain(read(listing, cursor=again.cursor)) == rows(100)


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


@pytest.mark.parametrize("named", [True, False])
async def test_count_ends_where_the_server_gives_one_page_for_ever(named: bool) -> None:
    """With or without ids."""
    calls = 0

    async def fetch(skip: int, limit: int) -> list[Row]:
        nonlocal calls
        calls += 1
        return [Row(f"r{n}" if named else "", f"r{n}") for n in range(10)]

    assert await Records(fetch, key, limit=10).count() == 10
    assert calls < 30


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_an_error_of_the_progress_hook_loses_no_page(read_ahead: int) -> None:
    """The same iterator goes on with the page that was reported."""
    reports = 0

    def progress(_: Progress) -> None:
        nonlocal reports
        reports += 1
        if reports % 2:
            raise KeyError(reports)

    given = []
    async with anyio.create_task_group() as group:
        iterator = aiter(read(Listing(rows(95)), progress=progress, read_ahead=read_ahead, spawn=group.start_soon))
        ended = False
        while not ended:
            try:
                given.append(await anext(iterator))
            except KeyError:
                continue
            except StopAsyncIteration:
                ended = True
    assert given == rows(95)


async def test_progress_tells_records_pages_calls_and_budget() -> None:
    """After each page; the last report says that it is done."""
    reports: list[Progress] = []
    listing = Listing(rows(25))
    await drain(read(listing, progress=reports.append, spare=lambda: 900 - len(listing.calls)))
    assert [(r.records, r.pages, r.calls, r.spare, r.done) for r in reports] == [
        (10, 1, 1, 899, False),
        (19, 2, 2, 898, False),
        (25, 3, 3, 897, False),
        (25, 3, 4, 896, True),
    ]


async def test_each_loop_is_a_walk_of_its_own() -> None:
    """Records can be read again."""
    records = read(Listing(rows(25)))
    assert await drain(records) == await drain(records) == rows(25)


@pytest.mark.parametrize(
    "options", [{"limit": 0}, {"limit": True}, {"read_ahead": -1}, {"limit": "10"}, {"page_cap": 0}]
)
def test_numbers_that_cannot_work_are_refused(options: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigurationError, match="whole number"):
        read(Listing([]), **options)


def test_the_order_remembers_ids_and_ranks() -> None:
    """Through many growths, with nothing taken for something else."""
    ids = [f"id{n}" for n in range(5000)]
    order = Order(ids[:10])
    for id in ids[10:]:
        assert id not in order
        order.place(id)
    order.place_beside("late", ids[7])
    order.place_beside("somewhere", None)
    assert [order.rank(id) for id in ids] == list(range(1, 5001))
    assert order.rank("late") == order.rank(ids[7])
    assert "somewhere" in order and order.rank("somewhere") == 0
    assert not any(f"other{n}" in order or order.rank(f"other{n}") for n in range(5000))
    order.place(ids[0])
    assert order.rank(ids[0]) == 5001
    assert len(order) == 5002


def test_a_lone_row_without_an_id_ends_nothing_while_the_list_moves() -> None:
    """It stands for the last record only if that stands there still."""
    walk = Walk(key, 10, PageCaps(), Cursor())
    walk.take(0, rows(5))
    walk.take(4, [None])
    walk.take(3, rows(5)[1:3])
    assert walk.ask() is not None


def test_a_cursor_knows_a_record_that_came_in_among_others() -> None:
    """In its place, so that a resumed walk neither repeats it nor loses the order."""
    position = Position.at(Cursor(3, ("a", "b", "c")))
    position.reach(Found(Row("x"), "x", None, "b"))
    assert position.cursor() == Cursor(3, ("a", "b", "x", "c"))
