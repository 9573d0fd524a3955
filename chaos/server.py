"""A sandbox with faults in another process, and its records."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from attrs import field, frozen

from chaos.clock import FastClock
from chaos.connections import connections
from chaos.steps import KEPT
from plutio_async.testing import Answer, Event, Fault, Request, Sandbox, Switches
from plutio_async.testing._serve import serving

PEOPLE = 230
"""The number of records for iterations, which are never changed."""

_CLOSING_TIME = 8.0


@frozen
class ServerSettings:
    """Settings of the sandbox. ``speed`` is the clock's; ``stalls`` is in seconds of the machine's clock.

    Without ``faults`` it has all faults of ``faults()``.
    """

    seed: int
    limit: int
    speed: float
    deletable: int
    origin: float = field(factory=time.monotonic)
    stalls: float = 0.6
    token_life: float = 2700.0
    faults: tuple[Fault, ...] | None = None


@frozen
class Ids:
    """The ids of the initial records."""

    kept: list[str]
    deletable: list[str]
    people: list[str]


@frozen
class ServerLog:
    """The records of the server at the end. ``titles`` has the current titles by id.

    ``created_at`` is the last time at which each title was created. ``revoked`` has the times at which a fault revoked
    all tokens, ``paused`` those at which a fault requested a pause.
    """

    times: list[float]
    refusals: int
    revoked: list[float]
    paused: list[float]
    token_calls: list[float]
    created: Counter[str]
    created_at: dict[str, float]
    updated: frozenset[tuple[str, str]]
    titles: dict[str, str]
    deleted: frozenset[str]
    strikes: Counter[str]
    connections: int


def faults(settings: ServerSettings) -> list[Fault]:
    """All faults of the sandbox, at rates at which most calls still succeed."""
    second = settings.speed
    return [
        Fault.latency(0.005 * second, jitter=0.05 * second, rate=0.04),
        Fault.latency(settings.stalls * second, rate=0.004),
        Fault.slow_body(0.01 * second, piece=128, rate=0.01),
        Fault.reset("before", rate=0.01),
        Fault.reset("during", rate=0.01),
        Fault.reset("after", rate=0.015),
        Fault.too_many_requests(30.0, rate=0.003),
        Fault.server_error(500, rate=0.004),
        Fault.server_error(502, acted=True, rate=0.008),
        Fault.server_error(503, rate=0.008),
        Fault.server_error(504, acted=True, rate=0.004),
        Fault.html(200, rate=0.003),
        Fault.html(503, acted=False, rate=0.003),
        Fault.truncated_json(rate=0.003),
        Fault.invalid_json(rate=0.002),
        Fault.token_revoked(rate=0.004),
        Fault.reset("after", path="/oauth/token", rate=0.15),
        Fault.server_error(503, path="/oauth/token", rate=0.15),
    ]


class Server:
    """A connection to the process of the sandbox."""

    def __init__(self, url: str, ids: Ids, pipe: Connection) -> None:
        self.url = url
        self.ids = ids
        self._pipe = pipe

    def log(self) -> ServerLog:
        """The records of the server. Call it after all calls have ended and the clients are closed."""
        self._pipe.send("log")
        log: ServerLog = self._pipe.recv()
        return log


@contextmanager
def server(settings: ServerSettings) -> Iterator[Server]:
    """Runs a sandbox in another process until the block ends."""
    spawn = multiprocessing.get_context("spawn")
    parent, child = spawn.Pipe()
    process = spawn.Process(target=_run, args=(settings, child), daemon=True)
    process.start()
    child.close()
    try:
        url, ids = parent.recv()
        yield Server(url, ids, parent)
    finally:
        parent.close()
        process.join(timeout=10)
        process.kill()
        process.join()


def _run(settings: ServerSettings, pipe: Connection) -> None:
    sandbox = Sandbox(
        settings.seed,
        FastClock(settings.speed, settings.origin),
        Switches(token_lifetime=settings.token_life),
        limit=settings.limit,
        keep_calls=1_000_000,
    )
    ids = _seeded(sandbox, settings.deletable)
    recorder = _Recorder(sandbox, settings)
    with serving(sandbox) as url:
        pipe.send((url, ids))
        while True:
            try:
                pipe.recv()
            except EOFError:
                return
            pipe.send(recorder.log())


def _seeded(sandbox: Sandbox, deletable: int) -> Ids:
    made = sandbox.seed(
        tasks=[{"title": f"kept {n}"} for n in range(KEPT)] + [{"title": f"deletable {n}"} for n in range(deletable)],
        people=[{"name": {"first": f"Person {n}"}} for n in range(PEOPLE)],
    )
    people = [record["_id"] for record in sandbox.records("people")]
    tasks = [record["_id"] for record in made["tasks"]]
    return Ids(tasks[:KEPT], tasks[KEPT:], people)


class _Refusals:
    """Counts the 429 of the limit; those of a fault have no limit headers."""

    def __init__(self) -> None:
        self.count = 0

    async def before(self, request: Request) -> Answer | None:  # noqa: ARG002 - part of the hook protocol
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - part of the hook protocol
        self.count += answer.status == 429 and "x-ratelimit-limit" in answer.headers
        return answer


class _Recorder:
    """Records the events and calls of the sandbox."""

    def __init__(self, sandbox: Sandbox, settings: ServerSettings) -> None:
        self._sandbox = sandbox
        self._plan = sandbox.plan(faults(settings) if settings.faults is None else settings.faults)
        self._refusals = _Refusals()
        sandbox.add_hook(self._refusals)
        self._created: Counter[str] = Counter()
        self._created_at: dict[str, float] = {}
        self._updated: set[tuple[str, str]] = set()
        self._deleted: set[str] = set()
        sandbox.on_event(self._note)

    def _note(self, event: Event) -> None:
        record = event.record
        if event.action == "create":
            self._created[record["title"]] += 1
            self._created_at[record["title"]] = self._sandbox.clock.time()
        elif event.action == "edit":
            self._updated.add((record["_id"], record["title"]))
        else:
            self._deleted.add(record["_id"])

    def log(self) -> ServerLog:
        calls = self._sandbox.calls
        return ServerLog(
            times=[call.at for call in calls],
            refusals=self._refusals.count,
            revoked=self._times_of("token_revoked"),
            paused=self._times_of("too_many_requests"),
            token_calls=[call.at for call in calls if call.path == "/oauth/token"],
            created=self._created,
            created_at=self._created_at,
            updated=frozenset(self._updated),
            titles={record["_id"]: record["title"] for record in self._sandbox.records("tasks")},
            deleted=frozenset(self._deleted),
            strikes=Counter(strike.fault.name for strike in self._plan.strikes),
            connections=self._connections(),
        )

    def _times_of(self, name: str) -> list[float]:
        return [strike.at for strike in self._plan.strikes if strike.fault.name == name]

    def _connections(self) -> int:
        """Connections that stay open after the clients have closed theirs."""
        end = time.monotonic() + _CLOSING_TIME
        while (left := connections()) and time.monotonic() < end:
            time.sleep(0.05)
        return left
