"""Schemas that are inferred from examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from generator.origins import Document

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
LONGEST = 60


def schema_of(examples: Iterable[dict[str, Any]], text: str) -> Document:
    """An object with the fields that the examples have; a value that is no null says the type of its field."""
    values: dict[str, Any] = {}
    for example in examples:
        for wire, value in example.items():
            if values.get(wire) is None:
                values[wire] = value
    properties = {wire: property_of(value) for wire, value in values.items()}
    return {"type": "object", "description": text, "x-evidence": "documented", "properties": properties}


def property_of(value: Any) -> Document:
    """The schema of a field, with its example as the text."""
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    return {**_typed(value), "description": f"Undescribed; for example {shown}."}


def _typed(value: Any) -> Document:
    match value:
        case None:
            return {}
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer"}
        case float():
            return {"type": "number"}
        case str():
            return {"type": "string", "format": "date-time"} if MOMENT.fullmatch(value) else {"type": "string"}
        case list():
            return {"type": "array", "items": _typed(value[0]) if value else {}}
    return {"type": "object"}
