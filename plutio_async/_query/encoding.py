"""Names and values as the API spells them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from plutio_async._core.errors import did_you_mean
from plutio_async._core.moments import format_moment


class Names(Protocol):
    """The field names of a model."""

    def wire(self, name: str) -> str | None:
        """The API's name of a field; ``None`` if there is no such field."""
        ...

    def known(self) -> Iterable[str]:
        """The Python names of all fields."""
        ...

    def nested(self, name: str) -> Names | None:
        """The names inside a field; ``None`` if they are not described."""
        ...


def wire_path(path: str, names: Names | None) -> tuple[str, Names | None]:
    """The API's spelling of a dotted path, and the names inside the field that it leads to.

    ``due_date`` is ``dueDate``, ``client.id`` is ``client._id``. Without names, each segment becomes camel case.

    Raises:
        TypeError: a field is unknown. The message suggests the nearest name.
    """
    segments: list[str] = []
    for segment in path.split("."):
        if not segment:
            raise TypeError(f"{path!r} is not a path: put names between the dots, such as 'name.first'")
        if segment.isdigit():
            segments.append(segment)
        elif names is None:
            segments.append(_camel(segment))
        else:
            segments.append(_wire_name(segment, names))
            names = names.nested(segment)
    return ".".join(segments), names


def to_json(value: Any) -> Any:
    """The JSON value to compare with: a datetime as ISO text in UTC, a date as its first moment in UTC.

    Raises:
        TypeError: a datetime has no time zone, or a value has no JSON form.
    """
    if isinstance(value, Enum):
        return to_json(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date):
        if isinstance(value, datetime) and value.utcoffset() is None:
            raise TypeError(f"{value!r} has no time zone: use datetime.now(UTC) or .replace(tzinfo=UTC)")
        return format_moment(value)
    if isinstance(value, Mapping):
        return {_key(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item) for item in value]
    raise TypeError(f"a query cannot hold {value!r}: use text, a number, a boolean, None, a date or a list of these")


def to_text(name: str, value: Any) -> str:
    """The value of a query parameter.

    Raises:
        TypeError: the value is ``None``, a list or a condition. The message names the alternative.
    """
    if value is None:
        raise TypeError(f"{name}=None is not a filter: omit it, or write q=(F({name!r}) == None)")
    if not isinstance(value, str | int | float | Decimal | date | Enum) or (plain := to_json(value)) is None:
        raise TypeError(f"{name}={value!r} is not a plain value: write a condition such as q=F({name!r}).in_([...])")
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return str(plain)


def _wire_name(name: str, names: Names) -> str:
    if (wire := names.wire(name)) is not None:
        return wire
    known = sorted(names.known())
    hint = did_you_mean(name, known) or f"the fields are {', '.join(known)}."
    raise TypeError(f"there is no field {name!r}; {hint} A plain dict can name any field")


def _camel(name: str) -> str:
    if name == "id":
        return "_id"
    return re.sub(r"(?<=[^_])_+([a-z0-9])", lambda found: found[1].upper(), name)


def _number(value: float | Decimal) -> int | float:
    if not math.isfinite(value):
        raise TypeError(f"a query cannot hold {value}, which is not a number in JSON")
    return int(value) if value == int(value) else float(value)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise TypeError(f"{key!r} cannot be a field name: use text")
