"""What is done for each line of a file: looks up the records that exist, and decides before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import frozen

from plutio_async import F
from plutio_async._resources.by_id import chunks
from plutio_async.cli.imports.checking import Row, Rules, check_create, check_update, keys_of
from plutio_async.cli.imports.journal import Past, Slot
from plutio_async.cli.imports.merging import changes
from plutio_async.cli.imports.problems import Problems
from plutio_async.cli.values import CUSTOM
from plutio_async.cli.words import counted

Action = Literal["create", "update", "unchanged", "skip", "made", "done"]


@frozen
class Step:
    """What is done for a line. ``id`` is that of its record, ``values`` are the arguments of an update.

    Lines that an earlier run created or updated are ``made`` or ``done``.
    """

    row: Row
    action: Action
    id: str | None = None
    values: Mapping[str, Any] | None = None


@frozen
class Plan:
    """What an import will do.

    Attributes:
        steps: In the order of the lines.
        slots: The lines that are created, in the order of their journal.
        past: What earlier runs did, from which the plan follows.
        match: The path by which records were looked up.
    """

    steps: tuple[Step, ...]
    slots: tuple[Slot, ...]
    past: Past
    match: str | None = None

    def count(self, action: Action) -> int:
        """The number of lines with an action."""
        return Counter(step.action for step in self.steps)[action]

    @property
    def writes(self) -> int:
        """The number of lines that are sent, each in a call."""
        return self.count("create") + self.count("update")


async def plan(rows: Sequence[Row], rules: Rules, past: Past, problems: Problems) -> Plan:
    """The plan for the rows. Notes the lines that fit several records, or none that they must fit."""
    planner = _Planner(rules, past, problems)
    open_rows = [row for index, row in enumerate(rows) if not planner.is_settled(index, row)]
    found = await _look_up(open_rows, rules)
    steps = tuple(planner.step(index, row, found) for index, row in enumerate(rows))
    return Plan(steps, planner.slots(steps), past, rules.match)


Found = Mapping[Any, Sequence[Any]]
"""Records by key: an id, or a value of ``--match`` in a tuple with the path."""


async def _look_up(rows: Sequence[Row], rules: Rules) -> Found:
    """The records of the rows, in a call for each 200 of them."""
    found: dict[Any, list[Any]] = defaultdict(list)
    if ids := [row.id for row in rows if row.id is not None]:
        for record in await rules.resource.get_many(ids, allow_missing=True):
            found[record.id].append(record)
    if (match := rules.match) is None:
        return found
    keys = {str(key): key for row in rows if row.id is None for key in keys_of(row.values, match)}
    target = F.custom(match.removeprefix(CUSTOM)) if match.startswith(CUSTOM) else F(match)
    for chunk in chunks(keys):
        async for record in rules.resource.iterate(q=target.in_([keys[key] for key in chunk])):
            for key in keys_of(_values(record, match), match):
                found[match, key].append(record)
    return found


def _values(record: Any, match: str) -> Mapping[str, Any]:
    if match.startswith(CUSTOM):
        title = match.removeprefix(CUSTOM)
        return {"custom": {title: record.custom[title]}}
    values: Mapping[str, Any] = record.to_dict(names="python")
    return values


class _Planner:
    def __init__(self, rules: Rules, past: Past, problems: Problems) -> None:
        self._rules = rules
        self._past = past
        self._problems = problems
        self._slots = {slot.index: number for number, slot in enumerate(past.slots)}
        self._lines: dict[str, int] = {}

    def is_settled(self, index: int, row: Row) -> bool:
        """Whether nothing is to be looked up: the line is done, or its create may have happened."""
        return self._past.is_done(index, row) or (
            index in self._past.made and self._past.made[index].outcome == "unknown"
        )

    def step(self, index: int, row: Row, found: Found) -> Step:
        if self._past.is_done(index, row):
            made = self._past.made.get(index)
            return Step(row, "made", made.id) if made is not None else Step(row, "done", self._past.updated[index].id)
        records = self._records(row, found)
        if len(records) > 1:
            ids = ", ".join(sorted(record.id for record in records))
            self._problems.add(row.line, f"{self._rules.match} fits {counted(len(records), 'record')}: {ids}")
        elif records:
            return self._update(index, row, records[0])
        elif row.id is not None:
            self._problems.add(row.line, f"{self._rules.resource.name} has no record with the id {row.id!r}")
        elif self._rules.update_only:
            if index in self._slots:
                again = "import without --update-only, or with a new --journal"
                self._problems.add(row.line, f"could not be created before; {again}")
            return Step(row, "skip")
        elif row.keys:  # other lines were checked before
            check_create(self._rules.resource, row, self._problems)
        return Step(row, "create")

    def slots(self, steps: Sequence[Step]) -> tuple[Slot, ...]:
        """The lines that are created: those of earlier runs first, since their journal goes by their order."""
        rows = {index: step.row for index, step in enumerate(steps) if step.action == "create"}
        former = [Slot(slot.index, steps[slot.index].row.digest) for slot in self._past.slots]
        return (*former, *(Slot(index, row.digest) for index, row in rows.items() if index not in self._slots))

    def _records(self, row: Row, found: Found) -> list[Any]:
        if row.id is not None:
            return list(found.get(row.id, ()))
        match = self._rules.match
        keys = keys_of(row.values, match) if match is not None else ()
        records = {record.id: record for key in keys for record in found.get((match, key), ())}
        return list(records.values())

    def _update(self, index: int, row: Row, record: Any) -> Step:
        if index in self._slots:
            self._problems.add(
                row.line,
                f"could not be created before, and is the record {record.id} now; import with a new --journal",
            )
        if (first := self._lines.setdefault(record.id, row.line)) != row.line:
            self._problems.add(row.line, f"is the record {record.id}, as line {first} is")
        check_update(self._rules.resource, row, self._problems)
        values = changes(self._rules.resource, row, record, self._rules.match)
        return Step(row, "update" if values else "unchanged", record.id, values)
