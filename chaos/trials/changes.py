"""What changed since the last time, read in parts while more changes and the server cuts its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol

from chaos.clock import EPOCH
from chaos.lists import LEAST
from chaos.trial import EachAlone, NeverEnds, Tally
from plutio_async import Plutio, PlutioError
from plutio_async.models import Task
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox, Switches

_PARTS = 8
_LATE = 20.0
"""Seconds after which a record becomes visible at the latest."""
_TOO_MANY = 3000
_AHEAD = 7200.0


class Reading(Protocol):
    """Changes that are read with ``async for``, and where to go on."""

    def __aiter__(self) -> AsyncIterator[Task]: ...

    @property
    def cursor(self) -> str: ...


Read = Callable[[Plutio, datetime | None, str | None], Reading]


def changes(plutio: Plutio, since: datetime | None, cursor: str | None) -> Reading:
    """The way to read that is on trial; tests put a broken one in its place."""
    return plutio.tasks.changes(since=since, cursor=cursor)


class Changes(EachAlone):
    """Each part goes on from the cursor of the one before it, which may have been left anywhere."""

    name = "changes"
    says = (
        "changes() is left and gone on with while pages are cut, records change, show late or have a future stamp: a "
        "last version that never comes, or a version that comes twice"
    )
    tries = 150
    short = 8

    def __init__(self, read: Read = changes) -> None:
        self._read = read

    async def once(self, chance: Random, tally: Tally) -> None:
        office = _Office(chance)
        given: Counter[tuple[str, str]] = Counter()
        async with office.reader:
            cursor = None
            await office.work(20)
            for _ in range(_PARTS):
                cursor = await self._part(office, given, tally, cursor, chance.choice((0, 1, 5, 1000)))
                await office.clock.sleep(chance.choice((0.0, 1.0, 20.0, 60.0)))
            office.closed = True
            await office.clock.sleep(100.0)
            office.publish()
            for _ in range(2):
                cursor = await self._part(office, given, tally, cursor, 1_000_000)
                await office.clock.sleep(100.0)
        self._judge(office, given, tally)

    async def _part(
        self, office: _Office, given: Counter[tuple[str, str]], tally: Tally, cursor: str | None, most: int
    ) -> str:
        since = datetime.fromtimestamp(EPOCH - 1, UTC) if cursor is None else None
        reading = self._read(office.reader, since, cursor)
        left = most
        try:
            async for task in reading:
                given[str(task.id), _moment(task.updated_at)] += 1
                left -= 1
                if left <= 0:
                    break
        except PlutioError:
            tally.note("readings that gave up with an error")
        return reading.cursor

    def _judge(self, office: _Office, given: Counter[tuple[str, str]], tally: Tally) -> None:
        last = {(row["_id"], _moment(datetime.fromisoformat(row["updatedAt"]))) for row in office.rows()}
        missing = last - given.keys()
        beside = " beside a stamp of the future" if office.ahead else ""
        tally.fail(f"missed a change{beside}", bool(missing), f"{len(missing)} of {len(last)}")
        repeated = [version for version, count in given.items() if count > 1]
        tally.fail("gave a version twice", any(id not in office.ahead for id, _ in repeated))
        tally.note("records with a stamp of the future", len(office.ahead))
        tally.note("… of which came more than once", len({id for id, _ in repeated} & office.ahead))
        tally.note("versions given", given.total())


def _moment(value: Any) -> str:
    return f"{value.timestamp():.3f}" if isinstance(value, datetime) else "none"


class _Office:
    """A sandbox in which somebody works between any two calls of the reader."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.clock = JumpingClock(EPOCH)
        switches = Switches(
            max_limit=chance.choice((None, 2, 3, 7)),
            sort_grammar=chance.choice(("suffix", "minus")),
            list_order=chance.choice(("oldest", "newest")),
        )
        self._sandbox = Sandbox(chance.getrandbits(32), self.clock, switches, limit=None, keep_calls=0)
        self._writer, self.reader = (
            Plutio.sandbox(self._sandbox, clock=self.clock, budget=1_000_000) for _ in range(2)
        )
        self._sandbox.fail(Fault.rows_cut(LEAST, path="/tasks", rate=chance.choice((0.05, 0.3, 0.8))))
        self._sandbox.add_hook(self)
        self._late: list[tuple[float, str]] = []
        self._calls = 0
        self.ahead: set[str] = set()
        self.closed = False

    def rows(self) -> list[dict[str, Any]]:
        return self._sandbox.records("tasks")

    async def before(self, request: Request) -> Answer | None:
        if (request.method, request.path) == ("GET", "/tasks"):
            self._calls += 1
            if self._calls > _TOO_MANY:
                raise NeverEnds
            if not self.closed and self._chance.random() < 0.5:
                await self.work(self._chance.randrange(3))
            self.publish()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - a hook has it
        return answer

    async def work(self, count: int) -> None:
        """Changes, deletes and creates records; some are made now and show later, a few are stamped hours ahead."""
        for _ in range(count):
            await self.clock.sleep(self._chance.choice((0.001, 1.0, 3.0)))
            act, ids = self._chance.random(), [row["_id"] for row in self.rows() if row["_id"] not in self.ahead]
            if ids and act < 0.4:
                await self._writer.tasks.update(self._chance.choice(ids), title="changed")
            elif ids and act < 0.5:
                self._sandbox.remove("tasks", self._chance.choice(ids))
            elif act < 0.68:
                self._late.append((self.clock.time() + self._chance.uniform(0.0, _LATE), _text(self.clock.time())))
            elif act < 0.7:
                self.ahead.add(self._add(_text(self.clock.time() + self._chance.uniform(60.0, _AHEAD))))
            else:
                self._add(_text(self.clock.time()))
        self.publish()

    def publish(self) -> None:
        """What was made a while ago shows."""
        now = self.clock.time()
        due = [stamp for at, stamp in self._late if at <= now]
        self._late = [(at, stamp) for at, stamp in self._late if at > now]
        for stamp in due:
            self._add(stamp)

    def _add(self, stamp: str) -> str:
        identifier: str = self._sandbox.seed(tasks=[{"title": "new", "updatedAt": stamp}])["tasks"][0]["_id"]
        return identifier


def _text(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
