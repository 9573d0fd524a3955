"""What OpenAPI 3.1 requires of a description, reported where it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError, ParameterDuplicateError

from generator.bundle import Description, Document
from generator.fields import resolved
from generator.origins import Breach, Place, nodes
from generator.paths import operations
from plutio_async.cli.doctor.described import label

MISSING = object()
TYPES = ("array", "boolean", "integer", "number", "object", "string")
UNEXPECTED = re.compile(r"\('([^']+)'(?:, '[^']+')* (?:was|were) unexpected\)")


def validate(description: Description) -> list[Breach]:
    """Each breach of the OpenAPI 3.1 specification with its place.

    A wrong shape is reported alone: the validator's further checks rely on the shape.
    """
    validator = OpenAPIV31SpecValidator(description.document)
    errors = list(validator.schema_validator.iter_errors(description.document)) or validator.iter_errors()
    found = dict.fromkeys(breach for error in errors for breach in _breaches(description, error))
    placed = {problem for place, problem in found if place}
    return [(place, problem) for place, problem in found if place or problem not in placed]


def _breaches(description: Description, error: Any) -> Iterator[Breach]:
    message = error.message.splitlines()[0]
    if isinstance(error, DuplicateOperationIDError):
        yield from _repeated(description)
    elif isinstance(error, ParameterDuplicateError):
        yield from _repeated_parameters(description.document)
    else:
        unexpected = UNEXPECTED.findall(message)[:1]
        for place in _places(description, tuple(error.absolute_path), error.instance):
            yield (*place, *unexpected), _explained((*place, *unexpected), message)


def _explained(place: Place, message: str) -> str:
    if UNEXPECTED.search(message):
        return f"{place[-1]} is unknown here; correct its spelling or its indentation"
    if place and place[-1] == "type":
        return f"{message.partition(' is not ')[0]} is no type; there can be {', '.join(TYPES)}"
    return f"{message}; correct the value, or the indentation of what follows"


def _repeated(description: Description) -> Iterator[Breach]:
    """The validator says which name is repeated, but not where."""
    places: dict[str, list[Place]] = {}
    for path, item in description.document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                place: Place = ("paths", path, method, "operationId")
                places.setdefault(str(operation["operationId"]), []).append(place)
    for name, (first, *taken) in places.items():
        for place in taken:
            yield place, f"the operationId {name} is taken by {label(first)} in {description.where(first)}"


def _repeated_parameters(document: Document) -> Iterator[Breach]:
    """The same for parameters."""
    for operation in operations(document):
        names = [resolved(document, raw)["name"] for raw in operation.raw.get("parameters", ())]
        for number, name in enumerate(names):
            if name in names[:number]:
                yield (*operation.place, "parameters", number), f"the parameter {name} is there twice; take one out"


def _places(description: Description, path: Place, instance: Any) -> list[Place]:
    """Where an error is. The validator gives the way to it from the schema, which it does not name."""
    if path and path[0] in description.document:
        return [path]
    schemas = nodes(description.document["components"]["schemas"], ("components", "schemas"))
    if not path:
        return _own_places(schemas, instance) or [path]
    found = [(*place, *path) for place, node in schemas if _follow(node, path) is instance]
    return found or [path]


def _own_places(schemas: Iterator[tuple[Place, Any]], instance: Any) -> list[Place]:
    """Where a value stands. The same number or text may stand elsewhere, too, but is another object there."""
    if instance is None or isinstance(instance, bool):
        return []
    return [(*place, key) for place, node in schemas if isinstance(node, dict) for key in node if node[key] is instance]


def _follow(node: Any, path: Sequence[str | int]) -> Any:
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return node
