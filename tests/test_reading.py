"""A resource read whole, and then what changed since: nothing is lost on any server, in the fewest calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import formatdate
from random import Random
from typing import Any

import anyio
import httpx
import pytest
from attrs import define, field
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plutio_async import ConfigurationError, Plutio
from plutio_async._resources.reading import BOTH, TEMPLATES, Reading
from plutio_async.testing import FakeClock, Sandbox, Switches

from .api import Api, answer, closed_later

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed")]

LIMIT = 5


@define
class Server:
    """A list of tasks on a server that may behave oddly. ``cut`` cuts pages at random, to two rows at least."""

    random: Random
    clock: FakeClock = field(factory=FakeClock)
    cap: int = 1000
    cut: bool = False
    sorts: bool = True
    refuses: str = ""
    selects: bool = True
    both: bool = True
    date: bool = True
    shuffles: bool = False
    churn: float = 0.0
    bare: bool = False
    rows: dict[str, dict[str, Any]] = field(factory=dict)
    late: list[tuple[float, dict[str, Any]]] = field(factory=list)
    calls: int = 0
    made: int = 0

    def stamp(self, ago: float = 0.0) -> str:
        at = datetime.fromtimestamp(self.clock.time() - ago, UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def add(self, count: int = 1, *, ago: float = 0.0, template: bool = False) -> None:
        for _ in range(count):
            self.made += 1
            row: dict[str, Any] = {"_id": f"t{self.made}", "updatedAt": self.stamp(ago), "n": 0}
            if template:
                row["isTemplate"] = True
            self.rows[row["_id"]] = row

    def change(self) -> None:
        """Something that others do: a second passes or none, so that some timestamps are equal."""
        random, ids = self.random, list(self.rows)
        self.clock._elapsed += random.choice([0.0, 0.001, 1.0, 3.0])
        act = random.random()
        if ids and act < 0.4:
            self.clock._elapsed += 0.001  # two versions of a record have different timestamps
            row = self.rows[random.choice(ids)]
            row["n"] += 1
            row["updatedAt"] = self.stamp()
        elif ids and act < 0.5 and not self.bare:
            del self.rows[random.choice(ids)]
        elif act < 0.65:
            self.made += 1
            self.late.append((self.clock.time() + random.uniform(0, 25), {"_id": f"t{self.made}", "n": 0,
                                                                          "updatedAt": self.stamp()}))  # fmt: skip
        else:
            self.add(template=random.random() < 0.2)

    def publish(self) -> None:
        for _, row in [one for one in self.late if one[0] <= self.clock.time()]:
            self.rows[row["_id"]] = row
        self.late = [one for one in self.late if one[0] > self.clock.time()]

    async def serve(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        if self.random.random() < self.churn:
            self.change()
        self.publish()
        params = dict(request.url.params)
        if self.refuses and self.refuses in params.get("q", "") + params.get("sort", ""):
            return answer(400, {"message": "Bad request"})
        found = [row for row in self.rows.values() if self._matches(row, json.loads(params.get("q", "{}")))]
        if "sort" in params and self.sorts:
            if self.shuffles:
                self.random.shuffle(found)
            found.sort(key=lambda row: "" if self._is_bare(row) else row["updatedAt"], reverse="desc" in params["sort"])
        skip = int(params["skip"])
        page = found[skip : skip + min(int(params["limit"]), self.cap)]
        if self.cut and len(page) > 2 and self.random.random() < 0.5:
            page = page[: self.random.randint(2, len(page))]
        if self.bare:
            page = [{k: v for k, v in row.items() if k != "updatedAt" or not self._is_bare(row)} for row in page]
        date = {"date": formatdate(self.clock.time(), usegmt=True)} if self.date else {}
        return answer(200, page, **date)

    def _matches(self, row: dict[str, Any], q: dict[str, Any]) -> bool:
        is_template, asked = bool(row.get("isTemplate")), q.get("isTemplate")
        if asked is None or (asked is not True and not self.both):
            wanted = not is_template
        else:
            wanted = is_template or asked is not True
        above = q.get("updatedAt", {}).get("$gt", "")
        return (
            wanted
            and (not self.selects or row["updatedAt"] > above)
            and not (self.bare and above and row["_id"] == "t3")
        )

    def _is_bare(self, row: dict[str, Any]) -> bool:
        return self.bare and row["_id"] == "t3"

    def client(self) -> Plutio:
        return closed_later(Api(self.serve, clock=self.clock).client(learned={"page_size": LIMIT}, budget=10**6))


class Copy:
    """What a program keeps of the list, from the state alone; each run is one of a new process."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.rows: dict[str, dict[str, Any]] = {}
        self.state: str | None = None
        self.full = self.proved = False

    async def run(self, stop_after: int = 10**6) -> int:
        """Reads on, and stops after some pages. Returns the calls."""
        plutio = self.server.client()
        reading = Reading(plutio.tasks, self.state)
        before = self.server.calls
        async for page in reading.pages():
            assert page
            self.rows.update((row.id, row.raw) for row in page)
            self.state = reading.state
            stop_after -= 1
            if stop_after <= 0:
                break
        else:
            self.state = reading.state
        self.full, self.proved = reading.full, reading.proved
        await plutio.aclose()
        return self.server.calls - before

    def missing(self) -> list[Any]:
        """The records that the copy does not have, or in an older version."""
        return [row for id, row in self.server.rows.items() if self.rows.get(id, {}).get("n") != row["n"]]


SERVERS: tuple[dict[str, Any], ...] = (
    {},
    {"cap": 3},
    {"cut": True},
    {"sorts": False},
    {"sorts": False, "cap": 3},
    {"refuses": "updatedAt_"},
    {"refuses": "$in"},
    {"refuses": "$gt"},
    {"selects": False},
    {"both": False},
    {"date": False},
    {"shuffles": True, "cap": 3},
    {"shuffles": True},
    {"bare": True},
)


@settings(max_examples=settings.default.max_examples // 2)
@example(seed=966022189, behaviour={"both": False}, churn=0.4)  # as many records as of both kinds, by chance
@example(seed=471800877, behaviour={"sorts": False, "cap": 3}, churn=0.8)  # the first record was the newest by chance
@given(seed=st.integers(0, 10**6), behaviour=st.sampled_from(SERVERS), churn=st.sampled_from([0.0, 0.4]))
def test_nothing_is_lost(seed: int, behaviour: dict[str, Any], churn: float) -> None:
    """While others change the list between calls, and readings are left and continued at any page."""
    anyio.run(_churn, seed, behaviour, churn, backend="asyncio")


async def _churn(seed: int, behaviour: dict[str, Any], churn: float) -> None:
    random = Random(seed)
    server = Server(random, churn=churn, **behaviour)
    copy = Copy(server)
    server.add(3 * server.bare)
    for _ in range(random.randrange(25)):
        server.change()
    for _ in range(random.randrange(1, 10)):
        await copy.run(random.choice([1, 2, 3, 10**6, 10**6]))
        await server.clock.advance(random.choice([0.0, 1.0, 20.0, 60.0]))
        for _ in range(random.randrange(4)):
            server.change()
    server.churn = 0.0
    await server.clock.advance(100)
    server.publish()
    for _ in range(3):  # a page that was cut is read on by the next run, to the end
        await copy.run()
        await server.clock.advance(100)
    assert copy.missing() == []


@pytest.mark.both_loops
async def test_a_list_is_read_in_the_fewest_calls() -> None:
    """Once the server is known: a call for each page, and one that proves the end of a list of several pages."""
    server = Server(Random(0))
    for n in range(23):
        server.clock._elapsed += 60
        server.add(template=n == 4)
    copy = Copy(server)
    # Six pages that overlap by a record, the sort, the end, the templates, and two calls for one query for both.
    assert await copy.run() <= 11
    assert copy.missing() == []
    await server.clock.advance(60)
    for count in (0, 0, 3):
        server.add(count)
        assert await copy.run() == 1
        assert (copy.missing(), copy.full) == ([], False)
        await server.clock.advance(60)


async def test_what_a_short_page_left_out_comes_with_the_next_reading() -> None:
    """And that one does not end before the list does, nor does a later one trust a short page of this list."""
    server = Server(Random(0))
    for n in range(23):
        server.clock._elapsed += 60
        server.add(template=n == 4)
    copy = Copy(server)
    await copy.run()
    await server.clock.advance(60)
    for _ in range(40):
        server.clock._elapsed += 2
        server.add()
    await server.clock.advance(60)
    server.cap = 3
    await copy.run()
    assert copy.missing()
    assert not copy.proved
    await copy.run()
    assert copy.missing() == []
    assert copy.proved
    server.add(4)
    await server.clock.advance(60)
    await copy.run()
    assert copy.missing() == []


async def test_what_a_short_page_left_out_of_a_timestamp_comes_with_the_next_reading() -> None:
    """Records with the last timestamp that was read may follow."""
    server = Server(Random(0))
    for n in range(23):
        server.clock._elapsed += 60
        server.add(template=n == 4)
    copy = Copy(server)
    for _ in range(2):
        await copy.run()
        await server.clock.advance(60)
    for count in (1, 1, 3):
        server.clock._elapsed += 1
        server.add(count)
    await server.clock.advance(60)
    server.cap = 4
    await copy.run()
    assert len(copy.missing()) == 1
    server.cap = 1000
    await copy.run()
    assert copy.missing() == []


async def test_one_timestamp_on_two_pages() -> None:
    """The second page begins with it again, also in a list whose order was proved before."""
    server = Server(Random(0))
    for n in range(23):
        server.clock._elapsed += 60
        server.add(template=n == 4)
    copy = Copy(server)
    for _ in range(2):
        await copy.run()
        await server.clock.advance(60)
        for count in (1, 1, 1, 1, 3, 1, 1):
            server.clock._elapsed += 60
            server.add(count)
        await server.clock.advance(60)
    await copy.run()
    assert copy.missing() == []


async def test_a_thorough_reading_proves_a_short_page() -> None:
    """What does not come is not there then."""
    server = Server(Random(0))
    for _ in range(23):
        server.clock._elapsed += 60
        server.add()
    plutio = server.client()
    async for _ in Reading(plutio.tasks).pages():
        pass
    server.rows = dict(list(server.rows.items())[:4])
    for thorough in (False, True):
        before, reading = server.calls, Reading(plutio.tasks, thorough=thorough, templates=False)
        assert sum([len(page) async for page in reading.pages()]) == 4
        assert (reading.proved, server.calls - before) == (thorough, 2 if thorough else 1)


@pytest.mark.parametrize("others", [{"refuses": "$in"}, {"both": False}])
async def test_templates_by_a_query_of_their_own(others: dict[str, Any]) -> None:
    """Where the server does not give them along with the other records."""
    server = Server(Random(0), **others)
    server.add(3, ago=100)
    server.add(2, ago=100, template=True)
    copy = Copy(server)
    await copy.run()
    queries = [query for query, _ in json.loads(copy.state or "")["lists"]]
    assert (copy.missing(), queries) == ([], [None, TEMPLATES])
    server.add(template=True)
    await copy.run()
    assert copy.missing() == []


async def test_templates_along_with_the_others() -> None:
    """Once the number of records showed that one query gives both."""
    server = Server(Random(0))
    server.add(3, ago=100)
    server.add(2, ago=100, template=True)
    copy = Copy(server)
    await copy.run()
    assert [query for query, _ in json.loads(copy.state or "")["lists"]] == [BOTH]
    server.add(template=True)
    await copy.run()
    assert copy.missing() == []


@pytest.mark.parametrize("text", ["", "x", "{}", "null", '{"v": 1}', "[" * 100_000])
async def test_a_text_that_is_no_state(text: str) -> None:
    """Is refused before a call."""
    plutio = closed_later(Plutio.sandbox(Sandbox()))
    with pytest.raises(ConfigurationError, match=r"reading\.state"):
        Reading(plutio.tasks, text)
    state = Reading(plutio.tasks).state
    with pytest.raises(ConfigurationError, match="another listing"):
        Reading(plutio.people, state)


async def test_a_list_with_a_cap_of_its_own() -> None:
    """It is read to its end: the size of its page, a round number, is no end."""
    sandbox = Sandbox(limit=None, switches=Switches())
    stamps = [f"2020-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000Z" for n in range(700)]
    sandbox.seed(tasks=[{"updatedAt": at} for at in stamps], people=[{"updatedAt": at} for at in stamps])

    class Capped:
        async def before(self, request: Any) -> None:
            sandbox.switches = Switches(max_limit=100 if request.path == "/people" else None)

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    sandbox.add_hook(Capped())
    plutio = closed_later(Plutio.sandbox(sandbox, budget=10**6))
    found = {}
    for resource in (plutio.tasks, plutio.people):
        found[resource.name] = {row.id async for page in Reading(resource).pages() for row in page}
    assert len(found["people"]) == len(sandbox.records("people"))
