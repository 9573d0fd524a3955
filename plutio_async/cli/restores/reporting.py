"""The plan of a restore, and what came of it, in lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plutio_async._core.errors import counted
from plutio_async.cli.restores.comparing import Comparison
from plutio_async.cli.restores.job import Job
from plutio_async.cli.restores.planning import Action, Plan

SHOWN = 50
"""The most records that are named."""


def planned(job: Job, business: str | None, remaining: int, limit: int) -> Iterator[str]:
    """The plan: what is created, matched and left out, and what that takes."""
    plan = job.plan
    assert plan is not None
    for name in job.export.records:
        yield from _resource(plan, name)
    yield from plan.matches.notes
    lost = f"; {plan.references['lost']:,} lead to records that are left out" if plan.references["lost"] else ""
    yield f"references: {plan.references['all']:,}{lost}"
    yield "fields that only the server sets, on all records: author, times, workspace"
    for name, reason in job.export.manifest.skipped.items():
        yield f"{name}: not in the export: {reason}"
    if any(step.action == "create" for step in plan.steps.values() if step.resource == "people"):
        yield (
            "people: no invitation is asked for (sendInvite is never set); whether creating a person sends a mail "
            "is unknown"
        )
    if job.made:
        done = sum(step.action == "create" and step.old in job.made for step in plan.steps.values())
        yield f"created before: {done:,}"
    yield f"into {business or 'the workspace of the API client'}: {_effort(job.calls, remaining, limit)}"


def _resource(plan: Plan, name: str) -> Iterator[str]:
    steps = [step for step in plan.steps.values() if step.resource == name]
    counts = Counter(step.action for step in steps)
    words: dict[Action, str] = {"create": "to create", "match": "matched", "leave": "left out"}
    shown = ", ".join(f"{counts[action]:,} {word}" for action, word in words.items() if counts[action])
    yield f"{name}: {shown or 'no records'}"
    for reason, count in Counter(step.reason for step in steps if step.action == "leave").items():
        yield f"  left out: {count:,}: {reason}"
    fields = {key: count for key, count in plan.fields.items() if key[0] == name}
    for (_, field, reason), count in sorted(fields.items()):
        yield f"  {field} of {counted(count, 'record')}: {reason}"


def _effort(calls: int, remaining: int, limit: int) -> str:
    if not calls:
        return "nothing is left to do"
    waits = -(-max(0, calls - remaining) // max(1, limit))
    time = f"about {counted(waits, 'hour')}" if waits else "without waiting for the hour"
    return f"about {counted(calls, 'call')}, {time}"


def failures(errors: dict[str, str], plan: Plan) -> Iterator[str]:
    """The records that were refused, or have no answer."""
    for old, message in list(errors.items())[:SHOWN]:
        yield f"{plan.steps[old].resource} {old}: {message}"
    if len(errors) > SHOWN:
        yield f"and {len(errors) - SHOWN:,} more"


def compared(found: Comparison, plan: Plan) -> Iterator[str]:
    """The comparison; what is different by resource and field, and the documents whose amounts differ."""
    fields = Counter((plan.steps[old].resource, name) for old, names in found.different.items() for name in names)
    for (resource, name), count in sorted(fields.items()):
        yield f"{resource}: {name} of {counted(count, 'record')} differs"
    for old in found.missing[:SHOWN]:
        yield f"{plan.steps[old].resource} {old}: its record is no longer there"
    for old, names in found.totals.items():
        yield f"{plan.steps[old].resource} {old}: {'; '.join(names)}"
    right, total = found.references["right"], found.references["all"]
    equal = f"{found.equal:,} equal, {found.but_left_out:,} equal but for what is left out"
    yield (
        f"{counted(found.records, 'record')}: {equal}, {len(found.different):,} different, "
        f"{len(found.missing):,} missing; {right:,} of {total:,} references"
    )
