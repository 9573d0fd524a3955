"""A workspace, and a warehouse that a dlt pipeline fills from it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import dlt
import duckdb
import pytest
from attrs import frozen

from plutio_async.dlt import source
from plutio_async.sync import Plutio
from plutio_async.testing import Sandbox

OWN = {"_plutio_deleted", "_plutio_order", "_dlt_id", "_dlt_load_id"}


@frozen
class Warehouse:
    """A DuckDB file, and the folder of its pipelines."""

    folder: Path
    sandbox: Sandbox

    def client(self) -> Plutio:
        return Plutio.sandbox(self.sandbox)

    def pipeline(self, name: str = "plutio") -> dlt.Pipeline:
        """A new pipeline object, as a new process has it."""
        destination = dlt.destinations.duckdb(str(self.folder / "warehouse.duckdb"))
        return dlt.pipeline(
            name, destination=destination, dataset_name="workspace", pipelines_dir=str(self.folder / "pipelines")
        )

    def run(self, *resources: str, options: dict[str, Any] | None = None, **settings: Any) -> int:
        """Runs a new pipeline, and returns the number of calls that it made."""
        before = len(self.sandbox.calls)
        settings = {"client": self.client, "resources": resources or None, **settings}
        self.pipeline().run(source(**settings), **(options or {}))
        return len(self.sandbox.calls) - before

    def query(self, sql: str) -> list[dict[str, Any]]:
        with duckdb.connect(str(self.folder / "warehouse.duckdb"), read_only=True) as connection:
            found = connection.execute(f"SET schema = 'workspace'; SET timezone = 'UTC'; {sql}")
            columns = [column[0] for column in found.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """The rows of a table by id, without empty cells and what is dlt's or the source's own."""
        found = self.query(f"SELECT * FROM {table}")
        rows = {row["_id"]: {k: v for k, v in row.items() if v is not None and k not in OWN} for row in found}
        assert len(rows) == len(found)
        return rows

    def check(self, *resources: str) -> None:
        """The tables hold what the API has, field for field."""
        with self.client() as plutio:
            for resource in resources:
                path = f"/{resource.replace('_', '-')}"
                self._check(resource, plutio.request("GET", path, params={"limit": 1000}))

    def _check(self, resource: str, records: list[dict[str, Any]]) -> None:
        rows = self.rows(resource)
        assert rows.keys() == {record["_id"] for record in records}, resource
        for record in records:
            given = {column(name): value for name, value in record.items() if value is not None}
            row = rows[record["_id"]]
            assert row.keys() == given.keys(), (resource, record)
            for name, value in given.items():
                assert equal(row[name], value), (resource, name, row[name], value)


def column(name: str) -> str:
    """``dueDate`` is ``due_date``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def equal(cell: Any, value: Any) -> bool:
    """Whether a cell of DuckDB holds a JSON value."""
    if isinstance(value, dict | list):
        return bool(json.loads(cell) == value)
    if isinstance(cell, datetime):
        return cell == datetime.fromisoformat(value)
    if isinstance(cell, Decimal):
        return cell == Decimal(str(value))
    if isinstance(cell, str):
        return cell == str(value)  # a field that is text or a number
    return bool(cell == value)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(seed=1, limit=None)


@pytest.fixture
def make_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Sandbox], Warehouse]:
    """dlt neither reads nor writes outside the folder, and reports to no one."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.chdir(tmp_path)
    return lambda sandbox: Warehouse(tmp_path, sandbox)


@pytest.fixture
def warehouse(make_warehouse: Callable[[Sandbox], Warehouse], sandbox: Sandbox) -> Warehouse:
    return make_warehouse(sandbox)
