"""What becomes of each record of an export: it is created, was found in the workspace, or is left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from attrs import define, field, frozen

from plutio_async.cli.restores.export import Export, Record, options
from plutio_async.cli.restores.kinds import SERVER, Kind, kinds
from plutio_async.cli.restores.matching import Matches
from plutio_async.cli.restores.references import Translation, translated
from plutio_async.description import Id, options_of

Action = Literal["create", "match", "leave"]

_TEMPLATE = "the body of a template, or a part of it: the API creates none"
_STAFF = "staff are matched by e-mail and never created"
_BYTES = "the API takes no bytes of files"


@define(eq=False)
class Step:
    """A record of the export. ``number`` is its place among all, ``wave`` how many records it is below."""

    number: int
    resource: str
    record: Record
    action: Action = "create"
    id: str | None = None
    reason: str = ""
    wave: int = 0

    @property
    def old(self) -> str:
        """Its id in the export."""
        return str(self.record["_id"])


@frozen(eq=False)
class Plan:
    """The steps of a restore, by old id, in the order of their work."""

    export: Export
    steps: Mapping[str, Step]
    matches: Matches
    fields: Counter[tuple[str, str, str]] = field(factory=Counter)
    """The values that are left out, by resource, field and reason."""
    references: Counter[str] = field(factory=Counter)
    """``all`` references of the records that are created, those that are ``lost``, and the ``later`` updates."""

    def of(self, resource: str, action: Action) -> list[Step]:
        """The steps of a resource with an action."""
        return [step for step in self.steps.values() if step.resource == resource and step.action == action]

    def waves(self) -> Iterator[tuple[str, int, list[Step]]]:
        """The records that are created, by resource and wave, in the order of their work."""
        for name in kinds():
            created = self.of(name, "create")
            for wave in sorted({step.wave for step in created}):
                yield name, wave, [step for step in created if step.wave == wave]

    def translation(self, known: Mapping[str, str]) -> Translation:
        """Translates with the new ids that are known."""
        return Translation(known, self.export.resource_of)


def plan(export: Export, matches: Matches, chosen: Collection[str]) -> Plan:
    """The plan. ``chosen`` are the resources that may be created; none are all."""
    names = [*(name for name in kinds() if name in export.records), *(set(export.records) - set(kinds()))]
    records = [(name, record) for name in sorted(names, key=_place) for record in export.records[name]]
    steps = {record["_id"]: Step(number, name, record) for number, (name, record) in enumerate(records)}
    found = Plan(export, steps, matches)
    planner = _Planner(found, chosen)
    for step in steps.values():
        planner.decide(step)
    _count(found)
    return found


def _place(name: str) -> int:
    order = list(kinds())
    return order.index(name) if name in order else len(order)


class _Planner:
    """Decides for each record, for those that it belongs to first."""

    def __init__(self, plan: Plan, chosen: Collection[str]) -> None:
        self._steps = plan.steps
        self._matches = plan.matches
        self._chosen = chosen
        self._decided: set[str] = set()

    def decide(self, step: Step) -> Step:
        if step.old in self._decided:
            return step
        self._decided.add(step.old)
        if (new := self._matches.ids.get(step.old)) is not None:
            step.action, step.id = "match", new
        elif reason := self._reason(step):
            step.action, step.reason = "leave", reason
        else:
            parents = [self._steps[id] for id in kinds()[step.resource].parents(step.record) if id in self._steps]
            waves = [parent.wave + 1 for parent in parents if self.decide(parent).action == "create"]
            step.wave = max(waves, default=0)
        return step

    def _reason(self, step: Step) -> str:
        name, record, kind = step.resource, step.record, kinds().get(step.resource)
        if (wrong := self._matches.wrong.get(step.old) or self._matches.unread.get(name)) is not None:
            return wrong
        if kind is None or name == "businesses":
            return "the API cannot create them"
        if self._chosen and name not in self._chosen:
            return "not chosen by --resource"
        if (record.get("isTemplate") and name != "blocks") or self._is_part_of_template(kind, record):
            return _TEMPLATE
        if name == "people" and record.get("role") != "client":
            return _STAFF
        if name == "files" and not (record.get("type") == "link" and record.get("url")):
            return _BYTES
        if missing := [field for field in kind.required if record.get(field) is None]:
            return f"create needs {' and '.join(missing)}"
        return self._without_owner(kind, record)

    def _without_owner(self, kind: Kind, record: Record) -> str:
        for name in kind.owners:
            owner = self._steps.get(record.get(name, ""))
            if record.get(name) is None or record[name] in self._matches.ids:
                continue
            if owner is not None and self.decide(owner).action != "leave":
                continue
            return f"the record of {name} is left out" if owner else f"the record of {name} is not in the export"
        return ""

    def _is_part_of_template(self, kind: Kind, record: Record) -> bool:
        ids = [record.get(name) for name in kind.written if any(isinstance(one, Id) for one in _codecs(kind, name))]
        owners = [self._steps[id] for id in ids if isinstance(id, str) and id in self._steps]
        return any(self.decide(owner).reason == _TEMPLATE for owner in owners)


def _codecs(kind: Kind, name: str) -> Any:
    return options_of(kind.fields[name].codec)


def _count(plan: Plan) -> None:
    """Counts what is left out of the records that are created, and the references."""
    made = {step.old for step in plan.steps.values() if step.action == "create"}
    ids = plan.matches.ids | {id: id for id in made} | _new_options(plan)
    done = set(plan.matches.ids)
    for name, _, steps in plan.waves():
        kind = kinds()[name]
        for step in steps:
            plan.fields.update(
                (name, field, reason)
                for field, value in step.record.items()
                if field not in SERVER and (reason := kind.left_out(field, value)) is not None
            )
            whole = plan.translation(ids)
            translated(kind, step.record, whole)
            first = plan.translation({id: id for id in done})
            translated(kind, step.record, first)
            plan.references.update(all=whole.count, lost=whole.losses)
            plan.references["later"] += first.losses > whole.losses
        done |= {step.old for step in steps} | (set(_new_options(plan)) if name == "custom_fields" else set())


def _new_options(plan: Plan) -> dict[str, str]:
    return {id: id for step in plan.of("custom_fields", "create") for id in options(step.record)}
