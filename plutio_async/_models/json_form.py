"""What Python values are in JSON, whatever the field; ``raw()`` and ``UNSET``; errors of values without a JSON form."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from plutio_async._core.errors import InvalidInput, with_article
from plutio_async._core.json_text import LongNumber, TooDeep, is_deep
from plutio_async._core.moments import format_moment


class RawValue:
    """A value that is sent as it is."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"raw({self.value!r})"


def raw(value: Any) -> Any:
    """A value that writes, filters and conditions send without a check, such as a status of your own workspace."""
    return RawValue(value)


class _Unset:
    """The value of a keyword argument that was not given: its field stays as it is. ``None`` clears a field."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()
"""Not given: the field is not sent. ``due_date=UNSET`` is the same as leaving ``due_date`` out."""


def to_json(value: Any) -> Any:
    """The JSON form of any Python value that has one.

    Raises:
        TypeError, ValueError: it has none, such as a list that contains itself.
    """
    try:
        return _to_json(value)
    except RecursionError:
        raise TooDeep.of("is") from None


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum | RawValue):
        return _to_json(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, float | Decimal):
        return number_to_json(value)
    if isinstance(value, date):
        return format_moment(value)
    if isinstance(value, Mapping):
        return {str(key): _to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [_to_json(item) for item in value]
    if callable(to_dict := getattr(value, "to_dict", None)):
        return to_dict()
    raise wrong_type("a value that JSON can hold", value)


def digest(value: Any) -> str:
    """A short hash of a text, or of a value that JSON can hold, whatever the order of its keys."""
    import hashlib  # which most programs do not need

    text = value if isinstance(value, str) else json.dumps(to_json(value), sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_levels(body: Any) -> None:
    """Raises ``InvalidInput`` for a body that is nested on too many levels."""
    if body is not None and is_deep(body):
        raise InvalidInput(str(TooDeep.of("the body is")))


def number_to_json(value: float | Decimal) -> float | Decimal:
    """The number, with all its digits. Raises ``ValueError`` if it is infinite or not a number."""
    if isinstance(value, int):
        return value
    if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
        raise ValueError(f"takes a finite number, not {value}")
    return Decimal(str(value)) if isinstance(value, Decimal | LongNumber) else float(value)


def wrong_type(wanted: str, value: object) -> TypeError:
    """The error for a value of another type than a field takes."""
    kind = type(value).__name__
    return TypeError(f"takes {wanted}, not {with_article(kind) if hasattr(value, 'to_dict') else kind}")


def located(error: Exception, where: str, name: str, given: object) -> InvalidInput | TypeError:
    """The error of a value with where it was found before its message: a ``TypeError``, or else ``InvalidInput``."""
    message = f"{where} {error}"
    return TypeError(message) if isinstance(error, TypeError) else InvalidInput(message, name=name, given=given)
