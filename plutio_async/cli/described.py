"""What the description says of resources and their fields, for the arguments of commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import Parameter, isfunction, signature
from typing import TYPE_CHECKING, Any

from plutio_async._core.bundled import openapi_document
from plutio_async.cli.failures import Problem
from plutio_async.cli.words import did_you_mean
from plutio_async.description import RESOURCES, Resources

if TYPE_CHECKING:
    from plutio_async import Listing
    from plutio_async.description import Field

_NO_FIELDS = frozenset({"id", "ids", "custom", "extra", "progress"})
_HELPERS = frozenset({"count", "changes", "watch", "pages", "iterate", "get_many"})
"""Methods that are no operations of the API."""


def find_resource(resources: Resources, name: str) -> Any:
    """The resource with a name; ``time-tracks`` is ``time_tracks``."""
    attribute = name.replace("-", "_").lower()
    if attribute not in RESOURCES:
        hint = did_you_mean(attribute, RESOURCES) or f"there are {', '.join(RESOURCES)}"
        raise Problem(f"RESOURCE: there is no {name!r}; {hint}")
    return getattr(resources, attribute)


def verbs(resource: Any) -> list[str]:
    """The operations of a resource."""
    kind = type(resource)
    names = [name for name in dir(kind) if not name.startswith("_") and name not in _HELPERS]
    return [name for name in names if isfunction(getattr(kind, name))]


def method(resource: Any, verb: str) -> Any:
    """The method for a verb."""
    found = getattr(resource, verb, None)
    if found is None:
        raise Problem(f"RESOURCE: {resource.name} has no {verb!r}; it has {', '.join(verbs(resource))}")
    return found


def listing(resource: Any, verb: str = "list") -> Listing[Any]:
    """A resource whose records can be listed."""
    method(resource, verb)
    found: Listing[Any] = resource
    return found


def written_fields(resource: Any, verb: str) -> dict[str, Field]:
    """The fields that a method writes, by name."""
    from plutio_async.description import fields_of

    known = {**fields_of(resource.model), **resource._other_fields}
    return {
        name: known[name] for name in signature(method(resource, verb)).parameters if name in known and name != "id"
    }


def required_fields(resource: Any, verb: str) -> list[str]:
    """The fields that a method needs."""
    parameters = signature(method(resource, verb)).parameters.values()
    return [one.name for one in parameters if one.default is Parameter.empty and one.kind is Parameter.KEYWORD_ONLY]


def has_custom_fields(resource: Any, verb: str) -> bool:
    """Whether a method takes custom fields by title."""
    return "custom" in signature(method(resource, verb)).parameters


def type_name(codec: Any) -> str:
    """The type of a field, in a word or two."""
    from plutio_async.description import Choice, Either, Id, Many, Ref

    if isinstance(codec, Many):
        return f"list of {type_name(codec.inner)}"
    if isinstance(codec, Either):
        return " or ".join(dict.fromkeys(type_name(option) for option in codec.options))
    if isinstance(codec, Choice):
        return "choice"
    if isinstance(codec, Ref):
        return codec.model.__name__
    if isinstance(codec, Id):
        targets = codec.targets.values() if isinstance(codec.targets, Mapping) else codec.targets
        return f"id of {'|'.join(dict.fromkeys(targets))}"
    return {"Anything": "any"}.get(type(codec).__name__, type(codec).__name__.lower())


def allowed_values(codec: Any) -> list[str]:
    """The known values of a field; ``…`` at the end if there may be others."""
    from plutio_async.description import Choice, item_codec, options_of

    for option in options_of(item_codec(codec)):
        if isinstance(option, Choice):
            values = [member.value for member in option.values]
            return values if option.values.known_values == "all" else [*values, "…"]
    return []


class Description:
    """The bundled OpenAPI description. Loaded by the commands that show evidence only, since it is large."""

    def __init__(self) -> None:
        self._document = openapi_document()

    def fields(self, schema: str) -> dict[str, dict[str, Any]]:
        """The fields of a schema by wire name, each with its ``description`` and ``x-evidence``."""
        schemas = self._document["components"]["schemas"]
        found: dict[str, dict[str, Any]] = {}
        for part, evidence in self._parts(schemas[schema], None):
            for name, value in part.get("properties", {}).items():
                found[name] = {"x-evidence": evidence, **self._flat(value)}
        return found

    def _parts(self, schema: dict[str, Any], evidence: str | None) -> Iterator[tuple[dict[str, Any], str | None]]:
        evidence = schema.get("x-evidence", evidence)
        if "$ref" in schema:
            yield from self._parts(self._followed(schema["$ref"]), evidence)
        for part in schema.get("allOf", []):
            yield from self._parts(part, evidence)
        yield schema, evidence

    def _flat(self, value: dict[str, Any]) -> dict[str, Any]:
        """A field without the ``anyOf`` that allows null."""
        parts = [value, *value.get("anyOf", []), *value.get("allOf", [])]
        referred = [self._followed(part["$ref"]) for part in parts if "$ref" in part]
        merged: dict[str, Any] = {}
        for part in (*parts, *referred):
            merged = {**{key: part[key] for key in ("description", "x-evidence") if key in part}, **merged}
        return merged

    def _followed(self, reference: str) -> dict[str, Any]:
        found: Any = self._document
        for key in reference.removeprefix("#/").split("/"):
            found = found[key]
        return dict(found)
