"""Codecs: how the values of fields are read from JSON and written to it.

Reading is tolerant: a codec converts what it can, such as a number sent as text or one object in place of a list, and
raises ``Mismatch`` for the rest, which the model keeps in ``extra``. Writing is strict: it raises ``TypeError`` for a
wrong type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn, Protocol

from plutio_async._core.json_text import LongNumber, bounded, number_from
from plutio_async._core.moments import day_of, format_moment, parse_aware, parse_moment
from plutio_async._models.json_form import RawValue, number_to_json, to_json, wrong_type
from plutio_async._models.known_values import OpenEnum, known_value


class Mismatch(Exception):
    """A value does not fit its codec."""


def mismatch(value: object) -> NoReturn:
    """Raises ``Mismatch``, inside an expression."""
    raise Mismatch(value)


class Codec(Protocol):
    """Reads and writes one type of value."""

    def decode(self, value: Any) -> Any:
        """The Python value of a JSON value that is not null; raises ``Mismatch``."""
        ...

    def encode(self, value: Any) -> Any:
        """The JSON value of a Python value that is not ``None``; raises ``TypeError`` or ``ValueError``."""
        ...


def encoded(codec: Codec, value: Any) -> Any:
    """The JSON value of a Python value; also of ``raw(…)``, which is not checked, and of ``None``."""
    return to_json(value) if value is None or isinstance(value, RawValue) else codec.encode(value)


def decoded_or_same(codec: Codec, value: Any) -> Any:
    """The Python value; null and a value that does not fit stay as they are. Raises ``TooDeep`` as ``bounded`` does."""
    try:
        return None if value is None else codec.decode(value)
    except Mismatch:
        return bounded(value)


class Text:
    def decode(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            with suppress(ValueError):  # an integer of thousands of digits
                return str(value)
        mismatch(value)

    def encode(self, value: Any) -> str:
        if isinstance(value, str):
            return str.__str__(value)  # str() of a member of an enum may be its name
        raise wrong_type("text", value)


Targets = tuple[str, ...] | Mapping[str, str]
"""The resources that an id may belong to, in order; or one for each value of ``entity_type`` beside it."""


class Id(Text):
    """The id of a record. Written from a record too, if it is one of ``targets``."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets

    def encode(self, value: Any) -> str:
        if not is_record(value):
            return super().encode(value)
        known = self.targets.values() if isinstance(self.targets, Mapping) else self.targets
        if value.resource_name not in known:
            raise wrong_type(f"a record of {' or '.join(known)}, or its id", value)
        return id_of(value)


def is_record(value: object) -> bool:
    """Whether a value is a record, for which its id may stand."""
    return getattr(type(value), "resource_name", None) is not None


def id_of(record: Any) -> str:
    """The id of a record. Raises ``TypeError`` for a record without one."""
    if id := known_id(record):
        return id
    raise TypeError(f"takes a record that has an id; this {type(record).__name__} has none")


def known_id(value: object) -> str | None:
    """The id that a value is or has: text, or a record that has one."""
    id = value if isinstance(value, str) else getattr(value, "id", None)
    return id if isinstance(id, str) and id else None


class Number:
    def decode(self, value: Any) -> float:
        if isinstance(value, str):
            return _number_from_text(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        mismatch(value)

    def encode(self, value: Any) -> float | Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise wrong_type("a number", value)
        return number_to_json(value)


def _number_from_text(text: str) -> float:
    if "_" not in text:
        for read in (int, number_from):
            with suppress(ValueError):
                return read(text)
    mismatch(text)


class Integer:
    def decode(self, value: Any) -> int:
        decoded = NUMBER.decode(value)
        if isinstance(decoded, float) and not decoded.is_integer():
            mismatch(value)
        return int(decoded)

    def encode(self, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise wrong_type("an integer", value)


class Boolean:
    def decode(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return bool(value == "true")
        mismatch(value)

    def encode(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise wrong_type("True or False", value)


class Moment:
    def decode(self, value: Any) -> datetime:
        try:
            return parse_moment(value)
        except (TypeError, ValueError):
            mismatch(value)

    def encode(self, value: Any) -> str:
        if isinstance(value, str):
            day = day_of(value)
            return value if day is None and parse_aware(value) else self.encode(day)
        if isinstance(value, date):
            return format_moment(value)
        raise wrong_type("a datetime, a date or ISO 8601 text", value)


class Anything:
    def decode(self, value: Any) -> Any:
        return bounded(value)

    def encode(self, value: Any) -> Any:
        return to_json(value)


class Choice:
    """A member of an enum. Reads other text too; see ``known_value`` for what is written."""

    def __init__(self, values: type[OpenEnum]) -> None:
        self.values = values

    def decode(self, value: Any) -> OpenEnum:
        if isinstance(value, dict) and value.keys() == {"code"}:
            value = value["code"]  # a currency, in some answers
        try:
            return self.values(value)
        except ValueError:
            mismatch(value)

    def encode(self, value: Any) -> str:
        return known_value(self.values, value)


class Many:
    """A list. Reads a single value as a list with it. Null entries, and those that do not fit, stay as they are."""

    wanted = "a list"

    def __init__(self, inner: Codec) -> None:
        self.inner = inner

    def decode(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            return [self.inner.decode(value)]
        return [decoded_or_same(self.inner, item) for item in value]

    def encode(self, value: Any) -> list[Any]:
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise wrong_type(self.wanted, value)
        return [to_json(item) if isinstance(item, RawValue) else self.inner.encode(item) for item in value]


class Either:
    """One of several codecs: the first that takes the value as it is, or else the first that can convert it."""

    def __init__(self, *options: Codec) -> None:
        self.options = options

    def decode(self, value: Any) -> Any:
        fitting = [codec for codec in self.options if fits(codec, value)]
        for codec in [*fitting, *self.options]:
            try:
                return codec.decode(value)
            except Mismatch:
                continue
        mismatch(value)

    def encode(self, value: Any) -> Any:
        errors: list[Exception] = []
        for codec in [codec for codec in self.options if fits(codec, value)] or self.options:
            try:
                return codec.encode(value)
            except (TypeError, ValueError) as error:
                errors.append(error)
        is_wrong_data = any(isinstance(error, ValueError) for error in errors)
        raise (ValueError if is_wrong_data else TypeError)("; or ".join(dict.fromkeys(map(str, errors))))


def fits(codec: Codec, value: object) -> bool:
    """Whether a JSON value has the type that the codec writes."""
    if isinstance(codec, Text | Choice | Moment):
        return isinstance(value, str)
    if isinstance(codec, Number | Integer):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(codec, Boolean):
        return isinstance(value, bool)
    return isinstance(value, list if isinstance(codec, Many) else Mapping)


TEXT = Text()
NUMBER = Number()
INTEGER = Integer()
BOOLEAN = Boolean()
MOMENT = Moment()
ANYTHING = Anything()
NUMBER_TYPES: Any = frozenset({int, float, LongNumber})
