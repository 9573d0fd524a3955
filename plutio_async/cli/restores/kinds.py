"""What the description says of each resource: what its create takes, what that refers to, and the order of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from attrs import frozen

from plutio_async.cli.described import allowed_values, required_fields, written_fields
from plutio_async.description import (
    RESOURCES,
    Codec,
    Field,
    Id,
    Many,
    Ref,
    Targets,
    catalogue,
    fields_by_wire_name,
    fields_of,
    item_codec,
    options_of,
)

KEYS: Mapping[str, tuple[str, ...]] = {
    "custom_fields": ("title", "entityType"),
    "statuses": ("title", "entityType"),
    "categories": ("title", "entityType"),
    "companies": ("title",),
    "dashboards": ("title",),
    "businesses": (),
    "people": ("contactEmails",),
}
"""The fields by which records are found in the other workspace. Other records are found by id only."""
OWN: Mapping[str, str] = {"task_boards": "projectId", "task_groups": "taskBoardId", "blocks": "entityId"}
"""Records that the server makes by itself for a new parent, and the field with the parent. No document says so."""
SERVER = frozenset({"_id", "businessId", "createdAt", "createdBy", "updatedAt"})
"""What the server sets on every record."""
_FIRST = ("custom_fields", "statuses")
_CLIENTS = {"people", "companies"}
_TEMPLATE = "templateId"


@frozen(eq=False)
class Kind:
    """A resource.

    Attributes:
        written: The fields that its create takes and its records show, with their names in Python, by wire name.
        owners: Those without which a record makes no sense: required ones, the parent of ``OWN``, ``entityId``.
        has_states: Whether its records are sent to clients, so that their status follows from what happens.
    """

    name: str
    fields: Mapping[str, Field]
    written: Mapping[str, str]
    required: tuple[str, ...]
    owners: tuple[str, ...]
    has_states: bool

    def left_out(self, name: str, value: Any) -> str | None:
        """Why a field of a record is not written; ``None`` if it is, or if there is nothing to write."""
        if name in SERVER or value in (None, False, "", [], {}):
            return None
        if name == "status" and self.has_states:
            return None if value == "draft" else "states follow from what is sent and signed"
        if name == _TEMPLATE:
            return "would apply the template again"
        if name in self.written:
            return None
        return "read-only" if name in self.fields else "not described"

    def values(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a record that are written. Null is what a new record has too."""
        return {
            name: record[name]
            for name in self.written
            if record.get(name) is not None and self.left_out(name, record[name]) is None and not self._is_state(name)
        }

    def _is_state(self, name: str) -> bool:
        return name == "status" and self.has_states

    def parents(self, record: Mapping[str, Any]) -> list[str]:
        """The ids of the records of the same resource that a record is below."""
        return [
            record[name]
            for name in self.written
            if isinstance(record.get(name), str) and self.name in names_of(self.fields[name].refers_to)
        ]


@cache
def kinds() -> dict[str, Kind]:
    """The resources that have a create, in the order in which their records are created."""
    known = {
        name: _kind(getattr(catalogue(), name)) for name in RESOURCES if hasattr(getattr(catalogue(), name), "create")
    }
    return {name: known[name] for name in _ordered(known)}


def _kind(resource: Any) -> Kind:
    fields = fields_of(resource.model)
    written = {fields[name].name: name for name in written_fields(resource, "create") if name in fields}
    required = tuple(fields[name].name for name in required_fields(resource, "create") if name in fields)
    by_wire = fields_by_wire_name(resource.model)
    needed = [name for name in (*required, "entityId", OWN.get(resource.name)) if name in written]
    owners = tuple(dict.fromkeys(name for name in needed if by_wire[name].refers_to is not None))
    states = "status" in written and "draft" in allowed_values(by_wire["status"].codec)
    clients = any(set(names_of(field.refers_to)) >= _CLIENTS for field in by_wire.values() if field.name != "createdBy")
    return Kind(resource.name, by_wire, written, required, owners, states and clients)


def _ordered(known: Mapping[str, Kind]) -> Iterator[str]:
    """Each after those that it refers to. A cycle is broken at a list, or else at an optional field."""
    left = sorted(known, key=lambda name: name not in _FIRST)
    needs = {name: dict(_needs(known[name])) for name in left}
    while left:
        weakest = next(
            (name, limit) for limit in (2, 1, 0) for name in left if not _unmet(needs[name], set(left) - {name}, limit)
        )[0]
        left.remove(weakest)
        yield weakest


def _unmet(needs: Mapping[str, int], left: set[str], limit: int) -> bool:
    return any(target in left and weakness <= limit for target, weakness in needs.items())


def _needs(kind: Kind) -> Iterator[tuple[str, int]]:
    """The resources that a record refers to, the strongest references last: 0 required, 1 optional, 2 in a list."""
    found = [
        (target, 2 if is_list else 0 if name in kind.owners else 1)
        for name in kind.written
        for target, is_list in _targets(kind.fields[name].codec)
    ]
    yield from sorted(found, key=lambda pair: -pair[1])


def _targets(codec: Codec, is_list: bool = False) -> Iterator[tuple[str, bool]]:  # noqa: FBT001, FBT002 - a recursion
    for option in options_of(codec):
        inner, many = item_codec(option), is_list or isinstance(option, Many)
        if isinstance(inner, Id):
            yield from ((name, many) for name in names_of(inner.targets))
        elif isinstance(inner, Ref):
            if inner.targets is not None:
                yield from ((name, many) for name in names_of(inner.targets))
            else:
                for field in fields_of(inner.model).values():
                    yield from _targets(field.codec, many)


def names_of(targets: Targets | None) -> tuple[str, ...]:
    """The resources of a reference."""
    return tuple(targets.values() if isinstance(targets, Mapping) else targets or ())
