"""Compares answers with their schemas, strictly: every field that is unknown or of another type is a difference."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from attrs import define, field, frozen

from plutio_async.cli.doctor.described import Description, Node
from plutio_async.description import MIXED, catalogue

ANY = "any"
_NAME = re.compile(r"_?[a-z][A-Za-z]{0,40}(_[a-z]{1,20})*")
_ID = re.compile(r"[A-Za-z0-9]{17}")
_SLUG = re.compile(r"[a-z]{2,20}([-_ ][a-z]{2,20}){0,3}")


@frozen
class Difference:
    """An answer that is not as described. ``owner`` and ``name`` are the schema and its field.

    ``value`` is a new value of a list of values. It is in the patch, and never in a report.
    """

    at: str
    kind: str
    seen: str
    owner: str = ""
    name: str = ""
    value: str | None = field(default=None, repr=False)


@define
class Tally:
    """What was seen of a field, or of a schema: types, keys of objects, and how often it did not fit."""

    types: Counter[str] = field(factory=Counter)
    keys: Counter[str] = field(factory=Counter)
    misfits: Counter[str] = field(factory=Counter)

    @property
    def count(self) -> int:
        """How often it was there, as anything but null."""
        return sum(self.types.values()) - self.types["null"]

    @property
    def kinds(self) -> list[str]:
        """The types other than null, the most frequent first."""
        return [kind for kind, _ in self.types.most_common() if kind != "null"]


Property = tuple[str, Node]
"""The schema that a property stands in, and the property."""


@define
class Decoder:
    """Decodes answers and counts. The tally of a schema itself has an empty name."""

    description: Description
    differences: Counter[Difference] = field(factory=Counter)
    tallies: dict[tuple[str, str], Tally] = field(factory=lambda: defaultdict(Tally))

    def seen(self, schema: str) -> int:
        """How many objects of a schema were seen, also as parts of others."""
        return self.tallies[schema, ""].count

    def check(self, value: Any, node: Node, at: str) -> None:
        """Compares a value with a schema."""
        self._check(value, node, at, ("", ""))

    def differ(self, difference: Difference) -> None:
        """Counts a difference."""
        self.differences[difference] += 1

    def _check(self, value: Any, node: Node, at: str, owner: tuple[str, str]) -> None:
        name, schema = self.description.resolved(node)
        options = schema.get("oneOf") or schema.get("anyOf")
        if options:
            self._check_options(value, options, at, owner)
            return
        if name is not None:
            self._count(name, "", value)
        wanted = _types(schema)
        if wanted != {ANY} and not _fits(value, wanted):
            self._misfit(at, kind_of(value), owner)
        elif isinstance(value, dict):
            self._check_object(value, schema, name or owner[0], at)
        elif isinstance(value, list) and "items" in schema:
            for item in value:
                self._count(owner[0], f"{owner[1]}[]", item)
                self._check(item, schema["items"], f"{at}[]", (owner[0], f"{owner[1]}[]"))
        elif isinstance(value, str):
            self._check_text(value, schema, name, at, owner)

    def _check_options(self, value: Any, options: list[Node], at: str, owner: tuple[str, str]) -> None:
        for option in options:
            _, schema = self.description.resolved(option)
            inner = schema.get("oneOf") or schema.get("anyOf")
            wanted = (
                set().union(*(_types(self.description.resolved(one)[1]) for one in inner)) if inner else _types(schema)
            )
            if ANY in wanted or _fits(value, wanted):
                self._check(value, option, at, owner)
                return
        self._misfit(at, kind_of(value), owner)

    def _check_object(self, value: Mapping[str, Any], schema: Node, owner: str, at: str) -> None:
        properties = dict(self.properties(schema, owner))
        for part in _parts(schema):
            self._count(part, "", value)
        for key in _required(self.description, schema):
            if key not in value:
                self.differ(Difference(f"{at}.{key}", "missing", "nothing", owner, key))
        for key, item in value.items():
            if key in properties:
                place, node = properties[key]
                self._count(place, key, item)
                self._check(item, node, f"{at}.{key}", (place, key))
        if unknown := [key for key in value if properties and key not in properties]:
            self._differ_by(unknown, value, owner, at)

    def _differ_by(self, unknown: list[str], value: Mapping[str, Any], owner: str, at: str) -> None:
        """Counts unknown fields; those of a record of any kind once for all, since its kind has them."""
        if owner in _of_any_kind():
            self.differ(Difference(at, "fields of other records", "object", owner))
            return
        for key in unknown:
            name = safe_name(key)
            self.differ(Difference(f"{at}.{name}", "unknown field", kind_of(value[key]), owner, name))

    def properties(self, schema: Node, owner: str) -> Iterator[tuple[str, Property]]:
        """All properties of an object with the schema that each stands in; later ones replace earlier ones."""
        for part in schema.get("allOf", ()):
            name, inner = self.description.resolved(part)
            yield from self.properties(inner, name or owner)
        for key, node in schema.get("properties", {}).items():
            yield key, (owner, node)

    def _check_text(self, value: str, schema: Node, name: str | None, at: str, owner: tuple[str, str]) -> None:
        if schema.get("format") == "date-time" and not _is_moment(value):
            self.tallies[owner].misfits["text that is no date-time"] += 1
            self.differ(Difference(at, "format", "text that is no date-time", *owner))
        known = schema.get("x-extensible-enum")
        if known is None or name is None:
            return
        if value in known:
            self.tallies[name, value].types["text"] += 1
        elif schema.get("x-known-values") != "own":
            self.tallies[name, ""].misfits["another value"] += 1
            shown = value if _SLUG.fullmatch(value) else None
            self.differ(Difference(at, "unknown value", "text", name, "", shown))

    def _count(self, owner: str, name: str, value: Any) -> None:
        tally = self.tallies[owner, name]
        tally.types[kind_of(value)] += 1
        if isinstance(value, dict):
            tally.keys.update(key if key in self.description.names else "other keys" for key in value)

    def _misfit(self, at: str, seen: str, owner: tuple[str, str]) -> None:
        self.tallies[owner].misfits[seen] += 1
        self.differ(Difference(at, "null" if seen == "null" else "type", seen, *owner))


@cache
def _of_any_kind() -> frozenset[str]:
    """The schemas of lists that have records of all resources."""
    return frozenset(getattr(catalogue(), name).model.__name__ for name in MIXED)


def _parts(schema: Node) -> Iterator[str]:
    """The schemas that an object is made of."""
    for part in schema.get("allOf", ()):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]


def _required(description: Description, schema: Node) -> Iterator[str]:
    for part in schema.get("allOf", ()):
        yield from _required(description, description.resolved(part)[1])
    yield from schema.get("required", ())


_KINDS = {str: "text", bool: "boolean", int: "integer", dict: "object", list: "list", type(None): "null"}
_WORDS = {"string": "text", "array": "list"}


def kind_of(value: Any) -> str:
    """The type of a JSON value in a word."""
    return _KINDS.get(type(value), "number")


def _types(schema: Node) -> set[str]:
    wanted = schema.get("type")
    if wanted is None:
        return {"object"} if "allOf" in schema or "properties" in schema else {ANY}
    return {_WORDS.get(one, one) for one in ([wanted] if isinstance(wanted, str) else wanted)}


def _fits(value: Any, wanted: set[str]) -> bool:
    kind = kind_of(value)
    return kind in wanted or (kind == "integer" and "number" in wanted)


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def safe_name(name: str) -> str:
    """The name of a field, or a placeholder for one that may be data: an id, an address, a person's name."""
    return name if _NAME.fullmatch(name) and not _ID.fullmatch(name) else "(a name like data)"
