"""Reading whole lists: what it gives, what it costs, and how it ends."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from plutio_async.errors import ConfigurationError, UnreadableAnswer
from plutio_async.pagination import PageCaps, Progress, Records
from plutio_async.pagination.seen import SeenIds
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


@pytest.mark.parametrize("odd", [None, Row("", "odd")])
@pytest.mark.parametrize("place", [0, 1, 5, 97, 98, 99])
async def test_a_row_that_is_odd_only_now_and_then_does_not_stop_the_walk(place: int, odd: Row | None) -> None:
    """In another call it is a record, which is given then."""
    listing = Listing(rows(300))

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        page: list[Row | None] = [*await listing.fetch(skip, limit)]
        if place < len(page):
            page[place] = odd
        return page

    given = await drain(Records(fetch, key, limit=100))
    kept = [row for row in given if row != odd]
    assert len(set(kept)) == len(kept) >= 296
    assert len(listing.calls) <= 8


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


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": True}, {"read_ahead": -1}, {"limit": "10"}])
def test_numbers_that_cannot_work_are_refused(options: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigurationError, match="whole number"):
        read(Listing([]), **options)


def test_seen_ids_are_a_set() -> None:
    """Through many growths, with nothing taken for something else."""
    seen = SeenIds()
    ids = [f"id{n}" for n in range(5000)]
    assert all(seen.add(id) for id in ids)
    assert not any(seen.add(id) for id in ids)
    assert all(id in seen for id in ids)
    assert not any(f"other{n}" in seen for n in range(5000))
    assert len(seen) == 5000
