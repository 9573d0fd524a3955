"""The short form of ``make chaos``: a few hundred calls through every fault at once, over real sockets."""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import ClassVar

import pytest
from attrs import evolve

from chaos.callers import Callers, Outcome
from chaos.connections import connections, descriptors
from chaos.crowd import CrowdEvidence, crowd, crowd_promises
from chaos.promises import HOUR, Evidence, fullest_hour, promises
from chaos.run import SHORT, Size, run
from chaos.server import ServerSettings, faults
from chaos.steps import steps
from plutio_async import Budget

from .broken_clients import (
    FaultyTransport,
    IgnoresPause,
    NeverRenewsToken,
    RepeatsFirstWrite,
    SendsRequestsTwice,
    SkipsWrites,
)

pytestmark = pytest.mark.slow

USED = "most calls in a rolling hour"
"""Depends on the speed of the machine, so ``make chaos`` and the tests of the budget check it."""
BEYOND = ("calls over the limit in any rolling hour", "calls rejected for the limit")


class Counting(Budget):
    """Counts abandoned calls. When they arrive depends on the speed of the machine."""

    abandoned: ClassVar[int] = 0

    def settle(self, n: int = 1, *, late: bool = False) -> None:
        Counting.abandoned += n if late else 0
        super().settle(n, late=late)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_promise_holds_in_chaos(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calls and records of the server show it."""
    monkeypatch.setattr("chaos.run.Budget", Counting)
    monkeypatch.setattr(Counting, "abandoned", 0)
    evidence = run(backend, 1, SHORT)
    found = promises(evidence)
    assert not [promise for promise in found if not promise.kept and promise.description not in (USED, *BEYOND)]
    assert all(int(promise.figure) <= Counting.abandoned for promise in found if promise.description in BEYOND)
    assert evidence.log.strikes.total() > 30
    assert len(evidence.log.token_calls) > 1


def test_the_same_seed_makes_the_same_steps() -> None:
    """Another seed makes other steps."""
    assert steps(7, 500) == steps(7, 500)
    assert steps(7, 500) != steps(8, 500)


def test_no_record_is_deleted_twice_by_plan() -> None:
    """Each acknowledged delete is the only one of its record."""
    targets = Counter(step.target for step in steps(3, 2000) if step.operation == "delete")
    assert set(targets.values()) == {1}


def test_every_fault_of_the_sandbox_is_used() -> None:
    """All faults but those of lists, and a refused connection, which a port cannot simulate."""
    names = {fault.name for fault in faults(ServerSettings(seed=1, limit=1, speed=1.0, deletable=0))}
    assert names == {
        "latency", "slow_body", "reset", "too_many_requests", "server_error", "html", "truncated_json", "invalid_json",
        "token_revoked",
    }  # fmt: skip


def test_the_fullest_hour_is_a_rolling_one() -> None:
    """Calls exactly an hour apart are in two hours, and an hour starts at any time."""
    assert fullest_hour([]) == 0
    assert fullest_hour([0.0, 3600.0]) == 1
    assert fullest_hour([0.0, 3599.0, 1800.0, 5000.0]) == 3


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_promise_holds_in_a_crowd(backend: str) -> None:
    """Tokens that expire in the queue cause no calls over the limit, and only one call follows a pause at first."""
    broken = [promise for promise in crowd_promises(crowd(backend, 1)) if not promise.kept]
    assert not broken


def test_counting_connections_opens_none() -> None:
    """Even if files and pipes are open."""
    with tempfile.TemporaryFile():
        before = descriptors()
        for _ in range(3):
            connections()
        assert descriptors() == before


TWICE = (SendsRequestsTwice, Size(calls=100, limit=30, hour=1.5))
WITHOUT_WRITING = (SkipsWrites, Size(calls=150, limit=10_000, hour=3.0))
WITH_ONE_TOKEN = (NeverRenewsToken, Size(calls=250, limit=10_000, hour=3.0))
BROKEN: dict[str, tuple[type[FaultyTransport], Size]] = {
    "calls over the limit in any rolling hour": TWICE,
    "calls rejected for the limit": TWICE,
    "duplicated creates": TWICE,
    "acknowledged creates that are missing": WITHOUT_WRITING,
    "acknowledged updates that never happened": WITHOUT_WRITING,
    "acknowledged deletes that never happened": WITHOUT_WRITING,
    "acknowledged updates that an earlier one replaced": (RepeatsFirstWrite, Size(calls=200, limit=10_000, hour=3.0)),
    "401s that a new token would have avoided": WITH_ONE_TOKEN,
    "calls that failed for other reasons": WITH_ONE_TOKEN,
}


@cache
def kept_by(faulty: type[FaultyTransport], size: Size) -> dict[str, bool]:
    """The promises that a faulty client keeps."""
    return kept(run("asyncio", 1, size, faulty()))


@pytest.mark.parametrize("description", BROKEN)
def test_a_broken_client_is_noticed(description: str) -> None:
    """The fault breaks the promise."""
    assert not kept_by(*BROKEN[description])[description]


def test_an_unchanged_transport_breaks_no_promise() -> None:
    """The faults above break promises, not the replaced transport."""
    found = kept_by(FaultyTransport, Size(calls=250, limit=10_000, hour=3.0))
    assert all(found[description] for description in BROKEN)


def test_a_client_that_cannot_wait_is_noticed() -> None:
    """It retries before the end of the pause."""
    evidence = crowd("asyncio", 1, IgnoresPause(0.45))
    assert not kept_of(evidence)["calls during the pause that a 429 requested"]


CROWDED: dict[str, Callable[[CrowdEvidence], CrowdEvidence]] = {
    "calls over the limit in any rolling hour": lambda evidence: with_calls(evidence, *evidence.log.times),
    "calls rejected for the limit": lambda evidence: evolve(evidence, log=evolve(evidence.log, refusals=1)),
    "callers without an answer": lambda evidence: evolve(evidence, ends=Counter(served=1)),
    "tokens that expired while calls were queued": lambda evidence: evolve(
        evidence, log=evolve(evidence.log, token_calls=[0.0])
    ),
    "calls during the pause that a 429 requested": lambda evidence: with_calls(evidence, evidence.log.paused[0] + HOUR),
    "calls concurrent with the first one after the pause": lambda evidence: with_calls(
        evidence, after_the_pause(evidence) + 1.0
    ),
}


def with_calls(evidence: CrowdEvidence, *times: float) -> CrowdEvidence:
    """The same run with more calls."""
    return evolve(evidence, log=evolve(evidence.log, times=[*evidence.log.times, *times]))


def after_the_pause(evidence: CrowdEvidence) -> float:
    """The time of the first call after the pause."""
    return min(time for time in evidence.log.times if time > evidence.log.paused[0] + HOUR)


def test_a_broken_promise_in_the_crowd_is_noticed() -> None:
    """Each broken promise is noticed."""
    evidence = crowd("asyncio", 2)
    assert set(CROWDED) == set(kept_of(evidence))
    for description, change in CROWDED.items():
        assert not kept_of(change(evidence))[description], description


def kept_of(evidence: CrowdEvidence) -> dict[str, bool]:
    return {promise.description: promise.kept for promise in crowd_promises(evidence)}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """The results of a run without failures, and with no more calls than the hour has."""
    evidence = run("asyncio", 2, evolve(SHORT, calls=150, limit=100))
    return evolve(evidence, log=evolve(evidence.log, times=evidence.log.times[:100], refusals=0))


CHANGED = {
    "calls over the limit in any rolling hour": lambda evidence: evolve(evidence.log, times=evidence.log.times * 2),
    "calls rejected for the limit": lambda evidence: evolve(evidence.log, refusals=1),
    "duplicated creates": lambda evidence: evolve(evidence.log, created=evidence.log.created + evidence.log.created),
    "acknowledged creates that are missing": lambda evidence: evolve(evidence.log, created=Counter()),
    "acknowledged updates that never happened": lambda evidence: evolve(evidence.log, updated=frozenset()),
    "acknowledged updates that an earlier one replaced": lambda evidence: evolve(
        evidence.log, titles=dict.fromkeys(evidence.log.titles, "kept")
    ),
    "acknowledged deletes that never happened": lambda evidence: evolve(evidence.log, deleted=frozenset()),
    "connections left at the client and the server": lambda evidence: evolve(evidence.log, connections=1),
}


@pytest.mark.parametrize("description", CHANGED)
def test_a_broken_promise_is_noticed(evidence: Evidence, description: str) -> None:
    """If the server's log differs from the outcomes of the callers."""
    changed = evolve(evidence, log=CHANGED[description](evidence))
    assert kept(evidence)[description]
    assert not kept(changed)[description]


def kept_with(evidence: Evidence, change: Callable[[Callers], None]) -> dict[str, bool]:
    """The promises that are kept if the callers report something else."""
    callers = copy(evidence.callers)
    change(callers)
    return kept(evolve(evidence, callers=callers))


def test_a_wrong_failure_is_noticed(evidence: Evidence) -> None:
    """Creates that exist though they failed for the caller, and a search that found too many records."""
    denied, searched = with_outcome(evidence, Outcome.FAILED), with_outcome(evidence, Outcome.UNKNOWN)
    assert not denied["failed creates that exist"]
    assert not denied["calls that failed for other reasons"]
    assert not searched["… resolved by find_similar()"]


def with_outcome(evidence: Evidence, end: Outcome) -> dict[str, bool]:
    """The promises that are kept if successful steps had another outcome, and searches found two records."""

    def change(callers: Callers) -> None:
        callers.found = [2 if outcome is Outcome.DONE else None for outcome in callers.outcomes]
        callers.outcomes = [end if outcome is Outcome.DONE else outcome for outcome in callers.outcomes]

    return kept_with(evidence, change)


def test_unexpected_outcomes_are_noticed(evidence: Evidence) -> None:
    """A 401 without two revocations, a wrong list, no unknown outcome though answers were lost, and a memory leak."""
    number = next(step.number for step in evidence.plan if evidence.callers.outcomes[step.number] is Outcome.DONE)
    changes: dict[str, Callable[[Callers], None]] = {
        "401s that a new token would have avoided": lambda callers: setattr(callers, "refused", [number]),
        "lost or repeated records, and other errors": lambda callers: setattr(callers, "unexpected", ["list: wrong"]),
        "creates with an unknown outcome": lambda callers: setattr(
            callers, "outcomes", [Outcome.DONE] * len(evidence.plan)
        ),
        "memory": lambda callers: setattr(callers, "blocks", [0, 0, 0, 30_000]),
    }
    for description, change in changes.items():
        assert not kept_with(evidence, change)[description], description


def test_a_401_is_allowed_after_a_second_revocation(evidence: Evidence) -> None:
    """If the second token was fetched and revoked during the call."""
    callers = copy(evidence.callers)
    callers.refused = [0]
    callers.began, callers.ended = (array("d", [at] * len(evidence.plan)) for at in (10.0, 20.0))
    for fetched, revoked, is_kept in ((12, 15, True), (12, 11, False), (12, 25, False), (5, 8, False), (25, 28, False)):
        log = evolve(evidence.log, token_calls=[float(fetched)], revoked=[float(revoked)])
        found = kept(evolve(evidence, callers=callers, log=log))
        assert found["401s that a new token would have avoided"] is is_kept


def test_a_search_need_not_find_a_later_create(evidence: Evidence) -> None:
    """It must find an earlier create exactly once."""
    callers = copy(evidence.callers)
    number, title = next((step.number, step.title) for step in evidence.plan if step.operation == "create")
    callers.outcomes = [Outcome.CANCELLED] * len(evidence.plan)
    callers.outcomes[number] = Outcome.UNKNOWN
    callers.search_began = array("d", [100.0] * len(evidence.plan))
    for found, came_at, right in ((0, 101.0, True), (1, 99.0, True), (0, 99.0, False), (2, 99.0, False)):
        callers.found = [None] * len(evidence.plan)
        callers.found[number] = found
        log = evolve(evidence.log, created=Counter({title: 1}), created_at={title: came_at})
        assert kept(evolve(evidence, callers=callers, log=log))["… resolved by find_similar()"] is right


def test_a_small_leak_is_noticed_in_a_long_run(evidence: Evidence) -> None:
    """A leak of one object a call is noticed."""
    long = evolve(evidence, plan=steps(1, 10_000))
    callers = copy(evidence.callers)
    callers.outcomes, callers.found, callers.refused = [Outcome.CANCELLED] * 10_000, [None] * 10_000, []
    for leaked, fine in ((4_000, False), (400, True)):
        callers.blocks = [0, 0, 0, leaked // 2, leaked]
        assert kept(evolve(long, callers=callers))["memory"] is fine


def test_an_unreadable_answer_to_a_create_is_unknown(evidence: Evidence) -> None:
    """It counts like a create without an answer, since it may have happened."""
    creates = {step.number for step in evidence.plan if step.operation == "create"}

    def garble(callers: Callers) -> None:
        callers.outcomes = [
            Outcome.UNREADABLE if n in creates else outcome for n, outcome in enumerate(callers.outcomes)
        ]
        callers.found = [None] * len(callers.found)

    callers = copy(evidence.callers)
    garble(callers)
    figures = {promise.description: promise.figure for promise in promises(evolve(evidence, callers=callers))}
    assert figures["creates with an unknown outcome"].startswith(f"{len(creates)}, of which")


@pytest.mark.parametrize("remains", [{"tasks_left": 1}, {"connections_left": 1}])
def test_leftovers_are_noticed(evidence: Evidence, remains: dict[str, int]) -> None:
    """A single task or connection is too many."""
    assert not all(kept(evolve(evidence, **remains)).values())


def kept(evidence: Evidence) -> dict[str, bool]:
    return {promise.description: promise.kept for promise in promises(evidence)}
