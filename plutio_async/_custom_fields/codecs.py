"""Codecs of the input types of custom fields.

Only ``select`` and ``text`` were observed on the live API; the values of the others are inferred. So a value of another
form is read as it is, and can be written with ``custom_fields=[…]``, which is sent as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from plutio_async._custom_fields.options import Options
from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Codec, decoded_or_same, mismatch
from plutio_async._models.json_form import wrong_type


class Single:
    """One value, also in a list: v1.8 sends text so."""

    def __init__(self, inner: Codec) -> None:
        self._inner = inner
        self.encode = inner.encode

    def decode(self, value: Any) -> Any:
        if isinstance(value, list) and len(value) < 2:
            value = value[0] if value else None
        return None if value is None else self._inner.decode(value)


class Range:
    """The two numbers of a ``multirange`` field."""

    def decode(self, value: Any) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != 2:
            mismatch(value)
        return tuple(map(NUMBER.decode, value))

    def encode(self, value: Any) -> list[float | Decimal]:
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
            raise wrong_type("two numbers, such as (10, 20)", value)
        return [NUMBER.encode(number) for number in value]


class Contact:
    """The id of a person, or a list of ids: it is not known whether a field can hold several. Writes records too."""

    def decode(self, value: Any) -> str | list[Any]:
        if isinstance(value, list):
            return [decoded_or_same(self, item) for item in value]
        id = value.get("_id") if isinstance(value, Mapping) else value
        return id if isinstance(id, str) else mismatch(value)

    def encode(self, value: Any) -> str | list[str]:
        if isinstance(value, list | tuple):
            return [self._id(item) for item in value]
        return self._id(value)

    def _id(self, value: Any) -> str:
        id = value if isinstance(value, str) else getattr(value, "id", None)
        if isinstance(id, str) and id:
            return id
        raise wrong_type("the id of a person, or the person", value)


class OneOption:
    """The value of a ``select`` field: a label."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def decode(self, value: Any) -> str:
        return self._options.label(value) if isinstance(value, str) else mismatch(value)

    def encode(self, value: Any) -> str:
        return self._options.id(value)


class SeveralOptions:
    """The value of a ``multi`` field: a list of labels."""

    def __init__(self, options: Options) -> None:
        self._one = OneOption(options)

    def decode(self, value: Any) -> list[Any]:
        return [decoded_or_same(self._one, item) for item in (value if isinstance(value, list) else [value])]

    def encode(self, value: Any) -> list[str]:
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise wrong_type("a list of labels", value)
        return [self._one.encode(item) for item in value]


_CODECS: Mapping[str, Codec] = {
    "checkbox": Single(BOOLEAN),
    "contact": Single(Contact()),
    "currency": Single(NUMBER),
    "date": Single(MOMENT),
    "link": Single(TEXT),
    "multirange": Range(),
    "rating": Single(NUMBER),
    "slider": Single(NUMBER),
    "text": Single(TEXT),
}


def codec_of(input_type: str, options: Options) -> Codec:
    """The codec of an input type. The values of an unknown type stay as they are."""
    if input_type == "multi":
        return SeveralOptions(options)
    return Single(OneOption(options)) if input_type == "select" else _CODECS.get(input_type, ANYTHING)
