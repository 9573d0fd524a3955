"""Where the examples of a collection and the schemas of the description differ in fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from attrs import evolve

from generator.compare.schemas import alternatives, named_in, required_of, type_of
from generator.fields import Described, fields_of, resolved
from generator.origins import Document
from generator.postman.collection import Seen
from generator.postman.findings import Finding, bodies_and_answers

PLACEHOLDER = re.compile(r"\{\{.*\}\}|<.*>|")
"""Texts that stand for a value of any type."""

SIMILAR = 0.85
"""How alike the names of a renamed field are."""

KINDS = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}


def field_findings(document: Document, requests: list[Seen]) -> Iterator[Finding]:
    """Fields that one side lacks, and fields whose examples do not fit, each once."""
    reader = _Reader(document)
    found: dict[tuple[str, str, str], Finding] = {}
    for schema, example, written in bodies_and_answers(document, requests):
        for finding in reader.compare(schema, example, written=written):
            found.setdefault((finding.kind, finding.name, finding.text), finding)
    unseen = {finding.name: finding for finding in reader.unseen()}
    for finding in found.values():
        former = reader.former(finding, unseen) if finding.kind == "missing field" else None
        if former is None:
            yield finding
        else:
            del unseen[former]
            wire = former.partition(".")[2]
            yield evolve(finding, kind="renamed field", text=f"was {wire}; {finding.text}", former=wire)
    yield from unseen.values()


class _Reader:
    """Compares values with schemas, and remembers which fields the values had."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: dict[str, set[str]] = {}

    def compare(self, schema: Document, value: Any, *, written: bool) -> Iterator[Finding]:
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from self._compare_object(schema, item, written=written)

    def _compare_object(self, schema: Document, value: dict[str, Any], *, written: bool) -> Iterator[Finding]:
        names = list(dict.fromkeys(named_in(schema)))
        known = {wire: (name, field) for name in names for wire, field in fields_of(self._document, name).items()}
        for name in names if known else ():
            self._seen.setdefault(name, set()).update(value)
        if known and len(names) == 1:
            for wire in sorted(required_of(self._document, schema_of(names[0])) - value.keys()):
                yield Finding("missing required field", f"{names[0]}.{wire}")
        for wire, inner in value.items() if known else ():
            name, field = known.get(wire, (names[0], None))
            where = f"{name}.{wire}"
            if field is None:
                yield Finding("missing field", where, f"for example {inner!r}", value=inner, written=written)
            elif not _is_placeholder(inner):
                yield from (Finding("changed field", where, text) for text in self._misfits(field, inner))
                yield from self.compare(field.raw, inner, written=written)

    def _misfits(self, field: Described, value: Any) -> Iterator[str]:
        kinds, kind = _kinds(self._document, field.raw), KINDS.get(type(value))
        if kinds and kind and kind not in kinds and not (kind == "integer" and "number" in kinds):
            yield f"the example is {kind}, the description says {type_of(field.raw)}"
        schema = resolved(self._document, field.raw)
        values = schema.get("x-extensible-enum", ())
        if values and value not in values and schema.get("x-known-values") != "own":
            yield f"{value!r} is none of the known values"

    def former(self, missing: Finding, unseen: Iterable[str]) -> str | None:
        """The described field of the same schema that no example has, of a similar name and the same type."""
        schema, _, wire = missing.name.partition(".")
        fields = fields_of(self._document, schema)
        there = {_plain(field): field for name in unseen if (field := name.removeprefix(f"{schema}.")) in fields}
        alike = get_close_matches(_plain(wire), there, 1, SIMILAR)
        fits = alike and not list(self._misfits(fields[there[alike[0]]], missing.value))
        return f"{schema}.{there[alike[0]]}" if fits else None

    def unseen(self) -> Iterator[Finding]:
        """The described fields that no example has, of the schemas that have examples."""
        for name, seen in sorted(self._seen.items()):
            for wire, field in fields_of(self._document, name).items():
                if wire not in seen:
                    yield Finding("extra field", f"{name}.{wire}", field.evidence or "")


def schema_of(name: str) -> Document:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def _plain(wire: str) -> str:
    return wire.replace("_", "").lower()


def _is_placeholder(value: Any) -> bool:
    return value is None or (isinstance(value, str) and PLACEHOLDER.fullmatch(value) is not None)


def _kinds(document: Document, schema: Document) -> set[str]:
    """The JSON types that a schema allows; empty for any."""
    schema = resolved(document, schema)
    if parts := alternatives(schema):
        kinds = [_kinds(document, part) for part in parts]
        return set().union(*kinds) if all(kinds) else set()
    return {schema["type"]} if "type" in schema else set()
