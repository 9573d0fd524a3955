"""Continuing a walk from a cursor."""

from __future__ import annotations

import json

import pytest

from plutio_async.errors import ConfigurationError
from tests.api import Api
from tests.paging import Listing, Row, drain, read, rows, take

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("taken", [1, 9, 10, 11, 34, 95, 100])
async def test_a_cursor_continues_after_the_last_record(taken: int) -> None:
    """The cursor is a short JSON text, and may point into the middle of a page."""
    listing = Listing(rows(100))
    records = read(listing)
    seen = []
    async for row in records:
        seen.append(row)
        if len(seen) == taken:
            break
    cursor = records.cursor
    json.loads(cursor)
    assert len(cursor) < 600
    assert seen + await drain(read(listing, cursor=cursor)) == rows(100)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11])
async def test_a_cursor_at_the_end_costs_two_calls_at_most(count: int) -> None:
    """Two calls suffice even if the page size of the server is unknown."""
    listing = Listing(rows(count))
    records = read(listing)
    await drain(records)
    listing.calls.clear()
    assert await drain(read(listing, cursor=records.cursor)) == []
    assert len(listing.calls) <= 2


async def test_the_cursor_of_a_new_walk_starts_at_the_beginning() -> None:
    """No record was yielded yet."""
    listing = Listing(rows(5))
    assert await drain(read(listing, cursor=read(listing).cursor)) == rows(5)


async def test_the_cursor_of_a_finished_walk_continues_with_new_records() -> None:
    """The walk continues with records that were added at the end."""
    listing = Listing(rows(20))
    records = read(listing)
    await drain(records)
    listing.rows += rows(3, "new")
    assert await drain(read(listing, cursor=records.cursor)) == rows(3, "new")


@pytest.mark.parametrize("shift", [-45, -20, 20, 250])
async def test_a_cursor_finds_its_position_in_a_list_that_changed(shift: int) -> None:
    """Records before it were inserted or deleted meanwhile: none is lost, and none comes twice."""
    listing = Listing(rows(200))
    records = read(listing)
    seen = await take(records, 110)
    if shift < 0:
        del listing.rows[:-shift]
    else:
        listing.rows[:0] = rows(shift, "new")
    assert seen + await drain(read(listing, cursor=records.cursor)) == rows(200)


async def test_a_cursor_is_searched_on_both_sides_of_its_index() -> None:
    """The search starts near it."""
    listing = Listing(rows(2000))
    records = read(listing)
    await take(records, 1500)
    listing.rows[:0] = rows(100, "new")
    listing.calls.clear()
    assert await read(listing, cursor=records.cursor).first() == Row("r1500", "r1500")
    assert len(listing.calls) < 30


async def test_a_cursor_is_found_though_the_server_cuts_pages() -> None:
    """A page that is shorter than requested leaves no gap."""
    listing = Listing(rows(1000), cap=5)
    records = read(listing, limit=500)
    seen = await take(records, 800)
    del listing.rows[:300]
    assert seen + await drain(read(listing, limit=500, cursor=records.cursor)) == rows(1000)


async def test_a_cursor_taken_at_an_inserted_record_continues_at_the_front() -> None:
    """A record that was inserted among earlier ones does not move the cursor back."""
    listing = Listing(rows(400))
    records = read(listing, limit=100)
    seen = []
    async for row in records:
        seen.append(row)
        if len(seen) == 198:
            del listing.rows[:20]
            listing.rows.insert(105, Row("late"))
        if row.id == "late":
            break
    seen += await drain(read(listing, limit=100, cursor=records.cursor))
    assert [row for row in seen if row.id != "late"] == rows(400)
    assert seen.count(Row("late")) == 1


@pytest.mark.parametrize("left", [0, 1, 500, 9_990])
async def test_a_cursor_finds_its_position_in_a_list_that_shrank(left: int) -> None:
    """The records before it were deleted; the steps over empty pages double."""
    listing = Listing(rows(20_000))
    records = read(listing, limit=500)
    await take(records, 19_000)
    listing.rows = [*rows(left, "other"), *listing.rows[18_990:19_500]]
    listing.calls.clear()
    assert await drain(read(listing, limit=500, cursor=records.cursor)) == rows(20_000)[19_000:19_500]
    assert len(listing.calls) < 30


async def test_a_cursor_with_an_index_far_beyond_the_end_costs_few_calls() -> None:
    """A cursor may be written by hand."""
    listing = Listing(rows(1000))
    records = read(listing, limit=100)
    await take(records, 250)
    state = {**json.loads(records.cursor), "skip": 10**6}
    listing.calls.clear()
    assert await drain(read(listing, limit=100, cursor=json.dumps(state))) == rows(1000)[250:]
    assert len(listing.calls) < 40


async def test_a_cursor_whose_records_were_deleted_starts_over() -> None:
    """It repeats records rather than lose one."""
    listing = Listing(rows(300))
    records = read(listing)
    await take(records, 200)
    del listing.rows[100:200]
    assert await drain(read(listing, cursor=records.cursor)) == listing.rows


async def test_first_and_to_list_continue_from_a_cursor() -> None:
    """Both continue from a cursor as a loop does."""
    listing = Listing(rows(100))
    records = read(listing)
    await take(records, 42)
    resumed = read(listing, cursor=records.cursor)
    assert await resumed.first() == Row("r42", "r42")
    assert await resumed.to_list() == rows(100)[42:]


def test_a_cursor_of_another_listing_is_rejected() -> None:
    """Its position is meaningless there."""
    listing = Listing(rows(10))
    cursor = read(listing, listing="tasks?status=open").cursor
    assert "open" not in cursor
    with pytest.raises(ConfigurationError, match="another listing"):
        read(listing, listing="tasks?status=closed", cursor=cursor)


async def test_a_cursor_of_another_business_is_rejected() -> None:
    """Its ids do not exist there."""
    async with Api().client() as plutio:
        cursor = plutio.for_business("one").tasks.iterate(status="completed").cursor
        assert await plutio.for_business("one").tasks.iterate(status="completed", cursor=cursor).to_list() == []
        with pytest.raises(ConfigurationError, match="same resource, business"):
            plutio.for_business("other").tasks.iterate(status="completed", cursor=cursor)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "x", '{"v":1,"skip":-1,"tail":[],"of":""}', '{"v":2}', "null", "[" * 10**5]
)
def test_another_text_than_a_cursor_is_rejected(text: str) -> None:
    """The message names where to get a cursor."""
    with pytest.raises(ConfigurationError, match=r"records\.cursor"):
        read(Listing([]), cursor=text)
