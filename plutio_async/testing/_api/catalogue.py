"""The bundled API description as tables of routes and resources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from attrs import frozen

from plutio_async._core.bundled import openapi_document

Schema = Mapping[str, Any]

# The name of a person in webhook events, from the official documents, differs from the entity type.
_EVENT_ENTITIES = {"people": "contact"}
_ENTITY_TYPES = {"FileItem": "file", "FileFolder": "folder", "BlockGroup": "blocks-group", "WikiEntity": "wiki-page"}
# Not documented, but one client got answers from them. Reachable only through ``plutio.request``. Once the description
# has one of them, it counts.
_SEEN = (("GET", "/schedules", "list"), ("GET", "/automations", "list"), ("POST", "/automations", "create"))
# Made by one client each; nobody saw them answered or refused.
_ASSUMED = (
    ("GET", "/roles", "list"),
    ("POST", "/schedules", "create"),
    ("PUT", "/schedules/bulk", "bulk_update"),
    ("DELETE", "/schedules/bulk", "bulk_delete"),
    ("PUT", "/automations/bulk", "bulk_update"),
)
_OF_LISTS = ("Skip", "Limit", "Sort", "Q", "Id")


@frozen
class Route:
    method: str
    path: str
    operation_id: str
    resource: str
    verb: str
    parameters: tuple[Schema, ...] = ()
    body: Schema | None = None
    answer: Schema | None = None


@frozen
class Resource:
    """The records behind one path. ``entity_type`` is their type, such as ``time-track``."""

    name: str
    entity_type: str
    schema_name: str | None = None
    properties: Mapping[str, Schema] = {}

    @property
    def event_entity(self) -> str:
        """The name of its records in the names of events."""
        return _EVENT_ENTITIES.get(self.name, self.entity_type)


class Catalogue:
    def __init__(self, document: Schema) -> None:
        self.document = document
        version = document["servers"][0]["variables"]["version"]
        self.versions: tuple[str, ...] = tuple(version.get("enum", (version["default"],)))
        self.routes = {(route.method, route.path): route for route in self._read_routes()}
        self.assumed = {(route.method, route.path): route for route in self._undocumented(_ASSUMED)}
        for route in self._undocumented(_SEEN):
            self.routes.setdefault((route.method, route.path), route)
        self.resources = {resource.name: resource for resource in self._read_resources()}
        self.by_entity_type = {resource.entity_type: resource for resource in self.resources.values()}
        self.timestamps = frozenset(_timestamps(document["components"]["schemas"]))

    def resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            node: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            schema = node
        return schema

    def properties(self, schema: Schema) -> dict[str, Schema]:
        """All properties of a schema, those of ``allOf`` included."""
        schema = self.resolve(schema)
        found: dict[str, Schema] = {}
        for part in schema.get("allOf", ()):
            found |= self.properties(part)
        return found | dict(schema.get("properties", {}))

    def known_values(self, schema: Schema) -> tuple[str, ...]:
        """The values of a property in the description; the API may have others."""
        schema = self.resolve(schema)
        alternatives = (self.known_values(part) for part in schema.get("anyOf", ()))
        return tuple(schema.get("x-extensible-enum", ())) or next(filter(None, alternatives), ())

    def _read_routes(self) -> Iterator[Route]:
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                if not operation.get("x-internal"):
                    yield self._route(method.upper(), path, operation)

    def _undocumented(self, calls: Iterable[tuple[str, str, str]]) -> Iterator[Route]:
        shared = self.document["components"].get("parameters", {})
        described = tuple(shared[name] for name in _OF_LISTS if name in shared)
        for method, path, verb in calls:
            resource = path.split("/")[1]
            yield Route(method, path, f"{resource}_{verb}", resource, verb, described if verb == "list" else ())

    def _route(self, method: str, path: str, operation: Schema) -> Route:
        resource = path.split("/")[1].replace("-", "_")
        operation_id: str = operation["operationId"]
        return Route(
            method,
            path,
            operation_id,
            resource,
            operation_id.removeprefix(f"{resource}_"),
            tuple(self.resolve(parameter) for parameter in operation.get("parameters", ())),
            _json_schema(operation.get("requestBody", {})),
            _json_schema(self.resolve(operation["responses"]["200"])),
        )

    def _read_resources(self) -> Iterator[Resource]:
        for name in dict.fromkeys(route.resource for route in self.routes.values()):
            schema = self._record_schema(name)
            schema_name = schema["$ref"].rpartition("/")[2] if schema else None
            kebab = re.sub(r"(?<!^)(?=[A-Z])", "-", schema_name or name.removesuffix("s")).lower()
            entity_type = _ENTITY_TYPES.get(schema_name or "", kebab)
            yield Resource(name, entity_type, schema_name, self.properties(schema) if schema else {})

    def _record_schema(self, name: str) -> Schema | None:
        """The schema of the answer of create, list or update."""
        answers = {r.verb: r.answer for r in self.routes.values() if r.resource == name and r.answer}
        for verb in ("create", "list", "update"):
            schema = answers.get(verb)
            if schema and verb == "list":
                schema = schema["oneOf"][0]["items"]
            if schema and "$ref" in schema:
                return schema
        return None


description = openapi_document


@cache
def catalogue() -> Catalogue:
    return Catalogue(description())


def _timestamps(node: Any) -> Iterator[str]:
    """The names of all properties that hold a time."""
    if isinstance(node, Mapping):
        properties = node.get("properties", {})
        yield from (name for name, schema in properties.items() if schema.get("format") == "date-time")
        node = node.values()
    elif not isinstance(node, list):
        return
    for part in node:
        yield from _timestamps(part)


def _json_schema(holder: Schema) -> Schema | None:
    content = holder.get("content", {}).get("application/json", {})
    schema: Schema | None = content.get("schema")
    return schema


def api_name(name: str, known: Collection[str]) -> str | None:
    """The API's name of a field, ``dueDate`` for ``due_date``; ``None`` if it is not in ``known``."""
    if name in known:
        return name
    if name == "id":
        return "_id"
    camel = re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
    return next((found for found in (camel, camel.replace("Html", "HTML")) if found in known), None)
