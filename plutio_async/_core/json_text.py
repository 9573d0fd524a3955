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

MAX_NESTING = 128
"""Levels of lists and objects in an answer or a body: more than MongoDB stores (100), and few enough for recursion."""


TOO_DEEP = f"nested too deeply: more than {MAX_NESTING} levels of lists and objects"


class TooDeep(ValueError):
    """A value has more levels than ``MAX_NESTING``, or contains itself."""


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
    try:
        try:
            text = _encode(value)
        except _HasDecimal:
            text = _with_decimals(value)
    except RecursionError:
        raise TooDeep(TOO_DEEP) from None
    _check_nesting(text.encode("utf-8", "surrogatepass"))
    return text


def _with_decimals(value: Any) -> str:
    """The standard encoder writes a float with the digits of a float, whatever its class."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_encode(str(key))}:{_with_decimals(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_with_decimals, value)) + "]"
    if not isinstance(value, Decimal):
        return _encode(value)
    if value.is_finite():
        return str(value)
    raise ValueError(f"{value} is not JSON")


def _parse_int(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text


def _parse_float(text: str) -> float:
    if len(text) <= _EXACT_LENGTH and "e" not in text and "E" not in text:
        return float(text)
    try:
        return number_from(text)
    except ValueError:
        return float(text)


_EXACT_LENGTH = 16
"""A float holds 15 digits; the point is one character more."""
_DECODER = json.JSONDecoder(parse_constant=str, parse_float=_parse_float)
_DECODER_OF_LONG_INTEGERS = json.JSONDecoder(parse_constant=str, parse_float=_parse_float, parse_int=_parse_int)


_CONTAINERS = (dict, list, tuple)
_SQUARE = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(set(range(256)).difference(b'[]{}"'))
_COUNTED = 64 * 1024
"""Bytes up to which levels are counted: for a page of hundreds of records it would take a tenth of the decoding."""


def is_deep(value: Any, most: int = MAX_NESTING) -> bool:
    """Whether lists and objects are nested on more levels than ``most``."""
    level: list[Any] = [[value]]
    for _ in range(most + 1):
        parts = (item.values() if isinstance(item, dict) else item for item in level)
        level = [part for each in parts for part in each if isinstance(part, _CONTAINERS)]
        if not level:
            return False
    return True


def _check_nesting(content: bytes) -> None:
    """Raises ``TooDeep`` for JSON with too many levels: from its brackets, which is quicker than from its values."""
    if not 2 * MAX_NESTING < len(content) <= _COUNTED:
        return
    if b"\\" in content:
        content = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside_texts = content.translate(_SQUARE, _OTHERS).replace(b'""', b"").split(b'"')[::2]
    brackets = b"".join(outside_texts)
    for _ in range(MAX_NESTING):
        if not brackets:
            return
        brackets = brackets.replace(b"[]", b"")  # removes the innermost level
    if brackets:
        raise TooDeep(TOO_DEEP)


Parser = Callable[[bytes], Any]
_SMALL = 4096
"""Bytes up to which loading msgspec takes longer than it saves."""


@cache
def fast_parser() -> tuple[Parser, type[Exception]] | None:
    """That of msgspec (extra ``speed``) and its error; ``None`` without it, or with ``PLUTIO_JSON=standard``."""
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
        TooDeep: it has more levels than ``MAX_NESTING``.
        ValueError: the content is no JSON.
    """
    if len(content) > _SMALL and (fast := fast_parser()) is not None:
        parse, refused = fast
        with suppress(refused, UnicodeDecodeError, RecursionError):
            value = parse(content)
            _check_nesting(content)
            return value
    return parse_by_standard(content)  # which takes more, such as NaN; what both refuse gets its error


def parse_by_standard(content: bytes) -> Any:
    """The same by the standard library."""
    try:
        value = _decoded(content.decode("utf-8-sig", "surrogatepass"))
    except RecursionError:
        raise TooDeep(TOO_DEEP) from None
    _check_nesting(content)
    return value


def _decoded(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer that is too long for the interpreter
        return _DECODER_OF_LONG_INTEGERS.decode(text)
