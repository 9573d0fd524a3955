"""The JSON of values that fields are compared with, and their checks: what no record can satisfy is an error."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from plutio_async._core.moments import day_of, format_moment, parse_aware
from plutio_async._models.codecs import (
    ANYTHING,
    NUMBER,
    Anything,
    Boolean,
    Choice,
    Codec,
    Id,
    Integer,
    Many,
    Moment,
    Number,
    Text,
    id_of,
    is_record,
)
from plutio_async._models.fields import Ref, item_codec, options_of
from plutio_async._models.json_form import RawValue, located, wrong_type
from plutio_async._query.paths import Place

Test = dict[str, Any]
"""Operators with their operands, such as ``{"$lt": 5}``."""

_VALUES = ("$eq", "$ne", "$lt", "$lte", "$gt", "$gte")
_LISTS = ("$in", "$nin")
_OF_LISTS = {"$size": "size", "$elemMatch": "elem_match"}
_NO_TEXT = (Boolean, Integer, Number, Ref)


def checked(place: Place, test: Mapping[str, Any]) -> tuple[str, Test]:
    """The wire name and the JSON of a test on a field. A reference is compared by its id.

    Raises:
        TypeError: an operand has the wrong type.
        InvalidInput: it has no time zone, or is no known value.
    """
    codecs: Sequence[Codec] = options_of(place.field.codec) if place.field else ()
    items = [item_codec(codec) for codec in codecs]
    targets = [codec.targets for codec in items if isinstance(codec, Ref) and codec.targets is not None]
    path = place.path
    # A field of nothing but references, and an id: what is compared is the id inside the reference.
    if len(targets) == len(items) > 0 and any(isinstance(value, str) or is_record(value) for value in _operands(test)):
        path, codecs = f"{path}._id", [Id(targets[0])]
    try:
        return path, _encoded(codecs, test)
    except (TypeError, ValueError) as error:
        operands = _operands(test)
        given = operands[0] if len(operands) == 1 else operands
        raise located(error, f"{place.name}:", place.name, given) from None


def _operands(test: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    for operator, value in test.items():
        if operator in _VALUES:
            found.append(value)
        elif operator in _LISTS:
            found += value
        elif operator == "$not":
            found += _operands(value)
    return found


def _encoded(codecs: Sequence[Codec], test: Mapping[str, Any]) -> Test:
    encoded: Test = {}
    for operator, value in test.items():
        if operator in _VALUES:
            encoded |= _compared(codecs, operator, value)
        elif operator in _LISTS:
            encoded[operator] = [_value(codecs, item) for item in value]
        elif operator == "$not":
            encoded[operator] = _encoded(codecs, value)
        else:
            if operator in _OF_LISTS and codecs and not any(isinstance(codec, Many | Anything) for codec in codecs):
                raise TypeError(f"is no list, and {_OF_LISTS[operator]}() is for lists")
            if operator == "$regex" and codecs and all(isinstance(item_codec(codec), _NO_TEXT) for codec in codecs):
                raise TypeError("is no text; contains(), starts_with() and regex() are for text")
            encoded[operator] = operand_json(value)
    return encoded


def _compared(codecs: Sequence[Codec], operator: str, value: Any) -> Test:
    if any(isinstance(item_codec(codec), Moment) for codec in codecs) and (day := day_in(value)) is not None:
        return compared_day(operator, day)
    return {operator: _value(codecs, value)}


def compared_day(operator: str, day: date) -> Test:
    """A comparison of moments with a day, which means any moment of it."""
    if day == date.max:
        raise ValueError(f"{day} has no day after it; leave the condition out, or take an earlier day")
    first, last = format_moment(day), format_moment(day + timedelta(days=1))
    tests: dict[str, Test] = {
        "$eq": {"$gte": first, "$lt": last},
        "$ne": {"$not": {"$gte": first, "$lt": last}},
        "$lt": {"$lt": first},
        "$lte": {"$lt": last},
        "$gt": {"$gte": last},
        "$gte": {"$gte": first},
    }
    return tests[operator]


def day_in(value: Any) -> date | None:
    """The day that a date or the text of one stands for; a datetime is a moment of it."""
    if isinstance(value, str):
        return day_of(value)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _value(codecs: Sequence[Codec], value: Any) -> Any:
    """The JSON of an operand that fits one of the codecs. Objects, and fields of any type, are not checked."""
    if isinstance(value, Enum) and not isinstance(value, str):
        value = value.value
    if value is None or isinstance(value, RawValue) or not codecs or ANYTHING in codecs:
        return operand_json(value)
    if isinstance(value, list | tuple | set | frozenset):
        return _whole_list(codecs, value)
    errors: list[Exception] = []
    for codec in codecs:
        try:
            return _fitting(codec, value)
        except (TypeError, ValueError) as error:
            errors.append(error)
    raise errors[0]


def _whole_list(codecs: Sequence[Codec], values: Iterable[Any]) -> list[Any]:
    for codec in codecs:
        if isinstance(codec, Many):
            return [_value([codec.inner], value) for value in values]
    raise TypeError("takes one value, not a list: for one of several write in_([…])")


def _fitting(codec: Codec, value: Any) -> Any:
    match codec:
        case Many():
            return _fitting(codec.inner, value)
        case Moment():
            return _moment(value)
        case Number() | Integer():
            return operand_json(NUMBER.encode(value))
        case Text() | Choice() | Boolean():
            return codec.encode(value)
        case Ref() if not isinstance(value, Mapping):
            raise TypeError("is an object: compare a field inside it")
    return operand_json(value)


def _moment(value: Any) -> str:
    if day_in(value) is not None:
        raise ValueError(f"takes moments in a list; for whole days write (F.field == {value!r}) | (F.field == …)")
    if isinstance(value, str):
        value = parse_aware(value)
    if isinstance(value, datetime):
        return format_moment(value)
    raise wrong_type("an aware datetime, a date or their ISO text", value)


def operand_json(value: Any) -> Any:
    """The JSON value to compare with: a datetime as ISO text in UTC, a date as its first moment in UTC.

    It differs from what a write sends: a record is compared by its id, 5.0 is 5, and every key has to be a text.

    Raises:
        TypeError: a value has no JSON form.
        ValueError: a datetime has no time zone, or a number is not finite.
    """
    if isinstance(value, RawValue | Enum):
        return operand_json(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return format_moment(value)
    if isinstance(value, Mapping):
        return {_key(key): operand_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [operand_json(item) for item in value]
    if is_record(value):
        return id_of(value)
    raise TypeError(f"a query cannot hold {value!r}: use text, a number, a boolean, None, a date or a list of these")


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
