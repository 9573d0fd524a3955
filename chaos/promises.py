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
_MANY, _SETTLING, _UNSETTLED = 1000, 2500, 20_000
"""Objects that caches and queues may take before they are full; after less than so many calls they are not."""
_FAILURES = 0.02
_FEW = 5
"""So many calls may fail, and this share of all: more than errors that nobody can help, less than a broken client's."""
_UNKNOWN = (Told.UNKNOWN, Told.UNREADABLE)
"""What a create may end with that happened or not."""


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
    counted = [*_budget(seen), *_creates(seen), *_other_writes(seen), *_reads(seen), *_failures(seen)]
    return [*counted, *_remains(seen)]


def _budget(seen: Evidence) -> list[Promise]:
    limit, most = seen.world.limit, fullest_hour(seen.books.moments)
    return [
        *within_limit(seen.books, limit),
        Promise("most calls in a rolling hour", f"{most} of {limit}", most >= _FULL * limit),
    ]


def within_limit(books: Books, limit: int) -> list[Promise]:
    """What the server says about the budget."""
    return [
        none("calls over the limit in any rolling hour", max(0, fullest_hour(books.moments) - limit)),
        none("calls that the server refused for its limit", books.refusals),
    ]


def _creates(seen: Evidence) -> list[Promise]:
    made = seen.books.created
    told = {step.title: seen.callers.told[step.number] for step in seen.plan if step.kind == "create"}
    unknown = [step for step in seen.plan if step.title in told and told[step.title] in _UNKNOWN]
    asked = [step for step in unknown if seen.callers.found[step.number] is not None]
    wrong = [step for step in asked if not _found_right(seen, step)]
    happened = sum(made[step.title] for step in unknown)
    return [
        none("creates that happened twice", sum(count > 1 for count in made.values())),
        none("creates acknowledged and not there", _count(told, Told.DONE, lambda title: not made[title])),
        none("creates said to have failed and there", _count(told, Told.FAILED, lambda title: bool(made[title]))),
        Promise("creates reported as unknown", f"{len(unknown)}, of which {happened} happened", bool(unknown)),
        Promise("… told right by find_similar()", f"{len(asked) - len(wrong)} of {len(asked)}", not wrong),
    ]


def _found_right(seen: Evidence, step: Step) -> bool:
    """Whether a search found what was there. A create that came when it had begun already is not for it to find."""
    found, made = seen.callers.found[step.number], seen.books.created[step.title]
    came_later = seen.books.created_at.get(step.title, 0.0) > seen.callers.asked[step.number]
    return found == made or (found == 0 and came_later)


def _other_writes(seen: Evidence) -> list[Promise]:
    told, ids, books = seen.callers.told, seen.ids, seen.books
    done = [step for step in seen.plan if told[step.number] is Told.DONE]
    updates = [(ids.kept[step.target], step.title) for step in done if step.kind == "update"]
    deletes = [ids.doomed[step.target] for step in done if step.kind == "delete"]
    return [
        none("updates acknowledged that never happened", sum(update not in books.updated for update in updates)),
        none("updates acknowledged and gone, with no later one", _lost_updates(seen)),
        none("deletes acknowledged that never happened", sum(one not in books.deleted for one in deletes)),
    ]


def _lost_updates(seen: Evidence) -> int:
    """Those after which a record shows what was written, and done, before they began.

    What was not acknowledged may come late, and of two at the same time either may be the last.
    """
    steps = {step.title: step for step in seen.plan if step.kind == "update"}
    callers, told = seen.callers, seen.callers.told
    lost = 0
    for step in steps.values():
        last = steps.get(seen.books.titles[seen.ids.kept[step.target]])
        if told[step.number] is not Told.DONE or step is last:
            continue
        was_done = last is None or told[last.number] is Told.DONE
        lost += was_done and (last is None or callers.ended[last.number] < callers.began[step.number])
    return lost


def _failures(seen: Evidence) -> list[Promise]:
    callers, calls = seen.callers, len(seen.plan)
    in_vain = sum(not _revoked_again(seen, number) for number in callers.refused)
    failed = callers.told.count(Told.FAILED) - (len(callers.refused) - in_vain)
    return [
        none("401s told that a new token would have hidden", in_vain),
        Promise("calls that failed otherwise", f"{failed} of {calls:,}", failed <= _FAILURES * calls + _FEW),
    ]


def _revoked_again(seen: Evidence, number: int) -> bool:
    """Whether a token that was fetched during a call was revoked during it too, which is its caller's business.

    The token may have been on its way already when the call began with the one before.
    """
    began, ended = seen.callers.began[number], seen.callers.ended[number]
    on_the_way = began - seen.world.stalls * seen.world.speed
    fetched = min((moment for moment in seen.books.token_calls if moment >= on_the_way), default=ended)
    return any(max(fetched, began) < moment <= ended for moment in seen.books.revoked)


def _reads(seen: Evidence) -> list[Promise]:
    strayed = len(seen.callers.astray)
    figure = "0" if not strayed else f"{strayed}: {seen.callers.astray[0]}"
    return [Promise("records lost or repeated, and other surprises", figure, not strayed)]


def _remains(seen: Evidence) -> list[Promise]:
    blocks = seen.callers.blocks
    growth = blocks[-1] - blocks[_WARM]
    steps = len(seen.plan) * (len(blocks) - 1 - _WARM) // len(blocks)
    settling = _SETTLING if steps >= _MANY else _UNSETTLED
    return [
        none("tasks left", seen.tasks_left),
        none("connections left, here and at the server", seen.connections_left + seen.books.connections),
        Promise("memory", f"{growth:+,} objects in {steps:,} calls", growth < max(settling, _GROWTH * steps)),
    ]


def _count(told: dict[str, Told | None], ending: Told, wrong: Callable[[str], bool]) -> int:
    return sum(end is ending and wrong(title) for title, end in told.items())


def none(says: str, count: int) -> Promise:
    """What must not be there at all."""
    return Promise(says, str(count), count == 0)
