"""Records in files of JSON lines, with all digits of their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from plutio_async._core.json_text import LongNumber, json_number, parse_json


def exact(value: Any) -> Any:
    """A JSON value with all digits of its numbers, for ``json_text``. What no JSON number holds becomes text."""
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, LongNumber):
        return Decimal(value.text)
    return json_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def records_in(lines: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with lines.open("rb") as file:
        for line in file:
            yield parse_json(line)
