"""Encoding and decoding of JSON, without loss of digits."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NoReturn, Self

from plutio_async._core.call import T

MAX_FREE = 100
"""The most levels of lists and objects in a value whose shape the description does not give: MongoDB stores as many."""
MAX_NESTING = 128
"""The most levels in a whole record or body, where models are around such a value. Few enough for recursion."""
CONTAINERS = (dict, list, tuple)
_PRINTABLE_BITS = 2000
"""Every interpreter prints an integer of so many bits. They refuse thousands of digits, and none fewer than 640."""
_EXACT_LENGTH = 16
"""A float has all digits of a number of so many characters: 15 digits and a point."""
_SMALL = 4096
"""Content of up to so many bytes is parsed by the standard library: to load msgspec would take longer than it saves."""
Parser = Callable[[bytes], Any]


class TooDeep(ValueError):
    """A value has too many levels of lists and objects, or contains itself."""

    @classmethod
    def of(cls, subject: str, most: int = MAX_NESTING) -> Self:
        """The error for a subject, such as "the body is"."""
        return cls(f"{subject} nested too deeply: more than {most} levels of lists and objects")


class LongNumber(float):
    """A number with more digits than a float holds: calculates as a float; ``str()`` and ``repr()`` give its text."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number.text = text.strip()
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.text,)

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def number_from(text: str) -> float:
    """The number with all digits of the text.

    Raises:
        ValueError: the text is no number, or none that a float comes near to, such as ``1e999``.
    """
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is beyond floats")
    try:
        is_exact = repr(number) == text or Decimal(text) == Decimal(repr(number))
    except InvalidOperation:  # an exponent far below that of any float
        is_exact = False
    return number if is_exact else LongNumber(text)


def json_number(number: float) -> float | str:
    """The same number, or text if JSON, floats or the interpreter cannot hold all of it."""
    if isinstance(number, LongNumber):
        return number.text
    if isinstance(number, int):  # the interpreter refuses to print integers of thousands of digits
        return number if number.bit_length() < _PRINTABLE_BITS else format(Decimal(number), "f")
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def with_all_digits(value: Any) -> Any:
    """A JSON value with all digits of its numbers, for ``json_text``. What no JSON number holds becomes text."""
    if isinstance(value, dict):
        return {name: with_all_digits(item) for name, item in value.items()}
    if isinstance(value, list):
        return [with_all_digits(item) for item in value]
    if isinstance(value, LongNumber):
        return Decimal(value.text)
    return json_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _HasDecimal(Exception):
    """The standard encoder cannot write the value."""


def _refuse(value: object) -> NoReturn:
    if isinstance(value, Decimal):
        raise _HasDecimal
    raise TypeError(f"{type(value).__name__} has no JSON form")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_refuse).encode


def json_text(value: Any) -> str:
    """Compact JSON. Each ``Decimal`` becomes a number with exactly its digits; the keys of mappings must be text then.

    Raises:
        TypeError: a value has no JSON form.
        TooDeep: it has more levels than ``MAX_NESTING``.
        ValueError: a number is not finite, or the value contains itself.
    """
    if is_deep(value):
        raise TooDeep.of("is")
    try:
        return _encode(value)
    except _HasDecimal:
        return _with_decimals(value)


def _with_decimals(value: Any) -> str:
    """Like ``json_text``. The standard encoder would write the digits of a float only, whatever the number's class."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_encode(str(key))}:{_with_decimals(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_with_decimals, value)) + "]"
    if not isinstance(value, Decimal):
        return _encode(value)
    if value.is_finite():
        return str(value)
    raise ValueError(f"{value} is not JSON")


def _parse_float(text: str) -> float:
    if len(text) <= _EXACT_LENGTH and "e" not in text and "E" not in text:
        return float(text)
    try:
        return number_from(text)
    except ValueError:
        return float(text)


def _parse_int(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text  # more digits than the interpreter reads


_DECODER = json.JSONDecoder(parse_constant=str, parse_float=_parse_float)
_DECODER_OF_LONG_INTEGERS = json.JSONDecoder(parse_constant=str, parse_float=_parse_float, parse_int=_parse_int)
"""Slower, since it calls a function for each integer."""


def is_deep(value: Any, most: int = MAX_NESTING) -> bool:
    """Whether lists and objects are nested on more levels than ``most``."""
    level = [value] if isinstance(value, CONTAINERS) else []
    for _ in range(most):
        if not level:
            return False
        parts = [
            part
            for each in level
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, CONTAINERS)
        ]
        # Each part once: where parts are shared, the places of a value may be too many to visit.
        level = parts if len(parts) <= len(level) else [*{id(part): part for part in parts}.values()]
    return bool(level)


def bounded(value: T) -> T:
    """The same value, whose shape the description does not give.

    Raises:
        TooDeep: it has more levels than ``MAX_FREE``.
    """
    if isinstance(value, CONTAINERS) and is_deep(value, MAX_FREE):
        raise TooDeep.of("is", MAX_FREE)
    return value


def bounded_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values, of which each is ``bounded``."""
    for value in values.values():
        bounded(value)
    return values


@cache
def fast_parser() -> tuple[Parser, type[Exception]] | None:
    """The parser of msgspec and its error; ``None`` without the extra ``speed``, or with ``PLUTIO_JSON=standard``."""
    try:
        if os.environ.get("PLUTIO_JSON") == "standard":
            return None
        import msgspec
    except ImportError:
        return None
    return msgspec.json.Decoder(float_hook=_parse_float).decode, msgspec.MsgspecError


def parse_json(content: bytes) -> Any:
    """The parsed JSON. A number with more digits than a float holds becomes a ``LongNumber``.

    ``NaN``, the infinities, which are no JSON, and integers of thousands of digits become text, so that they can be
    written again.

    Raises:
        TooDeep: it has hundreds of levels or more; ``bounded`` refuses fewer.
        ValueError: the content is no JSON.
    """
    if len(content) > _SMALL and (fast := fast_parser()) is not None:
        parse, refused = fast
        with suppress(refused, UnicodeDecodeError, RecursionError):
            return parse(content)
    return parse_by_standard(content)  # which takes more, such as NaN; what both refuse gets its error


def json_or_none(text: str) -> Any:
    """The parsed JSON of a text that a user gives; ``None`` for anything else."""
    with suppress(TypeError, ValueError, RecursionError):
        return json.loads(text)
    return None


def parse_by_standard(content: bytes) -> Any:
    """Like ``parse_json``, by the standard library."""
    try:
        text = content.decode("utf-8-sig", "surrogatepass")
        try:
            return _DECODER.decode(text)
        except json.JSONDecodeError:
            raise
        except ValueError:  # an integer of thousands of digits
            return _DECODER_OF_LONG_INTEGERS.decode(text)
    except RecursionError:
        raise TooDeep.of("is", MAX_FREE) from None
