"""The description has every documented operation."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from generator.bundle import Document, bundle
from generator.rules import operations

pytestmark = pytest.mark.integration

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def document() -> Document:
    return bundle(HERE.parent.parent / "openapi")


def table() -> list[dict[str, str]]:
    with (HERE / "endpoints.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_table_is_described(document: Document) -> None:
    """The failure names missing operations. More may be described: an operation that is added needs no row."""
    wanted = {(row["method"], row["path"]) for row in table()}
    assert wanted - {(operation.method.upper(), operation.path) for operation in operations(document)} == set()


def test_the_table_is_the_documented_api() -> None:
    """Operations of the first documents, and the later ones of v1.11, each once."""
    assert {row["since"] for row in table()} == {"first", "v1.11"}
    assert max(Counter((row["method"], row["path"]) for row in table()).values()) == 1


def test_no_path_has_an_id(document: Document) -> None:
    """Path ids answer 403 on the live API."""
    assert [path for path in document["paths"] if "{" in path] == []


def test_undocumented_routes_are_left_to_request(document: Document) -> None:
    """They were seen, but are not documented."""
    assert not {"/schedules", "/automations"} & document["paths"].keys()
    assert "get" not in document["paths"]["/roles"]
