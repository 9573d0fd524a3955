"""Whatever others do to a list, and whatever part of a page the server gives: what a walk loses, repeats and costs.

Each property runs on 50 examples by ``make test``, on 200 by ``make test-all``, and on 100,000 by ``make thorough``.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._pagination.cursor import TAIL
from plutio_async._pagination.records import Records
from plutio_async.errors import UnreadableAnswer
from tests.paging import Churn, Listing, Row, key, rows

pytestmark = pytest.mark.integration

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])

seeds = st.integers(0, 2**32)
counts = st.one_of(st.integers(0, 12), st.integers(0, 120))
limits = st.sampled_from([1, 2, 3, 5, 10, 30, 500])
caps = st.sampled_from([2, 3, 5, 7, 10, 1000])
churns = st.sampled_from([1, 2, 5, 20])
rounds = st.sampled_from([3, 10, 40, 200])
aheads = st.sampled_from([0, 1, 2, 4, 8])
stops = st.lists(st.integers(1, 40), max_size=3)
FREE = 20


class Reading:
    """Reads a list, in one run or several that hand on their cursor; knows what was given and what it cost."""

    def __init__(self, listing: Listing, **options: Any) -> None:
        self.listing = listing
        self.options = options
        self.given: list[Row] = []
        self.failed = False
        self.most_idle = self._idle = 0

    def run(self, backend: str, stops: list[int] = []) -> None:  # noqa: B006 - nothing changes it
        anyio.run(self._run, stops, backend=backend)
        assert self.listing.running == 0

    async def _run(self, stops: list[int]) -> None:
        cursor: str | None = None
        async with anyio.create_task_group() as group:
            for stop in [*stops, 10_000]:
                records = Records(self._fetch, key, cursor=cursor, spawn=group.start_soon, **self.options)
                try:
                    await self._read(records, stop)
                except UnreadableAnswer as error:
                    assert "calls in a row brought no new record" in str(error)
                    self.failed = True
                    return
                cursor = records.cursor
                assert len(json.loads(cursor)["tail"]) <= TAIL
                self._idle = 0

    async def _read(self, records: Records[Row], stop: int) -> None:
        given = 0
        async for row in records:
            self.given.append(row)
            self._idle = 0
            given += 1
            if given == stop:
                break

    async def _fetch(self, skip: int, limit: int) -> list[Row]:
        self._idle += 1
        self.most_idle = max(self.most_idle, self._idle)
        return await self.listing.fetch(skip, limit)

    @property
    def most_calls(self) -> int:
        """The calls in a row that may bring nothing new; those that were read ahead come on top."""
        ahead = self.options.get("read_ahead", 0)
        return 2 * self.listing.longest // self.listing.smallest + FREE + 2 * ahead

    @property
    def repeated(self) -> int:
        return len(self.given) - len(set(self.given))


@BACKENDS
@given(seeds, counts, limits, caps, aheads, stops)
def test_a_quiet_list_is_given_once_whatever_part_of_a_page_comes(
    backend: str, seed: int, count: int, limit: int, cap: int, read_ahead: int, stops: list[int]
) -> None:
    """Every record, in order, in one run or several, and never with an error."""
    reading = Reading(Listing(rows(count), cap=cap, cut=Random(seed)), limit=limit, read_ahead=read_ahead)
    reading.run(backend, stops)
    assert reading.given == rows(count)
    assert not reading.failed


@BACKENDS
@given(seeds, counts, limits, caps, churns, rounds, aheads)
def test_what_stays_is_given_once_while_others_insert_and_delete(
    backend: str, seed: int, count: int, limit: int, cap: int, most: int, rounds: int, read_ahead: int
) -> None:
    """The server gives pages of one size."""
    listing = Listing(rows(count), cap=cap)
    churn = Churn(Random(seed), listing, most=most, rounds=rounds)
    reading = Reading(listing, limit=limit, read_ahead=read_ahead)
    reading.run(backend)
    _check_nothing_lost(reading, churn)
    assert reading.repeated == 0


@BACKENDS
@given(seeds, counts, limits, caps, churns, rounds, aheads, stops)
def test_what_stays_is_not_lost_while_pages_are_cut_as_well(
    backend: str, seed: int, count: int, limit: int, cap: int, most: int, rounds: int, read_ahead: int, stops: list[int]
) -> None:
    """Nor repeated in one run. Several may repeat where they start over."""
    listing = Listing(rows(count), cap=cap, cut=Random(seed))
    churn = Churn(Random(seed + 1), listing, most=most, rounds=rounds)
    reading = Reading(listing, limit=limit, read_ahead=read_ahead)
    reading.run(backend, stops)
    _check_nothing_lost(reading, churn)
    if not stops:
        assert reading.repeated == 0


@BACKENDS
@given(seeds, st.integers(1, 40), st.integers(1, 60), limits, caps, st.integers(-38, 40), st.booleans())
def test_a_resumed_walk_repeats_nothing_while_its_place_can_be_found(
    backend: str, seed: int, stop: int, after: int, limit: int, cap: int, shift: int, cut: bool
) -> None:
    """The list changes between two runs, and two neighbours of those that the cursor remembers are left."""
    count = stop + after
    listing = Listing(rows(count), cap=cap)
    first = Reading(listing, limit=limit)
    given_rows: list[Row] = []

    async def main() -> None:
        records = Records(listing.fetch, key, limit=limit)
        async for row in records:
            given_rows.append(row)
            if len(given_rows) == stop:
                break
        if shift < 0:
            del listing.rows[: min(-shift, max(0, stop - 2))]
        else:
            listing.rows[:0] = rows(shift, "new")
        listing.cut = Random(seed) if cut else None
        second = Records(first._fetch, key, limit=limit, cursor=records.cursor)
        given_rows.extend([row async for row in second])

    anyio.run(main, backend=backend)
    assert given_rows == rows(count)
    assert first.most_idle <= first.most_calls


@BACKENDS
@given(seeds, counts, limits, caps, churns, aheads, stops, st.sampled_from([0.0, 0.5, 1.0]), st.booleans())
def test_a_walk_gives_up_after_a_bounded_number_of_calls(
    backend: str,
    seed: int,
    count: int,
    limit: int,
    cap: int,
    most: int,
    read_ahead: int,
    stops: list[int],
    moves: float,
    cut: bool,
) -> None:
    """Whatever happens to the list, also while a cursor is looked for."""
    listing = Listing(rows(count), cap=cap, cut=Random(seed) if cut else None)
    Churn(Random(seed), listing, most=most, moves=moves, rounds=500)
    reading = Reading(listing, limit=limit, read_ahead=read_ahead)
    reading.run(backend, stops)
    assert reading.most_idle <= reading.most_calls


@BACKENDS
@given(seeds, counts, limits, st.sampled_from([2, 3, 7, 1000]), st.integers(0, 40), st.sampled_from([0.1, 0.5, 1.0]))
def test_a_quiet_list_gives_each_record_without_an_id_once(
    backend: str, seed: int, count: int, limit: int, cap: int, stop: int, share: float
) -> None:
    """Also where some are equal or null, pages are cut, and a run goes on after any record."""
    random = Random(seed)
    mixed: list[Any] = [
        random.choice([Row("", f"r{n}"), Row("", "same"), None]) if random.random() < share else row
        for n, row in enumerate(rows(count))
    ]
    listing = Listing(mixed, cap=cap, cut=random)
    reading = Reading(listing, limit=limit)
    reading.run(backend)
    assert reading.given == [row for row in mixed if row is not None]
    if None not in mixed:
        reading = Reading(listing, limit=limit)
        reading.run(backend, [stop] if stop else [])
        assert reading.given == mixed


@BACKENDS
@given(seeds, st.integers(1, 120), caps, aheads)
def test_nothing_is_lost_when_calls_fail_and_readers_are_cancelled(
    backend: str, seed: int, count: int, cap: int, read_ahead: int
) -> None:
    """An error or a cancelled step costs a call, never a record; nothing runs on."""
    random = Random(seed)
    listing = Listing(rows(count), cap=cap)
    churn = Churn(random, listing, most=2)

    async def fetch(skip: int, limit: int) -> list[Row]:
        for _ in range(random.randint(0, 3)):
            await anyio.lowlevel.checkpoint()
        if random.random() < 0.2:
            raise OSError("no route")
        return await listing.fetch(skip, limit)

    async def main() -> list[Row]:
        given_rows: list[Row] = []
        async with anyio.create_task_group() as group:
            iterator = aiter(Records(fetch, key, limit=10, read_ahead=read_ahead, spawn=group.start_soon))
            ended = False
            while not ended:
                with anyio.CancelScope() as scope:
                    if random.random() < 0.3:
                        scope.cancel()
                    try:
                        given_rows.append(await anext(iterator))
                    except (OSError, UnreadableAnswer):
                        continue
                    except StopAsyncIteration:
                        ended = True
        return given_rows

    given_rows = anyio.run(main, backend=backend)
    assert set(churn.stayed) <= set(given_rows)
    assert len(set(given_rows)) == len(given_rows)
    assert listing.running == 0


@given(counts, limits, caps)
def test_a_quiet_list_ends_with_one_call_too_many(count: int, limit: int, cap: int) -> None:
    """Whatever the server's page size, and though it is unknown."""
    listing = Listing(rows(count), cap=cap)
    reading = Reading(listing, limit=limit)
    reading.run("asyncio")
    assert reading.given == rows(count)
    size = min(max(2, limit), cap)
    needed = 1 + max(0, -(-(count - size) // (size - 1)))
    assert len(listing.calls) <= needed + bool(count)


@pytest.mark.slow
def test_a_record_that_others_move_rarely_costs_one_that_stays() -> None:
    """1,500 walks through lists whose records change their order: those that lose one that stayed where it was.

    This cannot be exact. If any page that holds a record that was given were accepted, 102 of them would.
    """
    losing = repeating = 0
    for seed in range(1500):
        random = Random(seed)
        listing = Listing(rows(random.randint(0, 120)), cap=random.choice([2, 3, 7, 1000]))
        churn = Churn(random, listing, most=3, rounds=random.choice([5, 20, 60, 200]), moves=0.5)
        reading = Reading(listing, limit=random.choice([2, 3, 5, 10, 30]))
        reading.run("asyncio")
        kept = {row for row in churn.stayed if row not in churn.moved}
        losing += not (reading.failed or kept <= set(reading.given))
        repeating += reading.repeated > 0
    assert losing <= 15
    assert repeating == 0


def _check_nothing_lost(reading: Reading, churn: Churn) -> None:
    assert reading.most_idle <= reading.most_calls
    if not reading.failed:
        assert set(churn.stayed) <= set(reading.given)
