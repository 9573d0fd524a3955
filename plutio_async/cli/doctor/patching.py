"""A patch for the YAML files of the description: what the run saw, with its evidence."""

from __future__ import annotations

import difflib
import json
from collections import defaultdict
from collections.abc import Iterable

from attrs import define, field

from plutio_async.cli.doctor.decoding import Difference
from plutio_async.cli.doctor.described import Claim, description
from plutio_async.cli.doctor.run import Run
from plutio_async.cli.doctor.settling import Settled
from plutio_async.cli.doctor.sources import Spot, files, inside, spot

Place = tuple[str | int, ...]

_UNKNOWN = "Seen in the live API. What it means is unknown."
_TYPES = {"text": "string", "list": "array", "integer": "integer", "number": "number", "boolean": "boolean"}
_ITEMS = [
    "items:",
    "  description: One entry. Its shape is unknown, so it is any JSON value.",
    "  x-evidence: inferred",
]


@define
class Patch:
    """Edits of lines: the lines that replace those of a range, by file. ``by_hand`` is what no edit says."""

    edits: dict[str, dict[int, tuple[int, list[str]]]] = field(factory=lambda: defaultdict(dict))
    by_hand: list[str] = field(factory=list)

    def replace(self, file: str, line: int, count: int, lines: Iterable[str]) -> None:
        """Replaces ``count`` lines; 0 inserts before ``line``. Two edits of one line become one."""
        there_count, there = self.edits[file].get(line, (0, []))
        self.edits[file][line] = (max(count, there_count), [*there, *lines])

    def text(self) -> str:
        """The patch for ``git apply``, after what is to be done by hand, which git skips."""
        parts = [f"# {line}\n" for line in self.by_hand]
        for file, edits in sorted(self.edits.items()):
            old = files()[file]
            new = list(old)
            for line, (count, lines) in sorted(edits.items(), reverse=True):
                new[line : line + count] = lines
            parts += [f"{one}\n" for one in difflib.unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm="")]
        return "".join(parts)


def patch_of(run: Run, settled: Iterable[Settled]) -> Patch:
    """What the description would have to say for the run to find no difference."""
    patch = Patch()
    for one in settled:
        _mark(patch, run, one)
    found: dict[tuple[str, str, str], list[Difference]] = defaultdict(list)
    for difference in run.decoder.differences:
        found[difference.kind, difference.owner, difference.name].append(difference)
    for (kind, owner, name), differences in sorted(found.items()):
        edit = {"unknown field": _add_field, "type": _widen, "unknown value": _add_values, "format": _unformat}.get(
            kind
        )
        if edit is None or not owner or not edit(patch, run, owner, name, differences):
            patch.by_hand += [f"{one.at}: {one.kind}: {one.seen}" for one in differences]
    return patch


def _mark(patch: Patch, run: Run, one: Settled) -> None:
    """The evidence of what was seen; the rest of what was settled is for a person to write."""
    claim = one.claim
    if one.verdict.state == "open":
        return
    if claim.kind in ("field", "values", "parameter", "operation") or (claim.kind == "schema" and not _holds(claim)):
        if _set_evidence(patch, claim.place):
            return
    elif claim.kind == "schema":
        return
    patch.by_hand.append(f"{claim.at}: {one.statement}: {one.verdict.state}: {one.verdict.detail}")


def _holds(claim: Claim) -> bool:
    """Whether the mark of a schema is that of its fields too, which may not all have been seen."""
    schema = description().at(claim.place)
    return "properties" in schema or "allOf" in schema


def _set_evidence(patch: Patch, place: Place) -> bool:
    where = spot(place)
    if where is None or where.end == where.line + 1:
        return False
    there = inside(where.file, (*place, "x-evidence"))
    if there is not None:
        patch.replace(where.file, there.line, 1, [f"{' ' * where.indent}x-evidence: observed"])
    else:
        after = inside(where.file, (*place, "description")) or where
        patch.replace(where.file, after.end, 0, [f"{' ' * where.indent}x-evidence: observed"])
    return True


def _add_field(patch: Patch, run: Run, owner: str, name: str, differences: list[Difference]) -> bool:
    if name.startswith("("):
        return False
    where, indent, before = _properties_of(owner)
    if where is None:
        return False
    lines = [f"{name}:", *(f"  {line}" for line in _described_as(sorted({one.seen for one in differences})))]
    patch.replace(where.file, where.end, 0, [*before, *(f"{' ' * indent}{line}" for line in lines)])
    return True


def _properties_of(owner: str) -> tuple[Spot | None, int, list[str]]:
    """Where another property of a schema goes, its indentation, and the lines that must come before the first."""
    place = ("components", "schemas", owner)
    whole = spot(place)
    if whole is None:
        return None, 0, []
    if (there := inside(whole.file, (*place, "properties"))) is not None:
        return there, there.indent, []
    parts = inside(whole.file, (*place, "allOf"))
    if parts is None:
        return None, 0, []
    number = 0
    while inside(whole.file, (*place, "allOf", number)) is not None:
        there = inside(whole.file, (*place, "allOf", number, "properties"))
        if there is not None:
            return there, there.indent, []
        number += 1
    begin = " " * parts.indent
    return parts, parts.indent + 4, [f"{begin}- type: object", f"{begin}  properties:"]


def _described_as(kinds: list[str]) -> list[str]:
    """A property that was seen with some types."""
    kinds = [kind for kind in kinds if kind != "null"]
    types = [_TYPES.get(kind) for kind in kinds]
    described = [f"description: {_UNKNOWN}", "x-evidence: observed"]
    if len(types) == 1 and types[0] is not None:
        return [f"type: {types[0]}", *described, *(_ITEMS if types[0] == "array" else [])]
    if set(kinds) == {"integer", "number"}:
        return ["type: number", *described]
    text = " Its shape is unknown, so it is any JSON value."
    return [f"description: {_UNKNOWN.rpartition('.')[0]}.{text}", "x-evidence: observed"]


def _widen(patch: Patch, run: Run, owner: str, name: str, differences: list[Difference]) -> bool:
    """Another type beside the one that is described, which examples still have; with objects, any JSON value."""
    kinds = sorted({one.seen for one in differences})
    place = _place_of(owner, name)
    where = None if place is None else spot(place)
    if place is None or where is None or any(kind not in {*_TYPES, "object"} for kind in kinds):
        return False
    options = [line for kind in kinds for line in _option(kind)]
    if (several := inside(where.file, (*place, "oneOf"))) is not None:
        if "object" in kinds:
            return False
        patch.replace(where.file, several.end, 0, _indented(options, several.indent))
        return True
    there = inside(where.file, (*place, "type")) or inside(where.file, (*place, "$ref"))
    if there is None or inside(where.file, (*place, "items")) is not None:
        return False
    own = [files()[where.file][there.line].strip()]
    if (form := inside(where.file, (*place, "format"))) is not None:
        own.append(files()[where.file][form.line].strip())
        patch.replace(where.file, form.line, 1, [])
    if "object" in kinds:
        wider = []
    elif own == ["type: integer"] and kinds == ["number"]:
        wider = ["type: number"]
    else:
        wider = ["oneOf:", *_indented([f"- {own[0]}", *_indented(own[1:], 2), *options], 2)]
    has_text = inside(where.file, (*place, "description")) is not None
    text = [] if has_text else [f"description: Seen in the live API as {' and '.join(kinds)} too."]
    patch.replace(where.file, there.line, 1, _indented([*wider, *text], where.indent))
    return True


def _option(kind: str) -> list[str]:
    return ["- type: array", *_indented(_ITEMS, 2)] if kind == "list" else [f"- type: {_TYPES.get(kind, kind)}"]


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" for line in lines]


def _unformat(patch: Patch, run: Run, owner: str, name: str, _: list[Difference]) -> bool:
    place = _place_of(owner, name)
    there = None if place is None else spot((*place, "format"))
    if there is not None:
        patch.replace(there.file, there.line, 1, [])
    return there is not None


def _place_of(owner: str, name: str) -> Place | None:
    """The place of a property of a schema."""
    schema = description().document["components"]["schemas"].get(owner, {})
    whole: Place = ("components", "schemas", owner)
    ways: list[Place] = [(), *(("allOf", number) for number in range(len(schema.get("allOf", ()))))]
    for way in ways:
        part = description().at((*whole, *way))
        if name in part.get("properties", {}):
            return (*whole, *way, "properties", name)
    return None


def _add_values(patch: Patch, run: Run, owner: str, _: str, differences: list[Difference]) -> bool:
    where = spot(("components", "schemas", owner, "x-extensible-enum"))
    schema = description().document["components"]["schemas"][owner]
    known = {str(value).upper() for value in schema["x-extensible-enum"]}
    values = sorted({one.value for one in differences if one.value is not None and one.value.upper() not in known})
    if where is None or not values:
        return False
    if files()[where.file][where.line].endswith("["):
        patch.replace(where.file, where.end - 1, 0, [f"{' ' * where.indent}  {json.dumps(value)}," for value in values])
    else:
        patch.replace(where.file, where.end, 0, [f"{' ' * where.indent}- {json.dumps(value)}" for value in values])
    return len(values) == len({one.value for one in differences})
