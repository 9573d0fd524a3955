"""Whatever others do to the list: every record that was there throughout comes exactly once."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import anyio
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plutio_async.pagination import PageCaps, Records
from plutio_async.pagination.cursor import TAIL
from tests.paging import Churn, Listing, Row, key, rows

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])

seeds = st.integers(0, 2**32)
counts = st.integers(0, 120)
limits = st.sampled_from([1, 2, 5, 10, 20, 500])
caps = st.sampled_from([2, 3, 5, 7, 10, 1000])
quiet_caps = st.sampled_from([5, 7, 10, 1000])
churns = st.sampled_from([0, 1, 2, 5, 20, 40])
aheads = st.sampled_from([0, 1, 2, 4, 8])


@BACKENDS
@settings(deadline=None, max_examples=150)
@given(seeds, counts, limits, caps, churns, aheads)
def test_nothing_is_lost_or_repeated_under_churn(
    backend: str, seed: int, count: int, limit: int, cap: int, most: int, read_ahead: int
) -> None:
    """Inserts and deletes at any place before each answer, any page size, any way of reading: 0 missed, 0 repeated."""
    listing = Listing(rows(count), cap=cap)
    churn = Churn(Random(seed), listing, most=most)

    async def main() -> list[Row]:
        given_rows: list[Row] = []
        async with anyio.create_task_group() as group:
            records = Records(listing.fetch, key, limit=limit, read_ahead=read_ahead, spawn=group.start_soon)
            given_rows += [row async for row in records]
        return given_rows

    given_rows = anyio.run(main, backend=backend)
    _check(given_rows, churn.stayed)
    assert listing.running == 0


@BACKENDS
@settings(deadline=None, max_examples=150)
@given(
    seeds,
    counts,
    st.sampled_from([5, 10, 500]),
    quiet_caps,
    st.sampled_from([0, 1, 2]),
    aheads,
    st.lists(st.integers(1, 40), max_size=6),
)
def test_nothing_is_lost_or_repeated_across_runs(
    backend: str, seed: int, count: int, limit: int, cap: int, most: int, read_ahead: int, stops: list[int]
) -> None:
    """The same when the reading stops anywhere, and goes on from the cursor while records of it are left."""
    listing = Listing(rows(count), cap=cap)
    churn = Churn(Random(seed), listing, most=most)
    plan: dict[str, Any] = {"limit": limit, "read_ahead": read_ahead, "caps": PageCaps()}

    async def main() -> list[Row]:
        given_rows: list[Row] = []
        cursor: str | None = None
        for stop in [*stops, 10_000]:
            records = Records(listing.fetch, key, cursor=cursor, **plan)
            before = len(given_rows)
            async for row in records:
                given_rows.append(row)
                if len(given_rows) - before == stop:
                    break
            assume(cursor is None or _alive(cursor, listing))
            cursor = records.cursor
        return given_rows

    _check(anyio.run(main, backend=backend), churn.stayed)


@BACKENDS
@settings(deadline=None, max_examples=60)
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
                    except OSError:
                        continue
                    except StopAsyncIteration:
                        ended = True
        return given_rows

    _check(anyio.run(main, backend=backend), churn.stayed)
    assert listing.running == 0


@settings(deadline=None, max_examples=150)
@given(counts, limits, caps)
def test_a_quiet_list_ends_with_at_most_one_call_too_many(count: int, limit: int, cap: int) -> None:
    """Whatever the server's page size, and though it is unknown."""
    listing = Listing(rows(count), cap=cap)

    async def main() -> None:
        assert [row async for row in Records(listing.fetch, key, limit=limit)] == listing.rows

    anyio.run(main)
    size = min(max(2, limit), cap)
    needed = 1 + max(0, -(-(count - size) // (size - max(1, min(size // 50, size - 1)))))
    assert len(listing.calls) <= needed + 1


def _alive(cursor: str, listing: Listing) -> bool:
    tail = json.loads(cursor)["tail"]
    assert len(tail) <= TAIL
    return not tail or bool(set(tail) & {row.id for row in listing.rows})


def _check(given_rows: list[Row], stayed: list[Row]) -> None:
    assert len({row.id for row in given_rows}) == len(given_rows)
    kept = set(stayed)
    assert [row for row in given_rows if row in kept] == stayed
