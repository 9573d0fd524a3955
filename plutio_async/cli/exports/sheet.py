"""A file of JSON lines as CSV: a column for each name that any record has, in the order in which they first come."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plutio_async._core.json_text import json_text, parse_json


def write_csv(lines: Path, sheet: Path) -> None:
    """Writes the records, and waits for the disk. Lists and objects become JSON text."""
    columns = list(dict.fromkeys(name for record in _records(lines) for name in record))
    with sheet.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        os.chmod(sheet, 0o600)
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_cell(record.get(name)) for name in columns] for record in _records(lines))
        file.flush()
        os.fsync(file.fileno())


def count_rows(sheet: Path) -> int:
    """The number of records in a CSV."""
    with sheet.open(encoding="utf-8", errors="surrogatepass", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _records(lines: Path) -> Iterator[dict[str, Any]]:
    with lines.open("rb") as file:
        for line in file:
            yield parse_json(line)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json_text(value)
