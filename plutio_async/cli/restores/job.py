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
from plutio_async.cli.restores.kinds import kinds
from plutio_async.cli.restores.matching import Matches, match
from plutio_async.cli.restores.planning import Plan, plan
from plutio_async.cli.restores.state import State
from plutio_async.cli.restores.work import Work, needs_archive
from plutio_async.description import catalogue

if TYPE_CHECKING:
    from plutio_async import Plutio

COLUMNS = ("resource", "created", "matched", "left_out", "refused", "unknown", "pending")
_PER_CALL = 200


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
            self.made, self.outcomes = {**self.made, **work.known}, work.outcomes
        return work

    async def compare(self, plutio: Plutio) -> Comparison:
        """Compares what was restored with the export."""
        assert self.plan is not None
        return await compare(plutio, self.plan, {**self.plan.matches.ids, **self.made})

    @property
    def calls(self) -> int:
        """The calls that are left, about: creates, second updates, archives, and what is read in between."""
        assert self.plan is not None
        steps = [step for step in self.plan.steps.values() if step.action == "create"]
        left = [step for step in steps if step.old not in self.made]
        archives = sum(needs_archive(kinds()[step.resource], step) for step in left)
        later = self.plan.references["later"] if left else 0
        return len(left) + later + archives + 3 * bool(left) + len(left) // _PER_CALL

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each resource: how many of its records became what."""
        assert self.plan is not None
        for name in self.export.records:
            steps = [step for step in self.plan.steps.values() if step.resource == name]
            counts = Counter(self._word(step) for step in steps)
            yield {"resource": name, **{column: counts[column] for column in COLUMNS[1:]}}

    def _word(self, step: Any) -> str:
        if step.action != "create":
            return "matched" if step.action == "match" else "left_out"
        return self.outcomes.get(step.old) or ("created" if step.old in self.made else "pending")
