"""Moments in one spelling, so that comparing them as text is comparing them in time."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from plutio_async._core.moments import format_moment

_IN_ORDER = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?")
_VERBATIM = frozenset({"$regex", "$options"})


def moment(seconds: float) -> str:
    """Seconds since 1970 as the API writes them."""
    return format_moment(datetime.fromtimestamp(seconds, UTC))


def respelt(value: Any, names: Collection[str], name: str = "") -> Any:
    """A record, or a query, with the moments in the fields of these names in the API's spelling."""
    if isinstance(value, str):
        return _respelt(value) if name in names else value
    if isinstance(value, list):
        return [respelt(item, names, name) for item in value]
    if isinstance(value, Mapping):
        return {key: respelt(item, names, _named(key, name)) for key, item in value.items()}
    return value


def _named(key: str, name: str) -> str:
    """What a key says its value is: an operator speaks of the field around it, a path of its last field."""
    if key in _VERBATIM:
        return ""
    return name if key.startswith("$") else key.rpartition(".")[2]


def _respelt(text: str) -> str:
    if not _IN_ORDER.fullmatch(text) and _MOMENT.fullmatch(text):
        try:
            at = datetime.fromisoformat(text.upper())
            return format_moment(at if at.tzinfo else at.replace(tzinfo=UTC))
        except (ValueError, OverflowError):  # there is no such day, or none that UTC has
            return text
    return text
