"""``--verify``: compares an export with the workspace, through the map of ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field

from plutio_async._resources.comparing import is_similar
from plutio_async.cli.restores.kinds import SERVER, kinds
from plutio_async.cli.restores.planning import Plan, Step
from plutio_async.cli.restores.references import Translation
from plutio_async.description import Number, options_of

if TYPE_CHECKING:
    from plutio_async import Plutio


@define
class Comparison:
    """The records of the export that are in the workspace now.

    Attributes:
        equal: The number of records that show all values of the export.
        but_left_out: That of those that differ only where the plan said so.
        different: The fields that differ otherwise, by old id.
        missing: The old ids of records that are no longer there.
        totals: The documents whose amounts differ, with their fields, by old id.
        references: The number of ``all`` references of these records, and of the ``right`` ones.
    """

    equal: int = 0
    but_left_out: int = 0
    different: dict[str, list[str]] = field(factory=dict)
    missing: list[str] = field(factory=list)
    totals: dict[str, list[str]] = field(factory=dict)
    references: Counter[str] = field(factory=Counter)

    @property
    def records(self) -> int:
        """All of them."""
        return self.equal + self.but_left_out + len(self.different) + len(self.missing)


async def compare(plutio: Plutio, plan: Plan, known: Mapping[str, str]) -> Comparison:
    """Reads the records that were created, 200 in a call."""
    found = Comparison()
    for name in kinds():
        made = {known[step.old]: step for step in plan.of(name, "create") if step.old in known}
        if not made:
            continue
        resource: Any = plutio.resources[name]
        records = {record.id: record.to_dict() for record in await resource.get_many(list(made), allow_missing=True)}
        for new, step in made.items():
            if new in records:
                _compare(found, step, records[new], plan.translation(known))
            else:
                found.missing.append(step.old)
    return found


def _compare(found: Comparison, step: Step, shown: Mapping[str, Any], translation: Translation) -> None:
    kind = kinds()[step.resource]
    left_out, different = [], []
    for name, value in step.record.items():
        if name in SERVER:
            continue
        before = translation.count, translation.losses
        expected = translation.field(kind.fields.get(name), value)
        codec = kind.fields[name].codec if name in kind.fields else None
        is_equal = is_similar(expected, shown.get(name), codec) or _is_nothing(expected, shown.get(name))
        count, lost = translation.count - before[0], translation.losses - before[1]
        found.references.update(all=count, right=count - lost if is_equal else 0)
        if lost or (not is_equal and kind.left_out(name, value) is not None):
            left_out.append(name)
        elif not is_equal:
            different.append(name)
        if kind.has_states and not is_equal and codec and any(isinstance(one, Number) for one in options_of(codec)):
            here = "not" if shown.get(name) is None else shown[name]
            found.totals.setdefault(step.old, []).append(f"{name} {value} is {here} here")
    if different:
        found.different[step.old] = different
    elif left_out:
        found.but_left_out += 1
    else:
        found.equal += 1


def _is_nothing(expected: Any, shown: Any) -> bool:
    """Whether a value is empty in both, in whatever form."""
    empty: tuple[Any, ...] = (None, False, "", [], {})
    return expected in empty and shown in empty
