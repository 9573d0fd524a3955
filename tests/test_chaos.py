"""The short form of ``make chaos``: a few hundred calls through every fault at once, over real sockets."""

from __future__ import annotations

from collections import Counter
from copy import copy

import pytest
from attrs import evolve

from chaos.callers import Told
from chaos.promises import Evidence, fullest_hour, promises
from chaos.run import SHORT, run
from chaos.server import World, faults
from chaos.steps import steps

USED = "most calls in a rolling hour"
"""That all of the hour is used hangs on how fast the machine is; ``make chaos`` and the budget's own tests look at it."""


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_promise_holds_in_chaos(backend: str) -> None:
    """As the server counts, and as its records show."""
    seen = run(backend, 1, SHORT)
    broken = [promise for promise in promises(seen) if not promise.kept and promise.says != USED]
    assert not broken
    assert seen.books.strikes.total() > 30
    assert seen.books.token_calls > 1


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


@pytest.fixture(scope="module")
def seen() -> Evidence:
    """A run that kept its promises, to be spoilt."""
    return run("asyncio", 2, evolve(SHORT, calls=150, limit=100))


SPOILT = {
    "calls over the limit in any rolling hour": lambda seen: evolve(seen.books, moments=seen.books.moments * 2),
    "calls that the server refused for its limit": lambda seen: evolve(seen.books, refusals=1),
    "creates that happened twice": lambda seen: evolve(seen.books, created=seen.books.created + seen.books.created),
    "creates acknowledged and not there": lambda seen: evolve(seen.books, created=Counter()),
    "updates acknowledged that never happened": lambda seen: evolve(seen.books, updated=frozenset()),
    "deletes acknowledged that never happened": lambda seen: evolve(seen.books, deleted=frozenset()),
    "connections left, here and at the server": lambda seen: evolve(seen.books, connections=1),
}


@pytest.mark.parametrize("says", SPOILT)
def test_a_broken_promise_is_seen(seen: Evidence, says: str) -> None:
    """When the server's books differ from what the callers were told."""
    spoilt = evolve(seen, books=SPOILT[says](seen))
    assert kept(seen)[says]
    assert not kept(spoilt)[says]


def test_a_failure_that_was_none_is_seen(seen: Evidence) -> None:
    """A create that is there though its caller was told that it failed, and a search that found nothing."""
    callers = copy(seen.callers)
    callers.told = [Told.FAILED if told is Told.DONE else told for told in callers.told]
    callers.found = [2 if told is Told.UNKNOWN else None for told in callers.told]
    spoilt = kept(evolve(seen, callers=callers))
    assert not spoilt["creates said to have failed and there"]
    assert not spoilt["… told right by find_similar()"]


@pytest.mark.parametrize("remains", [{"tasks_left": 1}, {"connections_left": 1}])
def test_what_is_left_is_seen(seen: Evidence, remains: dict[str, int]) -> None:
    """One task or one connection is one too many."""
    assert not all(kept(evolve(seen, **remains)).values())


def kept(seen: Evidence) -> dict[str, bool]:
    return {promise.says: promise.kept for promise in promises(seen)}
