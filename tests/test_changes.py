"""Changes after a time: each is yielded once, even if a loop is left and continued."""

from __future__ import annotations

import gc
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from random import Random
from typing import Any

import anyio
import httpx
import pytest
from attrs import define, evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plutio_async import Budget, BudgetExceeded, ConfigurationError, F, PageIterator, Plutio, ServerError
from plutio_async.testing import FakeClock, Fault, Sandbox, Switches

from .api import Api, answer, closed_later
from .clocks import DAY, YEAR, Dated, Off
from .paging import settle

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed")]


START = datetime.fromtimestamp(1_700_000_000, UTC)


@define
class Office:
    """A sandbox with tasks, on a fake clock."""

    clock: FakeClock
    sandbox: Sandbox
    plutio: Plutio

    async def work(self, *titles: str) -> None:
        """Creates a task for each title, or updates the task that has it, one per second."""
        for title in titles:
            await self.clock.advance(1)
            known = [row["_id"] for row in self.sandbox.records("tasks") if row["title"] == title]
            writer = self.plutio.with_options(priority="interactive")
            await (writer.tasks.update(known[0], title=title) if known else writer.tasks.create(title=title))

    @property
    def reads(self) -> list[dict[str, str]]:
        return [dict(call.query) for call in self.sandbox.calls if (call.method, call.path) == ("GET", "/tasks")]


def office(limit: int | None = None, **switches: Any) -> Office:
    clock = FakeClock()
    sandbox = Sandbox(clock=clock, limit=limit, switches=Switches(**switches))
    return Office(clock, sandbox, closed_later(Plutio.sandbox(sandbox, clock=clock, budget=limit or 100_000)))


async def titles(changes: Any) -> list[str]:
    return [task.title async for task in changes]


async def test_changes_after_a_time_are_yielded_in_order() -> None:
    """Records that changed after the time are yielded in order, and no older ones."""
    office_ = office()
    await office_.work("a", "b", "c", "d")
    await office_.work("b")
    assert await titles(office_.plutio.tasks.changes(since=START + timedelta(seconds=2))) == ["c", "d", "b"]


async def test_polls_leave_nothing_in_memory() -> None:
    """Each reads the list anew, and ``watch`` may poll for months."""
    office_ = office()
    await office_.work("a")
    changes = office_.plutio.tasks.watch(every=10, since=START)
    for _ in range(3):
        await office_.work("a")
        await anext(changes)
        await office_.clock.advance(10)
    gc.collect()
    assert sum(type(thing) is PageIterator for thing in gc.get_objects()) <= 1


async def test_the_next_run_continues_where_the_last_one_ended() -> None:
    """A new process continues from the cursor alone."""
    office_ = office()
    await office_.work("a", "b")
    changes = office_.plutio.tasks.changes(since=START)
    assert await titles(changes) == ["a", "b"]
    assert await titles(office_.plutio.tasks.changes(cursor=changes.cursor)) == []
    await office_.work("c", "a")
    assert await titles(office_.plutio.tasks.changes(cursor=changes.cursor)) == ["c", "a"]
    assert await titles(changes) == ["c", "a"]
    assert await titles(changes) == []


async def test_leaving_the_loop_loses_nothing() -> None:
    """The loop may be left after any record. The same object or its cursor continues."""
    office_ = office(max_limit=3)
    await office_.work(*"abcdefgh")
    seen: list[str] = []
    cursor, resume = None, False
    for _ in range(8):
        changes = office_.plutio.tasks.changes(since=None if resume else START, cursor=cursor)
        async for task in changes:
            seen.append(task.title or "")
            break
        cursor, resume = changes.cursor, True
    assert seen == list("abcdefgh")
    changes = office_.plutio.tasks.changes(since=START)
    for _ in range(8):
        async for task in changes:
            seen.append(task.title or "")
            break
    assert seen == list("abcdefgh") * 2


async def test_a_quiet_run_costs_one_call() -> None:
    """Once the last changes are older than the latency, they are not requested again."""
    office_ = office()
    await office_.work("a", "b")
    changes = office_.plutio.tasks.changes(since=START)
    await titles(changes)
    await office_.clock.advance(60)
    await titles(changes)
    before = len(office_.reads)
    await titles(changes)
    assert len(office_.reads) == before + 1
    assert json.loads(office_.reads[-1]["q"]) == {"updatedAt": {"$gt": "2023-11-14T22:13:22.000Z"}}
    assert json.loads(changes.cursor)["seen"] == {}


async def test_a_quiet_run_of_a_new_process_requests_nothing_old() -> None:
    """The cursor holds the time when the latest change was read."""
    office_ = office()
    await office_.work("a", "b")
    changes = office_.plutio.tasks.changes(since=START)
    for _ in range(3):
        await titles(changes)
        await office_.clock.advance(20)
        changes = office_.plutio.tasks.changes(cursor=changes.cursor)
    assert json.loads(changes.cursor)["seen"] == {}
    assert json.loads(changes.cursor)["floor"] == 1_700_000_002_000_000


async def test_a_record_that_changes_during_a_run_comes_again() -> None:
    """The new version is yielded in the same run."""
    office_ = office(max_limit=2)
    await office_.work("a", "b", "c", "d")
    seen = []
    async for task in office_.plutio.tasks.changes(since=START):
        seen.append(task.title)
        if seen == ["a", "b"]:
            await office_.work("a")
    assert seen == ["a", "b", "c", "d", "a"]


async def test_leaving_the_loop_among_records_with_one_timestamp_loses_none() -> None:
    """No record is lost, even if the timestamp is older than the latency."""
    office_ = office()
    office_.sandbox.seed(tasks=[{"title": "x"}, {"title": "y"}, {"title": "z"}])
    await office_.clock.advance(3600)
    await office_.work("new")
    changes = office_.plutio.tasks.changes(since=START - timedelta(days=1))
    first = await anext(changes)
    assert [first.title, *await titles(office_.plutio.tasks.changes(cursor=changes.cursor))] == ["x", "y", "z", "new"]


async def test_records_that_become_visible_late_are_not_lost() -> None:
    """A record whose timestamp is older than one that was read."""
    office_ = office()
    await office_.work("a")
    changes = office_.plutio.tasks.changes(since=START)
    await office_.clock.advance(10)
    await office_.work("b")
    assert await titles(changes) == ["a", "b"]
    late = START + timedelta(seconds=5)
    office_.sandbox.seed(tasks=[{"title": "late", "updatedAt": late.isoformat(timespec="milliseconds")}])
    await office_.clock.advance(10)
    assert await titles(office_.plutio.tasks.changes(cursor=changes.cursor)) == ["late"]
    assert await titles(changes) == ["late"]
    await office_.clock.advance(60)
    assert await titles(changes) == []


async def test_the_floor_rises_during_the_first_run() -> None:
    """The cursor stays short, and a continued run does not start over."""
    clock = FakeClock()
    sandbox = Sandbox(clock=clock, limit=None)
    stamps = [(START - timedelta(hours=n)).isoformat(timespec="milliseconds") for n in range(1500, 0, -1)]
    sandbox.seed(tasks=[{"title": str(n), "updatedAt": stamp} for n, stamp in enumerate(stamps)])
    plutio = closed_later(Plutio.sandbox(sandbox, clock=clock, budget=100_000))
    changes = plutio.tasks.changes(since=START - timedelta(days=365))
    seen = []
    async for task in changes:
        seen.append(task.title)
        if len(seen) == 1200:
            break
    assert len(changes.cursor) < 300
    rest = plutio.tasks.changes(cursor=changes.cursor)
    seen += await titles(rest)
    assert seen == [str(n) for n in range(1500)]
    assert len(rest.cursor) < 300
    assert len(sandbox.calls) <= 1 + 3 + 3


@pytest.mark.parametrize(
    "switches",
    [
        {},
        {"sort_grammar": "minus"},
        {"max_limit": 2},
        {"list_order": "newest", "sort_grammar": "minus"},
        {"bulk_answer": "empty"},
    ],
)
async def test_all_records_with_one_timestamp_are_yielded(switches: dict[str, Any]) -> None:
    """A bulk update gives them one timestamp; page sizes and rejected sorts make no difference."""
    office_ = office(**switches)
    await office_.work(*"abcdefgh")
    changes = office_.plutio.tasks.changes(since=START)
    assert sorted(await titles(changes)) == list("abcdefgh")
    await office_.clock.advance(100)
    await office_.plutio.tasks.bulk_update([row["_id"] for row in office_.sandbox.records("tasks")], status="completed")
    assert sorted(await titles(office_.plutio.tasks.changes(cursor=changes.cursor))) == list("abcdefgh")


async def test_a_rejected_sort_is_tried_once() -> None:
    """After the rejection the list is read in the order of the server."""
    office_ = office(sort_grammar="minus")
    await office_.work("a", "b")
    changes = office_.plutio.tasks.changes(since=START)
    assert await titles(changes) == ["a", "b"]
    await titles(changes)
    assert [("sort" in read) for read in office_.reads].count(True) == 1


async def test_a_server_that_ignores_the_sort_and_the_query_loses_nothing() -> None:
    """Older records are skipped, and the floor does not rise before all was read. No call asks for an order."""
    stamps = {"a": 3, "b": 9, "c": 7, "old": -5, "none": None, "d": 5}
    rows = [
        {"_id": id, **({} if at is None else {"updatedAt": (START + timedelta(hours=at)).isoformat()})}
        for id, at in stamps.items()
    ]

    async def serve(request: httpx.Request) -> httpx.Response:
        assert request.url.params["sort"] == "updatedAt_asc"
        skip, limit = int(request.url.params["skip"]), int(request.url.params["limit"])
        return answer(200, rows[skip : skip + min(limit, 3)])

    plutio = closed_later(Api(serve).client())
    changes = plutio.tasks.changes(since=START)
    seen: list[str] = []
    async for task in changes:
        seen.append(task.id)
        if len(seen) == 2:
            break
    seen += [task.id async for task in plutio.tasks.changes(cursor=changes.cursor)]
    assert Counter(seen) == Counter("abcd")
    assert [task.id async for task in plutio.tasks.changes(since=datetime(2099, 1, 1, tzinfo=UTC))] == []


@pytest.mark.parametrize("order", ["created", "newest", "chance"])
async def test_leaving_the_loop_loses_nothing_on_a_server_that_ignores_the_sort(order: str) -> None:
    """The loop may be left after any record, since the order of the first records does not prove that of later ones."""
    hours = {"created": range(1, 13), "newest": range(12, 0, -1), "chance": [4, 5, 6, 7, 8, 9, 10, 11, 1, 2, 3, 12]}[
        order
    ]
    stamps = [(START + timedelta(hours=at)).isoformat() for at in hours]
    rows = [{"_id": f"t{n}", "updatedAt": stamp} for n, stamp in enumerate(stamps)]

    async def serve(request: httpx.Request) -> httpx.Response:
        after = json.loads(request.url.params["q"])["updatedAt"]["$gt"]
        found = [row for row in rows if datetime.fromisoformat(row["updatedAt"]) > datetime.fromisoformat(after)]
        skip, limit = int(request.url.params["skip"]), int(request.url.params["limit"])
        return answer(200, found[skip : skip + min(limit, 3)])

    plutio = closed_later(Api(serve).client())
    for stop_after in range(1, 12):
        changes = plutio.tasks.changes(since=START)
        seen = [(await anext(changes)).id for _ in range(stop_after)]
        seen += [task.id async for task in plutio.tasks.changes(cursor=changes.cursor)]
        assert sorted(seen) == sorted(row["_id"] for row in rows)


@pytest.mark.parametrize("key", ["_id", "title"])
@pytest.mark.parametrize("stay", [True, False])
@pytest.mark.parametrize("new", [1, 2, 3])
async def test_new_records_do_not_prove_an_order(new: int, stay: bool, key: str) -> None:
    """A server that ignores the sort has new records first, so that it seems to return the newest in both orders."""
    for stop_after in range(1, 7):
        rows = [{key: f"t{at}", "updatedAt": (START + timedelta(hours=at)).isoformat()} for at in (15, 16, 17, 1, 2, 3)]
        expected = {row[key] for row in rows}
        plutio = closed_later(Api(partial(_serve_unsorted, rows, new, stay)).client())
        changes = plutio.tasks.changes(since=START)
        seen = [await anext(changes) for _ in range(stop_after)]
        seen += [task async for task in plutio.tasks.changes(cursor=changes.cursor)]
        assert {task.id or task.title for task in seen} >= expected


async def _serve_unsorted(rows: list[Any], new: int, stay: bool, request: httpx.Request) -> httpx.Response:
    """Two records at a time, in the order of the rows. Others add ``new`` ones before a call for the newest."""
    shown = rows if stay else rows.copy()
    params = request.url.params
    if "desc" in params.get("sort", ""):
        for _ in range(new):
            shown.insert(0, _row(f"n{len(shown)}", START + timedelta(hours=20, seconds=len(shown))))
    after = datetime.fromisoformat(json.loads(params["q"])["updatedAt"]["$gt"])
    found = [row for row in shown if datetime.fromisoformat(row["updatedAt"]) > after]
    skip = int(params["skip"])
    return answer(200, found[skip : skip + 2], date=format_datetime(START + timedelta(hours=21), usegmt=True))


async def test_older_records_do_not_prove_an_order_if_those_read_are_gone() -> None:
    """They move to the front then, also on a server that ignores the sort."""
    rows = [_row(f"t{at}", START + timedelta(hours=at)) for at in (15, 16, 17, 3, 2, 1, 20)]

    async def serve(request: httpx.Request) -> httpx.Response:
        if "desc" in request.url.params["sort"]:
            del rows[:3]
        return await _serve_unsorted(rows, 0, True, request)

    plutio = closed_later(Api(serve).client())
    seen = [task.id async for task in plutio.tasks.changes(since=START)]
    assert set(seen) >= {"t3", "t2", "t1", "t20"}


def _row(id: str, moment: datetime) -> dict[str, Any]:
    return {"_id": id, "updatedAt": moment.isoformat()}


async def test_a_server_that_sorts_and_ignores_the_query_is_read_once_more_at_most() -> None:
    """Its pages by timestamp begin with the oldest records, so they are read by skip."""
    rows = [_row(f"t{at}", START + timedelta(hours=at)) for at in range(40)]

    async def serve(request: httpx.Request) -> httpx.Response:
        skip, is_descending = int(request.url.params["skip"]), "desc" in request.url.params["sort"]
        found = rows[::-1] if is_descending else rows
        return answer(200, found[skip : skip + 5], date=format_datetime(START + timedelta(days=9), usegmt=True))

    api = Api(serve)
    assert [task.id async for task in closed_later(api.client()).tasks.changes(since=START)] == [r["_id"] for r in rows]
    assert len(api.requests) <= 2 + 1 + 1 + len(rows) // 4 + 2


async def test_the_floor_rises_during_a_run_if_the_server_sorts() -> None:
    """One call asks for the newest records, if there is more than one page, and the page after it proves the rest."""
    office_ = office(max_limit=3)
    for title in "abcdefgh":
        await office_.work(title)
        await office_.clock.advance(59)
    changes = office_.plutio.tasks.changes(since=START)
    assert [(await anext(changes)).title for _ in range(6)] == list("abcdef")
    assert json.loads(changes.cursor)["floor"] == 1_700_000_300_999_999
    assert [read["sort"] for read in office_.reads].count("updatedAt_desc") == 1
    assert await titles(office_.plutio.tasks.changes(cursor=changes.cursor)) == list("gh")


async def test_a_page_with_a_null_row_is_not_the_last() -> None:
    """The records after the null row are yielded too."""
    rows: list[Any] = [{"_id": f"t{n}", "updatedAt": (START + timedelta(hours=n)).isoformat()} for n in range(1, 9)]
    rows[2] = None

    async def serve(request: httpx.Request) -> httpx.Response:
        skip = int(request.url.params["skip"])
        return answer(200, rows[skip : skip + 4] if "asc" in request.url.params["sort"] else rows[-1:])

    changes = closed_later(Api(serve).client()).tasks.changes(since=START)
    assert [task.id async for task in changes] == ["t1", "t2", "t4", "t5", "t6", "t7", "t8"]


@pytest.mark.parametrize("microsecond", [123_000, 123_001, 123_456, 123_999])
async def test_a_start_includes_its_millisecond(microsecond: int) -> None:
    """Timestamps have no microseconds: a change after the moment may have a timestamp before it."""
    office_ = office()
    stamps = [(START + timedelta(seconds=5, milliseconds=at)).isoformat() for at in (122, 123, 124)]
    office_.sandbox.seed(tasks=[{"title": stamp[20:23], "updatedAt": stamp} for stamp in stamps])
    moment = START + timedelta(seconds=5, microseconds=microsecond)
    assert await titles(office_.plutio.tasks.changes(since=moment)) == ["123", "124"]


async def test_the_earliest_moment_is_a_start() -> None:
    """There is none before it."""
    office_ = office()
    await office_.work("a")
    assert await titles(office_.plutio.tasks.changes(since=datetime.min.replace(tzinfo=UTC))) == ["a"]


async def test_a_page_that_is_cut_does_not_end_a_run() -> None:
    """All changes come in this run, not in the next one."""
    office_ = office()
    office_.sandbox.seed(
        tasks=[{"title": f"{n}", "updatedAt": f"2023-11-14T22:{n // 60:02}:{n % 60:02}.000Z"} for n in range(1000)]
    )

    class Cut:
        async def before(self, request: Any) -> None:
            """Changes no request."""

        async def after(self, request: Any, answer: Any) -> Any:
            if (request.method, len(office_.reads)) != ("GET", 2):
                return answer
            return evolve(answer, content=json.dumps(json.loads(answer.content)[:10]).encode())

    office_.sandbox.add_hook(Cut())
    changes = office_.plutio.tasks.changes(since=datetime(2023, 11, 14, tzinfo=UTC))
    assert await titles(changes) == [f"{n}" for n in range(1000)]


async def test_a_timestamp_in_the_future_hides_no_change() -> None:
    """The record is yielded once, and so are the changes before that time."""
    office_ = office()
    office_.sandbox.seed(tasks=[{"title": "future", "updatedAt": "2099-01-01T00:00:00.000Z"}])
    seen = []
    changes = office_.plutio.tasks.changes(since=START - timedelta(days=1))
    for title in "abc":
        await office_.work(title)
        seen += await titles(changes)
        changes = office_.plutio.tasks.changes(cursor=changes.cursor)
        await office_.clock.advance(100)
        seen += await titles(changes)
    assert sorted(seen) == ["a", "b", "c", "future"]
    await office_.work("future")
    assert await titles(changes) == ["future"]


async def test_conditions_and_filters_are_combined() -> None:
    """All conditions apply, including one on the timestamp."""
    office_ = office()
    await office_.work("a", "b", "c")
    tasks = office_.plutio.tasks
    assert await titles(tasks.changes(since=START, title="b")) == ["b"]
    assert await titles(tasks.changes(since=START, q=F.title != "b")) == ["a", "c"]
    assert await titles(tasks.changes(since=START, q=F.updated_at < START + timedelta(seconds=2))) == ["a"]


async def test_a_loop_can_continue_after_an_error() -> None:
    """Another loop over the same object continues where the error occurred."""
    office_ = office(max_limit=2)
    await office_.work(*"abcd")
    broken = 0

    class Broken:
        async def before(self, request: Any) -> Any:
            nonlocal broken
            if request.method == "GET" and len(office_.reads) == 1 and not broken:
                broken += 1
                return _error()
            return None

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    office_.sandbox.add_hook(Broken())
    changes = office_.plutio.with_options(retries=1).tasks.changes(since=START)
    seen: list[Any] = []
    seen += [(await anext(changes)).title, (await anext(changes)).title]
    with pytest.raises(ServerError):
        await anext(changes)
    seen += await titles(changes)
    assert (broken, seen) == (1, list("abcd"))


def _error() -> Any:
    from plutio_async.testing import Answer

    return Answer(500, b'{"message": "Oh no"}', {"content-type": "application/json"})


def test_changes_need_a_start() -> None:
    """The start is a time with a time zone, or a cursor of the same listing."""
    plutio = closed_later(Api().client())
    with pytest.raises(ConfigurationError, match="since= or cursor="):
        plutio.tasks.changes()
    with pytest.raises(ValueError, match="no time zone"):
        plutio.tasks.changes(since=datetime(2026, 1, 1))
    with pytest.raises(ConfigurationError, match="no length of time"):
        plutio.tasks.watch(every=0, since=START)
    for wrong in (START.date(), "2026-01-01", 5):
        with pytest.raises(TypeError, match="since takes a datetime"):
            plutio.tasks.changes(since=wrong)  # type: ignore[arg-type]
    cursor = plutio.tasks.changes(since=START).cursor
    for other in (
        lambda: plutio.people.changes(cursor=cursor),
        lambda: plutio.tasks.changes(cursor=cursor, title="x"),
        lambda: plutio.for_business("other").tasks.changes(cursor=cursor),
    ):
        with pytest.raises(ConfigurationError, match="another listing"):
            other()
    for text in (
        "",
        "x",
        "{}",
        "null",
        "[" * 100_000,
        cursor.replace('"v":1', '"v":2'),
        cursor.replace('"seen":{}', '"seen":[]'),
    ):
        with pytest.raises(ConfigurationError, match=r"changes\.cursor"):
            plutio.tasks.changes(cursor=text)


async def test_watch_polls() -> None:
    """`watch` polls at its interval."""
    office_ = office()
    seen: list[Any] = []

    async def watch() -> None:
        async for task in office_.plutio.tasks.watch(every=60, since=START):
            seen.append((task.title, round(office_.clock.time() - START.timestamp())))

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        await settle()
        await office_.work("a", "b")
        await office_.clock.advance(60)
        assert seen == [("a", 60), ("b", 60)]
        await office_.work("b")
        await office_.clock.advance(600)
        assert seen[2:] == [("b", 120)]
        # 12 polls, and one more call where a short page did not prove the end.
        assert 12 <= len(office_.reads) <= 15
        group.cancel_scope.cancel()
    await settle()
    assert office_.clock.sleeping == 0


async def test_watch_goes_on_after_a_reading_that_takes_longer_than_its_interval() -> None:
    """Without a pause, since the next reading is due."""
    office_ = office()
    await office_.work("a")
    office_.sandbox.plan([Fault.latency(5)])
    seen: list[Any] = []

    async def watch() -> None:
        async for task in office_.plutio.tasks.watch(every=1, since=START):
            seen.append(task.title)

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        for _ in range(10):
            await office_.clock.advance(5)
        assert seen == ["a"]
        group.cancel_scope.cancel()


async def test_watch_leaves_the_reserve_to_other_calls() -> None:
    """It continues when the budget has calls again, and raises no error meanwhile."""
    office_ = office()
    budget = Budget(20, reserve=10, clock=office_.clock, max_wait=0)
    plutio = closed_later(Plutio.sandbox(office_.sandbox, clock=office_.clock, budget=budget))
    polls = len(office_.reads)
    seen: list[Any] = []

    async def watch() -> None:
        async for task in plutio.tasks.watch(every=1, since=START):
            seen.append(task.title)

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        await office_.clock.advance(120)
        assert len(office_.reads) - polls == 10
        assert budget.remaining == 9  # a token call does not run in the background
        await office_.work("a")
        await office_.clock.advance(3600)
        assert seen == ["a"]
        group.cancel_scope.cancel()
    with pytest.raises(BudgetExceeded):
        await titles(plutio.with_options(priority="background").tasks.changes(since=START))


async def test_a_slow_reader_merges_missed_polls() -> None:
    """Several overdue polls become one."""
    office_ = office()
    await office_.work("a")
    changes = office_.plutio.tasks.watch(every=10, since=START)
    assert (await anext(changes)).title == "a"
    await office_.clock.advance(100)
    await office_.work("b")
    before = len(office_.reads)
    assert (await anext(changes)).title == "b"
    assert len(office_.reads) - before <= 3


@settings(max_examples=settings.default.max_examples // 4)
@given(
    seed=st.integers(0, 10**6),
    off=st.sampled_from([0.0, -YEAR, -DAY, DAY, YEAR]),
    date=st.sampled_from([0.0, DAY, YEAR]),
)
@example(seed=3306, off=0.0, date=0.0)  # a record with a stamp in the future is changed, and has one of the past then
@example(seed=12199, off=0.0, date=0.0)  # a page that was pending until the one before it came holds an older version
def test_every_version_comes_once_under_churn(seed: int, off: float, date: float) -> None:
    """While others create, change and delete between calls, and loops are left and continued.

    Changes become visible late, timestamps lie in the future, pages are cut, and page size and order of the server vary.
    The clock of one of two machines that take turns is ``off`` seconds ahead, and the ``Date`` of all answers ``date``.
    """
    anyio.run(_churn, Random(seed), off, date, backend="asyncio")


async def _churn(random: Random, off: float, date: float) -> None:
    clock = FakeClock()
    switches = Switches(
        max_limit=random.choice([None, 2, 3, 7]),
        sort_grammar=random.choice(["suffix", "minus"]),
        list_order=random.choice(["oldest", "newest"]),
    )
    sandbox = Sandbox(clock=clock, limit=None, switches=switches)
    world = World(random, clock, sandbox)
    if random.random() < 0.3:
        sandbox.seed(tasks=[{"title": "future", "updatedAt": "2099-01-01T00:00:00.000Z"}])
    plutio, other = (Plutio.sandbox(sandbox, clock=Off(clock, at), budget=1_000_000) for at in (0.0, off))
    sandbox.add_hook(world)
    sandbox.add_hook(Dated(date))
    seen: Counter[tuple[str, Any]] = Counter()
    cursor = None
    await world.change(20)
    for _ in range(12):
        changes = plutio.tasks.changes(since=START if cursor is None else None, cursor=cursor)
        stop_after = random.choice([0, 1, 5, 1000])
        async for task in changes:
            seen[task.id, task.updated_at] += 1
            stop_after -= 1
            if stop_after <= 0:
                break
        cursor, plutio, other = changes.cursor, other, plutio
        await clock.advance(random.choice([0, 1, 20, 60]))
        await world.change(random.randrange(4))
    world.quiet = True
    await clock.advance(100)
    world.publish()
    for _ in range(2):
        changes = plutio.tasks.changes(cursor=cursor)
        async for task in changes:
            seen[task.id, task.updated_at] += 1
        cursor, plutio, other = changes.cursor, other, plutio
        await clock.advance(100)
    await plutio.aclose()
    await other.aclose()
    assert set(seen.values()) <= {1}
    for row in sandbox.records("tasks"):
        assert seen[row["_id"], datetime.fromisoformat(row["updatedAt"])] == 1


class World:
    """Changes records between calls. Some changes become visible up to twenty seconds after their timestamp."""

    def __init__(self, random: Random, clock: FakeClock, sandbox: Sandbox) -> None:
        self._random = random
        self._clock = clock
        self._sandbox = sandbox
        self._late: list[tuple[float, str]] = []
        self._cuts = random.random() < 0.5
        self.quiet = False

    async def before(self, request: Any) -> None:
        if not self.quiet and request.method == "GET" and self._random.random() < 0.5:
            await self.change(self._random.randrange(3))
        self.publish()

    async def after(self, request: Any, answer: Any) -> Any:
        if not self._cuts or request.method != "GET" or answer.status != 200:
            return answer
        page = json.loads(answer.content)
        return evolve(answer, content=json.dumps(page[: self._random.randint(2, max(2, len(page)))]).encode())

    async def change(self, count: int) -> None:
        store = self._sandbox._store
        workspace = self._sandbox._workspace(None)
        for _ in range(count):
            self._clock._elapsed += self._random.choice([0.001, 1, 3])
            rows = list(workspace.collection("tasks").values())
            act = self._random.random()
            if rows and act < 0.4:
                store.change("tasks", self._random.choice(rows), {"title": "changed"})
            elif rows and act < 0.5:
                store.remove(workspace, "tasks", self._random.choice(rows)["_id"])
            elif act < 0.7:
                self._late.append((self._clock.time() + self._random.uniform(0, 20), store.now()))
            else:
                store.add(workspace, "tasks", {"title": "new"})
        self.publish()

    def publish(self) -> None:
        due = [stamp for at, stamp in self._late if at <= self._clock.time()]
        self._late = [(at, stamp) for at, stamp in self._late if at > self._clock.time()]
        for stamp in due:
            self._sandbox.seed(tasks=[{"title": "late", "updatedAt": stamp}])
