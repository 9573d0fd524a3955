"""What the value of a field can be: how it is read from JSON and how it is written back.

Reading is tolerant: a kind converts what it can (a number sent as text, one object where a list was promised) and
raises ``Mismatch`` for the rest, which the model then keeps among its extras. Writing is strict: a wrong type is a
``TypeError``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NoReturn, Protocol, Self


class Mismatch(Exception):
    """A value does not fit the kind of its field."""


def mismatch(value: object) -> NoReturn:
    """Says inside an expression that a value does not fit."""
    raise Mismatch(value)


class Codec(Protocol):
    """One sort of value."""

    def decode(self, value: Any) -> Any:
        """The Python value of a JSON value other than null; raises ``Mismatch``."""
        ...

    def encode(self, value: Any) -> Any:
        """The JSON value of a Python value other than ``None``; raises ``TypeError`` or ``ValueError``."""
        ...


class OpenEnum(StrEnum):
    """Known values of a field. A value that is not known yet becomes a member of its own, equal to its text."""

    known: Callable[[Any], Any]
    """The member for a text, or ``None``; quicker than a call of the class."""

    def __init_subclass__(cls) -> None:
        cls.known = cls._value2member_map_.get

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


class Text:
    def decode(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        mismatch(value)

    def encode(self, value: Any) -> str:
        if isinstance(value, str):
            return str(value)
        raise wrong_type("text", value)


class Number:
    def decode(self, value: Any) -> float:
        if isinstance(value, str):
            return _number_from_text(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        mismatch(value)

    def encode(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise wrong_type("a number", value)
        if isinstance(value, int):
            return value
        if not math.isfinite(value):
            raise ValueError(f"takes a finite number, not {value}")
        return float(value)


def _number_from_text(text: str) -> float:
    if "_" in text:
        mismatch(text)
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        mismatch(text)
    return number if math.isfinite(number) else mismatch(text)


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


fromisoformat = datetime.fromisoformat


def moment(text: Any) -> datetime:
    """An aware datetime from ISO 8601 text; without an offset it is UTC.

    Raises:
        TypeError, ValueError: it is no such text. Python's own reader takes ``1712051512345`` for a day in 1712, and
            gives moments that have no UTC form.
    """
    read = fromisoformat(text)
    # The decoders of models spell this test out, to save the call. With a zone no text is shorter than 11 letters.
    if read.tzinfo is UTC and text[10] == "T":
        return read
    if text[4:5] != "-" or text[7:8] != "-":
        raise ValueError(f"{text!r} is not written as a date")
    read = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    try:
        read.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} has no UTC form") from None
    return read


class Moment:
    def decode(self, value: Any) -> datetime:
        try:
            return moment(value)
        except (TypeError, ValueError):
            mismatch(value)

    def encode(self, value: Any) -> str:
        if isinstance(value, str):
            return _checked(value)
        if isinstance(value, datetime):
            return iso(value)
        if isinstance(value, date):
            return f"{value.isoformat()}T00:00:00.000Z"
        raise wrong_type("a datetime, a date or ISO 8601 text", value)


def _checked(text: str) -> str:
    try:
        moment(text)
    except ValueError:
        raise ValueError(f"takes a datetime, a date or ISO 8601 text, not {text!r}") from None
    return text


def iso(value: datetime) -> str:
    """The API's own form of a moment: UTC, milliseconds, ``Z``."""
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone; add one, for example value.replace(tzinfo=UTC)")
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Anything:
    def decode(self, value: Any) -> Any:
        return value

    def encode(self, value: Any) -> Any:
        return to_json(value)


class Choice:
    """One of the known values, or another text."""

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
        if isinstance(value, str):
            return str(value)
        raise wrong_type(f"text or a {self.values.__name__}", value)


class Many:
    """A list. One value alone is read as a list with that value; nulls among typed values are passed over."""

    def __init__(self, inner: Codec) -> None:
        self.inner = inner

    def decode(self, value: Any) -> list[Any]:
        values = value if isinstance(value, list) else [value]
        keeps_null = isinstance(self.inner, Anything)
        return [self.inner.decode(item) for item in values if item is not None or keeps_null]

    def encode(self, value: Any) -> list[Any]:
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise wrong_type("a list", value)
        return [self.inner.encode(item) for item in value]


class Either:
    """One of several kinds; the first that fits the value as it is, else the first that can convert it."""

    def __init__(self, *kinds: Codec) -> None:
        self.kinds = kinds

    def decode(self, value: Any) -> Any:
        fitting = [kind for kind in self.kinds if _fits(kind, value)]
        for kind in [*fitting, *self.kinds]:
            try:
                return kind.decode(value)
            except Mismatch:
                continue
        mismatch(value)

    def encode(self, value: Any) -> Any:
        reasons: list[str] = []
        for kind in self.kinds:
            try:
                return kind.encode(value)
            except (TypeError, ValueError) as error:
                reasons.append(str(error))
        raise TypeError("; or ".join(dict.fromkeys(reasons)))


def _fits(kind: Codec, value: object) -> bool:
    if isinstance(kind, Text | Choice | Moment):
        return isinstance(value, str)
    if isinstance(kind, Number | Integer):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(kind, Boolean):
        return isinstance(value, bool)
    return isinstance(value, list if isinstance(kind, Many) else dict)


def to_json(value: Any) -> Any:
    """Any Python value that has a JSON form, in that form."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return to_json(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, float | Decimal):
        return NUMBER.encode(value)
    if isinstance(value, date):
        return MOMENT.encode(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [to_json(item) for item in value]
    if callable(to_dict := getattr(value, "to_dict", None)):
        return to_dict()
    raise wrong_type("a value that JSON can hold", value)


def wrong_type(wanted: str, value: object) -> TypeError:
    return TypeError(f"takes {wanted}, not {type(value).__name__}")


TEXT = Text()
NUMBER = Number()
INTEGER = Integer()
BOOLEAN = Boolean()
MOMENT = Moment()
ANYTHING = Anything()
NUMBERS: Any = frozenset({int, float})
