"""What changed between two descriptions, and what of it breaks somebody's code.

Broken are the callers of what is gone, of what has another type, and of what must be given now; and the readers of what
may be missing now. Known values are never all: a new one breaks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.compare.change import Category, Change
from generator.compare.facts import Fact, facts
from generator.origins import Document

LABELS = {"operation": "operation", "parameter": "query parameter", "schema": "schema", "field": "field"}


def description_changes(before: Document, after: Document) -> list[Change]:
    """Each difference in operations, parameters, fields, types, known values, evidence, and what is required."""
    old, new = facts(before), facts(after)
    changes = [_gone(name, old[name]) for name in old.keys() - new.keys() if _is_alone(old[name], new)]
    changes += [_added(name, new[name]) for name in new.keys() - old.keys() if _is_alone(new[name], old)]
    for name in old.keys() & new.keys():
        changes += [Change((name,), text, category) for text, category in _differences(old[name], new[name])]
    return sorted(changes, key=lambda change: change.names)


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
    if old.operation_id != new.operation_id:
        yield f"the operationId is {new.operation_id}, and was {old.operation_id}", "Breaking"
    if new.is_required and not old.is_required:
        yield "is required now", "Breaking" if "written" in new.roles else "Changed"
    if old.is_required and not new.is_required:
        yield "is no longer required", "Breaking" if "read" in new.roles else "Changed"
    if lost := [value for value in old.values if value not in new.values]:
        yield f"no longer has the known values {_quoted(lost)}", "Breaking"
    if more := [value for value in new.values if value not in old.values]:
        yield f"has the new known values {_quoted(more)}", "Added"
    if old.evidence != new.evidence:
        yield f"the evidence is {new.evidence}, and was {old.evidence}", "Changed"


def _retyped(old: Fact, new: Fact) -> str:
    if new.kind == "operation":
        return f"{new.type}; it was: {old.type}"
    return f"the type is {new.type}, and was {old.type}"


def _quoted(values: list[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)
