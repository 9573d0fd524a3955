"""The tables of an export: each is written from the JSON lines of a resource, which stay beside it.

The lines hold what a table cannot, and `--since last` merges into them. So a table is written whole, at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from plutio_async.cli.exports.manifest import Derived, Manifest, sync_file, sync_folder
from plutio_async.cli.failures import Problem
from plutio_async.description import catalogue

Format = Literal["jsonl", "csv", "parquet"]


def check_format(format: Format | None) -> None:
    """Raises ``Problem`` if a library is missing."""
    if format == "parquet" and find_spec("pyarrow") is None:
        raise Problem("--format: parquet needs one more package: pip install 'plutio-async[parquet]'")


def write_tables(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Writes the tables that this export has not written yet, and removes those of another format."""
    for name in names:
        if name in manifest.entries:
            _write_table(folder, manifest, name)


def _write_table(folder: Path, manifest: Manifest, name: str) -> None:
    entry, format = manifest.entries[name], manifest.format
    file, former = None if format == "jsonl" else f"{name}.{format}", entry.table
    if former is not None and (former.file, former.export) == (file, manifest.id):
        return
    if former is not None and former.file != file:
        (folder / former.file).unlink(missing_ok=True)
    entry.table = None
    if file is not None:
        part = folder / f".{file}.part"
        _write(name, folder / entry.file, part, spreadsheet=manifest.spreadsheet)
        os.replace(part, folder / file)
        sync_folder(folder)
        entry.table = Derived.of(folder, file, manifest.id)
    manifest.save(folder)


def _write(name: str, lines: Path, part: Path, *, spreadsheet: bool) -> None:
    part.touch(mode=0o600)
    if part.suffixes[-2] == ".csv":
        from plutio_async.cli.exports.sheet import write_csv

        write_csv(lines, part, spreadsheet=spreadsheet)
    else:
        from plutio_async.cli.exports.parquet import write_parquet

        write_parquet(lines, part, getattr(catalogue(), name).model)
    sync_file(part)
