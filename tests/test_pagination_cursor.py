"""Going on with a list where another walk left it."""

from __future__ import annotations

import json

import pytest

from plutio_async.errors import ConfigurationError
from tests.api import Api
from tests.paging import Listing, Row, drain, read, rows, take

pytestmark = pytest.mark.anyio


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
    given = await take(records, 110)
    if shift < 0:
        del listing.rows[:-shift]
    else:
        listing.rows[:0] = rows(shift, "new")
    assert given + await drain(read(listing, cursor=records.cursor)) == rows(200)


async def test_a_cursor_looks_on_both_sides_of_its_place() -> None:
    """Near it first, whichever way it moved."""
    listing = Listing(rows(2000))
    records = read(listing)
    await take(records, 1500)
    listing.rows[:0] = rows(100, "new")
    listing.calls.clear()
    assert await read(listing, cursor=records.cursor).first() == Row("r1500", "r1500")
    assert len(listing.calls) < 30


async def test_a_cursor_is_found_though_the_server_cuts_pages() -> None:
    """A page that reaches less far than it was asked to leaves no hole."""
    listing = Listing(rows(1000), cap=5)
    records = read(listing, limit=500)
    given = await take(records, 800)
    del listing.rows[:300]
    assert given + await drain(read(listing, limit=500, cursor=records.cursor)) == rows(1000)


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


@pytest.mark.parametrize("left", [0, 1, 500, 9_990])
async def test_a_cursor_finds_its_place_in_a_list_that_shrank(left: int) -> None:
    """The records before it went; empty pages are left behind in ever longer steps."""
    listing = Listing(rows(20_000))
    records = read(listing, limit=500)
    await take(records, 19_000)
    listing.rows = [*rows(left, "other"), *listing.rows[18_990:19_500]]
    listing.calls.clear()
    assert await drain(read(listing, limit=500, cursor=records.cursor)) == rows(20_000)[19_000:19_500]
    assert len(listing.calls) < 30


async def test_a_cursor_that_claims_a_place_far_away_costs_few_calls() -> None:
    """Whoever wrote it."""
    listing = Listing(rows(1000))
    records = read(listing, limit=100)
    await take(records, 250)
    state = {**json.loads(records.cursor), "skip": 10**6}
    listing.calls.clear()
    assert await drain(read(listing, limit=100, cursor=json.dumps(state))) == rows(1000)[250:]
    assert len(listing.calls) < 40


async def test_a_cursor_whose_records_are_gone_starts_over() -> None:
    """Better to repeat than to lose."""
    listing = Listing(rows(300))
    records = read(listing)
    await take(records, 200)
    del listing.rows[100:200]
    assert await drain(read(listing, cursor=records.cursor)) == listing.rows


async def test_first_and_to_list_go_on_from_a_cursor() -> None:
    """They are walks like any other."""
    listing = Listing(rows(100))
    records = read(listing)
    await take(records, 42)
    resumed = read(listing, cursor=records.cursor)
    assert await resumed.first() == Row("r42", "r42")
    assert await resumed.to_list() == rows(100)[42:]


def test_a_cursor_of_another_listing_is_refused() -> None:
    """Its place means nothing there."""
    listing = Listing(rows(10))
    cursor = read(listing, listing="tasks?status=open").cursor
    assert "open" not in cursor
    with pytest.raises(ConfigurationError, match="another listing"):
        read(listing, listing="tasks?status=closed", cursor=cursor)


async def test_a_cursor_of_another_business_is_refused() -> None:
    """Its ids are not there, and its place is another one."""
    async with Api().client() as plutio:
        cursor = plutio.for_business("one").tasks.iterate(status="open").cursor
        assert await plutio.for_business("one").tasks.iterate(status="open", cursor=cursor).to_list() == []
        with pytest.raises(ConfigurationError, match="same resource, business"):
            plutio.for_business("other").tasks.iterate(status="open", cursor=cursor)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "x", '{"v":1,"skip":-1,"tail":[],"of":""}', '{"v":2}', "null", "[" * 10**5]
)
def test_what_is_no_cursor_is_refused(text: str) -> None:
    """With a word about where a cursor comes from."""
    with pytest.raises(ConfigurationError, match=r"records\.cursor"):
        read(Listing([]), cursor=text)
