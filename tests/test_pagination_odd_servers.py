"""Servers that do not obey ``skip`` and ``limit``: each walk ends, after a number of calls that its records bound."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import anyio
import httpx
import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._pagination.records import Records
from plutio_async._pagination.states import FAR
from plutio_async.errors import UnreadableAnswer
from plutio_async.testing import FakeClock
from tests.api import Api, answer
from tests.paging import Listing, Row, read, rows, take

Rows = list[Row | None]
Answer = Callable[[Rows, int, int], Rows]

pytestmark = pytest.mark.anyio

FREE = 20
SEARCH = 110
NULLS = 10_000

OBEDIENT: Answer = lambda rows, skip, limit: rows[skip : skip + limit]  # noqa: E731 - in one line like those below

ODD: dict[str, Answer] = {
    "ignores skip": lambda rows, _, limit: rows[:limit],
    "ignores both": lambda rows, _, __: rows,
    "ignores limit": lambda rows, skip, _: rows[skip:],
    "wraps around": lambda rows, skip, limit: rows[skip % len(rows) :][:limit],
    "wraps around within a page": lambda rows, skip, limit: [*rows, *rows][skip % len(rows) :][: min(limit, len(rows))],
    "wraps around too early": lambda rows, skip, limit: rows[skip % (len(rows) // 2 + 1) :][:limit],
    "wraps around one by one": lambda rows, skip, _: [rows[skip % len(rows)]],
    "wraps around with null rows": lambda rows, skip, limit: [*rows, None, None, *rows][skip % (len(rows) + 2) :][
        :limit
    ],
    "goes back to the last rows": lambda rows, skip, limit: rows[min(skip, max(0, len(rows) - limit)) :][:limit],
    "goes back to the last page": lambda rows, skip, limit: rows[min(skip, (len(rows) - 1) // limit * limit) :][:limit],
    "null rows without end": lambda rows, skip, limit: [*rows[skip:], *[None] * limit][:limit],
    "null rows without end in pages of any size": lambda rows, skip, limit: [*rows[skip:], *[None] * limit][
        : Random(skip).randint(2, max(2, limit))
    ],
    "null rows without end by two and three": lambda rows, skip, _: [*rows[skip:], None, None, None][
        : Random(skip).randint(2, 3)
    ],
}

kinds = pytest.mark.parametrize("kind", ODD)


class Endless(Exception):
    """So many calls that the walk never ends."""


@define
class Server:
    """Answers from ``rows``, and counts the calls. ``stalled`` are those since the last new record."""

    rows: Rows
    answer: Answer
    calls: int = 0
    stalled: int = 0
    most_stalled: int = 0
    smallest: int = 10_000
    seen: list[Row] = field(factory=list)

    async def fetch(self, skip: int, limit: int) -> Rows:
        self.calls += 1
        self.stalled += 1
        self.most_stalled = max(self.most_stalled, self.stalled)
        if self.stalled > 2 * NULLS:
            raise Endless
        await anyio.lowlevel.checkpoint()
        page = self.answer(self.rows, skip, limit)
        self.smallest = min(self.smallest, len(page) or self.smallest)
        return page

    async def read(self, records: Records[Row], *, by_page: bool = False) -> bool:
        """Reads to the end; whether there is one."""
        try:
            async for row in by_record(records) if by_page else records:
                self.seen.append(row)
                self.stalled = 0
        except UnreadableAnswer:
            return False
        return True

    def allowed(self, already: int = 0) -> int:
        """The consecutive calls that a walk may make without a new record after ``already`` records of another one."""
        return 2 * (len(self.seen) + already) // self.smallest + FREE


async def by_record(records: Records[Row]) -> AsyncIterator[Row]:
    """The records of all pages."""
    async for page in records.pages():
        for row in page:
            yield row


@kinds
@pytest.mark.parametrize(("read_ahead", "by_page"), [(0, False), (4, True)])
async def test_a_walk_ends(kind: str, read_ahead: int, *, by_page: bool) -> None:
    """With all records or an error, after a number of calls that is fixed by the records that came."""
    for count, limit in [(1, 10), (5, 10), (10, 10), (20, 10), (95, 10), (150, 100)]:
        server = Server([*rows(count)], ODD[kind])
        async with anyio.create_task_group() as group:
            records = read(server.fetch, limit=limit, read_ahead=read_ahead, spawn=group.start_soon)
            ended = await server.read(records, by_page=by_page)
            group.cancel_scope.cancel()
        assert server.seen == rows(count) or not ended, (count, limit)
        assert server.most_stalled <= server.allowed() + 2 * read_ahead, (count, limit)


@kinds
@pytest.mark.parametrize("deleted", [False, True])
async def test_a_resumed_walk_ends(kind: str, *, deleted: bool) -> None:
    """Also if the records of its cursor are gone, so that it searches for them and starts over."""
    for count, limit, taken in [(20, 10, 13), (95, 10, 40), (150, 100, 50), (150, 10, 120)]:
        records = read(Listing(rows(count)), limit=limit)
        before = await take(records, taken)
        server = Server([*rows(count)[taken if deleted else 0 :]], ODD[kind])
        ended = await server.read(read(server.fetch, limit=limit, cursor=records.cursor))
        assert {*before, *server.seen} == {*rows(count)} or not ended, (count, limit, taken)
        assert server.most_stalled <= server.allowed(already=taken) + SEARCH, (count, limit, taken)


@pytest.mark.parametrize("taken", [1, 50, 99, 100])
@pytest.mark.parametrize("by_page", [False, True])
async def test_a_resumed_walk_over_a_server_that_ignores_skip_and_cuts_the_list_is_an_error(
    taken: int, *, by_page: bool
) -> None:
    """As a walk from the start is: 50 of the 150 records cannot be reached."""
    records = read(Listing(rows(150)), limit=100)
    await take(records, taken)
    server = Server([*rows(150)], ODD["ignores skip"])
    assert not await server.read(read(server.fetch, limit=100, cursor=records.cursor), by_page=by_page)
    assert server.seen == rows(100)[taken:]
    assert server.calls <= 4


@kinds
async def test_a_count_is_what_a_loop_yields(kind: str) -> None:
    """Or the error that the loop raises."""
    for count, limit in [(1, 10), (5, 10), (9, 10), (10, 10), (20, 10), (95, 10), (150, 100)]:
        server = Server([*rows(count)], ODD[kind])
        if await server.read(read(server.fetch, limit=limit)):
            assert await read(server.fetch, limit=limit).count() == count
        else:
            with pytest.raises(UnreadableAnswer):
                await read(server.fetch, limit=limit).count()


async def test_a_count_leaves_out_null_rows() -> None:
    """All rows are read then, since other pages may have some too."""
    mixed: Rows = [*rows(3), *[None] * 5, *rows(17, "last")]
    for limit in (10, 25, 100):
        assert await read(Server(mixed, OBEDIENT).fetch, limit=limit).count() == 20


@pytest.mark.parametrize("limits", [(100,), (2,), (2, 3), (50, 7)])
async def test_many_null_rows_that_end_are_read(limits: tuple[int, ...]) -> None:
    """An empty page far beyond the end tells them from those that never end, for one call."""
    mixed: Rows = [*rows(10), *[None] * 5000, *rows(10, "last")]
    server = Server(mixed, lambda rows, skip, _: rows[skip:][: limits[skip % len(limits)]])
    assert await server.read(read(server.fetch, limit=100))
    assert server.seen == [*rows(10), *rows(10, "last")]
    assert server.calls <= 5000 / (min(limits) - 1) + 30


async def test_null_rows_are_given_up_where_an_empty_page_belies_that_they_have_no_end() -> None:
    """The server is wrong about its end, so only a fixed number of calls is left."""
    server = Server([*rows(10)], lambda rows, skip, _: [] if skip >= FAR else [*rows[skip:], None, None][:2])
    assert not await server.read(read(server.fetch))
    assert server.seen == rows(10)
    assert NULLS < server.most_stalled <= NULLS + server.allowed()


async def test_a_search_for_the_records_of_a_cursor_starts_over_in_an_endless_list() -> None:
    """Every answer has records that no other one has, so the search finds no end."""
    records = read(Listing(rows(50)))
    await take(records, 30)
    made = 0

    def endless(rows: Rows, skip: int, limit: int) -> Rows:
        nonlocal made
        made += limit
        return rows[:limit] if skip == 0 else [Row(f"new{made - n}") for n in range(limit)]

    server = Server([*rows(50, "other")], endless)
    assert not await server.read(read(server.fetch, cursor=records.cursor))
    assert server.seen == rows(10, "other")
    assert server.most_stalled <= server.allowed(already=30) + SEARCH


@pytest.mark.parametrize("read_ahead", [0, 4])
async def test_a_server_that_goes_back_to_its_last_page_loses_nothing_after_a_deletion(read_ahead: int) -> None:
    """The walk steps back over pages that are all the same, and then reads on."""
    server = Server([*rows(1000)], ODD["goes back to the last rows"])
    async with anyio.create_task_group() as group:
        records = read(server.fetch, read_ahead=read_ahead, spawn=group.start_soon)
        async for row in records:
            server.seen.append(row)
            if len(server.seen) == 505:
                del server.rows[:600]
                kept = {*server.rows}
        group.cancel_scope.cancel()
    assert kept <= {*server.seen}
    assert len({*server.seen}) == len(server.seen)


def tasks(server: Server) -> Callable[[httpx.Request], Any]:
    """An API with tasks, each updated a second after the one before."""
    began = datetime(2026, 1, 1, tzinfo=UTC)

    async def handle(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        try:
            page = await server.fetch(int(query["skip"]), int(query["limit"]))
        except Endless:
            return answer(400)
        stamps = [row and (began + timedelta(seconds=int(row.id[1:]))).isoformat() for row in page]
        return answer(200, [row and {"_id": row.id, "updatedAt": at} for row, at in zip(page, stamps, strict=True)])

    return handle


@kinds
@pytest.mark.parametrize("count", [400, pytest.param(600, marks=pytest.mark.system)])
async def test_changes_end(kind: str, count: int) -> None:
    """With all of them or an error; another loop over the same object ends too, and repeats none."""
    server = Server([*rows(count)], ODD[kind])
    api = Api(tasks(server), clock=FakeClock(start=datetime(2026, 2, 1, tzinfo=UTC).timestamp()))
    async with api.client(budget=100_000) as plutio:
        changes = plutio.tasks.changes(since=datetime(2025, 1, 1, tzinfo=UTC))
        seen: list[str | None] = []
        for _ in range(2):
            try:
                async for task in changes:
                    seen.append(task.id)
                    server.stalled = 0
                ended = True
            except UnreadableAnswer:
                ended = False
            assert len({*seen}) == len(seen)
            assert len(seen) == count or not ended
    assert server.most_stalled <= 3 * (2 * count // server.smallest + FREE)


seeds = st.integers(0, 2**32)


@pytest.mark.integration
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@given(
    seeds, st.sampled_from([*ODD]), st.integers(1, 120), st.sampled_from([1, 2, 3, 5, 10, 30, 500]), st.integers(0, 40)
)
def test_any_walk_over_any_odd_server_ends(
    backend: str, seed: int, kind: str, count: int, limit: int, taken: int
) -> None:
    """In lists of any length, read in pages of any size, from the start or from any cursor, and counted."""
    server = Server([*rows(count)], ODD[kind])

    async def main() -> None:
        records = read(Listing(rows(count)), limit=limit)
        before = await take(records, taken) if taken else []
        ahead = seed % 3
        async with anyio.create_task_group() as group:
            options = {"limit": limit, "read_ahead": ahead, "spawn": group.start_soon}
            ended = await server.read(read(server.fetch, cursor=records.cursor, **options))
            group.cancel_scope.cancel()
        assert {*before, *server.seen} == {*rows(count)} or not ended
        assert server.most_stalled <= server.allowed(already=len(before)) + SEARCH + 2 * ahead
        server.stalled = 0
        if not before:
            try:
                assert await read(server.fetch, limit=limit).count() == count
            except UnreadableAnswer:
                assert not ended

    anyio.run(main, backend=backend)


@pytest.mark.integration
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@given(seeds, st.integers(1, 120), st.sampled_from([1, 2, 3, 5, 10, 30, 500]), st.integers(0, 40))
def test_any_walk_ends_though_each_answer_is_odd_in_another_way(
    backend: str, seed: int, count: int, limit: int, taken: int
) -> None:
    """No more than the consecutive calls that are allowed bring no new record."""
    random = Random(seed)
    chosen = random.choices([OBEDIENT, *ODD.values()], k=random.randint(2, 5))
    server = Server([*rows(count)], lambda *asked: random.choice(chosen)(*asked))

    async def main() -> None:
        records = read(Listing(rows(count)), limit=limit)
        before = await take(records, taken) if taken else []
        await server.read(read(server.fetch, limit=limit, cursor=records.cursor))
        assert server.most_stalled <= server.allowed(already=len(before)) + SEARCH + NULLS
        assert len({*server.seen}) == len(server.seen)

    anyio.run(main, backend=backend)
