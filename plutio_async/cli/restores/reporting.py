"""The plan of a restore, and what came of it, in lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import ceil

from plutio_async.cli.restores.job import Job
from plutio_async.cli.restores.planning import Action, Plan
from plutio_async.cli.words import counted

SHOWN = 50
"""The most records that are named."""


def planned(job: Job, business: str | None, wait: float) -> Iterator[str]:
    """The plan: what is created, matched and left out, and what that takes. It waits for the hour ``wait`` seconds."""
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
    yield f"into {business or 'the workspace of the API client'}: {_effort(job, wait)}"


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


def _effort(job: Job, wait: float) -> str:
    if not job.calls:
        return "nothing is left to do"
    time = f"about {counted(ceil(wait / 3600), 'hour')}" if wait else "without waiting for the hour"
    return f"about {counted(job.calls, 'call')}, of which {job.comparing:,} to compare, {time}"


def _named(plan: Plan, messages: Mapping[str, str]) -> Iterator[str]:
    """A line for each of the first records, and how many more there are."""
    for old in list(messages)[:SHOWN]:
        yield f"{plan.steps[old].resource} {old}: {messages[old]}"
    if len(messages) > SHOWN:
        yield f"and {len(messages) - SHOWN:,} more"


def reported(job: Job) -> Iterator[str]:
    """What was refused, what is not complete, and the comparison: what is different by resource and field."""
    plan, found = job.plan, job.comparison
    assert plan is not None
    yield from _named(plan, job.errors)
    yield from _named(plan, {old: "; ".join(reasons) for old, reasons in job.incomplete().items()})
    if found is None:
        return
    fields = Counter((plan.steps[old].resource, name) for old, names in found.different.items() for name in names)
    for (resource, name), count in sorted(fields.items()):
        yield f"{resource}: {name} of {counted(count, 'record')} differs"
    yield from _named(plan, dict.fromkeys(found.missing, "its record is no longer there"))
    right, total = found.references["right"], found.references["all"]
    equal = f"{found.equal:,} equal, {found.but_left_out:,} equal but for what is left out"
    yield (
        f"{counted(found.records, 'record')}: {equal}, {len(found.different):,} different, "
        f"{len(found.missing):,} missing; {right:,} of {total:,} references"
    )
