"""The sandbox in a process of its own, with faults, and its books."""

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
"""Records that nobody changes, for iterations."""

_CLOSING_TIME = 8.0


@frozen
class World:
    """What the sandbox is like. ``speed`` is that of the clock; ``stalls`` are seconds of the machine's clock.

    Without ``faults`` everything that can go wrong does.
    """

    seed: int
    limit: int
    speed: float
    doomed: int
    origin: float = field(factory=time.monotonic)
    stalls: float = 0.6
    token_life: float = 2700.0
    faults: tuple[Fault, ...] | None = None


@frozen
class Ids:
    """The records that were there from the beginning."""

    kept: list[str]
    doomed: list[str]
    people: list[str]


@frozen
class Books:
    """What the server knows at the end. ``titles`` are those that the records have, by their ids.

    ``created_at`` is when each title was created last. ``revoked`` and ``paused`` are the moments when a fault revoked
    all tokens, and when one asked for a pause.
    """

    moments: list[float]
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


def faults(world: World) -> list[Fault]:
    """Everything that the sandbox can do to a call, rarely enough that most succeed in the end."""
    second = world.speed
    return [
        Fault.latency(0.005 * second, jitter=0.05 * second, rate=0.04),
        Fault.latency(world.stalls * second, rate=0.004),
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
    """The other end of the pipe to the sandbox's process."""

    def __init__(self, url: str, ids: Ids, pipe: Connection) -> None:
        self.url = url
        self.ids = ids
        self._pipe = pipe

    def books(self) -> Books:
        """To be asked for when no call is under way and the clients are closed."""
        self._pipe.send("books")
        books: Books = self._pipe.recv()
        return books


@contextmanager
def server(world: World) -> Iterator[Server]:
    """A sandbox for the time of the block."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_run, args=(world, there), daemon=True)
    process.start()
    there.close()
    try:
        url, ids = here.recv()
        yield Server(url, ids, here)
    finally:
        here.close()
        process.join(timeout=10)
        process.kill()
        process.join()


def _run(world: World, pipe: Connection) -> None:
    sandbox = Sandbox(
        world.seed,
        FastClock(world.speed, world.origin),
        Switches(token_lifetime=world.token_life),
        limit=world.limit,
        keep_calls=1_000_000,
    )
    ids = _seeded(sandbox, world.doomed)
    clerk = _Clerk(sandbox, world)
    with serving(sandbox) as url:
        pipe.send((url, ids))
        while True:
            try:
                pipe.recv()
            except EOFError:
                return
            pipe.send(clerk.books())


def _seeded(sandbox: Sandbox, doomed: int) -> Ids:
    made = sandbox.seed(
        tasks=[{"title": f"kept {n}"} for n in range(KEPT)] + [{"title": f"doomed {n}"} for n in range(doomed)],
        people=[{"name": {"first": f"Person {n}"}} for n in range(PEOPLE)],
    )
    there = [record["_id"] for record in sandbox.records("people")]
    tasks = [record["_id"] for record in made["tasks"]]
    return Ids(tasks[:KEPT], tasks[KEPT:], there)


class _Refusals:
    """Counts the answers 429 that the limit gave, which tell of it, unlike those of a fault."""

    def __init__(self) -> None:
        self.count = 0

    async def before(self, request: Request) -> Answer | None:  # noqa: ARG002 - a hook has it
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:  # noqa: ARG002 - a hook has it
        self.count += answer.status == 429 and "x-ratelimit-limit" in answer.headers
        return answer


class _Clerk:
    """Keeps the books from what the sandbox tells of itself."""

    def __init__(self, sandbox: Sandbox, world: World) -> None:
        self._sandbox = sandbox
        self._plan = sandbox.plan(faults(world) if world.faults is None else world.faults)
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

    def books(self) -> Books:
        calls = self._sandbox.calls
        return Books(
            moments=[call.at for call in calls],
            refusals=self._refusals.count,
            revoked=self._struck("token_revoked"),
            paused=self._struck("too_many_requests"),
            token_calls=[call.at for call in calls if call.path == "/oauth/token"],
            created=self._created,
            created_at=self._created_at,
            updated=frozenset(self._updated),
            titles={record["_id"]: record["title"] for record in self._sandbox.records("tasks")},
            deleted=frozenset(self._deleted),
            strikes=Counter(strike.fault.name for strike in self._plan.strikes),
            connections=self._connections(),
        )

    def _struck(self, name: str) -> list[float]:
        return [strike.at for strike in self._plan.strikes if strike.fault.name == name]

    def _connections(self) -> int:
        """Connections that are still open, some time after the clients closed theirs."""
        end = time.monotonic() + _CLOSING_TIME
        while (left := connections()) and time.monotonic() < end:
            time.sleep(0.05)
        return left
