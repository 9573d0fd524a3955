"""Values as the API compares them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from plutio_async._core.moments import format_moment
from plutio_async._models.codecs import id_of
from plutio_async._models.json_form import RawValue


def to_json(value: Any) -> Any:
    """The JSON value to compare with: a datetime as ISO text in UTC, a date as its first moment in UTC.

    Raises:
        TypeError: a value has no JSON form.
        ValueError: a datetime has no time zone, or a number is not finite.
    """
    if isinstance(value, RawValue):
        return to_json(value.value)
    if isinstance(value, Enum):
        return to_json(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return moment_text(value)
    if isinstance(value, Mapping):
        return {_key(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item) for item in value]
    if getattr(type(value), "resource_name", None) is not None:
        return id_of(value)
    raise TypeError(f"a query cannot hold {value!r}: use text, a number, a boolean, None, a date or a list of these")


def moment_text(value: date) -> str:
    """ISO text in UTC. Text is compared letter by letter, so it is as exact as the API's own."""
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ValueError(f"{value!r} has no time zone: use datetime.now(UTC) or .replace(tzinfo=UTC)")
    return format_moment(value)


def to_text(value: Any) -> str:
    """The text of a query parameter for a plain JSON value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _number(value: float | Decimal) -> int | float:
    if not math.isfinite(value):
        raise ValueError(f"a query cannot hold {value}, which is not a number in JSON")
    return int(value) if value == int(value) else float(value)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise TypeError(f"{key!r} cannot be a field name: use text")
