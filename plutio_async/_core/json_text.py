"""Encoding and decoding of JSON, without loss of digits."""

from __future__ import annotations

import json
import math
from decimal import Decimal, InvalidOperation
from typing import Any, Self


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
        return number if number.bit_length() < _MOST_BITS else format(Decimal(number), "f")
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


_MOST_BITS = 2000


def json_text(value: Any) -> str:
    """Compact JSON.

    Raises:
        ValueError: a number is not finite, or the value is nested too deeply.
    """
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _parse_int(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text


_DECODER = json.JSONDecoder(parse_constant=str)
_DECODER_OF_LONG_INTEGERS = json.JSONDecoder(parse_constant=str, parse_int=_parse_int)


def parse_json(content: bytes) -> Any:
    """The parsed JSON.

    ``NaN``, the infinities, which are no JSON, and integers of thousands of digits become text, so that they can be
    written again.

    Raises:
        ValueError: the content is no JSON, or nested too deeply.
    """
    try:
        return _decoded(content.decode("utf-8-sig", "surrogatepass"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _decoded(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer that is too long for the interpreter
        return _DECODER_OF_LONG_INTEGERS.decode(text)
