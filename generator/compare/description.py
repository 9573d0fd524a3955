"""What changed between two descriptions, and what of it breaks somebody's code.

Broken are the callers of what is gone, of what has another type, and of what must be given now; and the readers of what
may be missing now. Known values are never all: a new one breaks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.compare.change import KEPT, Category, Change
from generator.compare.facts import Fact, facts
from generator.origins import Document

LABELS = {"operation": "operation", "parameter": "query parameter", "schema": "schema", "field": "field"}


def description_changes(before: Document, after: Document) -> list[Change]:
    """Each difference in operations, parameters, fields, types, known values, evidence, and what is required."""
    old, new = facts(before), facts(after)
    renamed = {name: former for name in new.keys() - old.keys() if (former := _former(name, new[name])) in old}
    gone, came = old.keys() - new.keys() - set(renamed.values()), new.keys() - old.keys() - renamed.keys()
    changes = [_gone(name, old[name]) for name in gone if _is_alone(old[name], new)]
    changes += [_added(name, new[name]) for name in came if _is_alone(new[name], old)]
    changes += [Change((name,), f"was renamed from {new[name].former}; {KEPT}", "Changed") for name in renamed]
    for name in new.keys() - came:
        differences = _differences(old[renamed.get(name, name)], new[name])
        changes += [Change((name,), text, category) for text, category in differences]
    return sorted(changes, key=lambda change: change.names)


def _former(name: str, fact: Fact) -> str | None:
    """The former name of a field, if it has one."""
    return f"{name.rpartition('.')[0]}.{fact.former}" if fact.kind == "field" and fact.former else None


def _is_alone(fact: Fact, there: dict[str, Fact]) -> bool:
    """Whether it came or went alone, and not with what it belongs to."""
    return fact.parent is None or fact.parent in there


def _gone(name: str, fact: Fact) -> Change:
    return Change((name,), f"the {LABELS[fact.kind]} is gone", "Breaking")


def _added(name: str, fact: Fact) -> Change:
    label = LABELS[fact.kind]
    if fact.is_required and "written" in fact.roles:
        return Change((name,), f"the new {label} is required", "Breaking")
    known = f" ({fact.evidence})" if fact.evidence else ""
    return Change((name,), f"the {label} is new{known}", "Added")


def _differences(old: Fact, new: Fact) -> Iterator[tuple[str, Category]]:
    if old.type != new.type:
        yield _retyped(old, new), "Breaking"
    if old.operation_id == new.former:
        yield f"was renamed from {old.operation_id} to {new.operation_id}; {KEPT}", "Changed"
    elif old.operation_id != new.operation_id:
        yield f"the operationId is {new.operation_id}, and was {old.operation_id}", "Breaking"
    if old.former not in (None, new.former):
        yield f"the former name {old.former} is gone", "Breaking"
    if new.is_required and not old.is_required:
        yield "is required now", "Breaking" if "written" in new.roles else "Changed"
    if old.is_required and not new.is_required:
        yield "is no longer required", "Breaking" if "read" in new.roles else "Changed"
    yield from _valued(old, new)
    if old.evidence != new.evidence:
        yield f"the evidence is {new.evidence}, and was {old.evidence}", "Changed"


def _valued(old: Fact, new: Fact) -> Iterator[tuple[str, Category]]:
    became = {value: now for value, now in new.former_values if value in old.values}
    for value, now in became.items():
        yield f'the value "{value}" was renamed to "{now}"; {KEPT}', "Changed"
    if lost := [value for value in old.values if value not in (*new.values, *became)]:
        yield f"no longer has the known values {_quoted(lost)}", "Breaking"
    if more := [value for value in new.values if value not in (*old.values, *became.values())]:
        yield f"has the new known values {_quoted(more)}", "Added"


def _retyped(old: Fact, new: Fact) -> str:
    if new.kind == "operation":
        return f"{new.type}; it was: {old.type}"
    return f"the type is {new.type}, and was {old.type}"


def _quoted(values: list[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)
