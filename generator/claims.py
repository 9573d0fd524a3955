"""Every claim of the description that is inferred, disputed or unknown, with what settles it.

A claim is a mark (``x-evidence: inferred``), a sentence of a description that says so, or a probe that stands beside
(``x-probe``). The tables below give the probe of each, or the reason why no read settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from generator.bundle import Document
from generator.errors import meant
from generator.origins import Breach, Place, nodes
from generator.paths import operations

PROBES = frozenset(
    {
        *("archived", "default_page", "id_answer", "id_query", "limit_headers", "older_tokens", "page_cap"),
        *("parents_in_q", "path_ids", "records", "shape", "short_pages", "sort_minus", "sort_suffix", "templates"),
        *(
            "time_unit",
            "token_calls",
            "token_lifetime",
            "unknown_route",
            "visit",
            "write_archive",
            "write_bulk_archive",
        ),
        *("write_bulk_delete", "write_bulk_update", "write_custom_field_delete", "write_custom_field_update"),
        *("write_delete", "write_status_id", "write_status_keyword"),
    }
)
"""The probes of ``plutio doctor``; a test compares them with those that it has."""

SAYS_SO = re.compile(
    r"\b(inferred|inference|disputed|unknown|unpublished|not observed|analogy|reports)\b", re.IGNORECASE
)
SENTENCE_END = re.compile(r"(?<=[.;])\s+")

NOT_READ = "only a write can settle it, and the doctor makes no such write"
VALUES = "a workspace has only the values that it uses, so a list of them is never known to be complete"
MEANING = "a record does not say what its fields mean"
OTHERS = "needs an API client that is enabled for several workspaces"
ELSEWHERE = "the doctor fetches nothing outside of the API"

Settled = tuple[str | None, str | None]
"""A probe, or the reason why there is none."""

OF_RECORDS: tuple[tuple[str, Settled], ...] = (
    (r"written|server (takes|insists|does|computes)|the answer is", (None, NOT_READ)),
    (r"values|slugs", (None, VALUES)),
    (r"Which|how the two|stands for|What it means|To whom|Whether it is|Under which", (None, MEANING)),
    (r"shape|keys|type is|an object|an array|entries|observed", ("shape", None)),
    (r"[iI]nferred|inference|analogy", ("records", None)),
)
"""What settles a sentence about what records hold, by a pattern in it. The first that matches counts."""

OF_READS: tuple[tuple[str, Settled], ...] = (
    (r"other workspaces", (None, OTHERS)),
    (r"file's `url`", (None, ELSEWHERE)),
    (r"[tT]emplate", ("templates", None)),
    (r"archived", ("archived", None)),
    (r"observed|shape|kind|key", ("visit", None)),
)
"""The same for a sentence about a call that reads."""


@frozen
class Claim:
    """What is claimed where, and the probe that settles it, or why none does."""

    place: Place
    kind: str
    text: str
    settled: Settled

    def as_json(self) -> dict[str, Any]:
        """The claim as the package has it."""
        probe, reason = self.settled
        how = {"reason": reason} if probe is None else {"probe": probe}
        return {"place": list(self.place), "kind": self.kind, "text": self.text, **how}


def claims_of(document: Document) -> list[Claim]:
    """All claims, in the order of the document."""
    read = schemas_that_are_read(document)
    found: list[Claim] = []
    for place, node in _described(document):
        is_schema = place[:2] == ("components", "schemas")
        reads = place[2] in read if is_schema else place[0] == "components" or place[2] == "get"
        found += _of_node(document, place, node, OF_RECORDS if is_schema else OF_READS, reads=reads)
    return found


def _described(document: Document) -> Iterator[tuple[Place, Document]]:
    """Everything that a claim can stand at: schemas and their parts, parameters, responses and operations."""
    for section, components in document["components"].items():
        for place, node in nodes(components, ("components", section)):
            if len(place) > 2 and isinstance(node, dict) and not {"example", "examples"} & set(place):
                yield place, node
    for operation in operations(document):
        yield operation.place, operation.raw
        for number, parameter in enumerate(operation.raw.get("parameters", ())):
            yield (*operation.place, "parameters", number), parameter
        for status, answer in operation.raw.get("responses", {}).items():
            yield (*operation.place, "responses", status), {"x-probe": _none(operation.raw), **answer}


def _none(operation: Document) -> Any:
    """Why no probe settles what an operation says, if it says so: that counts for its answers too."""
    probe = operation.get("x-probe", [])
    return probe if isinstance(probe, dict) else []


def schemas_that_are_read(document: Document) -> set[str]:
    """The schemas that answers to reads hold, and that of the token."""
    found: set[str] = set()
    for operation in operations(document):
        probe = operation.raw.get("x-probe", [])
        if (operation.method == "get" and not isinstance(probe, dict)) or operation.raw.get("x-internal"):
            _follow(document, operation.raw["responses"].get("200"), found)
    return found


def _follow(document: Document, node: Any, found: set[str]) -> None:
    for _, inner in nodes(node, ()):
        name = str(inner.get("$ref", "")).rpartition("/")[2] if isinstance(inner, dict) else ""
        if name not in found and name in document["components"].get("schemas", {}):
            found.add(name)
            _follow(document, document["components"]["schemas"][name], found)


def _of_node(
    document: Document, place: Place, node: Document, rules: Sequence[tuple[str, Settled]], *, reads: bool
) -> Iterator[Claim]:
    probes = node.get("x-probe", [])
    if isinstance(probes, str):
        probes = [probes]
    none: Settled | None = (None, str(probes.get("none", ""))) if isinstance(probes, dict) else None
    if _is_inferred(document, place, node):
        values = node.get("x-extensible-enum")
        kind, text = ("values", f"It has the values {', '.join(values)}.") if values else (_kind(place), "It exists.")
        seen: Settled = ("records" if rules is OF_RECORDS else "visit", None)
        yield Claim(place, kind, text, none or (seen if reads else (None, NOT_READ)))
    said = sentences(node)
    if probes and none is None:
        text = " ".join(said or str(node.get("description", "")).split())
        yield from (Claim(place, "behaviour", text, (probe, None)) for probe in probes)
        return
    for sentence in said:
        yield Claim(place, "said", sentence, none or (_by_pattern(rules, sentence) if reads else (None, NOT_READ)))


def _kind(place: Place) -> str:
    if place[0] == "paths":
        return "operation" if len(place) == 3 else "parameter"
    return "field" if len(place) > 3 else "schema"


def _is_inferred(document: Document, place: Place, node: Document) -> bool:
    """Whether it is marked so, or is a property without a mark of a part or a schema that is."""
    if place[-1] == "properties" and place[-2] != "properties":
        return False
    marks = [node.get("x-evidence")]
    if place[-2] == "properties" and len(place) > 4:
        inside: Any = document
        for key in place[:-2]:
            inside = inside[key]
            marks[1:1] = [inside["x-evidence"]] if isinstance(inside, dict) and "x-evidence" in inside else []
    return next((mark for mark in marks if mark is not None), None) == "inferred"


def _by_pattern(rules: Sequence[tuple[str, Settled]], sentence: str) -> Settled:
    return next((settled for pattern, settled in rules if re.search(pattern, sentence)), (None, None))


def sentences(node: Document) -> list[str]:
    """Those of a description that say that something is uncertain."""
    text = node.get("description")
    parts = SENTENCE_END.split(" ".join(text.split())) if isinstance(text, str) else []
    return [part for part in parts if SAYS_SO.search(part)]


def every_claim_can_be_settled(document: Document) -> Iterator[Breach]:
    """A rule of the description: each claim has a probe that exists, or the reason why there is none."""
    for claim in claims_of(document):
        probe, reason = claim.settled
        if probe is not None and probe not in PROBES:
            yield claim.place, f"x-probe names {probe}; {meant(probe, PROBES)}"
        elif probe is None and not reason:
            what = "write x-probe beside it: a list of probes, or `none:` with the reason why no read settles it"
            yield claim.place, f"nothing settles {claim.text!r}; {what}"
