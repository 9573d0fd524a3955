"""The house's own rules for the description, beyond what OpenAPI asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen
from openapi_schema_validator import OAS31Validator

from generator.build import validate
from generator.bundle import Document, bundle
from generator.names import field_name
from generator.normalise import METHODS, for_validation
from generator.references import every_target

EVIDENCE = ("documented", "observed", "inferred")
ERRORS = ("400", "401", "403", "404", "405", "429", "500")


@frozen
class Operation:
    """An operation where it stands in the document."""

    method: str
    path: str
    raw: Document

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


def broken_rules(description: Path) -> list[str]:
    """Each broken rule as a line that says where.

    Raises:
        DescriptionError: the description cannot be bundled, or is not valid OpenAPI.
    """
    document = bundle(description)
    validate(document)
    return check(document)


def check(document: Document) -> list[str]:
    """The same for a bundled document."""
    found = [line for operation in operations(document) for rule in OPERATION_RULES for line in rule(operation)]
    found += [line for rule in DOCUMENT_RULES for line in rule(document)]
    return [*found, *_misfits(document)]


def operations(document: Document) -> Iterator[Operation]:
    """Every operation of a document."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method, path, item[method])


def _is_named_after_its_tag(operation: Operation) -> Iterator[str]:
    tags = operation.raw.get("tags", [])
    if len(tags) != 1:
        yield f"{operation}: exactly one tag is needed, not {tags}"
    elif not operation.raw.get("operationId", "").startswith(f"{field_name(tags[0])}_"):
        yield f"{operation}: the operationId must be {field_name(tags[0])}_<verb>"


def _says_what_it_does(operation: Operation) -> Iterator[str]:
    for key in ("summary", "description"):
        if not operation.raw.get(key, "").strip():
            yield f"{operation}: no {key}"


def _says_how_well_it_is_known(operation: Operation) -> Iterator[str]:
    if operation.raw.get("x-evidence") not in EVIDENCE:
        yield f"{operation}: x-evidence must be one of {', '.join(EVIDENCE)}"


def _says_whether_it_may_be_repeated(operation: Operation) -> Iterator[str]:
    if not isinstance(operation.raw.get("x-idempotent"), bool):
        yield f"{operation}: x-idempotent must be true or false"


def _says_whether_ids_can_be_asked_for(operation: Operation) -> Iterator[str]:
    if not isinstance(operation.raw.get("x-id-query", True), bool):
        yield f"{operation}: x-id-query must be true or false"
    elif "x-id-query" in operation.raw and not operation.raw.get("operationId", "").endswith("_list"):
        yield f"{operation}: x-id-query is for lists"


def _has_every_answer(operation: Operation) -> Iterator[str]:
    for status in ("200", *ERRORS):
        if status not in operation.raw["responses"]:
            yield f"{operation}: no answer for {status}"


def _shows_a_body(operation: Operation) -> Iterator[str]:
    for kind, content in operation.raw.get("requestBody", {}).get("content", {}).items():
        if "example" not in content:
            yield f"{operation}: the {kind} body has no example"


def _every_schema_is_described(document: Document) -> Iterator[str]:
    for name, schema in document["components"]["schemas"].items():
        if not schema.get("description"):
            yield f"{name}: no description"
        if schema.get("x-evidence", EVIDENCE[0]) not in EVIDENCE:
            yield f"{name}: x-evidence must be one of {', '.join(EVIDENCE)}"
        for key, property_ in _properties(schema):
            if "$ref" not in property_ and not property_.get("description"):
                yield f"{name}.{key}: no description"
            if property_.get("x-evidence", EVIDENCE[0]) not in EVIDENCE:
                yield f"{name}.{key}: x-evidence must be one of {', '.join(EVIDENCE)}"


def _every_reference_leads_to_a_list(document: Document) -> Iterator[str]:
    listed = {operation.raw["operationId"].removesuffix("_list") for operation in operations(document)}
    for where, target in every_target(document):
        if target not in listed:
            yield f"{where}: x-refers-to names {target}, which cannot be listed"


def _every_schema_is_open(document: Document) -> Iterator[str]:
    for name, schema in document["components"]["schemas"].items():
        for part in (schema, *schema.get("allOf", ())):
            if "additionalProperties" in part or "unevaluatedProperties" in part:
                yield f"{name}: leave objects open; the API sends more than is described"
            if "enum" in part:
                yield f"{name}: list known values in x-extensible-enum; the API may send others"


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


def _misfits(document: Document) -> Iterator[str]:
    """Examples that their schemas do not allow."""
    components = for_validation(document["components"])
    for where, schema, example in _examples(document):
        for error in OAS31Validator({**schema, "components": components}).iter_errors(example):
            yield f"{where}: the example does not fit: {error.message}"


def _examples(document: Document) -> Iterator[tuple[str, Document, Any]]:
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            yield name, {"$ref": f"#/components/schemas/{name}"}, example
    for operation in operations(document):
        for content in operation.raw.get("requestBody", {}).get("content", {}).values():
            if "example" in content:
                yield str(operation), content["schema"], content["example"]


OPERATION_RULES: tuple[Callable[[Operation], Iterator[str]], ...] = (
    _is_named_after_its_tag,
    _says_what_it_does,
    _says_how_well_it_is_known,
    _says_whether_it_may_be_repeated,
    _says_whether_ids_can_be_asked_for,
    _has_every_answer,
    _shows_a_body,
)
DOCUMENT_RULES: tuple[Callable[[Document], Iterator[str]], ...] = (
    _every_schema_is_described,
    _every_schema_is_open,
    _every_record_stands_alone,
    _every_reference_leads_to_a_list,
)
