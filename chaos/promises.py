"""Checks the promises: compares the records of the server with the outcomes of the callers."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from chaos.callers import Callers, Outcome
from chaos.server import Ids, ServerLog, ServerSettings
from chaos.steps import Step

HOUR = 3600.0
_FULL = 0.9
_WARM = 2
"""The round after which memory is compared. Earlier rounds fill caches and load modules."""
_GROWTH = 0.5
"""Allowed growth in objects per call, less than the smallest leak."""
_MANY, _SETTLING, _UNSETTLED = 1000, 2500, 20_000
"""Allowed growth of caches and queues, in objects; it is larger in runs with less than ``_MANY`` calls."""
_FAILURES = 0.02
_FEW = 5
"""So many calls may fail, plus this share: more than unavoidable errors, less than those of a broken client."""
_UNKNOWN = (Outcome.UNKNOWN, Outcome.UNREADABLE)
"""The outcomes of a create that may have happened."""


@frozen
class Promise:
    """One promise: the figure, and whether the promise was kept."""

    description: str
    figure: str
    kept: bool


@frozen
class Evidence:
    """The results of a run."""

    settings: ServerSettings
    ids: Ids
    plan: list[Step]
    callers: Callers
    log: ServerLog
    tasks_left: int
    connections_left: int


def fullest_hour(times: list[float]) -> int:
    """The most calls in any rolling hour."""
    most = first = 0
    ordered = sorted(times)
    for last, time in enumerate(ordered):
        while ordered[first] <= time - HOUR:
            first += 1
        most = max(most, last - first + 1)
    return most


def promises(evidence: Evidence) -> list[Promise]:
    """Each promise with its figure."""
    counted = [
        *_budget(evidence),
        *_creates(evidence),
        *_other_writes(evidence),
        *_reads(evidence),
        *_failures(evidence),
    ]
    return [*counted, *_remains(evidence)]


def _budget(evidence: Evidence) -> list[Promise]:
    limit, most = evidence.settings.limit, fullest_hour(evidence.log.times)
    return [
        *within_limit(evidence.log, limit),
        Promise("most calls in a rolling hour", f"{most} of {limit}", most >= _FULL * limit),
    ]


def within_limit(log: ServerLog, limit: int) -> list[Promise]:
    """The promises about the budget."""
    return [
        none("calls over the limit in any rolling hour", max(0, fullest_hour(log.times) - limit)),
        none("calls rejected for the limit", log.refusals),
    ]


def _creates(evidence: Evidence) -> list[Promise]:
    made = evidence.log.created
    outcomes = {
        step.title: evidence.callers.outcomes[step.number] for step in evidence.plan if step.operation == "create"
    }
    unknown = [step for step in evidence.plan if step.title in outcomes and outcomes[step.title] in _UNKNOWN]
    searched = [step for step in unknown if evidence.callers.found[step.number] is not None]
    wrong = [step for step in searched if not _found_right(evidence, step)]
    happened = sum(made[step.title] for step in unknown)
    return [
        none("duplicated creates", sum(count > 1 for count in made.values())),
        none("acknowledged creates that are missing", _count(outcomes, Outcome.DONE, lambda title: not made[title])),
        none("failed creates that exist", _count(outcomes, Outcome.FAILED, lambda title: bool(made[title]))),
        Promise("creates with an unknown outcome", f"{len(unknown)}, of which {happened} happened", bool(unknown)),
        Promise("… resolved by find_similar()", f"{len(searched) - len(wrong)} of {len(searched)}", not wrong),
    ]


def _found_right(evidence: Evidence, step: Step) -> bool:
    """Whether a search found the right records. It need not find a create that arrived after it started."""
    found, made = evidence.callers.found[step.number], evidence.log.created[step.title]
    came_later = evidence.log.created_at.get(step.title, 0.0) > evidence.callers.search_began[step.number]
    return found == made or (found == 0 and came_later)


def _other_writes(evidence: Evidence) -> list[Promise]:
    outcomes, ids, log = evidence.callers.outcomes, evidence.ids, evidence.log
    done = [step for step in evidence.plan if outcomes[step.number] is Outcome.DONE]
    updates = [(ids.kept[step.target], step.title) for step in done if step.operation == "update"]
    deletes = [ids.deletable[step.target] for step in done if step.operation == "delete"]
    denied = [evidence.plan[number] for number in evidence.callers.denied]
    happened = [
        step
        for step in denied
        if (step.operation == "update" and (ids.kept[step.target], step.title) in log.updated)
        or (step.operation == "delete" and ids.deletable[step.target] in log.deleted)
    ]
    return [
        none("acknowledged updates that never happened", sum(update not in log.updated for update in updates)),
        none("acknowledged updates that an earlier one replaced", _lost_updates(evidence)),
        none("acknowledged deletes that never happened", sum(one not in log.deleted for one in deletes)),
        none("updates and deletes that happened, though their errors deny it", len(happened)),
    ]


def _lost_updates(evidence: Evidence) -> int:
    """Updates whose record shows the value of an update that was done before they began.

    An update without an acknowledgement may arrive late, and either of two concurrent updates may be the last.
    """
    steps = {step.title: step for step in evidence.plan if step.operation == "update"}
    callers, outcomes = evidence.callers, evidence.callers.outcomes
    lost = 0
    for step in steps.values():
        last = steps.get(evidence.log.titles[evidence.ids.kept[step.target]])
        if outcomes[step.number] is not Outcome.DONE or step is last:
            continue
        was_done = last is None or outcomes[last.number] is Outcome.DONE
        lost += was_done and (last is None or callers.ended[last.number] < callers.began[step.number])
    return lost


def _failures(evidence: Evidence) -> list[Promise]:
    callers, calls = evidence.callers, len(evidence.plan)
    avoidable = sum(not _revoked_again(evidence, number) for number in callers.refused)
    failed = callers.outcomes.count(Outcome.FAILED) - (len(callers.refused) - avoidable)
    return [
        none("401s that a new token would have avoided", avoidable),
        Promise("calls that failed for other reasons", f"{failed} of {calls:,}", failed <= _FAILURES * calls + _FEW),
    ]


def _revoked_again(evidence: Evidence, number: int) -> bool:
    """Whether a token was fetched and revoked during the same call, which then may raise.

    The fetch may have started before the call, which then began with the previous token.
    """
    began, ended = evidence.callers.began[number], evidence.callers.ended[number]
    earliest = began - evidence.settings.stalls * evidence.settings.speed
    fetched = min((time for time in evidence.log.token_calls if time >= earliest), default=ended)
    return any(max(fetched, began) < time <= ended for time in evidence.log.revoked)


def _reads(evidence: Evidence) -> list[Promise]:
    errors = len(evidence.callers.unexpected)
    figure = "0" if not errors else f"{errors}: {evidence.callers.unexpected[0]}"
    return [Promise("lost or repeated records, and other errors", figure, not errors)]


def _remains(evidence: Evidence) -> list[Promise]:
    blocks = evidence.callers.blocks
    growth = blocks[-1] - blocks[_WARM]
    steps = len(evidence.plan) * (len(blocks) - 1 - _WARM) // len(blocks)
    settling = _SETTLING if steps >= _MANY else _UNSETTLED
    return [
        none("tasks left", evidence.tasks_left),
        none("connections left at the client and the server", evidence.connections_left + evidence.log.connections),
        Promise("memory", f"{growth:+,} objects in {steps:,} calls", growth < max(settling, _GROWTH * steps)),
    ]


def _count(outcomes: dict[str, Outcome | None], ending: Outcome, wrong: Callable[[str], bool]) -> int:
    return sum(end is ending and wrong(title) for title, end in outcomes.items())


def none(description: str, count: int) -> Promise:
    """A promise that something does not happen at all."""
    return Promise(description, str(count), count == 0)
