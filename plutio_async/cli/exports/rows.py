"""Records in files of JSON lines, with all digits of their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plutio_async._core.json_text import parse_json


def records_in(lines: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with lines.open("rb") as file:
        for line in file:
            yield parse_json(line)
