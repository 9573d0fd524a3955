"""A file of JSON lines as CSV: a column for each name that any record has, in the order in which they first come."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from plutio_async.cli.exports.manifest import records_in
from plutio_async.cli.json_text import json_text, with_all_digits
from plutio_async.cli.output import disarmed


def write_csv(lines: Path, file: Path, *, spreadsheet: bool = False) -> None:
    """Writes the records. Lists and objects become JSON text. For a ``spreadsheet``, no text is a formula."""
    columns = list(dict.fromkeys(name for record in records_in(lines) for name in record))
    with file.open("w", encoding="utf-8", errors="surrogatepass", newline="") as sheet:
        _write(lines, sheet, columns, disarmed if spreadsheet else str)


def _write(lines: Path, sheet: TextIO, columns: list[str], text: Callable[[str], str]) -> None:
    writer = csv.writer(sheet)
    writer.writerow(text(name) for name in columns)
    writer.writerows([_cell(record.get(name), text) for name in columns] for record in records_in(lines))


def _cell(value: Any, text: Callable[[str], str]) -> str:
    if value is None:
        return ""
    return text(value) if isinstance(value, str) else json_text(with_all_digits(value))
