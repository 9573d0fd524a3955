"""A reading of a resource, whole or what changed: afterwards the reader has what the server has."""

from __future__ import annotations

import json
from contextlib import aclosing, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from random import Random
from typing import Any

import anyio
import pytest
from attrs import define, evolve, field
from hypothesis import given, settings
from hypothesis import strategies as st

from plutio_async import Plutio, StatusError
from plutio_async._resources.reading import ALL, Reading
from plutio_async.testing import Answer, FakeClock, Fault, Sandbox, Switches

from .api import closed_later
from .clocks import DAY, YEAR, Dated, Off

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed")]

OLD = datetime(2020, 1, 1, tzinfo=UTC)


@define
class Office:
    """A sandbox, and what a reader has of its tasks: the last version of each that came."""

    sandbox: Sandbox
    plutio: Plutio
    view: dict[str, Any] = field(factory=dict)
    state: str | None = None

    async def read(self, **options: Any) -> Reading:
        """Reads to the end."""
        reading = Reading(self.plutio.tasks, self.state, **options)
        async for page in reading.pages():
            self.view |= {row.id: row.raw for row in page}
        self.state = reading.state
        return reading

    def seed(self, *tasks: dict[str, Any]) -> list[str]:
        return [task["_id"] for task in self.sandbox.seed(tasks=list(tasks))["tasks"]]

    def seed_old(self, count: int, **fields: Any) -> list[str]:
        """Tasks that changed a minute after each other, long ago."""
        return self.seed(*({"updatedAt": OLD + timedelta(minutes=n), **fields} for n in range(count)))

    @property
    def expected(self) -> dict[str, Any]:
        return {row["_id"]: row for row in json.loads(json.dumps(self.sandbox.records("tasks")))}


def office(**switches: Any) -> Office:
    clock = FakeClock()
    sandbox = Sandbox(clock=clock, limit=None, switches=Switches(**switches))
    return Office(sandbox, closed_later(Plutio.sandbox(sandbox, clock=clock, budget=100_000)))


@pytest.mark.both_loops
async def test_one_query_finds_templates_and_archived_records() -> None:
    """Once the server has shown that it obeys it: the next reading is one call."""
    office_ = office(archived="hidden")
    office_.seed_old(700)
    office_.seed({"title": "Template", "isTemplate": True}, {"title": "Archived", "isArchived": True})
    await office_.sandbox.clock.advance(3600)  # type: ignore[attr-defined]
    reading = await office_.read()
    assert reading.full
    assert office_.view == office_.expected
    assert reading.calls == 3  # two pages and the order
    (known,) = office_.seed({"title": "New", "isTemplate": True})
    reading = await office_.read()
    assert (reading.full, reading.calls) == (False, 1)
    assert known in office_.view


async def test_what_a_cut_page_hid_comes_with_the_next_reading() -> None:
    """Also if it has the timestamp of the last record that came."""
    office_ = office()
    office_.seed_old(501)
    office_.seed({"title": "Of now, which shows the clock of the timestamps"})
    moment = datetime.fromtimestamp(office_.sandbox.clock.time(), UTC) + timedelta(minutes=9)
    await office_.read()  # which shows that pages may be larger, and that the list is sorted
    await office_.sandbox.clock.advance(3600)  # type: ignore[attr-defined]
    office_.seed(*({"updatedAt": moment} for _ in range(9)))
    with office_.sandbox.fail(Fault.rows_cut(3, path="/tasks", nth=1)) as plan:
        await office_.read()
    assert len(plan.strikes) == 1
    assert office_.view != office_.expected
    await office_.read()
    assert office_.view == office_.expected


class _Server:
    """A server that does not do all that the sandbox does, and other users, who change records between calls."""

    def __init__(self, random: Random, sandbox: Sandbox, clock: FakeClock) -> None:
        self._random = random
        self._sandbox = sandbox
        self._clock = clock
        self._late: list[tuple[float, str, bool]] = []
        self.cuts = random.random() < 0.5
        self._ignores_sort = random.random() < 0.25
        self.obeys_in = random.choice(["obeyed", "obeyed", "ignored", "refused", "without null"])
        self._ignores_query = random.random() < 0.1
        self.changes_left = 0
        self.stops_after: int | None = None

    async def before(self, request: Any) -> Any:
        if self.stops_after is not None and "/oauth" not in request.path:
            self.stops_after -= 1
            if self.stops_after < 0:
                return self._error(409, "stopped")
        if request.path == "/tasks" and self.changes_left > 0 and self._random.random() < 0.6:
            self.changes_left -= 1
            self.change(self._random.randrange(4))
        self._publish()
        return None if request.path != "/tasks" else self._altered(request)

    def _error(self, status: int, message: str) -> Answer:
        headers = {"content-type": "application/json", "date": formatdate(self._clock.time(), usegmt=True)}
        return Answer(status, json.dumps({"message": message}).encode(), headers)

    def _altered(self, request: Any) -> Answer:
        query = dict(request.query)
        q = json.loads(query.get("q", "{}"))
        if "isArchived" in q:
            if self.obeys_in == "refused":
                return self._error(400, "no")
            if self.obeys_in == "ignored":
                q = {name: value for name, value in q.items() if name not in ALL}
            if self.obeys_in == "without null":
                q = {n: {"$in": [True, False]} if n in ALL else v for n, v in q.items()}
        if self._ignores_query:
            q = {name: value for name, value in q.items() if name != "updatedAt"}
        if self._ignores_sort:
            query.pop("sort", None)
        return self._sandbox._act(evolve(request, query=tuple({**query, "q": json.dumps(q)}.items())))

    async def after(self, request: Any, answer: Any) -> Any:
        if not self.cuts or request.path != "/tasks" or answer.status != 200:
            return answer
        page = json.loads(answer.content)
        return evolve(answer, content=json.dumps(page[: self._random.randint(2, max(2, len(page)))]).encode())

    def change(self, count: int) -> None:
        store, workspace, random = self._sandbox._store, self._sandbox._workspace(None), self._random
        for _ in range(count):
            self._clock._elapsed += random.choice([0.001, 1, 3])
            rows = list(workspace.collection("tasks").values())
            act = random.random()
            if rows and act < 0.35:
                fields = random.choice([{"title": "x"}, {"isTemplate": random.random() < 0.5}, {"isArchived": True}])
                for row in random.sample(rows, min(len(rows), random.choice([1, 1, 1, 9]))):
                    store.change("tasks", row, fields)
            elif rows and act < 0.5:
                store.remove(workspace, "tasks", random.choice(rows)["_id"])
            elif act < 0.7:
                self._late.append((self._clock.time() + random.uniform(0, 20), store.now(), random.random() < 0.2))
            else:
                store.add(workspace, "tasks", random.choice([{}, {}, {"isTemplate": True}, {"isTemplate": False}]))
        self._publish()

    def _publish(self) -> None:
        due = [one for one in self._late if one[0] <= self._clock.time()]
        self._late = [one for one in self._late if one[0] > self._clock.time()]
        for _, stamp, template in due:
            self._sandbox.seed(tasks=[{"updatedAt": stamp, **({"isTemplate": True} if template else {})}])


@settings(max_examples=settings.default.max_examples // 2)
@given(
    seed=st.integers(0, 10**6),
    off=st.sampled_from([0.0, -YEAR, DAY, YEAR]),
    date=st.sampled_from([0.0, DAY, None]),
    backend=st.sampled_from(["asyncio", "trio"]),
)
def test_the_reader_has_what_the_server_has(seed: int, off: float, date: float | None, backend: str) -> None:
    """After the others have stopped and the next reading has ended, on any server, and wherever readings were stopped.

    What a page lacks that the server has cut may come with the reading after it.
    """
    anyio.run(churn, seed, off, date, backend=backend)


async def churn(seed: int, off: float, date: float | None) -> None:
    random, clock = Random(seed), FakeClock()
    switches = Switches(
        max_limit=random.choice([None, 2, 3, 7]),
        sort_grammar=random.choice(["suffix", "suffix", "suffix", "minus"]),
        list_order=random.choice(["oldest", "newest"]),
        archived=random.choice(["listed", "hidden"]),
    )
    sandbox = Sandbox(clock=clock, limit=None, switches=switches)
    server = _Server(random, sandbox, clock)
    if random.random() < 0.3:
        sandbox.seed(tasks=[{"title": "future", "updatedAt": "2099-01-01T00:00:00.000Z"}])
    if random.random() < 0.2:
        sandbox.seed(tasks=[{"updatedAt": None}])
    server.change(random.choice([0, 3, 20, 40]))
    await clock.advance(random.choice([0, 100]))
    sandbox.add_hook(server)
    sandbox.add_hook(Dated(date))
    reader = _Reader(random)
    for turn in range(8):
        server.changes_left, server.stops_after = 12, random.choice([1, 2, 3, 5, None])
        async with Plutio.sandbox(sandbox, clock=Off(clock, off * (turn % 2)), budget=1_000_000) as plutio:
            await reader.read(plutio, server)
        server.stops_after = None
        await clock.advance(random.choice([0, 1, 20, 60, 100]))
        server.change(random.randrange(4))
    server.changes_left = 0
    for cuts in (server.cuts, False):  # what a cut page hid comes one reading late
        server.cuts = cuts
        await clock.advance(100)
        async with Plutio.sandbox(sandbox, clock=Off(clock, off), budget=1_000_000) as plutio:
            await reader.read(plutio, server)
    expected = {row["_id"]: row for row in json.loads(json.dumps(sandbox.records("tasks")))}
    if switches.archived == "hidden" and server.obeys_in != "obeyed":
        expected = {id: row for id, row in expected.items() if not row.get("isArchived")}
    missing = {id: row for id, row in expected.items() if reader.view.get(id) != row}
    assert not missing, (vars(server), switches, missing)


@define
class _Reader:
    """Keeps the last version of each task, and the state of its last reading, which may have been stopped."""

    random: Random
    view: dict[str, Any] = field(factory=dict)
    state: str | None = None

    async def read(self, plutio: Plutio, server: _Server) -> None:
        may_stop = server.stops_after is not None
        reading = Reading(plutio.tasks, self.state)
        with suppress(StatusError) if may_stop else nullcontext():
            async with aclosing(reading.pages()) as pages:
                async for page in pages:
                    self.view |= {row.id: row.raw for row in page}
                    versions = {(row.id, row.raw.get("updatedAt")) for row in page}
                    assert reading.full or len(versions) == len(page)
                    self.state = reading.state
                    if may_stop and self.random.random() < 0.2:
                        return
            self.state = reading.state


class _ComparesNothing:
    """A server that finds nothing by a comparison of timestamps."""

    async def before(self, request: Any) -> Any:
        return Answer(200, b"[]") if "$gt" in dict(request.query).get("q", "") else None

    async def after(self, request: Any, answer: Any) -> Any:
        return answer


@pytest.mark.both_loops
@pytest.mark.parametrize("records", [1400, 1700])
async def test_a_server_that_finds_nothing_by_timestamps_is_read_whole(records: int) -> None:
    """By skip and limit: no record is lost because a comparison finds none."""
    office_ = office()
    office_.seed_old(records)
    await office_.sandbox.clock.advance(3600)  # type: ignore[attr-defined]
    office_.sandbox.add_hook(_ComparesNothing())
    await office_.read()
    assert office_.view == office_.expected
