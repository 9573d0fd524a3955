"""JSON as the server accepts it: only finite numbers, and a limited depth."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

# MongoDB's limit. A far deeper value would overflow Python's stack.
MAX_DEPTH = 100


class TooDeepError(ValueError):
    """The JSON is nested too deeply."""


def read(text: str | bytes) -> Any:
    """Parses JSON.

    Raises:
        TooDeepError: it is nested too deeply.
        ValueError: it is not valid JSON, or a number is too large.
    """
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError:
        raise TooDeepError from None
    if is_deep(value):
        raise TooDeepError
    return value


def is_deep(value: Any) -> bool:
    """Whether a value is nested too deeply."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [part for item in level for part in _parts(item)]
        if not level:
            return False
    return True


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number
