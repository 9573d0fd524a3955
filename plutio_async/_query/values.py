"""From Python values to what the API compares."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from plutio_async._core.moments import format_moment


def to_wire(value: Any) -> Any:
    """The JSON value to compare with: moments as ISO text in UTC, days as their first moment in UTC.

    Raises :exc:`TypeError` for a moment without time zone and for what has no JSON form.
    """
    if isinstance(value, Enum):
        return to_wire(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return _moment(value)
    if isinstance(value, Mapping):
        return {_key(key): to_wire(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_wire(item) for item in value]
    raise TypeError(f"A query cannot hold {value!r}: use text, a number, a boolean, None, a date or a list of these.")


def to_text(name: str, value: Any) -> str:
    """The text of a plain filter.

    Raises :exc:`TypeError` for ``None``, for several values and for conditions, and says what to use instead.
    """
    if value is None:
        raise TypeError(
            f"{name}=None cannot be asked for by a plain filter: leave it out, or write q=(F({name!r}) == None)."
        )
    wire = to_wire(value) if _is_plain(value) else None
    if wire is None:
        raise TypeError(f"{name}={value!r} is no plain value: write a condition such as q=F({name!r}).in_([...]).")
    if isinstance(wire, bool):
        return "true" if wire else "false"
    return str(wire)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | Decimal | date | Enum)


def _number(value: float | Decimal) -> int | float:
    if not math.isfinite(value):
        raise TypeError(f"A query cannot hold {value}: it is no number in JSON.")
    return int(value) if value == int(value) else float(value)


def _moment(value: date) -> str:
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise TypeError(
            f"{value!r} has no time zone, so it is no moment: use datetime.now(UTC) or .replace(tzinfo=UTC)."
        )
    return format_moment(value)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise TypeError(f"{key!r} cannot be a field name: use text.")
