"""The tables of an export: CSV and Parquet, written from the JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

import plutio_async.cli.exports.parquet as module
from plutio_async.cli.exports.parquet import REST, write_parquet
from plutio_async.cli.exports.sheet import write_csv
from plutio_async.models import Invoice, Task
from plutio_async.testing import Sandbox

from .conftest import Ended

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]


def written(folder: Path, model: type[Any], *records: str) -> list[dict[str, Any]]:
    """The rows of a Parquet file, without the columns that have no value in any."""
    lines = folder / "records.jsonl"
    lines.write_bytes("".join(f"{record}\n" for record in records).encode(errors="surrogatepass"))
    write_parquet(lines, folder / "records.parquet", model)
    rows = parquet.read_table(folder / "records.parquet").to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def test_columns_have_the_types_of_the_description() -> None:
    """Moments with a time zone, numbers, lists of ids; text for what has fields of its own."""
    schema = module.Columns(Invoice).schema
    assert schema.field("dueDate").type == pa.timestamp("us", tz="UTC")
    assert schema.field("amount").type == pa.float64()
    assert schema.field("isArchived").type == pa.bool_()
    assert schema.field("client").type == pa.string()
    assert module.Columns(Task).schema.field("assignedTo").type == pa.list_(pa.string())
    assert schema.names[-1] == REST


@pytest.mark.parametrize(
    ("name", "sent", "held", "exact"),
    [
        ("dueDate", '"2026-12-24T01:30:00.123+01:00"', datetime(2026, 12, 24, 0, 30, 0, 123000, UTC), True),
        ("dueDate", '"soon"', None, False),
        ("amount", "12", 12.0, True),
        ("amount", "12.50", 12.5, True),
        ("amount", '"12.50"', 12.5, False),
        ("amount", "9007199254740993", 9007199254740992.0, False),
        ("amount", "0.12345678901234567890", 0.12345678901234568, False),
        ("amount", "1e400", None, False),
        ("amount", "true", None, False),
        ("isArchived", "true", True, True),
        ("isArchived", '"true"', True, False),
        ("name", '"ünï"', "ünï", True),
        ("name", "7", "7", False),
        ("name", '"\\ud800"', None, False),
        ("currency", '"EUR"', "EUR", True),
        ("currency", '{"code":"EUR"}', "EUR", False),
        ("client", '{"_id":"a","new":[1.10,null]}', '{"_id":"a","new":[1.1,null]}', True),
        ("tags", "null", None, True),
        ("unheard", '{"of":1}', None, False),
    ],
)
def test_what_a_column_does_not_hold_is_in_the_rest(
    tmp_path: Path, name: str, sent: str, held: Any, exact: bool
) -> None:
    """A column has the value if it can; the rest has what the API sent, unless the column says all of it."""
    if name == "tags":
        name, model = "followers", Task
    else:
        model = Invoice
    (row,) = written(tmp_path, model, f'{{"_id":"a","{name}":{sent}}}')
    assert row.get(name) == held
    if exact:
        assert REST not in row
    else:
        assert row[REST] == f'{{"{name}":{sent}}}'.replace("1e400", '"Infinity"')


@pytest.mark.parametrize("sent", ['["a","b"]', '["a",null]', "[]"])
def test_lists(tmp_path: Path, sent: str) -> None:
    """Also with null entries."""
    assert written(tmp_path, Task, f'{{"followers":{sent}}}') == [{"followers": json.loads(sent)}]


@pytest.mark.parametrize("sent", ['["a",1]', '"a"', '[["a"]]'])
def test_lists_that_are_none(tmp_path: Path, sent: str) -> None:
    """One entry of another type, or one value in place of a list."""
    (row,) = written(tmp_path, Task, f'{{"followers":{sent}}}')
    assert row[REST] == f'{{"followers":{sent}}}'


def test_integers_fit_into_64_bits() -> None:
    """Or are in the rest."""
    value = module._value(module.Integer(), 2**63 - 1)
    assert value == 2**63 - 1
    with pytest.raises(module.Mismatch):
        module._value(module.Integer(), 2**63)


def test_a_row_group_has_a_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a large file needs no more memory than a small one."""
    monkeypatch.setattr(module, "_GROUP", 1000)
    records = [json.dumps({"_id": f"{n:03}", "title": "x" * 80}) for n in range(100)]
    assert len(written(tmp_path, Task, *records)) == 100
    metadata = parquet.read_metadata(tmp_path / "records.parquet")
    assert metadata.num_row_groups == 10
    assert {metadata.row_group(index).num_rows for index in range(10)} == {10}


def test_no_records(tmp_path: Path) -> None:
    """A file without rows has the columns too."""
    assert written(tmp_path, Task) == []
    assert "title" in parquet.read_schema(tmp_path / "records.parquet").names


def test_a_csv_keeps_all_digits(tmp_path: Path) -> None:
    """In numbers and in JSON text."""
    (tmp_path / "a.jsonl").write_text('{"a":0.12345678901234567890,"b":[0.12345678901234567890],"c":null}\n')
    write_csv(tmp_path / "a.jsonl", tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_text()
    assert content == "a,b,c\n0.12345678901234567890,[0.12345678901234567890],\n"


def test_an_export_as_parquet(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """Beside the JSON lines; changes are merged into both, without another word about the format."""
    out = tmp_path / "out"
    sandbox.seed(tasks=[{"title": "Odd", "surprise": {"a": [1]}}])
    assert plutio("export", str(out), "--resource", "tasks", "--format", "parquet").code == 0
    rows = parquet.read_table(out / "tasks.parquet").to_pylist()
    assert [row["title"] for row in rows] == [record["title"] for record in sandbox.records("tasks")]
    assert rows[0]["dueDate"] == datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert rows[-1][REST] == '{"surprise":{"a":[1]}}'
    assert (out / "tasks.parquet").stat().st_mode & 0o777 == 0o600
    plutio("create", "tasks", "title=New")
    assert plutio("export", str(out), "--resource", "tasks", "--since", "last").code == 0
    merged = parquet.read_table(out / "tasks.parquet").to_pylist()
    assert [row["title"] for row in merged] == [record["title"] for record in sandbox.records("tasks")]
    assert plutio("export", str(out), "--verify").code == 0
    (out / "tasks.parquet").write_bytes(b"x" * (out / "tasks.parquet").stat().st_size)
    done = plutio("export", str(out), "--verify")
    assert done.code == 12
    assert "tasks: tasks.parquet has other content" in done.err


def test_the_extra_of_parquet_is_named(
    plutio: Command, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a call is made."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = plutio("export", str(tmp_path / "out"), "--format", "parquet")
    assert done.code == 2
    assert "pip install 'plutio-async[parquet]'" in done.err
    assert sandbox.calls == []
