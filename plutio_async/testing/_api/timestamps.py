"""Times in one format, so that their order as text is their order in time."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from plutio_async._core.moments import format_moment

_API_FORMAT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?")
_VERBATIM = frozenset({"$regex", "$options"})


def timestamp(seconds: float) -> str:
    """A Unix time in the API's format."""
    return format_moment(datetime.fromtimestamp(seconds, UTC))


def normalized(value: Any, names: Collection[str], name: str = "") -> Any:
    """A record or a query with the values of the fields ``names`` in the API's format."""
    if isinstance(value, str):
        return _normalized(value) if name in names else value
    if isinstance(value, list):
        return [normalized(item, names, name) for item in value]
    if isinstance(value, Mapping):
        return {key: normalized(item, names, _field(key, name)) for key, item in value.items()}
    return value


def _field(key: str, name: str) -> str:
    """The field that a key's value belongs to: an operator's is the field around it, a path's is its last field."""
    if key in _VERBATIM:
        return ""
    return name if key.startswith("$") else key.rpartition(".")[2]


def _normalized(text: str) -> str:
    if not _API_FORMAT.fullmatch(text) and _TIMESTAMP.fullmatch(text):
        try:
            at = datetime.fromisoformat(text.upper())
            return format_moment(at if at.tzinfo else at.replace(tzinfo=UTC))
        except (ValueError, OverflowError):  # not a day of the calendar, or out of range in UTC
            return text
    return text
