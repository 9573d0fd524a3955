"""The many files of the description, joined into one OpenAPI document with local references only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.conventions import CONVENTIONS, Conventions
from generator.errors import DescriptionError, PlaceError
from generator.origins import Document, Place, named_parts, nodes, origins_of, targets_checked
from generator.sources import Location, Sources

__all__ = ["Description", "Document", "bundle", "read", "references"]

ROOT = "plutio.yaml"
PARAMETERS = ("components", "parameters")

REASONS = {
    "duplicate key": "take one of the two out",
    "mapping values are not allowed": "quote a text that has a colon, or correct the indentation",
    "'\\t'": "indent with spaces, not with a tab",
    "undefined alias": "an alias (*name) needs its anchor (&name) further up in the same file",
    "another document": "take out the line ---",
    "character": "save the file as UTF-8",
}
"""What usually leads to an error of the YAML parser, by a part of its message."""
ANY_REASON = "check the indentation, quotes and brackets here and in the lines above"


@frozen
class Description:
    """The description as one OpenAPI document, and where each part of it comes from."""

    document: Document
    origins: Mapping[Place, tuple[str, Place]]
    sources: Sources

    def where(self, place: Place) -> Location:
        """The file and the line of a place in the document."""
        for length in (3, 2):
            if place[:length] in self.origins:
                file, start = self.origins[place[:length]]
                return self.sources.locate(file, (*start, *place[length:]))
        return self.sources.locate(ROOT, place)


def read(folder: Path) -> Description:
    """``plutio.yaml`` and every other file, with what they leave out filled in from ``conventions.yaml``.

    Raises:
        DescriptionError: a file is no YAML, or is not named like one; a key is unknown, a name is defined twice, a
            reference does not lead to where it says, or a convention does not fit.
    """
    sources = Sources(folder)
    try:
        return _joined(sources)
    except PlaceError as error:
        raise DescriptionError(sources.explained(error)) from error


def _joined(sources: Sources) -> Description:
    parts = {name: _load(sources.folder, name) for name in _files(sources.folder)}
    for name, part in parts.items():
        _check_keys(part, name)
    described = [each for name, part in parts.items() for each in named_parts(part, name)]
    shared = {place[-1]: raw for place, raw in described if place[:2] == PARAMETERS and isinstance(raw, dict)}
    parameters = {end: str(raw.get("name")) for end, raw in shared.items()}
    conventions = Conventions.of(parts.pop(CONVENTIONS, {}), parameters)
    if misplaced := sorted({"paths", "tags"} & parts[ROOT].keys()):
        raise PlaceError(ROOT, (misplaced[0],), f"{' and '.join(misplaced)} belong in a resource's file")
    origins_of(parts)
    for name, part in parts.items():
        sources.filled[name] = conventions.fill(part, name)
    for unused in conventions.unused():
        raise PlaceError(CONVENTIONS, unused, "no operation is like this; correct it, or take it out")
    return _document(parts, sources)


def _document(parts: Mapping[str, Document], sources: Sources) -> Description:
    files = origins_of(parts)
    origins = {place: (file, place) for place, file in files.items()}
    document: Document = {**parts[ROOT], "components": {}, "tags": [], "paths": {}}
    for name, part in parts.items():
        for number, tag in enumerate(part.get("tags", ())):
            origins["tags", len(document["tags"])] = name, ("tags", number)
            document["tags"].append(tag)
        for place, value in named_parts(targets_checked(part, name, files)):
            _put(document, place, value)
    document["components"].setdefault("schemas", {})
    return Description(document, origins, sources)


def bundle(folder: Path) -> Document:
    """The document of a description alone."""
    return read(folder).document


def references(node: object) -> Iterator[str]:
    """Every ``$ref`` below a node."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def _files(folder: Path) -> list[str]:
    """The names of all files, the root's first."""
    if strays := sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yml")):
        raise DescriptionError(f"nothing reads {', '.join(strays)}: the files of the description end in .yaml")
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))
    return [ROOT, *(name for name in found if name != ROOT)]


def _load(folder: Path, name: str) -> Document:
    try:
        loaded = YAML(typ="safe", pure=True).load(folder / name)
    except FileNotFoundError:
        raise DescriptionError(f"{folder / name} does not exist") from None
    except YAMLError as error:
        raise DescriptionError(_explained(name, error)) from error
    if not isinstance(loaded, dict):
        raise DescriptionError(f"{name}:1: the file must hold a mapping")
    return loaded


def _explained(name: str, error: YAMLError) -> str:
    """What is wrong, in one line, and what is usually the reason."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = str(getattr(error, "problem", None) or error).splitlines()[0]
    reason = next((text for sign, text in REASONS.items() if sign in problem), ANY_REASON)
    return f"{name}:{line}: not valid YAML: {problem}; {reason}"


def _check_keys(part: Document, file: str) -> None:
    for place, node in nodes(part, ()):
        for key in node if isinstance(node, dict) else ():
            if not isinstance(key, str):
                raise PlaceError(file, (*place, key), f"quote the key {key}, which YAML takes for {type(key).__name__}")
            if key in ("allOf", "anyOf", "oneOf") and place[-1] != "properties" and not isinstance(node[key], list):
                raise PlaceError(file, (*place, key), f"{key} must hold a list; write each part after a dash")


def _put(document: Document, place: Sequence[str], value: Any) -> None:
    *way, name = place
    target = document
    for key in way:
        target = target.setdefault(key, {})
    target[name] = value
