"""The short form of the trials, and clients with a vice that each of them must notice."""

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
from chaos.trial import EachAlone, Tally, Trial
from chaos.trials import TRIALS
from chaos.trials.bombs import Bombs
from chaos.trials.changes import Changes
from chaos.trials.cuts import Cuts, CutsAndChurn
from chaos.trials.large_pages import LargePages
from chaos.trials.moves import Moves
from chaos.trials.resumes import Resumes
from chaos.trials.revocations import Refusals, Revocations
from chaos.trials.sockets import Http2, Proxy, Tls
from chaos.trials.storm import Crowd, Storm
from chaos.trials.switches import UnderSwitches
from chaos.trials.ties import Ties
from chaos.trials.two_clients import TwoClients
from chaos.trials.wall_clock import WallClock
from plutio_async import Budget, Plutio
from plutio_async.models import Task

from .broken_clients import DoesThingsTwice, KeepsItsToken, LogsInEachTime, OnlySaysThatItWrote, Vice

pytestmark = pytest.mark.integration

QUICK = [trial for trial in TRIALS if not isinstance(trial, Storm | Crowd)]
"""The others have tests of their own, in ``test_chaos``."""


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("trial", QUICK, ids=lambda trial: trial.name)
def test_nothing_fails(trial: Trial, backend: str) -> None:
    """In a few tries of each."""
    tally = trial.run(backend, 1, trial.short)
    assert not tally.failures, tally.first
    assert tally.tries == trial.short


class Pages:
    """Reads by skip and limit as most clients do, and believes that a short page is the last one.

    With ``to_the_end`` it is an empty page.
    """

    to_the_end = False

    def __init__(self, plutio: Plutio, how: Mapping[str, Any]) -> None:
        self._plutio = plutio
        self._sort, self._size = how["sort"], how["page_size"]
        self._skip = int(how.get("cursor") or 0)

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
    """Gives what comes in the first three rows."""

    async def __aiter__(self) -> AsyncIterator[Task]:
        for task in await self._plutio.tasks.list(limit=3):
            yield task


class FromTheStart(AllPages):
    """Begins anew whenever it came to the end, and gives nothing then."""

    async def __aiter__(self) -> AsyncIterator[Task]:
        async for task in super().__aiter__():
            yield task
        while True:
            await self._plutio.tasks.list(limit=1)


class ByTheLatestStamp:
    """Reads one page of what changed after the latest stamp that it saw, wherever that comes from."""

    def __init__(self, plutio: Plutio, since: datetime | None, cursor: str | None) -> None:
        self._plutio = plutio
        self.cursor = cursor or (since.isoformat() if since else "")

    async def __aiter__(self) -> AsyncIterator[Task]:
        for task in await self._plutio.tasks.list(q={"updatedAt": {"$gt": self.cursor}}, limit=100):
            assert task.updated_at is not None
            self.cursor = max(self.cursor, task.updated_at.isoformat(timespec="milliseconds"))
            yield task


class TimeOfDay:
    """A clock that takes the time of day for one that does not jump."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock

    def monotonic(self) -> float:
        return self.time()

    def time(self) -> float:
        return float(self._clock.time())

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


def takes_anything(*settings: Any, max_response_bytes: int = 0, **others: Any) -> Plutio:
    """A client that reads on beyond the limit that it is given."""
    return Plutio(*settings, **others)


class SendsTwice(Plutio):
    """Makes each call twice."""

    async def send(self, call: Any) -> Any:
        await super().send(call)
        return await super().send(call)


BROKEN: dict[str, tuple[Trial, int, str]] = {
    "short pages end a list": (Cuts(Pages), 20, "lost records"),
    "places move under churn": (CutsAndChurn(AllPages), 20, "lost records"),
    "places move under churn, and repeat": (CutsAndChurn(AllPages), 40, "gave records twice"),
    "others are lost with those that move": (Moves(AllPages), 20, "lost records"),
    "a walk goes round and round": (Moves(FromTheStart), 1, "never ended"),
    "one by a unique key loses some": (Ties(Pages), 20, "lost records"),
    "one by a shared key repeats some": (Ties(AllPages), 20, "gave records twice"),
    "a cursor is a number": (Resumes(AllPages), 20, "lost records"),
    "a resumed walk goes round and round": (Resumes(FromTheStart), 2, "never ended"),
    "the latest stamp is believed": (Changes(ByTheLatestStamp), 12, "missed a change beside a stamp of the future"),
    "what shows late is passed by": (Changes(ByTheLatestStamp), 60, "missed a change"),
    "a token is kept for ever, with two clients": (TwoClients(KeepsItsToken), 100, "raised AuthenticationError"),
    "a token is kept for ever": (Revocations(KeepsItsToken), 300, "raised AuthenticationError"),
    "each call logs in": (TwoClients(LogsInEachTime), 100, "token calls too many"),
    "each refused call logs in": (Refusals(LogsInEachTime), 100, "token calls too many"),
    "calls that log in do so at the same time": (Revocations(LogsInEachTime), 100, "token calls at the same time"),
    "writes are sent twice": (Revocations(DoesThingsTwice), 100, "writes doubled"),
    "the hour is counted by the time of day": (
        WallClock(lambda clock: Budget(60, clock=TimeOfDay(clock))), 250, "waited more than an hour"
    ),
    "the hour is too short": (WallClock(lambda clock: Budget(60, 3000.0, clock=clock)), 200, "calls over the limit"),
    "calls are not counted": (UnderSwitches(DoesThingsTwice), 1, "calls over the limit"),
    "a 429 comes of it": (UnderSwitches(DoesThingsTwice), 1, "calls refused"),
    "a write is sent twice": (UnderSwitches(DoesThingsTwice), 1, "writes doubled"),
    "a write is not sent": (UnderSwitches(OnlySaysThatItWrote), 1, "writes acknowledged and not there"),
    "a body is read to its end": (Bombs(takes_anything), 1, "took too much memory"),
    "a page that is too large is left out": (LargePages(OnlyThree), 4, "lost records"),
    "writes over TLS are sent twice": (Tls(SendsTwice), 20, "writes doubled"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("vice", BROKEN)
def test_a_broken_client_is_noticed(vice: str) -> None:
    """One that really does what it must not."""
    trial, tries, failure = BROKEN[vice]
    assert trial.run("asyncio", 1, tries).failures[failure] > 0


@pytest.mark.slow
@pytest.mark.parametrize("trial", [TwoClients, Revocations, Refusals, UnderSwitches])
def test_a_transport_without_a_vice_is_not_noticed(trial: Callable[..., Trial]) -> None:
    """Or the others might be noticed for what their transport is."""
    whole, found = trial().run("asyncio", 1, 8), trial(Vice).run("asyncio", 1, 8)
    assert found.failures == whole.failures


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Tls, Http2, Proxy])
def test_a_connection_that_is_left_open_is_noticed(kind: Callable[..., Trial]) -> None:
    """Here or at the server."""
    with contextlib.ExitStack() as left:

        def leaks(*settings: Any, **others: Any) -> Plutio:
            address = httpx.URL(others["base_url"])
            left.enter_context(socket.create_connection((address.host, address.port)))
            return Plutio(*settings, **others)

        assert kind(leaks, closing_time=0.1).run("trio", 1, 4).failures["connections left"] > 0


class Failing(EachAlone):
    name = "failing"
    says = "every other try fails"
    tries = 4
    short = 2

    async def once(self, chance: Any, tally: Tally) -> None:
        tally.note("looked at")
        tally.fail("odd", (tally.trying or 0) % 2, "as it is")
        if tally.trying == 3:
            raise ValueError("out of the blue")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Trial:
    trial = Failing()
    monkeypatch.setattr("chaos.__main__.TRIALS", (trial,))
    return trial


def test_the_table_has_tries_and_failures(failing: Trial) -> None:
    """Of both event loops, in Markdown; an error that nobody expected is a failure."""
    outcome = {backend: failing.run(backend, 1, tries) for backend, tries in (("asyncio", 4), ("trio", 1))}
    text = tables({failing: outcome})
    assert "| `failing` | every other try fails | 4 | 3 (2 odd, 1 other errors) | 0 |" in text
    assert "| `failing` | looked at | 4 | 1 |" in text
    assert outcome["asyncio"].first == {
        "odd": "try 1: as it is",
        "other errors": "try 3: ValueError('out of the blue')",
    }


def test_the_command_exits_with_1_if_anything_failed(failing: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    """And with 0 if not."""
    assert main(["--calls", "1"]) == 0
    assert main(["--short", "--backend", "trio"]) == 1
    assert main(["--list"]) == 0
    assert "every other try fails" in capsys.readouterr().out


def test_trials_have_names_to_choose_them_by() -> None:
    """Each its own, in one word."""
    names = [trial.name for trial in TRIALS]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() for name in names)
