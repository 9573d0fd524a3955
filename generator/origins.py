"""Which file of the description has each path and each component, and whether references say so rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from posixpath import dirname, join, normpath
from typing import Any

from generator.errors import PlaceError, meant

Document = dict[str, Any]
Place = tuple[str | int, ...]
Breach = tuple[Place, str]
"""Where a rule is broken, and how."""

KNOWN = frozenset({"tags", "paths", "components"})
ROOT_ONLY = frozenset({"openapi", "info", "servers", "security"})
SECTIONS = frozenset({"schemas", "parameters", "responses", "securitySchemes"})

_REFERENCE = re.compile(r"^(?P<file>[^#]*)#/components/(?P<section>\w+)/(?P<name>\w+)$")


def shown(place: Sequence[str | int]) -> str:
    """A way through YAML, as a person follows it."""
    return " > ".join(map(str, place))


def nodes(node: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Every mapping and list below a node, itself included, with its place."""
    if isinstance(node, dict | list):
        yield place, node
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from nodes(value, (*place, key))


def origins_of(parts: Mapping[str, Document]) -> dict[Place, str]:
    """The file of each path and component. ``parts`` begins with the root, which may say more than the others.

    Raises:
        PlaceError: a key is unknown, or two files define the same.
    """
    origins: dict[Place, str] = {}
    known = KNOWN | ROOT_ONLY
    for file, part in parts.items():
        for key in part:
            if key not in known:
                raise PlaceError(file, (key,), f"the key {key} is unknown; there can be {', '.join(sorted(known))}")
        known = KNOWN
        for place, _ in named_parts(part, file):
            if place in origins:
                raise PlaceError(file, place, f"{origins[place]} defines {shown(place)} too")
            origins[place] = file
    return origins


def named_parts(part: Document, file: str = "") -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each path and component of a file, with its place."""
    for path, item in _named(part, ("paths",), file):
        yield ("paths", path), item
    for section, components in _named(part, ("components",), file):
        if section not in SECTIONS:
            raise PlaceError(file, ("components", section), f"{section} is unknown; {meant(section, SECTIONS)}")
        for name, component in _named({section: components}, ("components", section), file):
            yield ("components", section, name), component


def _named(part: Document, place: tuple[str, ...], file: str) -> Iterator[tuple[str, Any]]:
    named = part.get(place[-1], {})
    if not isinstance(named, dict):
        raise PlaceError(file, place, f"{shown(place)} must hold a mapping")
    yield from named.items()


def targets_checked(part: Document, file: str, origins: Mapping[Place, str]) -> Document:
    """The same part of a document, its references made local.

    Raises:
        PlaceError: a reference leads nowhere, or to another file than it names.
    """

    def walk(node: Any, place: Place) -> Any:
        if isinstance(node, dict):
            return {
                key: _target(value, file, place, origins) if key == "$ref" else walk(value, (*place, key))
                for key, value in node.items()
            }
        if isinstance(node, list):
            return [walk(item, (*place, number)) for number, item in enumerate(node)]
        return node

    result: Document = walk(part, ())
    return result


def _instead(reference: Any, origins: Mapping[Place, str]) -> str:
    names = {str(place[-1]): place for place in origins if place[0] == "components"}
    near = get_close_matches(str(reference).rpartition("/")[2], names, 1, 0.7)
    if not near:
        return 'write "<file>#/components/<section>/<name>", without a file for a name in the same one'
    return f"did you mean {near[0]} in {origins[names[near[0]]]}?"


def _target(reference: Any, file: str, place: Place, origins: Mapping[Place, str]) -> str:
    match = _REFERENCE.match(str(reference))
    home = origins.get(("components", match["section"], match["name"])) if match else None
    if match is None or home is None:
        raise PlaceError(
            file, (*place, "$ref"), f"the reference {reference} leads nowhere; {_instead(reference, origins)}"
        )
    if place == ("components", match["section"], match["name"]):
        raise PlaceError(file, (*place, "$ref"), f"the reference {reference} leads back here; name another schema")
    named = normpath(join(dirname(file), match["file"])) if match["file"] else file
    if named != home:
        right = f"{match['name']} is in {home}"
        raise PlaceError(file, (*place, "$ref"), f"the reference {reference} names the wrong file; {right}")
    return f"#/components/{match['section']}/{match['name']}"
