"""The project's own rules for the description, beyond those of OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from generator.bundle import Description, Document, read
from generator.claims import every_claim_can_be_settled
from generator.errors import meant
from generator.examples import misfits
from generator.name_rules import NAME_RULES
from generator.names import field_name
from generator.normalise import METHODS
from generator.origins import Breach, nodes
from generator.paths import Operation, operations
from generator.references import every_target
from generator.schema_rules import SCHEMA_RULES
from generator.sources import message
from generator.standard import validate
from generator.wording import BOTH_WAYS, says_both

EVIDENCE = ("documented", "observed", "inferred")
ERRORS = ("400", "401", "403", "404", "405", "429", "500")

OPERATION_EXTENSIONS = frozenset(
    {
        "x-deprecated-name",
        "x-evidence",
        "x-fallback",
        "x-get-by-list",
        "x-id-query",
        "x-idempotent",
        "x-internal",
        "x-probe",
    }
)
PARAMETER_EXTENSIONS = frozenset({"x-evidence", "x-name", "x-probe", "x-required-to-list"})
"""The extensions of OpenAPI that can be used, so that a misspelt one is found."""


def broken_rules(folder: Path) -> list[str]:
    """Each broken rule as a line that says where.

    Raises:
        DescriptionError: the description cannot be bundled.
    """
    return breaches(read(folder))


def breaches(description: Description) -> list[str]:
    """What OpenAPI does not allow, or else what the project does not. What a convention breaks is reported once."""
    reported: dict[tuple[str, str], str] = {}
    for place, problem in validate(description) or check(description.document):
        where = description.where(place)
        line = message(where, place, problem)
        reported.setdefault((where.convention or line, problem), line)
    return list(reported.values())


def check(document: Document) -> list[Breach]:
    """The project's own rules for a document that OpenAPI allows."""
    found: list[Breach] = []
    for operation in operations(document):
        for rule in OPERATION_RULES:
            found += [((*operation.place, *place), problem) for place, problem in rule(operation)]
    found += [breach for rule in (*DOCUMENT_RULES, *SCHEMA_RULES, *NAME_RULES) for breach in rule(document)]
    return [*found, *misfits(document)]


def _is_named_after_its_tag(operation: Operation) -> Iterator[Breach]:
    tags = operation.raw.get("tags", [])
    if len(tags) != 1:
        yield ("tags",), f"exactly one tag is needed, not {tags}"
    elif not operation.id.startswith(f"{field_name(tags[0])}_"):
        yield ("operationId",), f"the operationId must be {field_name(tags[0])}_<verb>"


def _has_texts(operation: Operation) -> Iterator[Breach]:
    for key in ("summary", "description"):
        if not operation.raw.get(key, "").strip():
            yield (key,), f"no {key}"


def _has_evidence(operation: Operation) -> Iterator[Breach]:
    if operation.raw.get("x-evidence") not in EVIDENCE:
        yield ("x-evidence",), f"x-evidence must be one of {', '.join(EVIDENCE)}"


def _has_known_extensions(operation: Operation) -> Iterator[Breach]:
    for key in operation.raw:
        if key.startswith("x-") and key not in OPERATION_EXTENSIONS:
            yield (key,), f"{key} is unknown; there can be {', '.join(sorted(OPERATION_EXTENSIONS))}"
    for number, parameter in enumerate(operation.raw.get("parameters", ())):
        for key in parameter:
            if key.startswith("x-") and key not in PARAMETER_EXTENSIONS:
                what = (
                    f"{parameter.get('name')}: {key} is unknown; there can be {', '.join(sorted(PARAMETER_EXTENSIONS))}"
                )
                yield ("parameters", number, key), what


def _has_idempotence(operation: Operation) -> Iterator[Breach]:
    if not isinstance(operation.raw.get("x-idempotent"), bool):
        yield ("x-idempotent",), "x-idempotent must be true or false"


def _reads_by_id_only_in_lists(operation: Operation) -> Iterator[Breach]:
    for key in ("x-id-query", "x-get-by-list"):
        if not isinstance(operation.raw.get(key, True), bool):
            yield (key,), f"{key} must be true or false"
        elif key in operation.raw and not operation.id.endswith("_list"):
            yield (key,), f"{key} is for lists"


def _has_parameters_of_a_query(operation: Operation) -> Iterator[Breach]:
    for number, parameter in enumerate(operation.raw.get("parameters", ())):
        place = ("parameters", number)
        name = parameter.get("name", parameter.get("$ref"))
        sent = operation.method == "get" and parameter.get("in", "query") == "query"
        if not sent and not operation.raw.get("x-internal"):
            yield place, f"{name}: no method sends this; parameters are for the query of a GET"
        if not isinstance(parameter.get("x-required-to-list", True), bool):
            yield place, f"{name}: x-required-to-list must be true or false"
        elif "x-required-to-list" in parameter and not operation.id.endswith("_list"):
            yield place, f"{name}: x-required-to-list is for lists"


def _separates_archiving_from_restoring(operation: Operation) -> Iterator[Breach]:
    texts = operation.raw.get("summary", ""), operation.raw.get("description", "")
    if operation.id.endswith("_archive") and not says_both(*texts):
        begin = "Archives <what>, or restores it with `isArchived: false`."
        yield ("summary",), f"the summary must begin with {BOTH_WAYS!r} and the description with {begin!r}"


def _has_every_answer(operation: Operation) -> Iterator[Breach]:
    for status in ("200", *ERRORS):
        if status not in operation.raw.get("responses", {}):
            yield ("responses", status), f"no answer for {status}"


def _has_an_example_of_its_body(operation: Operation) -> Iterator[Breach]:
    for media_type, content in operation.raw.get("requestBody", {}).get("content", {}).items():
        if "example" not in content:
            yield ("requestBody", "content", media_type), f"the {media_type} body has no example"


def _every_path_has_operations_only(document: Document) -> Iterator[Breach]:
    for path, item in document["paths"].items():
        for key in item:
            if key not in METHODS:
                yield ("paths", path, key), f"{key} becomes no method; there can be {', '.join(METHODS)}"


def _every_evidence_is_known(document: Document) -> Iterator[Breach]:
    for place, node in nodes(document, ()):
        if "x-evidence" in node and "operationId" not in node and node["x-evidence"] not in EVIDENCE:
            yield (*place, "x-evidence"), f"x-evidence must be one of {', '.join(EVIDENCE)}"


def _every_extension_is_read(document: Document) -> Iterator[Breach]:
    for place, node in nodes(document["paths"], ("paths",)):
        inside = {"responses", "requestBody"}.intersection(place)
        for key in node if inside and isinstance(node, dict) and "schema" not in place else ():
            if key.startswith("x-") and place[-1] != "headers":
                yield (*place, key), f"{key} is unknown here; take it out, or write it beside the operation's summary"


def _every_tag_is_described(document: Document) -> Iterator[Breach]:
    for number, tag in enumerate(document["tags"]):
        for key in ("description", "x-documented-as"):
            if not tag.get(key):
                yield ("tags", number, key), f"the tag {tag['name']}: no {key}"
    tags = {tag["name"] for tag in document["tags"]}
    for operation in operations(document):
        for name in operation.raw.get("tags", ()):
            if name not in tags:
                yield (*operation.place, "tags"), f"no file describes the tag {name}"


def _every_reference_leads_to_a_list(document: Document) -> Iterator[Breach]:
    ids = {operation.id for operation in operations(document)}
    listed = {name.removesuffix("_list") for name in ids if name.endswith("_list")}
    for place, target in every_target(document):
        if target not in listed:
            yield place, f"x-refers-to names {target}, which cannot be listed; {meant(target, listed)}"


def _every_name_of_an_operation_fits(document: Document) -> Iterator[Breach]:
    """A fallback is an operation of the same resource, a former name is a new one."""
    ids = {operation.id for operation in operations(document)}
    for operation in operations(document):
        resource = field_name((operation.raw.get("tags") or [""])[0])
        own = {id for id in ids if id.startswith(f"{resource}_")}
        fallback, former = operation.raw.get("x-fallback"), operation.raw.get("x-deprecated-name")
        if fallback is not None and fallback not in own - {operation.id}:
            yield (*operation.place, "x-fallback"), f"x-fallback names {fallback}; {meant(str(fallback), own)}"
        if former is not None and (not str(former).startswith(f"{resource}_") or former in ids):
            yield (*operation.place, "x-deprecated-name"), f"the former operationId must be a free {resource}_<verb>"


OPERATION_RULES: tuple[Callable[[Operation], Iterator[Breach]], ...] = (
    _is_named_after_its_tag,
    _has_texts,
    _has_evidence,
    _has_known_extensions,
    _has_idempotence,
    _reads_by_id_only_in_lists,
    _has_parameters_of_a_query,
    _separates_archiving_from_restoring,
    _has_every_answer,
    _has_an_example_of_its_body,
)
DOCUMENT_RULES: tuple[Callable[[Document], Iterator[Breach]], ...] = (
    _every_path_has_operations_only,
    _every_evidence_is_known,
    _every_extension_is_read,
    _every_tag_is_described,
    _every_reference_leads_to_a_list,
    _every_name_of_an_operation_fits,
    every_claim_can_be_settled,
)
