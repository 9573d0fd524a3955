"""``plutio diff``: what differs between two exports, or between an export and the workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plutio_async._core.json_text import parse_json
from plutio_async.cli.comparing import differences
from plutio_async.testing import Sandbox

from .conftest import Ended

pytestmark = pytest.mark.integration

Plutio = Callable[..., Ended]


@pytest.fixture
def before(plutio: Plutio, sandbox: Sandbox, tmp_path: Path) -> Path:
    """An export, of records and of a template."""
    sandbox.seed(tasks=[{"_id": "template000000001", "title": "Template", "isTemplate": True}])
    folder = tmp_path / "before"
    assert plutio("export", str(folder), "--resource", "tasks", "--resource", "people").code == 0
    return folder


def change(plutio: Plutio) -> None:
    assert plutio("update", "tasks", "task0000000000001", "title=Renamed", "due_date:=null").code == 0
    assert plutio("delete", "tasks", "task0000000000002", "--yes").code == 0
    assert plutio("create", "people", 'name:={"first": "Ada"}', "role=client").code == 0


def shown(ended: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.out.splitlines()]


@pytest.mark.parametrize("with_workspace", [True, False])
def test_each_change_is_a_line(plutio: Plutio, before: Path, tmp_path: Path, with_workspace: bool) -> None:
    change(plutio)
    later = tmp_path / "later"
    if not with_workspace:
        plutio("export", str(later), "--resource", "tasks", "--resource", "people")
    ended = plutio("diff", str(before), *([] if with_workspace else [str(later)]))
    assert (ended.code, ended.err) == (12, "plutio: added: 1, removed: 1, changed: 1\n")
    found = {(row["resource"], row["change"]): row for row in shown(ended)}
    assert set(found) == {("people", "added"), ("tasks", "removed"), ("tasks", "changed")}
    changed = found["tasks", "changed"]
    assert (changed["id"], changed["name"]) == ("task0000000000001", "Renamed")
    assert changed["fields"].pop("updatedAt")
    assert changed["fields"] == {"title": ["Task 1", "Renamed"], "dueDate": ["2026-12-01T12:00:00.000Z", None]}
    assert found["tasks", "removed"]["id"] == "task0000000000002"


def test_nothing_differs(plutio: Plutio, before: Path) -> None:
    """Templates are compared too."""
    assert plutio("diff", str(before)) == Ended(0, "", "plutio: no difference\n")
    assert plutio("diff", str(before), str(before)) == Ended(0, "", "plutio: no difference\n")


def test_null_differs_from_nothing() -> None:
    (found,) = differences([{"_id": "a"}], [{"_id": "a", "title": None}])
    assert (found["change"], found["fields"]) == ("changed", {"title": [None, None]})


@pytest.mark.parametrize(
    ("old", "new", "differ"),
    [
        ("12345678901234567.89", "12345678901234567.88", True),
        ("0.1", "0.1000000000000000055511151231257827", True),
        ("12345678901234567890", "12345678901234567891.0", True),
        ("1", "true", True),
        ("[0]", "[false]", True),
        ("1", "1.0", False),
        ("100.10", "100.1", False),
        ("12345678901234567.890", "12345678901234567.89", False),
        ('{"tax": 1e2}', '{"tax": 100}', False),
    ],
)
def test_each_digit_of_an_amount_counts(old: str, new: str, differ: bool) -> None:
    """But not how it is written."""
    before, after = ([parse_json(f'{{"_id": "a", "amount": {text}}}'.encode())] for text in (old, new))
    assert [list(row["fields"]) for row in differences(before, after)] == [["amount"]] * differ


def test_each_digit_of_an_amount_is_shown() -> None:
    before, after = ([parse_json(f'{{"_id": "a", "amount": 12345678901234567.8{n}}}'.encode())] for n in (8, 9))
    (found,) = differences(before, after)
    assert found["fields"] == {"amount": ["12345678901234567.88", "12345678901234567.89"]}


def test_records_without_an_id_are_compared_by_their_content() -> None:
    found = differences([{"title": "a"}, {"title": "b"}], [{"title": "b"}, {"title": "c"}])
    assert [(row["change"], row["name"]) for row in found] == [("added", "c"), ("removed", "a")]
    found = differences([{"title": "a"}] * 3, [{"title": "a"}] * 2)
    assert [(row["change"], row["name"]) for row in found] == [("removed", "a")]


def test_one_resource(plutio: Plutio, before: Path) -> None:
    change(plutio)
    assert {row["resource"] for row in shown(plutio("diff", str(before), "--resource", "people"))} == {"people"}


def test_what_one_side_lacks_is_said(plutio: Plutio, before: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    plutio("export", str(later), "--resource", "tasks")
    assert "people: B has no such file, and it is not compared\n" in plutio("diff", str(before), str(later)).err


def _damaged(folder: Path) -> None:
    (folder / "tasks.jsonl").write_text("{}\n")


def _no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _of_another_version(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "manifest": 99}))


def _of_another_workspace(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "business": "other"}))


@pytest.mark.parametrize(
    ("spoil", "code", "message"),
    [
        (_damaged, 2, "tasks.jsonl has 3 bytes instead of"),
        (_no_manifest, 2, "has no manifest.json, so it holds no export"),
        (_of_another_version, 14, "was written by another version"),
        (_of_another_workspace, 2, "holds an export of 'other', not of 'example'"),
    ],
)
def test_bad_input_costs_no_call(
    plutio: Plutio, sandbox: Sandbox, before: Path, spoil: Callable[[Path], None], code: int, message: str
) -> None:
    spoil(before)
    calls = len(sandbox.calls)
    ended = plutio("diff", str(before))
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
    assert len(sandbox.calls) == calls


def test_a_resource_that_was_not_exported(plutio: Plutio, before: Path) -> None:
    ended = plutio("diff", str(before), "--resource", "invoices")
    assert (ended.code, ended.err) == (2, "plutio: --resource: A has no invoices; it has people, tasks\n")
