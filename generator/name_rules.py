"""The project's rules for names: each becomes a name in Python, which no other has, and which hides nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from keyword import iskeyword
from pathlib import Path
from typing import Any

from generator.bundle import Document, references
from generator.fields import every_schema, resolved
from generator.names import EXTENDED, IDS, field_name, member_name
from generator.origins import Breach, Place
from generator.paths import Operation, operations
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing
from plutio_async._resources.resource import Resource

Named = Iterator[tuple[Place, str, Document]]
"""What is described under a wire name, with its place."""

METHOD = re.compile(r"[a-z][a-z0-9_]*")
CLIENT = Path(__file__).parent.parent / "plutio_async" / "_client"
ARCHIVING = ("archive", "bulk_archive")


def _every_operation_becomes_a_method(document: Document) -> Iterator[Breach]:
    public = [operation for operation in operations(document) if not operation.raw.get("x-internal")]
    ids = {operation.id for operation in public}
    for operation in public:
        resource = field_name((operation.raw.get("tags") or [""])[0])
        for key in ("operationId", "x-deprecated-name"):
            verb = str(operation.raw.get(key, "")).removeprefix(f"{resource}_")
            if key in operation.raw and (problem := _no_method(resource, verb, operation, ids)):
                yield (*operation.place, key), problem


def _no_method(resource: str, verb: str, operation: Operation, ids: set[str]) -> str | None:
    if not METHOD.fullmatch(verb) or iskeyword(verb):
        return f"{verb} can be no method in Python; write another verb in lower case, such as {resource}_read"
    restores = "archive".join(verb.rsplit("unarchive", 1)) in ARCHIVING and "unarchive" in verb
    if verb in _methods_beside(resource, ids) or (restores and f"{resource}_{verb.replace('un', '', 1)}" in ids):
        return f"the method {verb} is there without an operation, and one would hide the other; choose another verb"
    return None


def _methods_beside(resource: str, ids: set[str]) -> set[str]:
    """The names that the class of a resource has without an operation."""
    bases = [base for verb, base in (("list", Listing), ("create", Creates)) if f"{resource}_{verb}" in ids]
    inherited = {name for base in (*bases, Resource) for name in (*dir(base), *Resource.__annotations__)} - {"list"}
    return inherited | (_public_names(f"{resource}.py") if resource in EXTENDED else set())


def _every_tag_becomes_an_attribute(document: Document) -> Iterator[Breach]:
    taken = _public_names("client.py") - set(EXTENDED)
    for number, tag in enumerate(document["tags"]):
        name = field_name(tag["name"])
        if not METHOD.fullmatch(name) or name in taken:
            yield ("tags", number, "name"), f"the client cannot have the resource {name}; give the tag another name"


def _public_names(module: str) -> set[str]:
    """The methods and properties of a module of the client, which imports what is generated."""
    tree = ast.parse((CLIENT / module).read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in found if not node.name.startswith("_")}


def _every_property_has_a_name_of_its_own(document: Document) -> Iterator[Breach]:
    schemas = _schemas(document)
    for name, schema in schemas.items():
        yield from _distinct(_properties(document, ("components", "schemas", name), schema))
    named = [id(part) for schema in schemas.values() for part in (schema, *schema.get("allOf", ()))]
    for (first, *way), schema in every_schema(document):
        if id(schema) not in named and any("x-name" in each for each in schema.get("properties", {}).values()):
            where = ("components", "schemas", first, *(key for name in way for key in ("properties", name)))
            yield where, "x-name is for the properties of a schema with a name; give this one a name"


def _every_parameter_has_a_name_of_its_own(document: Document) -> Iterator[Breach]:
    for operation in operations(document):
        if operation.method == "get":
            yield from _distinct(_parameters(document, operation))


def _schemas(document: Document) -> dict[str, Document]:
    """The schemas that become something in Python: internal operations, of which no method is made, need others."""
    found: dict[str, Document] = {}
    todo = [operation.raw for operation in operations(document) if not operation.raw.get("x-internal")]
    while todo:
        for reference in set(references(todo.pop())) - found.keys():
            found[reference] = resolved(document, {"$ref": reference})
            todo.append(found[reference])
    return {name.rpartition("/")[2]: schema for name, schema in found.items() if "/schemas/" in name}


def _properties(document: Document, place: Place, schema: Document) -> Named:
    """The properties of a schema and of its parts, each where it is described."""
    if "$ref" in schema:
        place, schema = ("components", "schemas", schema["$ref"].rpartition("/")[2]), resolved(document, schema)
    for part in schema.get("allOf", ()):
        yield from _properties(document, place, part)
    for wire, raw in schema.get("properties", {}).items():
        yield (*place, "properties", wire), wire, raw


def _parameters(document: Document, operation: Operation) -> Named:
    for number, raw in enumerate(operation.raw.get("parameters", ())):
        parameter = resolved(document, raw)
        yield (*operation.place, "parameters", number), parameter["name"], parameter


def _distinct(named: Named) -> Iterator[Breach]:
    seen: dict[str, str] = {}
    for place, wire, raw in named:
        name = field_name(wire, raw)
        if "x-name" in raw and (wire in IDS or not _is_name(raw["x-name"])):
            yield (*place, "x-name"), "x-name must be a free name in Python, written like due_date; _id keeps its own"
        elif not name.isidentifier():
            yield place, f"{wire} is no name in Python; add x-name, such as {_suggested(name)}"
        elif (other := seen.setdefault(name, wire)) != wire:
            yield place, f"{other} and {wire} are both {name} in Python; give one an x-name"


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and name.isidentifier() and field_name(name) == name


def _suggested(name: str) -> str:
    return field_name(re.sub(r"\W+", "_", f"the_{name}"))


def _every_value_has_a_name_of_its_own(document: Document) -> Iterator[Breach]:
    for schema_name, schema in _schemas(document).items():
        place: Place = ("components", "schemas", schema_name)
        values, names = schema.get("x-extensible-enum"), schema.get("x-name", {})
        former = schema.get("x-deprecated-name", {})
        if values == []:
            yield (*place, "x-extensible-enum"), "the list of known values is empty; list one, or take it out"
        known = [*values, *former] if isinstance(values, list) and isinstance(former, dict) else []
        if not isinstance(names, dict) or not names.keys() <= set(map(str, known)):
            yield (*place, "x-name"), "x-name must give for values of x-extensible-enum their names in Python"
        elif isinstance(values, list):
            yield from _distinct_values(place, values, names)


def _distinct_values(place: Place, values: Iterable[Any], names: dict[str, Any]) -> Iterator[Breach]:
    for value, name in names.items():
        if not _is_member(name) or name != member_name(name, {}):
            yield (*place, "x-name", value), f"{name} must be a name in Python, written like TWO_WEEKS"
    seen: dict[str, str] = {}
    for number, value in enumerate(values):
        name, where = member_name(str(value), names), (*place, "x-extensible-enum", number)
        if value not in names and not _is_member(name):
            yield where, f"{value} is no name in Python; add x-name with a name for it, such as {_member(name)}"
        elif (other := seen.setdefault(str(name), value)) != value:
            yield where, f"{other} and {value} are both {name} in Python; name one in x-name"


def _is_member(name: Any) -> bool:
    return isinstance(name, str) and name.isidentifier() and not name.startswith("_")


def _member(name: str) -> str:
    return re.sub(r"\W+", "_", name if name[:1].isalpha() else f"THE_{name}").strip("_")


NAME_RULES: tuple[Callable[[Document], Iterator[Breach]], ...] = (
    _every_operation_becomes_a_method,
    _every_tag_becomes_an_attribute,
    _every_property_has_a_name_of_its_own,
    _every_parameter_has_a_name_of_its_own,
    _every_value_has_a_name_of_its_own,
)
