"""What OpenAPI 3.1 asks of a description, said where it is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError

from generator.bundle import Description
from generator.origins import Place, nodes

MISSING = object()


def validate(description: Description) -> list[str]:
    """Each breach of the OpenAPI 3.1 specification as a line that names the file and the place in it."""
    errors = OpenAPIV31SpecValidator(description.document).iter_errors()
    return list(dict.fromkeys(line for error in errors for line in _lines(description, error)))


def _lines(description: Description, error: Any) -> Iterator[str]:
    message = error.message.splitlines()[0]
    if isinstance(error, DuplicateOperationIDError):
        yield from _repeated(description)
    else:
        for place in _places(description, tuple(error.absolute_path), error.instance):
            yield f"{description.where(place)}: {message}"


def _repeated(description: Description) -> Iterator[str]:
    """The validator says which name is repeated, but not where."""
    places: dict[str, list[str]] = {}
    for path, item in description.document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                where = description.where(("paths", path, method))
                places.setdefault(str(operation["operationId"]), []).append(where)
    for name, taken in places.items():
        for place in taken[1:]:
            yield f"{place}: the operationId {name} is taken by {taken[0]}"


def _places(description: Description, path: Place, instance: Any) -> list[Place]:
    """Where an error is. The validator gives the way to it from the schema, which it does not name."""
    if not path or path[0] in description.document:
        return [path]
    schemas = nodes(description.document["components"]["schemas"], ("components", "schemas"))
    found = [(*place, *path) for place, node in schemas if _follow(node, path) is instance]
    return found or [path]


def _follow(node: Any, path: Sequence[str | int]) -> Any:
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return node
