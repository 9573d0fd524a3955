"""The description and its claims, as the doctor reads them: no YAML is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from attrs import frozen

from plutio_async._core.bundled import CLAIMS, bundled_texts, openapi_document

Node = Mapping[str, Any]


@frozen
class Claim:
    """Something uncertain that the description says, and the probe that settles it, or why none does."""

    place: tuple[str | int, ...]
    kind: str
    text: str
    probe: str | None = None
    reason: str | None = None

    @property
    def at(self) -> str:
        """What it is about, for people."""
        return label(self.place)


def label(place: tuple[str | int, ...]) -> str:
    """What a place belongs to: an operation, a path, or a field of a component."""
    match place:
        case ("paths", path, method, *_):
            return f"{str(method).upper()} {path}"
        case ("paths", path):
            return str(path)
        case ("components", _, name, *way):
            return ".".join([str(name), *(str(after) for key, after in pairwise(way) if key == "properties")])
        case _:
            return ""


@frozen
class Read:
    """A call that reads. ``needed`` are the query parameters that it needs to list, and ``resource`` is its name."""

    path: str
    resource: str
    answer: Node
    needed: Mapping[str, Node]
    is_list: bool


@frozen(slots=False)
class Description:
    """The OpenAPI document with every optional field nullable."""

    document: Node

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all fields. The key of an object that is none of them may be data."""
        return frozenset(_names(self.document["components"]["schemas"]))

    def resolved(self, node: Node) -> tuple[str | None, Node]:
        """What a node refers to, with its name."""
        name = None
        while "$ref" in node:
            _, _, section, name = node["$ref"].split("/")
            node = self.document["components"][section][name]
        return name, node

    def at(self, place: tuple[str | int, ...]) -> Any:
        """The node at a place."""
        node: Any = self.document
        for key in place:
            node = node[key]
        return node

    def reads(self) -> Iterator[Read]:
        """The calls that the doctor makes to see records; not those that say that no probe is possible."""
        for path, item in self.document["paths"].items():
            operation = item.get("get")
            if operation is None or isinstance(operation.get("x-probe"), dict):
                continue
            parameters = [self.resolved(one)[1] for one in operation.get("parameters", ())]
            needed = {one["name"]: one["schema"] for one in parameters if one.get("x-required-to-list")}
            answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
            resource, _, verb = operation["operationId"].rpartition("_")
            yield Read(path, resource, answer, needed, is_list=verb == "list")


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for inner in node.values():
            yield from _names(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _names(inner)


@cache
def description() -> Description:
    """The description of this version."""
    return Description(openapi_document())


@cache
def claims() -> list[Claim]:
    """All of its claims."""
    return [Claim(**{**one, "place": tuple(one["place"])}) for one in json.loads(bundled_texts()[CLAIMS])]
