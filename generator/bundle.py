"""The many files of the description, joined into one OpenAPI document with local references only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.errors import DescriptionError

Document = dict[str, Any]

_REFERENCE = re.compile(r"^(?P<file>[^#]*)#/components/(?P<kind>\w+)/(?P<name>\w+)$")


def bundle(folder: Path) -> Document:
    """One document from ``plutio.yaml``, the resource files that it lists, and everything under ``shared/``.

    Raises:
        DescriptionError: a file is missing or no YAML, a name is defined twice, or a reference leads nowhere.
    """
    document = _load(folder / "plutio.yaml")
    resources = document.pop("x-resources")
    document["tags"] = []
    document["paths"] = {}
    for part in sorted((folder / "shared").glob("*.yaml")):
        _merge(document, _load(part), part)
    for name in resources:
        part = folder / "resources" / f"{name}.yaml"
        _merge(document, _load(part), part)
    return _localise(document)


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


def _load(path: Path) -> Document:
    try:
        loaded = YAML(typ="safe", pure=True).load(path)
    except FileNotFoundError:
        raise DescriptionError(f"{path} does not exist; x-resources of plutio.yaml names it") from None
    except YAMLError as error:
        raise DescriptionError(f"{path} is not valid YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise DescriptionError(f"{path} must hold a mapping")
    return loaded


def _merge(document: Document, part: Document, path: Path) -> None:
    document["tags"] += part.get("tags", [])
    _add(document["paths"], part.get("paths", {}), path)
    for kind, named in part.get("components", {}).items():
        _add(document["components"].setdefault(kind, {}), named, path)


def _add(target: Document, more: Mapping[str, Any], path: Path) -> None:
    for name, value in more.items():
        if name in target:
            raise DescriptionError(f"{path} defines {name}, which another file defines too")
        target[name] = value


def _localise(document: Document) -> Document:
    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: target(value) if key == "$ref" else walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(item) for item in node]
        return node

    def target(reference: str) -> str:
        match = _REFERENCE.match(reference)
        if match is None or match["name"] not in document["components"].get(match["kind"], {}):
            raise DescriptionError(f"the reference {reference} leads nowhere")
        return f"#/components/{match['kind']}/{match['name']}"

    result: Document = walk(document)
    return result
