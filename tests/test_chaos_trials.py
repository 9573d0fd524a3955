"""The short form of the trials, and faulty clients that they must notice."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

import httpx
import pytest

from chaos.__main__ import main
from chaos.table import tables
from chaos.trial import IndependentTries, Tally, Trial
from chaos.trials import TRIALS
from chaos.trials.bombs import Bombs
from chaos.trials.changes import Changes
from chaos.trials.cuts import Cuts, CutsAndChurn
from chaos.trials.large_pages import LargePages
from chaos.trials.moves import Moves
from chaos.trials.resumes import Resumes
from chaos.trials.revocations import Refusals, Revocations
from chaos.trials.signals import Signals
from chaos.trials.sockets import Http2, Proxy, Tls
from chaos.trials.storm import Crowd, Storm
from chaos.trials.switches import UnderSwitches
from chaos.trials.ties import Ties
from chaos.trials.two_clients import TwoClients
from chaos.trials.wall_clock import WallClock
from plutio_async import Budget, Plutio
from plutio_async.models import Task

from .broken_clients import FaultyTransport, NeverRenewsToken, RequestsTokenEachTime, SendsRequestsTwice, SkipsWrites

pytestmark = pytest.mark.integration

QUICK = [trial for trial in TRIALS if not isinstance(trial, Storm | Crowd)]
"""``test_chaos`` tests the others."""


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("trial", QUICK, ids=lambda trial: trial.name)
def test_nothing_fails(trial: Trial, backend: str) -> None:
    """A few tries of each trial pass."""
    tally = trial.run(backend, 1, trial.short)
    assert not tally.failures, tally.first
    assert tally.tries == trial.short


class Pages:
    """Reads by skip and limit, and takes a short page for the last one.

    With ``to_the_end`` only an empty page is the last one.
    """

    to_the_end = False

    def __init__(self, plutio: Plutio, options: Mapping[str, Any]) -> None:
        self._plutio = plutio
        self._sort, self._size = options["sort"], options["page_size"]
        self._skip = int(options.get("cursor") or 0)

    async def __aiter__(self) -> AsyncIterator[Task]:
        size = self._size
        while size and (self.to_the_end or size == self._size):
            page = await self._plutio.tasks.list(sort=self._sort, skip=self._skip, limit=self._size)
            size = len(page)
            for task in page:
                self._skip += 1
                yield task

    @property
    def cursor(self) -> str:
        return str(self._skip)


class AllPages(Pages):
    to_the_end = True


class OnlyThree(Pages):
    """Returns only the first three rows."""

    async def __aiter__(self) -> AsyncIterator[Task]:
        for task in await self._plutio.tasks.list(limit=3):
            yield task


class FromTheStart(AllPages):
    """Repeats calls at the end of the list, without a record."""

    async def __aiter__(self) -> AsyncIterator[Task]:
        async for task in super().__aiter__():
            yield task
        while True:
            await self._plutio.tasks.list(limit=1)


class ByLatestTimestamp:
    """Reads one page of changes after the latest timestamp so far."""

    def __init__(self, plutio: Plutio, since: datetime | None, cursor: str | None) -> None:
        self._plutio = plutio
        self.cursor = cursor or (since.isoformat() if since else "")

    async def __aiter__(self) -> AsyncIterator[Task]:
        for task in await self._plutio.tasks.list(q={"updatedAt": {"$gt": self.cursor}}, limit=100):
            assert task.updated_at is not None
            self.cursor = max(self.cursor, task.updated_at.isoformat(timespec="milliseconds"))
            yield task


class TimeOfDay:
    """A clock whose monotonic time is the time of day."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock

    def monotonic(self) -> float:
        return self.time()

    def time(self) -> float:
        return float(self._clock.time())

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


def without_limit(*settings: Any, max_response_bytes: int = 0, **others: Any) -> Plutio:
    """A client without a size limit."""
    return Plutio(*settings, **others)


class SendsTwice(Plutio):
    """Sends each call twice."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        send = self._sender.send

        async def twice(call: Any) -> Any:
            await send(call)
            return await send(call)

        self._sender.send = twice


CLIENTS = "tests.broken_clients"
BROKEN: dict[str, tuple[Trial, int, str]] = {
    "short pages end a list": (Cuts(Pages), 20, "lost records"),
    "positions move": (CutsAndChurn(AllPages), 20, "lost records"),
    "positions move and records repeat": (CutsAndChurn(AllPages), 40, "repeated records"),
    "records are lost that do not move": (Moves(AllPages), 20, "lost records"),
    "an iteration does not end": (Moves(FromTheStart), 1, "never ended"),
    "an iteration with a unique key loses records": (Ties(Pages), 20, "lost records"),
    "an iteration with equal keys repeats records": (Ties(AllPages), 20, "repeated records"),
    "a cursor is an offset": (Resumes(AllPages), 20, "lost records"),
    "a resumed iteration does not end": (Resumes(FromTheStart), 2, "never ended"),
    "the latest timestamp is in the future": (Changes(ByLatestTimestamp), 12, "missed changes with future timestamps"),
    "late records are missed": (Changes(ByLatestTimestamp), 60, "missed changes"),
    "a token is never renewed, with two clients": (TwoClients(NeverRenewsToken), 100, "raised AuthenticationError"),
    "a token is never renewed": (Revocations(NeverRenewsToken), 1000, "raised AuthenticationError"),
    "each call requests a token": (TwoClients(RequestsTokenEachTime), 100, "too many token calls"),
    "each failed call requests a token": (Refusals(RequestsTokenEachTime), 100, "too many token calls"),
    "calls request tokens concurrently": (Revocations(RequestsTokenEachTime), 100, "concurrent token calls"),
    "writes are sent twice": (Revocations(SendsRequestsTwice), 100, "duplicated writes"),
    "the hour depends on the time of day": (
        WallClock(lambda clock: Budget(60, clock=TimeOfDay(clock))), 250, "waits of more than an hour"
    ),
    "the hour is too short": (WallClock(lambda clock: Budget(60, 3000.0, clock=clock)), 200, "calls over the limit"),
    "calls are not counted": (UnderSwitches(SendsRequestsTwice), 1, "calls over the limit"),
    "calls get 429": (UnderSwitches(SendsRequestsTwice), 1, "rejected calls"),
    "a write is sent twice": (UnderSwitches(SendsRequestsTwice), 1, "duplicated writes"),
    "a write is not sent": (UnderSwitches(SkipsWrites), 1, "acknowledged writes that are missing"),
    "a body is read without a limit": (Bombs(without_limit), 1, "too much memory"),
    "a page that is too large is skipped": (LargePages(OnlyThree), 4, "lost records"),
    "writes over TLS are sent twice": (Tls(SendsTwice), 20, "duplicated writes"),
    "a signal leaves a lock locked": (Signals(f"{CLIENTS}:HangsAfterInterrupts", seconds=3.0), 20, "never ended"),
    "a call after a signal fails": (Signals(f"{CLIENTS}:FailsAfterInterrupts"), 20, "failed next calls"),
    "a synchronous client leaves its thread": (Signals(f"{CLIENTS}:LeavesThreads"), 20, "threads left"),
    "a synchronous client creates twice": (Signals(f"{CLIENTS}:CreatesTwice"), 20, "duplicated creates"),
    "a synchronous client creates nothing": (
        Signals(f"{CLIENTS}:CreatesNothing"), 20, "acknowledged creates that are missing"
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("faulty", BROKEN)
def test_a_broken_client_is_noticed(faulty: str) -> None:
    """The fault breaks the promise."""
    trial, tries, failure = BROKEN[faulty]
    assert trial.run("asyncio", 1, tries).failures[failure] > 0


@pytest.mark.slow
@pytest.mark.parametrize("trial", [TwoClients, Revocations, Refusals, UnderSwitches])
def test_an_unchanged_transport_breaks_no_promise(trial: Callable[..., Trial]) -> None:
    """The faults above break promises, not the replaced transport."""
    whole, found = trial().run("asyncio", 1, 8), trial(FaultyTransport).run("asyncio", 1, 8)
    assert found.failures == whole.failures


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Tls, Http2, Proxy])
def test_a_connection_that_is_left_open_is_noticed(kind: Callable[..., Trial]) -> None:
    """An open connection at the client or at the server is a failure."""
    with contextlib.ExitStack() as left:

        def leaks(*settings: Any, **others: Any) -> Plutio:
            address = httpx.URL(others["base_url"])
            left.enter_context(socket.create_connection((address.host, address.port)))
            return Plutio(*settings, **others)

        assert kind(leaks, closing_time=0.1).run("trio", 1, 4).failures["open connections"] > 0


class Failing(IndependentTries):
    name = "failing"
    description = "every other try fails"
    tries = 4
    short = 2

    async def try_once(self, rng: Any, tally: Tally) -> None:
        tally.note("counted")
        tally.fail("odd tries", (tally.trying or 0) % 2, "details")
        if tally.trying == 3:
            raise ValueError("out of the blue")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Trial:
    trial = Failing()
    monkeypatch.setattr("chaos.__main__.TRIALS", (trial,))
    return trial


def test_the_table_has_tries_and_failures(failing: Trial) -> None:
    """The tables are Markdown, with both event loops. An unexpected error is a failure."""
    outcome = {backend: failing.run(backend, 1, tries) for backend, tries in (("asyncio", 4), ("trio", 1))}
    text = tables({failing: outcome})
    assert "| `failing` | every other try fails | 4 | 3 (2 odd tries, 1 other errors) | 0 |" in text
    assert "| `failing` | counted | 4 | 1 |" in text
    assert outcome["asyncio"].first == {
        "odd tries": "try 1: details",
        "other errors": "try 3: ValueError('out of the blue')",
    }


def test_the_command_exits_with_1_if_anything_failed(failing: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    """It exits with 0 if nothing failed."""
    assert main(["--calls", "1"]) == 0
    assert main(["--short", "--backend", "trio"]) == 1
    assert main(["--list"]) == 0
    assert "every other try fails" in capsys.readouterr().out


def test_trials_have_unique_names() -> None:
    """Each is one word."""
    names = [trial.name for trial in TRIALS]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() for name in names)
