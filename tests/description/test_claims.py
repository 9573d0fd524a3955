"""Every uncertain claim of the description has a probe of ``plutio doctor``, or the reason why none settles it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import Document, bundle
from generator.claims import NOT_READ, SAYS_SO, VALUES, Claim, claims_of, every_claim_can_be_settled
from generator.origins import nodes
from plutio_async.cli.doctor.described import label

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def whole() -> Document:
    return bundle(Path(__file__).parents[2] / "openapi")


@pytest.fixture
def document(whole: Document) -> Document:
    return deepcopy(whole)


def of(document: Document, at: str) -> list[tuple[str, str | None]]:
    """The kind and the probe, or the reason, of the claims at a place."""
    return [(claim["kind"], claim.get("probe") or claim["reason"]) for claim in _json(claims_of(document), at)]


def _json(claims: list[Claim], at: str) -> list[dict[str, Any]]:
    return [one.as_json() for one in claims if label(one.place) == at]


def test_every_claim_has_a_probe_or_a_reason(whole: Document) -> None:
    """And the package has them all."""
    assert list(every_claim_can_be_settled(whole)) == []
    shipped = json.loads(files("plutio_async").joinpath("_generated/claims.json").read_text(encoding="utf-8"))
    assert shipped == [claim.as_json() for claim in claims_of(whole)]


def test_every_mark_and_every_sentence_is_a_claim(whole: Document) -> None:
    """Found by another way than that of the generator: each text that says so, and each mark, is at a claim."""
    claimed = {claim.place for claim in claims_of(whole)}
    missing = []
    for section in ("components", "paths"):
        for place, node in nodes(whole[section], (section,)):
            text = node.get("description") if isinstance(node, dict) else None
            is_property = place[-1] == "properties" or {"example", "examples", "headers"} & set(place)
            if is_property or not isinstance(node, dict):
                continue
            said = isinstance(text, str) and SAYS_SO.search(text)
            if (said or node.get("x-evidence") == "inferred") and place not in claimed and "content" not in place:
                missing.append(place)
    assert [place for place in missing if not _has_claims_inside(place, claimed)] == []


def _has_claims_inside(place: tuple[str | int, ...], claimed: set[tuple[str | int, ...]]) -> bool:
    """A part of a schema that is marked makes each of its properties a claim."""
    return any(one[: len(place)] == place for one in claimed)


def test_the_probe_follows_from_the_kind_of_the_claim(whole: Document) -> None:
    """What records hold is read, what a form takes is not, and a probe in the description counts before both."""
    assert ("field", "records") in of(whole, "Invoice.totalAmount")
    assert ("field", "records") in of(whole, "BlockGroupFields.title")
    assert ("field", NOT_READ) in of(whole, "TaskMove.index")
    assert ("said", VALUES) in of(whole, "CompanyFields.industry")
    assert of(whole, "Limit") == [(("behaviour"), probe) for probe in ("default_page", "page_cap", "short_pages")]
    assert ("behaviour", "write_delete") in of(whole, "DELETE /tasks")
    assert ("said", NOT_READ) in of(whole, "DELETE /projects")
    assert ("said", "the call may make a code, although it is a GET") in of(whole, "GET /people/invitation-code")


def _task(document: Document, name: str) -> dict[str, Any]:
    field: dict[str, Any] = document["components"]["schemas"]["TaskFields"]["properties"][name]
    return field


def _list(document: Document) -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"]["/tasks"]["get"]
    return operation


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: _task(d, "title").update(description="Its colour is disputed."), "nothing settles 'Its colour is"),
        (lambda d: _list(d).update(description="Who may call it is unknown."), "nothing settles 'Who may call it"),
        (lambda d: _list(d).update({"x-probe": ["page_cup"]}), "x-probe names page_cup; did you mean page_cap?"),
        (lambda d: _list(d).update({"x-probe": "page_cup"}), "x-probe names page_cup; did you mean page_cap?"),
        (lambda d: _task(d, "title").update({"x-probe": {"none": ""}, "x-evidence": "inferred"}), "nothing settles"),
    ],
)
def test_a_claim_without_a_probe_breaks_a_rule(
    document: Document, change: Callable[[Document], Any], problem: str
) -> None:
    """The lint says what to write."""
    change(document)
    (breach,) = every_claim_can_be_settled(document)
    assert problem in breach[1]


@pytest.mark.parametrize("way", ["mark of the schema", "mark of the part", "own mark"])
def test_a_mark_is_inherited_by_properties_without_their_own(document: Document, way: str) -> None:
    """The nearest mark counts."""
    task = document["components"]["schemas"]["Task"]
    assert of(document, "Task.taskId") == []
    if way == "mark of the schema":
        task["x-evidence"] = "inferred"
    elif way == "mark of the part":
        task["allOf"][2]["x-evidence"] = "inferred"
    else:
        task["allOf"][2]["properties"]["taskId"]["x-evidence"] = "inferred"
    assert of(document, "Task.taskId") == [("field", "records")]
    task["allOf"][2]["properties"]["taskId"]["x-evidence"] = "observed"
    assert of(document, "Task.taskId") == []
