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

from chaos.callers import Callers, Told
from chaos.connections import connections, descriptors
from chaos.crowd import Crowded, crowd, kept_in_the_crowd
from chaos.promises import HOUR, Evidence, fullest_hour, promises
from chaos.run import SHORT, Size, run
from chaos.server import World, faults
from chaos.steps import steps
from plutio_async import Budget

from .broken_clients import CannotWait, DoesThingsTwice, FallsBack, KeepsItsToken, OnlySaysThatItWrote, Vice

pytestmark = pytest.mark.slow

USED = "most calls in a rolling hour"
"""That all of the hour is used hangs on how fast the machine is; ``make chaos`` and the budget's own tests look at it."""
BEYOND = ("calls over the limit in any rolling hour", "calls that the server refused for its limit")


class Counting(Budget):
    """Knows how many calls were given up. When those arrive hangs on how fast the machine is."""

    given_up: ClassVar[int] = 0

    def settle(self, n: int = 1, *, late: bool = False) -> None:
        Counting.given_up += n if late else 0
        super().settle(n, late=late)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_promise_holds_in_chaos(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the server counts, and as its records show."""
    monkeypatch.setattr("chaos.run.Budget", Counting)
    monkeypatch.setattr(Counting, "given_up", 0)
    seen = run(backend, 1, SHORT)
    found = promises(seen)
    assert not [promise for promise in found if not promise.kept and promise.says not in (USED, *BEYOND)]
    assert all(int(promise.figure) <= Counting.given_up for promise in found if promise.says in BEYOND)
    assert seen.books.strikes.total() > 30
    assert len(seen.books.token_calls) > 1


def test_the_same_seed_makes_the_same_steps() -> None:
    """And another seed makes others."""
    assert steps(7, 500) == steps(7, 500)
    assert steps(7, 500) != steps(8, 500)


def test_no_record_is_deleted_twice_by_plan() -> None:
    """Or a delete that was acknowledged would prove nothing."""
    targets = Counter(step.target for step in steps(3, 2000) if step.kind == "delete")
    assert set(targets.values()) == {1}


def test_every_fault_of_the_sandbox_is_there() -> None:
    """All that a call can meet but those that are about lists only, and a refused connection, which a port cannot play."""
    names = {fault.name for fault in faults(World(seed=1, limit=1, speed=1.0, doomed=0))}
    assert names == {
        "latency", "slow_body", "reset", "too_many_requests", "server_error", "html", "truncated_json", "invalid_json",
        "token_revoked",
    }  # fmt: skip


def test_the_fullest_hour_is_a_rolling_one() -> None:
    """Calls at both ends of an hour are two hours' calls, and an hour need not begin with the clock's."""
    assert fullest_hour([]) == 0
    assert fullest_hour([0.0, 3600.0]) == 1
    assert fullest_hour([0.0, 3599.0, 1800.0, 5000.0]) == 3


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_promise_holds_in_a_crowd(backend: str) -> None:
    """Tokens that end while their callers queue cost no call too many, and a pause holds everyone but one."""
    broken = [promise for promise in kept_in_the_crowd(crowd(backend, 1)) if not promise.kept]
    assert not broken


def test_looking_at_the_connections_opens_nothing() -> None:
    """Whatever else is open, such as files and pipes."""
    with tempfile.TemporaryFile():
        before = descriptors()
        for _ in range(3):
            connections()
        assert descriptors() == before


TWICE = (DoesThingsTwice, Size(calls=100, limit=30, hour=1.5))
WITHOUT_WRITING = (OnlySaysThatItWrote, Size(calls=150, limit=10_000, hour=3.0))
WITH_ONE_TOKEN = (KeepsItsToken, Size(calls=250, limit=10_000, hour=3.0))
BROKEN: dict[str, tuple[type[Vice], Size]] = {
    "calls over the limit in any rolling hour": TWICE,
    "calls that the server refused for its limit": TWICE,
    "creates that happened twice": TWICE,
    "creates acknowledged and not there": WITHOUT_WRITING,
    "updates acknowledged that never happened": WITHOUT_WRITING,
    "deletes acknowledged that never happened": WITHOUT_WRITING,
    "updates acknowledged and gone, with no later one": (FallsBack, Size(calls=200, limit=10_000, hour=3.0)),
    "401s told that a new token would have hidden": WITH_ONE_TOKEN,
    "calls that failed otherwise": WITH_ONE_TOKEN,
}


@cache
def told_of(vice: type[Vice], size: Size) -> dict[str, bool]:
    """The promises that a client with a vice keeps."""
    return kept(run("asyncio", 1, size, vice()))


@pytest.mark.parametrize("says", BROKEN)
def test_a_broken_client_is_noticed(says: str) -> None:
    """One that really does what it must not."""
    assert not told_of(*BROKEN[says])[says]


def test_a_client_without_a_vice_is_not_taken_for_a_broken_one() -> None:
    """Or the others might be noticed for what their transport is."""
    found = told_of(Vice, Size(calls=250, limit=10_000, hour=3.0))
    assert all(found[says] for says in BROKEN)


def test_a_client_that_cannot_wait_is_noticed() -> None:
    """It comes back before the pause is over."""
    seen = crowd("asyncio", 1, CannotWait(0.45))
    assert not kept_of(seen)["calls within the pause that a 429 asked for"]


CROWDED: dict[str, Callable[[Crowded], Crowded]] = {
    "calls over the limit in any rolling hour": lambda seen: with_calls(seen, *seen.books.moments),
    "calls that the server refused for its limit": lambda seen: evolve(seen, books=evolve(seen.books, refusals=1)),
    "callers in the crowd that were not served": lambda seen: evolve(seen, ends=Counter(served=1)),
    "tokens that ended while they queued": lambda seen: evolve(seen, books=evolve(seen.books, token_calls=[0.0])),
    "calls within the pause that a 429 asked for": lambda seen: with_calls(seen, seen.books.paused[0] + HOUR),
    "calls beside the first after the pause": lambda seen: with_calls(seen, after_the_pause(seen) + 1.0),
}


def with_calls(seen: Crowded, *moments: float) -> Crowded:
    """The same run with more calls."""
    return evolve(seen, books=evolve(seen.books, moments=[*seen.books.moments, *moments]))


def after_the_pause(seen: Crowded) -> float:
    """When the call that went ahead came."""
    return min(moment for moment in seen.books.moments if moment > seen.books.paused[0] + HOUR)


def test_a_broken_promise_in_the_crowd_is_seen() -> None:
    """Each of them."""
    seen = crowd("asyncio", 2)
    assert set(CROWDED) == set(kept_of(seen))
    for says, spoil in CROWDED.items():
        assert not kept_of(spoil(seen))[says], says


def kept_of(seen: Crowded) -> dict[str, bool]:
    return {promise.says: promise.kept for promise in kept_in_the_crowd(seen)}


@pytest.fixture(scope="module")
def seen() -> Evidence:
    """A run that kept its promises, to be spoilt. Of its calls, no more than the hour has."""
    seen = run("asyncio", 2, evolve(SHORT, calls=150, limit=100))
    return evolve(seen, books=evolve(seen.books, moments=seen.books.moments[:100], refusals=0))


SPOILT = {
    "calls over the limit in any rolling hour": lambda seen: evolve(seen.books, moments=seen.books.moments * 2),
    "calls that the server refused for its limit": lambda seen: evolve(seen.books, refusals=1),
    "creates that happened twice": lambda seen: evolve(seen.books, created=seen.books.created + seen.books.created),
    "creates acknowledged and not there": lambda seen: evolve(seen.books, created=Counter()),
    "updates acknowledged that never happened": lambda seen: evolve(seen.books, updated=frozenset()),
    "updates acknowledged and gone, with no later one": lambda seen: evolve(
        seen.books, titles=dict.fromkeys(seen.books.titles, "kept")
    ),
    "deletes acknowledged that never happened": lambda seen: evolve(seen.books, deleted=frozenset()),
    "connections left, here and at the server": lambda seen: evolve(seen.books, connections=1),
}


@pytest.mark.parametrize("says", SPOILT)
def test_a_broken_promise_is_seen(seen: Evidence, says: str) -> None:
    """When the server's books differ from what the callers were told."""
    spoilt = evolve(seen, books=SPOILT[says](seen))
    assert kept(seen)[says]
    assert not kept(spoilt)[says]


def told(seen: Evidence, change: Callable[[Callers], None]) -> dict[str, bool]:
    """What is kept when the callers say something else."""
    callers = copy(seen.callers)
    change(callers)
    return kept(evolve(seen, callers=callers))


def test_a_failure_that_was_none_is_seen(seen: Evidence) -> None:
    """Creates that are there though their callers were told that they failed, and a search that found too many."""
    denied, searched = deny(seen, Told.FAILED), deny(seen, Told.UNKNOWN)
    assert not denied["creates said to have failed and there"]
    assert not denied["calls that failed otherwise"]
    assert not searched["… told right by find_similar()"]


def deny(seen: Evidence, end: Told) -> dict[str, bool]:
    """What is kept when all that was done is told to have ended otherwise, and found twice where it was looked for."""

    def change(callers: Callers) -> None:
        callers.found = [2 if told is Told.DONE else None for told in callers.told]
        callers.told = [end if told is Told.DONE else told for told in callers.told]

    return told(seen, change)


def test_what_callers_should_not_have_met_is_seen(seen: Evidence) -> None:
    """A 401 without a token revoked twice, an odd list, no unknown create though answers were lost, and leaks."""
    number = next(step.number for step in seen.plan if seen.callers.told[step.number] is Told.DONE)
    changes: dict[str, Callable[[Callers], None]] = {
        "401s told that a new token would have hidden": lambda callers: setattr(callers, "refused", [number]),
        "records lost or repeated, and other surprises": lambda callers: setattr(callers, "astray", ["list: odd"]),
        "creates reported as unknown": lambda callers: setattr(callers, "told", [Told.DONE] * len(seen.plan)),
        "memory": lambda callers: setattr(callers, "blocks", [0, 0, 0, 30_000]),
    }
    for says, change in changes.items():
        assert not told(seen, change)[says], says


def test_a_401_is_the_callers_business_when_a_second_token_was_revoked_too(seen: Evidence) -> None:
    """Fetched and revoked while the call was under way; not when either was before or after."""
    callers = copy(seen.callers)
    callers.refused = [0]
    callers.began, callers.ended = (array("d", [at] * len(seen.plan)) for at in (10.0, 20.0))
    for fetched, revoked, is_kept in ((12, 15, True), (12, 11, False), (12, 25, False), (5, 8, False), (25, 28, False)):
        books = evolve(seen.books, token_calls=[float(fetched)], revoked=[float(revoked)])
        found = kept(evolve(seen, callers=callers, books=books))
        assert found["401s told that a new token would have hidden"] is is_kept


def test_a_create_that_comes_after_the_search_is_not_for_it_to_find(seen: Evidence) -> None:
    """But one that was there is, and none twice."""
    callers = copy(seen.callers)
    number, title = next((step.number, step.title) for step in seen.plan if step.kind == "create")
    callers.told = [Told.CANCELLED] * len(seen.plan)
    callers.told[number] = Told.UNKNOWN
    callers.asked = array("d", [100.0] * len(seen.plan))
    for found, came_at, right in ((0, 101.0, True), (1, 99.0, True), (0, 99.0, False), (2, 99.0, False)):
        callers.found = [None] * len(seen.plan)
        callers.found[number] = found
        books = evolve(seen.books, created=Counter({title: 1}), created_at={title: came_at})
        assert kept(evolve(seen, callers=callers, books=books))["… told right by find_similar()"] is right


def test_a_small_leak_is_seen_in_a_long_run(seen: Evidence) -> None:
    """One object a call."""
    long = evolve(seen, plan=steps(1, 10_000))
    callers = copy(seen.callers)
    callers.told, callers.found, callers.refused = [Told.CANCELLED] * 10_000, [None] * 10_000, []
    for leaked, fine in ((4_000, False), (400, True)):
        callers.blocks = [0, 0, 0, leaked // 2, leaked]
        assert kept(evolve(long, callers=callers))["memory"] is fine


def test_an_unreadable_answer_to_a_create_is_unknown(seen: Evidence) -> None:
    """It may have happened, and is counted with those of which no answer came."""
    creates = {step.number for step in seen.plan if step.kind == "create"}

    def garble(callers: Callers) -> None:
        callers.told = [Told.UNREADABLE if n in creates else told for n, told in enumerate(callers.told)]
        callers.found = [None] * len(callers.found)

    callers = copy(seen.callers)
    garble(callers)
    figures = {promise.says: promise.figure for promise in promises(evolve(seen, callers=callers))}
    assert figures["creates reported as unknown"].startswith(f"{len(creates)}, of which")


@pytest.mark.parametrize("remains", [{"tasks_left": 1}, {"connections_left": 1}])
def test_what_is_left_is_seen(seen: Evidence, remains: dict[str, int]) -> None:
    """One task or one connection is one too many."""
    assert not all(kept(evolve(seen, **remains)).values())


def kept(seen: Evidence) -> dict[str, bool]:
    return {promise.says: promise.kept for promise in promises(seen)}
