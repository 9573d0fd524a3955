"""A restore from the plan to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from plutio_async.cli.described import find_resource
from plutio_async.cli.failures import Problem
from plutio_async.cli.restores.comparing import Comparison, compare
from plutio_async.cli.restores.export import Export, read_export
from plutio_async.cli.restores.kinds import OWN, kinds
from plutio_async.cli.restores.matching import Matches, match
from plutio_async.cli.restores.planning import Action, Plan, Step, plan
from plutio_async.cli.restores.state import State
from plutio_async.cli.restores.work import Work, needs_archive
from plutio_async.cli.words import counted
from plutio_async.description import catalogue

if TYPE_CHECKING:
    from plutio_async import Plutio

COLUMNS = ("resource", "created", "matched", "left_out", "refused", "unknown", "pending", "incomplete")
_PER_CALL = 200
_HERE = ("created", "matched")


@define(eq=False)
class Job:
    """What is restored, and how far it is. ``folder`` is that of the state."""

    directory: Path
    export: Export
    folder: Path
    chosen: tuple[str, ...]
    slack: float
    state: State
    plan: Plan | None = field(default=None)
    made: dict[str, str] = field(factory=dict)
    outcomes: dict[str, str] = field(factory=dict)
    errors: dict[str, str] = field(factory=dict)
    comparison: Comparison | None = field(default=None)

    @classmethod
    def of(cls, directory: Path, folder: Path, chosen: tuple[str, ...], slack: float) -> Job:
        """The job for an export. Makes no call.

        Raises:
            Problem: the export, or what is given, cannot work.
        """
        export = read_export(directory)
        names = tuple(find_resource(catalogue(), name).name for name in chosen)
        if missing := [name for name in names if not export.records.get(name)]:
            raise Problem(f"--resource: the export has no {' and no '.join(missing)}")
        return cls(directory, export, folder, names, slack, State.load(folder, export.manifest))

    async def make_plan(self, plutio: Plutio) -> Plan:
        """Reads what is in the workspace, once for all runs, and writes nothing there."""
        matches = Matches(self.state.matched) if self.state.matched is not None else await match(plutio, self.export)
        self.plan = plan(self.export, matches, self.chosen)
        self.made = dict(self.state.adopted)
        for name, number, _ in self.plan.waves():
            self.made |= self.state.wave(plutio.resources[name], number).ids
        return self.plan

    async def work(self, plutio: Plutio, on_answer: Callable[[], None]) -> Work:
        """Does what is planned. The outcomes are in ``outcomes``, also after an error."""
        assert self.plan is not None
        work = Work(plutio, self.plan, self.state, self.slack, on_answer)
        try:
            await work.run()
        finally:
            self.made, self.outcomes, self.errors = {**self.made, **work.known}, work.outcomes, work.errors
        return work

    async def compare(self, plutio: Plutio) -> Comparison:
        """Compares what was restored with the export."""
        assert self.plan is not None
        self.comparison = await compare(plutio, self.plan, {**self.plan.matches.ids, **self.made})
        return self.comparison

    @property
    def calls(self) -> int:
        """The calls that are left, about: creates, second updates, archives, what is read, and the comparison."""
        steps = self._steps("create")
        left = [step for step in steps if step.old not in self.made]
        if not left and (self.state.complete or not steps):
            return 0
        assert self.plan is not None
        archives = sum(needs_archive(kinds()[step.resource], step) for step in steps)
        return len(left) + self.plan.references["later"] + archives + 3 + len(left) // _PER_CALL + self.comparing

    @property
    def comparing(self) -> int:
        """The calls of the comparison."""
        counts = Counter(step.resource for step in self._steps("create"))
        known = catalogue()
        return sum(-(-n // (_PER_CALL if getattr(known, name)._id_query else 1)) for name, n in counts.items())

    def incomplete(self) -> dict[str, list[str]]:
        """The records that came back without some of their blocks, or with other amounts, by old id, and why."""
        blocks = self._steps(resource="blocks")
        all_of = Counter(str(step.record.get(OWN["blocks"])) for step in blocks)
        lost = Counter(str(step.record.get(OWN["blocks"])) for step in blocks if self._word(step) not in _HERE)
        assert self.plan is not None
        steps = self.plan.steps
        found = {
            old: [f"{count} of {counted(all_of[old], 'block')} not restored"]
            for old, count in lost.items()
            if old in steps and self._word(steps[old]) in _HERE
        }
        for old, names in self.comparison.totals.items() if self.comparison else ():
            found.setdefault(old, []).extend(names)
        return found

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each resource: how many of its records became what."""
        incomplete = self.incomplete()
        for name in self.export.records:
            steps = self._steps(resource=name)
            counts = Counter(self._word(step) for step in steps)
            counts["incomplete"] = sum(step.old in incomplete for step in steps)
            yield {"resource": name, **{column: counts[column] for column in COLUMNS[1:]}}

    def _steps(self, action: Action | None = None, resource: str | None = None) -> list[Step]:
        assert self.plan is not None
        steps = self.plan.steps.values()
        return [one for one in steps if action in (None, one.action) and resource in (None, one.resource)]

    def _word(self, step: Step) -> str:
        if step.action != "create":
            return "matched" if step.action == "match" else "left_out"
        return self.outcomes.get(step.old) or ("created" if step.old in self.made else "pending")
