"""A file of JSON lines as CSV: a column for each name that any record has, in the order in which they first come."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, TextIO

from plutio_async._core.json_text import exact, json_text
from plutio_async.cli.exports.rows import records_in


def write_csv(lines: Path, file: Path) -> None:
    """Writes the records. Lists and objects become JSON text."""
    columns = list(dict.fromkeys(name for record in records_in(lines) for name in record))
    with file.open("w", encoding="utf-8", errors="surrogatepass", newline="") as sheet:
        _write(lines, sheet, columns)


def _write(lines: Path, sheet: TextIO, columns: list[str]) -> None:
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_cell(record.get(name)) for name in columns] for record in records_in(lines))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json_text(exact(value))
