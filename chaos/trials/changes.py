"""Reads changes in parts, while records change and the server cuts pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol

from chaos.clock import EPOCH
from chaos.lists import LEAST
from chaos.trial import IndependentTries, NeverEnds, Tally
from plutio_async import Plutio, PlutioError
from plutio_async.models import Task
from plutio_async.testing import Answer, Fault, JumpingClock, Request, Sandbox, Switches

_PARTS = 8
_MAX_DELAY = 20.0
"""Seconds after which a record is visible at the latest."""
_MAX_CALLS = 3000
_MAX_AHEAD = 7200.0


class Reader(Protocol):
    """Reads changes with ``async for``; ``cursor`` is the position to resume at."""

    def __aiter__(self) -> AsyncIterator[Task]: ...

    @property
    def cursor(self) -> str: ...


Given = Counter[tuple[str, str]]
"""How often each version of each record was returned."""

Read = Callable[[Plutio, datetime | None, str | None], Reader]


def changes(plutio: Plutio, since: datetime | None, cursor: str | None) -> Reader:
    """The reader under test; tests replace it with a broken one."""
    return plutio.tasks.changes(since=since, cursor=cursor)


class Changes(IndependentTries):
    """Each part resumes from the cursor of the previous part, which stops anywhere."""

    name = "changes"
    description = (
        "changes() stops and resumes while pages are cut, and records change, become visible late or have a future "
        "timestamp: a last version that is never returned, or a version that is returned twice"
    )
    tries = 150
    short = 8

    def __init__(self, read: Read = changes) -> None:
        self._read = read

    async def try_once(self, rng: Random, tally: Tally) -> None:
        workspace = _ChangingWorkspace(rng)
        given: Given = Counter()
        async with workspace.reader:
            cursor = None
            await workspace.work(20)
            for _ in range(_PARTS):
                cursor = await self._part(workspace, given, tally, cursor, rng.choice((0, 1, 5, 1000)))
                await workspace.clock.sleep(rng.choice((0.0, 1.0, 20.0, 60.0)))
            workspace.closed = True
            await workspace.clock.sleep(100.0)
            workspace.publish()
            for _ in range(2):
                cursor = await self._part(workspace, given, tally, cursor, 1_000_000)
                await workspace.clock.sleep(100.0)
        self._judge(workspace, given, tally)

    async def _part(
        self,
        workspace: _ChangingWorkspace,
        given: Counter[tuple[str, str]],
        tally: Tally,
        cursor: str | None,
        most: int,
    ) -> str:
        since = datetime.fromtimestamp(EPOCH - 1, UTC) if cursor is None else None
        reading = self._read(workspace.reader, since, cursor)
        left = most
        try:
            async for task in reading:
                given[str(task.id), _version(task.updated_at)] += 1
                left -= 1
                if left <= 0:
                    break
        except PlutioError:
            tally.note("iterations that ended with an error")
        return reading.cursor

    def _judge(self, workspace: _ChangingWorkspace, given: Given, tally: Tally) -> None:
        last = {(row["_id"], _version(datetime.fromisoformat(row["updatedAt"]))) for row in workspace.rows()}
        missing = last - given.keys()
        suffix = " with future timestamps" if workspace.ahead else ""
        tally.fail(f"missed changes{suffix}", bool(missing), f"{len(missing)} of {len(last)}")
        repeated = [version for version, count in given.items() if count > 1]
        tally.fail("repeated versions", any(id not in workspace.ahead for id, _ in repeated))
        tally.note("records with a future timestamp", len(workspace.ahead))
        tally.note("… of which repeated", len({id for id, _ in repeated} & workspace.ahead))
        tally.note("versions", given.total())


def _version(value: Any) -> str:
    return f"{value.timestamp():.3f}" if isinstance(value, datetime) else "none"


class _ChangingWorkspace:
    """A sandbox whose records change between the calls of the reader."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.clock = JumpingClock(EPOCH)
        switches = Switches(
            max_limit=rng.choice((None, 2, 3, 7)),
            sort_grammar=rng.choice(("suffix", "minus")),
            list_order=rng.choice(("oldest", "newest")),
        )
        self._sandbox = Sandbox(rng.getrandbits(32), self.clock, switches, limit=None, keep_calls=0)
        self._writer, self.reader = (
            Plutio.sandbox(self._sandbox, clock=self.clock, budget=1_000_000) for _ in range(2)
        )
        self._sandbox.fail(Fault.rows_cut(LEAST, path="/tasks", rate=rng.choice((0.05, 0.3, 0.8))))
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
            if self._calls > _MAX_CALLS:
                raise NeverEnds
            if not self.closed and self._rng.random() < 0.5:
                await self.work(self._rng.randrange(3))
            self.publish()
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - part of the hook protocol
        return answer

    async def work(self, count: int) -> None:
        """Changes, deletes and creates records. Some become visible late, a few have a timestamp hours ahead."""
        for _ in range(count):
            await self.clock.sleep(self._rng.choice((0.001, 1.0, 3.0)))
            act, ids = self._rng.random(), [row["_id"] for row in self.rows() if row["_id"] not in self.ahead]
            if ids and act < 0.4:
                await self._writer.tasks.update(self._rng.choice(ids), title="changed")
            elif ids and act < 0.5:
                self._sandbox.remove("tasks", self._rng.choice(ids))
            elif act < 0.68:
                self._late.append((self.clock.time() + self._rng.uniform(0.0, _MAX_DELAY), _text(self.clock.time())))
            elif act < 0.7:
                self.ahead.add(self._add(_text(self.clock.time() + self._rng.uniform(60.0, _MAX_AHEAD))))
            else:
                self._add(_text(self.clock.time()))
        self.publish()

    def publish(self) -> None:
        """Makes late records visible."""
        now = self.clock.time()
        due = [stamp for at, stamp in self._late if at <= now]
        self._late = [(at, stamp) for at, stamp in self._late if at > now]
        for stamp in due:
            self._add(stamp)

    def _add(self, stamp: str) -> str:
        identifier: str = self._sandbox.seed(tasks=[{"title": "new", "updatedAt": stamp}])["tasks"][0]["_id"]
        return identifier


def _text(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="milliseconds")
