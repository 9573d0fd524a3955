"""The project's rules for schemas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.bundle import Document
from generator.errors import meant
from generator.fields import every_schema, fields_of, resolved
from generator.origins import Breach, Place

KEYWORDS = frozenset(
    {
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
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
        "x-deprecated-name",
        "x-display",
        "x-evidence",
        "x-extensible-enum",
        "x-instead",
        "x-known-values",
        "x-name",
        "x-probe",
        "x-refers-to",
    }
)
"""The keywords of schemas. JSON Schema itself ignores a misspelt one."""

FORMATS = frozenset({"date-time"})
NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def _every_keyword_is_known(document: Document) -> Iterator[Breach]:
    for place, schema in every_schema(document):
        for key in sorted(schema.keys() - KEYWORDS):
            yield (*_place(document, place), key), f"the keyword {key} is unknown; {meant(key, KEYWORDS)}"


def _every_type_can_be_generated(document: Document) -> Iterator[Breach]:
    for place, schema in every_schema(document):
        where, kind, form = _place(document, place), schema.get("type", ""), schema.get("format")
        if not isinstance(kind, str):
            yield (*where, "type"), f"one type is needed, not {kind}; any field may be null"
        if form not in (None, *FORMATS) or (form and kind != "string"):
            yield (*where, "format"), f"the format {form} of {kind} is unknown; there can be string with date-time"
        if kind == "array" and "items" not in schema:
            yield (*where, "type"), "an array needs items, which say what it holds"


def _every_name_can_be_that_of_a_class(document: Document) -> Iterator[Breach]:
    for name in document["components"]["schemas"]:
        if not NAME.fullmatch(name):
            yield ("components", "schemas", name), "the name becomes that of a class; write it like TaskStatus"


def _every_required_field_is_described(document: Document) -> Iterator[Breach]:
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("allOf", ())):
            for wire in part.get("required", ()):
                known = fields_of(document, name)
                if wire not in known:
                    place = ("components", "schemas", name, "required")
                    yield place, f"required names {wire}, which is not described; {meant(wire, known)}"


def _every_schema_is_described(document: Document) -> Iterator[Breach]:
    for name, schema in document["components"]["schemas"].items():
        if not schema.get("description"):
            yield ("components", "schemas", name), "no description"
        for key, property_ in _properties(schema):
            if "$ref" not in property_ and not property_.get("description"):
                yield ("components", "schemas", name, "properties", key), "no description"


def _every_reference_has_evidence(document: Document) -> Iterator[Breach]:
    """Where what a property refers to is known better or worse than the schema that it stands in."""
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("allOf", ())):
            own = part.get("x-evidence", schema.get("x-evidence"))
            for key, property_ in part.get("properties", {}).items():
                target = resolved(document, property_)
                if target is not property_ and "x-evidence" not in property_ and target.get("x-evidence", own) != own:
                    what = f"say x-evidence beside the $ref; {own} or {target['x-evidence']}?"
                    yield ("components", "schemas", name, "properties", key), what


def _every_schema_is_open(document: Document) -> Iterator[Breach]:
    for place, schema in every_schema(document):
        where = _place(document, place)
        if "additionalProperties" in schema or "unevaluatedProperties" in schema:
            yield where, "leave objects open; the API sends more than is described"
        if "enum" in schema:
            yield (*where, "enum"), "list known values in x-extensible-enum, not in enum; the API may send others"


def _every_list_of_values_has_a_name(document: Document) -> Iterator[Breach]:
    named = document["components"]["schemas"]
    for place, schema in every_schema(document):
        values = schema.get("x-extensible-enum", [])
        where = (*_place(document, place), "x-extensible-enum")
        if not isinstance(values, list):
            yield where, "x-extensible-enum must hold a list; write each value after a dash"
            continue
        if schema.get("x-known-values", "some") not in ("some", "own"):
            yield (*where[:-1], "x-known-values"), "x-known-values must be some or own; leave it out if all are listed"
        if values and named.get(place[0]) is not schema:
            yield where, "x-extensible-enum needs a schema of its own, which gives the class its name"
        for number, value in enumerate(values):
            if not isinstance(value, str):
                yield (*where, number), f"the known value {value!r} must be text; quote it"
            elif not value or value in values[:number]:
                yield (*where, number), f"the known value {value!r} is empty or there already; take it out"


def _every_former_name_is_free(document: Document) -> Iterator[Breach]:
    """A property has one former name; a list of values has the value that each former one became."""
    for name, schema in document["components"]["schemas"].items():
        whole: Place = ("components", "schemas", name)
        for key, property_ in _properties(schema):
            former = property_.get("x-deprecated-name", "free")
            if not isinstance(former, str) or former in fields_of(document, name):
                where = (*whole, "properties", key, "x-deprecated-name")
                yield where, "x-deprecated-name must be the former name of the property, which no other has"
        values, renamed = schema.get("x-extensible-enum", []), schema.get("x-deprecated-name", {})
        if not isinstance(renamed, dict) or not set(renamed.values()) <= set(values) or set(renamed) & set(values):
            what = "x-deprecated-name must give for each former value the value that it became"
            yield (*whole, "x-deprecated-name"), what


def _every_hint_names_a_property(document: Document) -> Iterator[Breach]:
    """For a name that is none."""
    for name, schema in document["components"]["schemas"].items():
        hints, known = schema.get("x-instead", {}), fields_of(document, name)
        if not isinstance(hints, dict) or not set(hints.values()) <= set(known) or set(hints) & set(known):
            what = "x-instead must give for each name that is no property the property to use"
            yield ("components", "schemas", name, "x-instead"), what


def _every_display_name_is_a_property(document: Document) -> Iterator[Breach]:
    """But for a record of which no property is published: then it is a key that some servers send."""
    named = {
        name: schema["x-display"] for name, schema in document["components"]["schemas"].items() if "x-display" in schema
    }
    for name, shown in named.items():
        where, known = ("components", "schemas", name, "x-display"), fields_of(document, name)
        if not isinstance(shown, list) or not shown:
            yield where, "x-display must be a list of the properties that people call the record by"
        elif known.keys() - fields_of(document, "Record").keys():
            wrong = [(number, wire) for number, wire in enumerate(shown) if wire not in known]
            yield from (((*where, number), f"x-display names {wire}; {meant(wire, known)}") for number, wire in wrong)


def _every_record_stands_alone(document: Document) -> Iterator[Breach]:
    record = {"$ref": "#/components/schemas/Record"}
    for name, schema in document["components"]["schemas"].items():
        if record in schema.get("allOf", ()) and not schema.get("examples"):
            yield ("components", "schemas", name), "a record needs an example"
        if schema.get("allOf") in ([record], [{"$ref": "#/components/schemas/Identified"}]):
            what = "the parser takes an allOf with one part for that part; add a part with `type: object`"
            yield ("components", "schemas", name, "allOf"), what


def _properties(schema: Document) -> Iterator[tuple[str, Document]]:
    for part in (schema, *schema.get("allOf", ())):
        yield from part.get("properties", {}).items()


def _place(document: Document, dotted: Place) -> Place:
    """A place in the document, from an operation or the name of a component, and the names of properties."""
    first, *names = dotted
    way = [key for name in names for key in ("properties", name)]
    for kind in ("schemas", "parameters"):
        if first in document["components"].get(kind, {}):
            return "components", kind, first, *way
    method, path = str(first).split(" ")
    return "paths", path, method.lower(), *way


SCHEMA_RULES: tuple[Callable[[Document], Iterator[Breach]], ...] = (
    _every_keyword_is_known,
    _every_type_can_be_generated,
    _every_name_can_be_that_of_a_class,
    _every_required_field_is_described,
    _every_schema_is_described,
    _every_reference_has_evidence,
    _every_schema_is_open,
    _every_list_of_values_has_a_name,
    _every_former_name_is_free,
    _every_hint_names_a_property,
    _every_display_name_is_a_property,
    _every_record_stands_alone,
)
