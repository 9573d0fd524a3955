"""Reading whole lists: which records come, what it costs, and how it ends."""

from __future__ import annotations

from random import Random
from typing import Any

import anyio
import pytest

from plutio_async._pagination.cursor import Position
from plutio_async._pagination.history import History
from plutio_async._pagination.page import Page, PageCaps, Progress
from plutio_async._pagination.walk import Walk
from plutio_async.errors import ConfigurationError, ResponseTooLarge, UnreadableAnswer
from tests.paging import Listing, Row, drain, key, read, rows, take

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11, 100, 101])
async def test_all_records_come_in_order(count: int) -> None:
    """Every record comes once, in the order of the server."""
    listing = Listing(rows(count))
    assert await drain(read(listing)) == listing.rows


@pytest.mark.parametrize("cap", [2, 3, 7, 9])
@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 63, 64])
async def test_a_silently_cut_page_is_not_the_end(cap: int, count: int) -> None:
    """A server that returns fewer records than requested loses none."""
    listing = Listing(rows(count), cap=cap)
    assert await drain(read(listing)) == listing.rows


@pytest.mark.parametrize("count", [0, 1, 2, 7])
async def test_a_server_that_returns_one_record_at_a_time_loses_none(count: int) -> None:
    """No page can repeat a record, so only an empty page proves the end. A cursor works after any record."""
    listing = Listing(rows(count), cap=1)
    assert await drain(read(listing)) == rows(count)
    assert len(listing.calls) == count + 1
    for taken in range(1, count + 1):
        records = read(listing)
        seen = await take(records, taken)
        assert seen + await drain(read(listing, cursor=records.cursor)) == rows(count)


@pytest.mark.parametrize("count", [0, 1, 5, 10, 28, 30])
async def test_one_call_proves_the_end(count: int) -> None:
    """One call beyond the last record proves the end, since a short page may have been cut. An empty list takes one call."""
    caps = PageCaps()
    await drain(read(Listing(rows(30)), caps=caps))
    listing = Listing(rows(count))
    assert await drain(read(listing, caps=caps)) == listing.rows
    pages = 1 + max(0, -(-(count - 10) // 9))
    assert len(listing.calls) == pages + bool(count)


@pytest.mark.parametrize("cap", [2, 3, 5, 9])
async def test_a_server_that_reduces_its_page_size_loses_nothing(cap: int) -> None:
    """The size may shrink between two walks, during a walk, or before a walk is resumed."""
    caps = PageCaps()
    listing = Listing(rows(200))
    assert await drain(read(listing, limit=100, caps=caps)) == rows(200)
    listing.cap = cap
    assert await drain(read(listing, limit=100, caps=caps)) == rows(200)
    listing = Listing(rows(200))
    records = read(listing, caps=caps)
    seen = []
    async for row in records:
        seen.append(row)
        if len(seen) == 55:
            listing.cap = cap
    assert seen == rows(200)
    listing = Listing(rows(200))
    records = read(listing, limit=100, caps=caps)
    seen = await take(records, 110)
    listing.cap = cap
    assert seen + await drain(read(listing, limit=100, caps=caps, cursor=records.cursor)) == rows(200)
    assert len(listing.calls) < 200


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_a_server_that_filters_pages_after_cutting_them_loses_nothing(read_ahead: int) -> None:
    """Any page may be short, not only the last."""
    listing = Listing(rows(200))

    async def fetch(skip: int, limit: int) -> list[Row]:
        return [row for row in await listing.fetch(skip, limit) if int(row.id[1:]) % 7]

    async with anyio.create_task_group() as group:
        seen = await drain(read(fetch, limit=20, read_ahead=read_ahead, spawn=group.start_soon))
    assert seen == [row for row in rows(200) if int(row.id[1:]) % 7]


@pytest.mark.parametrize("read_ahead", [0, 4])
@pytest.mark.parametrize("nulls", [{0}, {9}, {19}, {9, 18}, set(range(40, 60)), set(range(0, 95, 3)), {93, 94}])
async def test_null_rows_are_skipped(nulls: set[int], read_ahead: int) -> None:
    """Null rows have an index. They neither end the list nor hide later records."""
    listing = Listing(rows(95))

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        return [None if int(row.id[1:]) in nulls else row for row in await listing.fetch(skip, limit)]

    kept = [row for n, row in enumerate(rows(95)) if n not in nulls]
    async with anyio.create_task_group() as group:
        records = read(fetch, read_ahead=read_ahead, spawn=group.start_soon)
        assert await drain(records) == kept
        assert await records.first() == kept[0]
        assert await records.to_list(max=30) == kept[:30]
        resumed = read(fetch, cursor=records.cursor)
        assert await drain(resumed) == kept[30:]
    assert await read(fetch).count() == 95 - len(nulls - {19})  # no call reads the page that has row 19


@pytest.mark.parametrize("share", [0.5, 1.0])
@pytest.mark.parametrize("replacement", [None, Row("", "no id")])
@pytest.mark.parametrize("index", [0, 1, 5, 97, 98, 99])
async def test_a_record_that_is_missing_from_some_pages_does_not_stop_the_walk(
    index: int, replacement: Row | None, share: float
) -> None:
    """The record is null or has no id on some pages. It is yielded if another page has it."""
    listing = Listing(rows(300))
    random = Random(1)

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        page: list[Row | None] = [*await listing.fetch(skip, limit)]
        if index < len(page) and random.random() < share:
            page[index] = replacement
        return page

    seen = await drain(read(fetch, limit=100))
    kept = [row for row in seen if row != replacement]
    assert len(set(kept)) == len(kept) >= 296
    assert len(listing.calls) <= 12


async def test_a_list_of_null_rows_has_no_records() -> None:
    """Reading a list of null rows ends."""

    async def fetch(skip: int, limit: int) -> list[Row | None]:
        return [None] * max(0, min(limit, 25 - skip))

    assert await drain(read(fetch)) == []
    assert await read(fetch).first() is None


async def test_a_quiet_list_costs_one_call_a_page() -> None:
    """The rows that pages share, to prove that nothing was lost, cost 2 % at the most."""
    listing = Listing(rows(10_000))
    assert len(await drain(read(listing, limit=100))) == 10_000
    assert len(listing.calls) <= 104


async def test_deleting_each_record_as_it_comes_loses_none() -> None:
    """A common loop, in which the rest of the list moves up after each record."""
    listing = Listing(rows(95))
    seen = []
    async for row in read(listing):
        seen.append(row)
        listing.rows.remove(row)
    assert seen == rows(95)
    assert listing.rows == []


async def test_a_list_that_shrinks_during_the_walk_loses_none() -> None:
    """An empty page proves no end, since the records may have moved to a lower index."""
    listing = Listing(rows(200))
    seen = []
    async for row in read(listing):
        seen.append(row)
        if len(seen) == 100:
            del listing.rows[:97]
    assert seen == rows(200)


async def test_an_end_that_others_keep_moving_is_found() -> None:
    """The end is found while others insert or delete one or many rows for each call."""
    for shift in (-8, -1, 1, 8):
        listing = Listing(rows(400))

        def move(to: Listing, shift: int = shift) -> None:
            if shift < 0:
                del to.rows[:-shift]
            else:
                to.rows[:0] = rows(shift, f"new{len(to.calls)}-")

        listing.before = move
        seen = {row.id for row in await drain(read(listing, limit=100))}
        assert {f"r{n}" for n in range(200, 400)} <= seen
        assert len(listing.calls) < 20


async def test_the_way_back_after_a_great_deletion_is_short() -> None:
    """The steps over empty pages double."""
    listing = Listing(rows(3000))
    seen = 0
    async for _ in read(listing):
        seen += 1
        if seen == 2500:
            del listing.rows[:2450]
            listing.calls.clear()
    assert seen == 3000
    empty = [skip for skip, _ in listing.calls if skip >= 550]
    assert len(empty) < 10


async def test_a_list_that_keeps_shrinking_costs_few_calls_more() -> None:
    """Pages overlap more as more is deleted between them, so that most of them still hold the anchor."""
    listing = Listing(rows(4000))
    listing.before = lambda to: to.rows.__delitem__(slice(0, 8))
    seen = await drain(read(listing, limit=100))
    assert set(rows(4000)[-3500:]) <= set(seen)
    assert len(listing.calls) < 60


async def test_the_way_back_over_known_records_is_short() -> None:
    """The steps double, and the walk reads on from there."""
    listing = Listing(rows(1000))
    seen = 0
    async for _ in read(listing):
        seen += 1
        if seen == 505:
            del listing.rows[:60]
            listing.calls.clear()
    assert seen == 1000
    assert len(listing.calls) <= 495 / 9 + 3 + 2 * 60 / 9


async def test_inserting_records_before_the_reader_repeats_none() -> None:
    """Sorted by newest first, each new record moves the others to a higher index."""
    listing = Listing(rows(100))
    listing.before = lambda to: to.rows.insert(0, Row(f"new{len(to.calls)}"))
    seen = [row for row in await drain(read(listing)) if row.id.startswith("r")]
    assert seen == rows(100)


async def test_records_without_an_id_are_not_lost() -> None:
    """Records without an id are yielded, whatever is next to them."""
    mixed = [Row("" if n % 3 else f"r{n}", f"r{n}") for n in range(100)]
    assert {row.name for row in await drain(read(Listing(mixed)))} == {row.name for row in mixed}


async def test_a_record_without_an_id_is_not_repeated_on_the_way_back() -> None:
    """Known records after it prove that it was yielded."""
    listing = Listing(rows(100))
    listing.rows[52] = Row("", "no id")
    seen = []
    async for row in read(listing):
        seen.append(row)
        if len(seen) == 55:
            del listing.rows[:5]
    assert seen.count(Row("", "no id")) == 1
    assert len(seen) == 100


@pytest.mark.parametrize("indexes", [{9}, {8, 9}, {0}, {19}, {94}, set(range(4, 10)), set(range(10, 40))])
async def test_each_record_without_an_id_of_a_quiet_list_comes_once(indexes: set[int]) -> None:
    """The record may have any index, even at the end of a page. The walk ends, and costs one call for each page."""
    mixed = [Row("" if n in indexes else f"r{n}", f"r{n}") for n in range(95)]
    listing = Listing(mixed)
    assert await drain(read(listing)) == mixed
    assert len(listing.calls) <= 16


async def test_a_list_without_any_id_comes_as_it_is() -> None:
    """Nothing can be compared, so that pages are yielded unchanged, equal records included."""
    without_ids = [Row("", f"r{n // 2}") for n in range(55)]
    assert await drain(read(Listing(without_ids))) == without_ids


@pytest.mark.parametrize("count", [1, 9, 25])
@pytest.mark.parametrize("named", [True, False])
async def test_a_walk_over_a_server_that_ignores_skip_ends(named: bool, count: int) -> None:
    """The same page for every index, also far beyond the end, is the whole list."""
    answer = [Row(f"r{n}" if named else "", f"r{n}") for n in range(count)]
    calls: list[int] = []

    async def fetch(skip: int, limit: int) -> list[Row]:
        calls.append(skip)
        return answer

    records = read(fetch)
    assert await drain(records) == answer
    assert len(calls) == 3
    seen = await take(records, count // 2) if count > 1 else answer
    resumed = read(fetch, cursor=records.cursor)
    if named:
        assert seen + await drain(resumed) == answer
    else:
        assert set(answer[len(seen) :]) <= set(await drain(resumed))


async def test_a_cursor_whose_records_were_deleted_starts_over_on_a_server_that_ignores_skip() -> None:
    """The one page comes as a whole."""
    records = read(Listing(rows(9)))
    await take(records, 5)

    async def fetch(skip: int, limit: int) -> list[Row]:
        return rows(9, "other")

    assert await drain(read(fetch, cursor=records.cursor)) == rows(9, "other")


@pytest.mark.parametrize("cap", [10, 500])
async def test_a_server_that_ignores_skip_and_cuts_the_list_is_an_error(cap: int) -> None:
    """More records may follow a page as large as requested, and no call can reach them."""

    async def fetch(skip: int, limit: int) -> list[Row]:
        return rows(30)[: min(limit, cap)]

    with pytest.raises(UnreadableAnswer, match="larger page_size"):
        await drain(read(fetch))


async def test_a_server_that_repeats_the_last_page_for_every_later_index_loses_nothing() -> None:
    """It returns one page twice, but does not ignore ``skip``."""
    listing = Listing(rows(95))

    async def fetch(skip: int, limit: int) -> list[Row]:
        return await listing.fetch(min(skip, 85), limit)

    assert await drain(read(fetch)) == rows(95)


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_a_known_cap_saves_the_last_call(read_ahead: int) -> None:
    """A page with fewer rows is the end, since the caller knows the page size; a full page is not."""
    for count, calls in ((0, 1), (1, 1), (9, 1), (10, 2), (11, 2), (28, 4), (29, 4)):
        listing = Listing(rows(count), cap=10)
        async with anyio.create_task_group() as group:
            records = read(listing, limit=50, page_cap=10, read_ahead=read_ahead, spawn=group.start_soon)
            assert await drain(records) == rows(count)
        if not read_ahead:
            assert len(listing.calls) == calls


async def test_pages_that_are_too_large_are_requested_in_parts() -> None:
    """The limit is halved until the answer fits. If the smallest page does not fit, that is an error."""
    listing = Listing(rows(95))
    fits = 7

    async def fetch(skip: int, limit: int) -> list[Row]:
        page = await listing.fetch(skip, limit)
        if len(page) > fits:
            raise ResponseTooLarge("too large", limit=1, received=2)
        return page

    async with anyio.create_task_group() as group:
        for read_ahead in (0, 4):
            records = read(fetch, limit=50, read_ahead=read_ahead, spawn=group.start_soon)
            assert await drain(records) == rows(95)
            assert {limit for _, limit in listing.calls} == {50, 25, 12, 6}
        fits = 1
        with pytest.raises(ResponseTooLarge):
            await drain(read(fetch, limit=50))


async def test_a_page_that_is_repeated_by_chance_is_not_the_end() -> None:
    """As many records are inserted before the reader as it reads, so that one page comes twice."""
    listing = Listing(rows(100))
    seen = []
    async for row in read(listing):
        seen.append(row)
        if len(seen) in (10, 20):
            listing.rows[:0] = rows(9, f"new{len(seen)}-")
    assert [row for row in seen if row.id.startswith("r")] == rows(100)


async def test_a_list_that_is_always_in_another_order_is_an_error() -> None:
    """The walk ends instead of spending the whole budget."""
    calls = 0

    async def fetch(skip: int, limit: int) -> list[Row]:
        nonlocal calls
        calls += 1
        return [Row(f"at{skip}")] * 10 if skip == 0 else [Row(f"call{calls}-{n}") for n in range(10)]

    with pytest.raises(UnreadableAnswer, match="Sort by a field"):
        await drain(read(fetch))
    assert calls < 300


async def test_an_end_that_moves_with_every_call_is_given_up_soon() -> None:
    """Pages of one record come from the end only; the pages before tell how long the list is."""
    listing = Listing(rows(10_000))
    calls_at_end = 0

    def move(listing: Listing) -> None:
        nonlocal calls_at_end
        if len(listing.calls) > 21:
            calls_at_end += 1
            listing.rows.append(listing.rows.pop(-1 - calls_at_end % 7))

    listing.before = move
    with pytest.raises(UnreadableAnswer, match="consecutive calls returned no new record"):
        await drain(read(listing, limit=500))
    assert calls_at_end <= 2 * 10_000 // 500 + 20


async def test_many_short_pages_of_null_rows_are_no_reason_to_give_up() -> None:
    """Their rows are not new records, but the walk proceeds."""
    mixed: list[Any] = [*rows(60), *[None] * 100, *rows(5, "last")]

    async def fetch(skip: int, limit: int) -> list[Row]:
        return mixed[skip : skip + (60 if skip == 0 else 2)]

    assert await drain(read(fetch, limit=100)) == [*rows(60), *rows(5, "last")]


async def test_pages_yields_the_same_records_in_lists() -> None:
    """Each page gives one list, and no list is empty."""
    pages = [page async for page in read(Listing(rows(25))).pages()]
    assert [row for page in pages for row in page] == rows(25)
    assert all(pages) and len(pages) == 3


async def test_to_list_stops_at_max() -> None:
    """It makes no more calls than the records need."""
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


async def test_the_cursor_of_to_list_continues_after_the_last_record() -> None:
    """The cursor continues after the last record, not after its page."""
    listing = Listing(rows(100))
    records = read(listing)
    seen = await records.to_list(max=3)
    resumed = read(listing, cursor=records.cursor)
    seen += await resumed.to_list(max=20)
    again = read(listing, cursor=resumed.cursor)
    first = await again.first()
    assert first is not None
    seen.append(first)
    assert seen + await drain(read(listing, cursor=again.cursor)) == rows(100)


async def test_first_takes_one_call() -> None:
    """It requests one record."""
    listing = Listing(rows(100))
    assert await read(listing).first() == Row("r0", "r0")
    assert listing.calls == [(0, 1)]
    assert await read(Listing([])).first() is None


@pytest.mark.parametrize("cap", [7, 10_000])
@pytest.mark.parametrize("count", [0, 1, 6, 7, 9, 10, 11, 500, 503])
async def test_count_is_exact_on_a_quiet_list(count: int, cap: int) -> None:
    """The count does not depend on the server's page size."""
    assert await read(Listing(rows(count), cap=cap)).count() == count


async def test_count_costs_less_than_reading() -> None:
    """It searches for the end instead of reading all pages."""
    listing = Listing(rows(10_000))
    assert await read(listing, limit=500).count() == 10_000
    assert len(listing.calls) <= 11


async def test_count_on_a_server_that_ignores_skip() -> None:
    """At the second answer that begins with the same id, it reads the one page as a loop does."""
    calls: list[int] = []

    async def fetch(skip: int, limit: int) -> list[Row]:
        calls.append(skip)
        return rows(9)

    assert await read(fetch).count() == 9
    assert len(calls) == 5


@pytest.mark.parametrize("named", [True, False])
async def test_count_is_an_error_if_the_server_returns_full_pages_forever(named: bool) -> None:
    """As reading is, with or without ids: more may follow a page as large as requested."""
    calls = 0

    async def fetch(skip: int, limit: int) -> list[Row]:
        nonlocal calls
        calls += 1
        return [Row(f"r{n}" if named else "", f"r{n}") for n in range(10)]

    with pytest.raises(UnreadableAnswer, match="larger page_size"):
        await read(fetch).count()
    assert calls < 30


@pytest.mark.parametrize(
    ("count", "cap", "limit", "calls"),
    [
        (0, 500, 500, 1),
        (300, 500, 500, 2),
        (150, 100, 500, 3),
        (1000, 500, 500, 3),
        (95, 500, 10, 7),
        (10_000, 100, 500, 14),
    ],
)
async def test_what_count_costs(count: int, cap: int, limit: int, calls: int) -> None:
    """Two calls for a list of one page; about twice the logarithm of the pages otherwise."""
    listing = Listing(rows(count), cap=cap)
    assert await read(listing, limit=limit).count() == count
    assert len(listing.calls) == calls


@pytest.mark.parametrize("cap", [2, 10])
async def test_count_costs_few_calls_after_the_server_reduced_its_page_size(cap: int) -> None:
    """Every page is short then, and only some of them may be the last."""
    listing = Listing(rows(5000), cap=cap)
    assert await read(listing, limit=500, caps=PageCaps(observed=500)).count() == 5000
    assert len(listing.calls) < 60


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_an_error_of_the_progress_hook_loses_no_page(read_ahead: int) -> None:
    """The same iterator goes on with the page that was reported."""
    reports = 0

    def progress(_: Progress) -> None:
        nonlocal reports
        reports += 1
        if reports % 2:
            raise KeyError(reports)

    seen = []
    async with anyio.create_task_group() as group:
        iterator = aiter(read(Listing(rows(95)), progress=progress, read_ahead=read_ahead, spawn=group.start_soon))
        ended = False
        while not ended:
            try:
                seen.append(await anext(iterator))
            except KeyError:
                continue
            except StopAsyncIteration:
                ended = True
    assert seen == rows(95)


async def test_progress_reports_records_pages_calls_and_budget() -> None:
    """After each page; the last report has ``done``."""
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
def test_numbers_out_of_range_are_rejected(options: dict[str, Any]) -> None:
    """Such numbers are rejected before a request is sent."""
    with pytest.raises(ConfigurationError, match="whole number"):
        read(Listing([]), **options)


def test_ranks_increase_along_the_list_as_it_was_last_read() -> None:
    """An id that is inserted gets the rank of the id before it; one that was read again at the end gets the highest."""

    def page(*ids: str) -> Page[Row]:
        return Page.of(0, [Row(id) for id in ids], key)

    history = History([], resumed=False)
    assert len(history.add(page("a", "b", "c"), 0)) == 3
    new = history.add(page("first", "a", "late", "b", "c", "a", "d"), 5)
    assert [(one.key, one.position, one.after) for one in new] == [
        ("first", None, ""),
        ("late", None, "a"),
        ("d", 6, ""),
    ]
    assert history.ids == {"first": 0, "late": 1, "b": 2, "c": 3, "a": 4, "d": 5}


@pytest.mark.parametrize(("first", "second", "accepted"), [(3, 5, True), (5, 3, False)])
def test_a_page_whose_known_records_are_in_another_order_is_refused(first: int, second: int, accepted: bool) -> None:
    """Some of them moved, so others may be missing before it."""
    walk = Walk(key, 10, PageCaps(), Position())
    walk.receive(rows(10))
    new = walk.receive([rows(10)[first], rows(10)[second], Row("new")])
    assert [record.key for record in new] == ["new"] * accepted


def test_a_single_row_without_an_id_does_not_end_a_list_that_moves() -> None:
    """A row without an id is the end only if the last record did not move."""
    walk = Walk(key, 10, PageCaps(), Position())
    walk.receive(rows(5))
    walk.receive([None])
    walk.receive(rows(5)[1:3])
    assert walk.next_request() is not None


def test_a_cursor_holds_an_inserted_record_in_its_order() -> None:
    """A resumed walk neither repeats the inserted record nor loses the order."""
    position = Position()
    walk = Walk(key, 10, PageCaps(), position)
    for page in ("abc", "abxcd"):
        for new in walk.receive([Row(id) for id in page]):
            position.advance(new)
    assert list(position.tail) == list("abxcd")
    resumed = Walk(key, 10, PageCaps(), position)
    assert [new.key for new in resumed.receive([Row(id) for id in "abxcde"])] == ["e"]
