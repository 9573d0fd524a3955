"""JSON as a server takes it: finite numbers, and nested no deeper than a database keeps."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

# MongoDB's own bound. Far beyond it Python's own stack would end.
DEEPEST = 100


class TooDeepError(ValueError):
    """The JSON is nested too deeply."""


def read(text: str | bytes) -> Any:
    """The value that a text spells.

    Raises:
        TooDeepError: it is nested too deeply.
        ValueError: it is no JSON, or has a number that is too large for one.
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
    for _ in range(DEEPEST):
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
