"""What the files of the description leave out, filled in from ``conventions.yaml``, which explains itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname, relpath
from typing import Any

from attrs import field, frozen

from generator.errors import PlaceError
from generator.normalise import METHODS
from generator.origins import Document, Place, nodes
from generator.placeholders import PLACEHOLDER, Placeholders, placeholders_of

CONVENTIONS = "conventions.yaml"
SECTIONS = {"tags": 0, "operations": 0, "paths": 2, "forms": 1}
"""The parts of the file, and how many names lead to what is filled in."""

Filled = dict[Place, list[Place]]
"""Places in a file, each with the places in ``conventions.yaml`` that were filled in there, the most specific first."""

OWN_PART = ("type", "required", "properties")


@frozen
class Conventions:
    """The conventions, and which of them some file followed."""

    sections: Document
    parameters: Mapping[str, str]
    """The wire names of the parameters that are described once, by the ends of their references."""
    used: set[Place] = field(factory=set)

    @classmethod
    def of(cls, raw: Document, parameters: Mapping[str, str]) -> Conventions:
        """Conventions of the right shape.

        Raises:
            PlaceError: a section, a method or a placeholder is unknown, or there is no mapping where one must be.
        """
        for section in raw:
            if section not in SECTIONS:
                raise PlaceError(CONVENTIONS, (section,), f"{section} is unknown; there can be {', '.join(SECTIONS)}")
        conventions = cls(raw, parameters)
        for place, _ in conventions.every():
            if place[0] == "paths" and place[-1] not in METHODS:
                raise PlaceError(CONVENTIONS, place, f"{place[-1]} is unknown; there can be {', '.join(METHODS)}")
        for place, text in _texts(raw, ()):
            for name in PLACEHOLDER.findall(text):
                if name not in Placeholders.KNOWN:
                    raise PlaceError(
                        CONVENTIONS, place, f"{{{name}}} is unknown; there can be {{{'}, {'.join(Placeholders.KNOWN)}}}"
                    )
        return conventions

    def every(self) -> Iterator[tuple[Place, Document]]:
        """Each convention with its place."""
        for section, depth in SECTIONS.items():
            if section in self.sections:
                yield from _within(self.sections[section], (section,), depth)

    def unused(self) -> list[Place]:
        """The kinds of operations that no file has."""
        return [place for place, _ in self.every() if place[0] == "paths" and place not in self.used]

    def fill(self, part: Document, file: str) -> Filled:
        """Completes a file of the description, in place.

        Raises:
            PlaceError: the file's tag does not say what a convention needs to know.
        """
        placeholders = placeholders_of(part, file)
        filled: Filled = {("tags", number): [("tags",)] for number, _ in enumerate(part.get("tags", ()))}
        for path, item in part.get("paths", {}).items():
            for method in METHODS:
                if method in _mapping(item, file, ("paths", path)):
                    operation = _mapping(item[method], file, ("paths", path, method))
                    kinds = self._kinds(path, method, placeholders)
                    if not kinds and "operationId" not in operation:
                        raise PlaceError(file, ("paths", path, method), _unlike_others(placeholders))
                    filled["paths", path, method] = [*kinds, ("operations",)]
        self._fill(part, filled, placeholders)
        forms = dict(self._forms(part, placeholders)) if "record" in placeholders else {}
        self._fill(part, forms, placeholders)
        return filled | forms

    def _kinds(self, path: str, method: str, placeholders: Placeholders) -> list[Place]:
        paths = self.sections.get("paths", {}) if "record" in placeholders else {}
        alike = [kind for kind in paths if placeholders.put_into(kind) == path]
        return [("paths", kind, method) for kind in alike if method in paths[kind]]

    def _forms(self, part: Document, placeholders: Placeholders) -> Iterator[tuple[Place, list[Place]]]:
        """The forms that the file completes, or that something in it refers to."""
        there = part.get("components", {}).get("schemas", {})
        wanted = {str(node.get("$ref")) for _, node in nodes(part, ()) if isinstance(node, dict)}
        for form in self.sections.get("forms", {}):
            name = placeholders.put_into(form)
            if name in there or f"#/components/schemas/{name}" in wanted:
                yield ("components", "schemas", name), [("forms", form)]

    def _fill(self, part: Document, filled: Filled, placeholders: Placeholders) -> None:
        conventions = dict(self.every())
        for place, sources in filled.items():
            target: Any = part
            for key in place:
                target = target[key] if isinstance(key, int) else target.setdefault(key, {})
            for source in sources:
                self.used.add(source)
                convention = _rendered(conventions.get(source, {}), placeholders)
                self._merge_parameters(_mapping(target, placeholders.file, place), convention)
                _merge(target, convention)

    def _merge_parameters(self, written: Document, convention: Document) -> None:
        """Adds the standard parameters that an operation does not describe itself, after its own."""
        own, standard = written.get("parameters"), convention.get("parameters")
        if isinstance(own, list) and isinstance(standard, list):
            names = [self._parameter(each) for each in own]
            own += [each for each in standard if self._parameter(each) not in names]

    def _parameter(self, raw: Any) -> Any:
        raw = raw if isinstance(raw, dict) else {}
        reference = str(raw.get("$ref", "")).rpartition("/")[2]
        return self.parameters.get(reference, reference) or raw.get("name")


def _merge(written: Document, convention: Document) -> None:
    if "allOf" in convention and "allOf" not in written:
        own = {key: written.pop(key) for key in OWN_PART if key in written}
        written["allOf"] = [*convention["allOf"], *([{"type": "object", **own}] if own else [])]
    for key, value in convention.items():
        there = written.setdefault(key, value)
        whole = key == "schema" or there is value
        if isinstance(there, dict) and isinstance(value, dict) and not whole and "$ref" not in {*there, *value}:
            _merge(there, value)


def _rendered(node: Any, placeholders: Placeholders) -> Any:
    """A convention as it reads in one file, its references as seen from there."""
    if isinstance(node, dict):
        return {
            key: _rendered(_seen(str(value), placeholders.file) if key == "$ref" else value, placeholders)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_rendered(item, placeholders) for item in node]
    return placeholders.put_into(node) if isinstance(node, str) else node


def _seen(reference: str, file: str) -> str:
    target, hash_, name = reference.partition("#")
    return f"{relpath(target, dirname(file) or '.')}{hash_}{name}" if target else reference


def _mapping(node: Any, file: str, place: Place) -> Document:
    if not isinstance(node, dict):
        raise PlaceError(file, place, f"{place[-1]} must hold a mapping")
    return node


def _unlike_others(placeholders: Placeholders) -> str:
    instead = (
        f" (the tag is for {placeholders['path']})" if "record" in placeholders else ", or name an x-record in the tag"
    )
    return f"{CONVENTIONS} has no operation like this one; write out what it says and an operationId{instead}"


def _within(node: Any, place: Place, depth: int) -> Iterator[tuple[Place, Document]]:
    mapping = _mapping(node, CONVENTIONS, place)
    if depth == 0:
        yield place, mapping
    else:
        for key, value in mapping.items():
            yield from _within(value, (*place, key), depth - 1)


def _texts(node: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text in a convention, keys included."""
    for inside, inner in nodes(node, place):
        for key, value in inner.items() if isinstance(inner, dict) else enumerate(inner):
            yield from (((*inside, key), text) for text in (key, value) if isinstance(text, str))
