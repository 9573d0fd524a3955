"""The check that ids in a write name records that exist, for the switch ``references``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plutio_async.testing._api.messages import ApiError
from plutio_async.testing._api.store import Context, Record


def check_references(context: Context, fields: Record) -> None:
    """Raises ``ApiError`` 400 for an id of no record. How the API refuses one is unknown."""
    known = context.catalogue.resources[context.resource].properties
    for name, value in fields.items():
        named = known.get(name, {}).get("x-refers-to", ())
        resources = [named] if isinstance(named, str) else list(named)
        if name == "entityId":
            resources = _of_type(context, fields.get("entityType"), resources)
        for target, identifier in _ids(context, resources, value):
            if not any(identifier in context.workspace.collection(resource) for resource in target):
                raise ApiError(400, f'"{name}" refers to no record: {identifier}')


def _ids(context: Context, resources: list[str], value: Any) -> Iterator[tuple[list[str], str]]:
    """The ids in a value, each with the resources of which it may be. An object may say the type of its record."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            target, identifier = _of_type(context, item.get("entityType"), resources), item.get("_id")
        else:
            target, identifier = resources, item
        if target and isinstance(identifier, str):
            yield target, identifier


def _of_type(context: Context, entity_type: Any, otherwise: list[str]) -> list[str]:
    resource = context.catalogue.by_entity_type.get(str(entity_type))
    return [resource.name] if resource else otherwise
