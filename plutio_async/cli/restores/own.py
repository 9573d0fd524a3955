"""The records that the server makes by itself for a new one: they take the first of the export, so none is double."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from plutio_async._resources.by_id import chunks
from plutio_async.cli.restores.kinds import OWN
from plutio_async.cli.restores.planning import Plan, Step
from plutio_async.cli.restores.state import State

if TYPE_CHECKING:
    from plutio_async import Plutio


async def adopt(plutio: Plutio, plan: Plan, state: State, name: str, known: dict[str, str]) -> int:
    """Finds those of a resource, once for each parent, and adds them to the map of ids. Returns how many are left over.

    The state has them before anything else is created below these parents.
    """
    resource: Any = plutio.resources[name]
    parents = _parents(plan, name, known)
    new = {known[old]: old for old in parents if old in known and known[old] not in state.own.get(name, ())}
    own: dict[str, list[Any]] = defaultdict(list)
    for chunk in chunks(new):
        async for record in resource.iterate(q={OWN[name]: {"$in": chunk}}):
            raw = record.to_dict()
            own[new[raw[OWN[name]]]].append(raw)
    left = 0
    for old, records in own.items():
        taken = _pairs(parents[old], records)
        state.adopted |= taken
        left += len(records) - len(taken)
    if new:
        state.own[name] = [*state.own.get(name, ()), *new]
        await anyio.to_thread.run_sync(state.save)
    known |= state.adopted
    return left


def _parents(plan: Plan, name: str, known: Mapping[str, str]) -> dict[str, list[Step]]:
    """The records below each new parent, in their order there."""
    found: dict[str, list[Step]] = defaultdict(list)
    for step in plan.of(name, "create"):
        parent = plan.steps.get(step.record.get(OWN[name], ""))
        if parent is not None and parent.action == "create" and parent.old in known:
            found[parent.old].append(step)
    for old, steps in found.items():
        order = plan.steps[old].record.get(name)
        if isinstance(order, list):
            place = {id: number for number, id in enumerate(order) if isinstance(id, str)}
            steps.sort(key=lambda step, place=place: place.get(step.old, len(place)))  # type: ignore[misc]
    return found


def _pairs(steps: list[Step], own: list[dict[str, Any]]) -> dict[str, str]:
    """Each takes the first record of its type."""
    taken: dict[str, str] = {}
    for record in own:
        fitting = (one.old for one in steps if one.old not in taken and one.record.get("type") == record.get("type"))
        if (old := next(fitting, None)) is not None:
            taken[old] = record["_id"]
    return taken
