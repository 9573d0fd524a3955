"""The server's books beside what the callers were told."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from chaos.callers import Callers, Told
from chaos.server import Books, Ids, World
from chaos.steps import Step

HOUR = 3600.0
_FULL = 0.9
_WARM = 2
"""The round after which memory is compared: until then caches fill and modules are loaded."""
_GROWTH = 0.5
"""Objects a call that memory may grow by, which is less than the least leak."""
_SETTLING = 2500
"""Objects that caches and queues may take before they are full, however few the calls."""


@frozen
class Promise:
    """One promise: what was counted, and whether it was kept."""

    says: str
    figure: str
    kept: bool


@frozen
class Evidence:
    """All that is known after a run."""

    world: World
    ids: Ids
    plan: list[Step]
    callers: Callers
    books: Books
    tasks_left: int
    connections_left: int


def fullest_hour(moments: list[float]) -> int:
    """The most calls in any rolling hour."""
    most = first = 0
    ordered = sorted(moments)
    for last, moment in enumerate(ordered):
        while ordered[first] <= moment - HOUR:
            first += 1
        most = max(most, last - first + 1)
    return most


def promises(seen: Evidence) -> list[Promise]:
    """Every promise with its figure."""
    return [*_budget(seen), *_creates(seen), *_other_writes(seen), *_reads(seen), *_remains(seen)]


def _budget(seen: Evidence) -> list[Promise]:
    limit, most = seen.world.limit, fullest_hour(seen.books.moments)
    return [
        _none("calls over the limit in any rolling hour", max(0, most - limit)),
        Promise("most calls in a rolling hour", f"{most} of {limit}", most >= _FULL * limit),
        _none("calls that the server refused for its limit", seen.books.refusals),
    ]


def _creates(seen: Evidence) -> list[Promise]:
    made = seen.books.created
    told = {step.title: seen.callers.told[step.number] for step in seen.plan if step.kind == "create"}
    unknown = [step for step in seen.plan if seen.callers.told[step.number] is Told.UNKNOWN]
    asked = [step for step in unknown if seen.callers.found[step.number] is not None]
    wrong = [step for step in asked if seen.callers.found[step.number] != made[step.title]]
    happened = sum(made[step.title] for step in unknown)
    return [
        _none("creates that happened twice", sum(count > 1 for count in made.values())),
        _none("creates acknowledged and not there", _count(told, Told.DONE, lambda title: not made[title])),
        _none("creates said to have failed and there", _count(told, Told.FAILED, lambda title: bool(made[title]))),
        Promise("creates reported as unknown", f"{len(unknown)}, of which {happened} happened", bool(unknown)),
        Promise("… told right by find_similar()", f"{len(asked) - len(wrong)} of {len(asked)}", not wrong),
    ]


def _other_writes(seen: Evidence) -> list[Promise]:
    told, ids, books = seen.callers.told, seen.ids, seen.books
    done = [step for step in seen.plan if told[step.number] is Told.DONE]
    updates = [(ids.kept[step.target], step.title) for step in done if step.kind == "update"]
    deletes = [ids.doomed[step.target] for step in done if step.kind == "delete"]
    return [
        _none("updates acknowledged that never happened", sum(update not in books.updated for update in updates)),
        _none("deletes acknowledged that never happened", sum(one not in books.deleted for one in deletes)),
    ]


def _reads(seen: Evidence) -> list[Promise]:
    strayed = len(seen.callers.astray)
    figure = "0" if not strayed else f"{strayed}: {seen.callers.astray[0]}"
    return [Promise("records lost or repeated, and other surprises", figure, not strayed)]


def _remains(seen: Evidence) -> list[Promise]:
    blocks = seen.callers.blocks
    growth = blocks[-1] - blocks[_WARM]
    steps = len(seen.plan) * (len(blocks) - 1 - _WARM) // len(blocks)
    return [
        _none("tasks left", seen.tasks_left),
        _none("connections left, here and at the server", seen.connections_left + seen.books.connections),
        Promise("memory", f"{growth:+,} objects in {steps:,} calls", growth < max(_SETTLING, _GROWTH * steps)),
    ]


def _count(told: dict[str, Told | None], ending: Told, wrong: Callable[[str], bool]) -> int:
    return sum(end is ending and wrong(title) for title, end in told.items())


def _none(says: str, count: int) -> Promise:
    return Promise(says, str(count), count == 0)
