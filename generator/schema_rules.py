"""The house's rules for schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.bundle import Document
from generator.fields import every_schema, resolved
from generator.origins import Place

KEYWORDS = frozenset(
    {
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "default",
        "description",
        "enum",
        "examples",
        "format",
        "items",
        "maximum",
        "minimum",
        "oneOf",
        "properties",
        "required",
        "type",
        "unevaluatedProperties",
        "x-custom-field-entity",
        "x-evidence",
        "x-extensible-enum",
        "x-refers-to",
    }
)
"""What a schema can say. JSON Schema itself takes a misspelt keyword for one that it need not know."""


def _every_keyword_is_known(document: Document) -> Iterator[str]:
    for place, schema in every_schema(document):
        for key in sorted(schema.keys() - KEYWORDS):
            yield f"{_dotted(place)}: the keyword {key} is unknown; see generator/schema_rules.py"


def _every_schema_is_described(document: Document) -> Iterator[str]:
    for name, schema in document["components"]["schemas"].items():
        if not schema.get("description"):
            yield f"{name}: no description"
        for key, property_ in _properties(schema):
            if "$ref" not in property_ and not property_.get("description"):
                yield f"{name}.{key}: no description"


def _every_reference_says_how_well_it_is_known(document: Document) -> Iterator[str]:
    """Where what a property refers to is known better or worse than the schema that it stands in."""
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("allOf", ())):
            own = part.get("x-evidence", schema.get("x-evidence"))
            for key, property_ in part.get("properties", {}).items():
                target = resolved(document, property_)
                if target is not property_ and "x-evidence" not in property_ and target.get("x-evidence", own) != own:
                    yield f"{name}.{key}: say x-evidence beside the $ref; {own} or {target['x-evidence']}?"


def _every_schema_is_open(document: Document) -> Iterator[str]:
    for place, schema in every_schema(document):
        where = _dotted(place)
        if "additionalProperties" in schema or "unevaluatedProperties" in schema:
            yield f"{where}: leave objects open; the API sends more than is described"
        if "enum" in schema:
            yield f"{where}: list known values in x-extensible-enum, not in enum; the API may send others"


def _every_list_of_values_has_a_name(document: Document) -> Iterator[str]:
    named = document["components"]["schemas"]
    for place, schema in every_schema(document):
        values = schema.get("x-extensible-enum", [])
        if values and named.get(place[0]) is not schema:
            yield f"{_dotted(place)}: x-extensible-enum needs a schema of its own, which gives the class its name"
        for value in values:
            if not isinstance(value, str):
                yield f"{_dotted(place)}: the known value {value!r} must be text"


def _every_record_stands_alone(document: Document) -> Iterator[str]:
    record = {"$ref": "#/components/schemas/Record"}
    for name, schema in document["components"]["schemas"].items():
        if record in schema.get("allOf", ()) and not schema.get("examples"):
            yield f"{name}: a record needs an example"
        if schema.get("allOf") in ([record], [{"$ref": "#/components/schemas/Identified"}]):
            yield f"{name}: the parser takes an allOf with one part for that part; add a part with `type: object`"


def _properties(schema: Document) -> Iterator[tuple[str, Document]]:
    for part in (schema, *schema.get("allOf", ())):
        yield from part.get("properties", {}).items()


def _dotted(place: Place) -> str:
    return ".".join(map(str, place))


SCHEMA_RULES: tuple[Callable[[Document], Iterator[str]], ...] = (
    _every_keyword_is_known,
    _every_schema_is_described,
    _every_reference_says_how_well_it_is_known,
    _every_schema_is_open,
    _every_list_of_values_has_a_name,
    _every_record_stands_alone,
)
