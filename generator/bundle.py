"""The many files of the description, joined into one OpenAPI document with local references only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.errors import DescriptionError
from generator.origins import Document, Place, named_parts, origins_of, shown, targets_checked

__all__ = ["Description", "Document", "bundle", "read", "references"]

ROOT = "plutio.yaml"


@frozen
class Description:
    """The description as one OpenAPI document, and which file has each path and component."""

    document: Document
    origins: Mapping[Place, str]

    def where(self, place: Sequence[str | int]) -> str:
        """A place in the document as it can be found: the file, and the way in it."""
        file = next((self.origins[tuple(place[:n])] for n in (3, 2) if tuple(place[:n]) in self.origins), ROOT)
        return f"{file}: {shown(place)}" if place else file


def read(folder: Path) -> Description:
    """``plutio.yaml``, the resource files that it lists, and everything under ``shared/``.

    Raises:
        DescriptionError: a file is missing, not read by anything, or no YAML; a key is unknown, a name is defined
            twice, or a reference does not lead to where it says.
    """
    root = _load(folder / ROOT)
    parts = {name: _load(folder / name) for name in _files(folder, root.pop("x-resources", None))}
    if misplaced := sorted({"paths", "tags"} & root.keys()):
        raise DescriptionError(f"{ROOT}: {' and '.join(misplaced)} belong in a resource's file")
    origins = origins_of({ROOT: root, **parts})
    document: Document = {**root, "components": {}, "tags": [], "paths": {}}
    for name, part in {ROOT: root, **parts}.items():
        document["tags"] += part.get("tags", [])
        for place, value in named_parts(targets_checked(part, name, origins)):
            _put(document, place, value)
    document["components"].setdefault("schemas", {})
    return Description(document, origins)


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


def _files(folder: Path, resources: object) -> list[str]:
    if not isinstance(resources, list):
        raise DescriptionError(f"{ROOT}: x-resources must list the files of resources/")
    shared = sorted(f"shared/{path.name}" for path in (folder / "shared").glob("*.yaml"))
    names = [*shared, *(f"resources/{name}.yaml" for name in resources)]
    found = {path.relative_to(folder).as_posix() for suffix in ("yaml", "yml") for path in folder.rglob(f"*.{suffix}")}
    if strays := sorted(found - {ROOT, *names}):
        raise DescriptionError(f"nothing reads {', '.join(strays)}: x-resources of {ROOT} names every resource's file")
    return names


def _load(path: Path) -> Document:
    try:
        loaded = YAML(typ="safe", pure=True).load(path)
    except FileNotFoundError:
        raise DescriptionError(f"{path} does not exist; x-resources of {ROOT} names it") from None
    except YAMLError as error:
        raise DescriptionError(f"{path} is not valid YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise DescriptionError(f"{path} must hold a mapping")
    return loaded


def _put(document: Document, place: Sequence[str], value: Any) -> None:
    *way, name = place
    target = document
    for key in way:
        target = target.setdefault(key, {})
    target[name] = value
