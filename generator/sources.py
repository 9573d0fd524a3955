"""The line that a place of the description has in its file, or in ``conventions.yaml`` when it was filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import field, frozen
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode

from generator.conventions import CONVENTIONS, Filled
from generator.errors import PlaceError
from generator.origins import Place
from plutio_async.cli.doctor.described import label

STRUCTURE = frozenset({"allOf", "anyOf", "items", "oneOf", "properties"})
"""Keys on the way to a property that a place may leave out, or have where a convention moved the property."""


@frozen
class Location:
    """A line of a file, and the line of the convention that filled something in there."""

    file: str
    line: int
    convention: str | None = None

    def __str__(self) -> str:
        filled = f" (filled in from {self.convention})" if self.convention else ""
        return f"{self.file}:{self.line}{filled}"


@frozen
class Sources:
    """The files of a description, and what conventions filled in there."""

    folder: Path
    filled: dict[str, Filled] = field(factory=dict)
    _trees: dict[str, Any] = field(factory=dict)

    def locate(self, file: str, place: Place) -> Location:
        """The line of a place, or the nearest above that is written."""
        line, is_written = self._line(file, place)
        return Location(file, line, None if is_written else self._convention(file, place))

    def explained(self, error: PlaceError) -> str:
        """The message of a mistake, with its line."""
        return message(self.locate(error.file, error.place), error.place, error.problem)

    def _convention(self, file: str, place: Place) -> str | None:
        for length in (2, 3):
            for source in self.filled.get(file, {}).get(place[:length], ()):
                line, is_written = self._line(CONVENTIONS, (*source, *place[length:]))
                if is_written:
                    return f"{CONVENTIONS}:{line}"
        return None

    def _line(self, file: str, place: Place) -> tuple[int, bool]:
        if file not in self._trees:
            self._trees[file] = YAML(pure=True).compose(self.folder / file)
        node, line, skipped = self._trees[file], 1, False
        for key in place:
            child = _child(node, key)
            if child is None and (key in STRUCTURE or (skipped and isinstance(key, int))):
                skipped = True
                continue
            child, skipped = child or _inner(node, key), False
            if child is None:
                return line, False
            line, node = child
        return line, True


def message(where: Location, place: Place, problem: str) -> str:
    """A mistake as a line of text."""
    return ": ".join(filter(None, (str(where), label(place), problem)))


def _child(node: Any, key: str | int) -> tuple[int, Any] | None:
    if isinstance(node, MappingNode):
        return next(((name.start_mark.line + 1, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    return None


def _inner(node: Any, key: str | int) -> tuple[int, Any] | None:
    """A property by its name alone."""
    inner = [value for name, value in node.value if name.value in STRUCTURE] if isinstance(node, MappingNode) else []
    for part in inner:
        for each in part.value if isinstance(part, SequenceNode) else [part]:
            if found := _child(each, key) or _inner(each, key):
                return found
    return None
