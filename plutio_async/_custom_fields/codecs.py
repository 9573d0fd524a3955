"""Codecs of the input types of custom fields.

Only ``select`` and ``text`` were observed on the live API; the values of the others are inferred. So a value of another
form is read as it is, and can be written with ``custom_fields=[…]``, which is sent as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from plutio_async._custom_fields.options import OneOption, Options, SeveralOptions
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    NUMBER,
    TEXT,
    Codec,
    decoded_or_same,
    mismatch,
    wrong_type,
)


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

    def decode(self, value: Any) -> tuple[float, float]:
        if not isinstance(value, list) or len(value) != 2:
            mismatch(value)
        low, high = value
        return NUMBER.decode(low), NUMBER.decode(high)

    def encode(self, value: Any) -> list[float | Decimal]:
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
            raise wrong_type("two numbers, such as (10, 20)", value)
        low, high = value
        return [NUMBER.encode(low), NUMBER.encode(high)]


class Contact:
    """The id of a person, or a list of ids: it is not known whether a field can hold several. Writes records too."""

    def decode(self, value: Any) -> str | list[Any]:
        if isinstance(value, list):
            return [decoded_or_same(self, item) for item in value]
        id = value.get("_id") if isinstance(value, Mapping) else value
        return id if isinstance(id, str) else mismatch(value)

    def encode(self, value: Any) -> str | list[str]:
        if isinstance(value, list | tuple):
            return [self._id_to_write(item) for item in value]
        return self._id_to_write(value)

    def _id_to_write(self, value: Any) -> str:
        id = value if isinstance(value, str) else getattr(value, "id", None)
        if isinstance(id, str) and id:
            return id
        raise wrong_type("the id of a person, or the person", value)


_CODECS: Mapping[str, Callable[[Options], Codec]] = {
    "checkbox": lambda _: Single(BOOLEAN),
    "contact": lambda _: Single(Contact()),
    "currency": lambda _: Single(NUMBER),
    "date": lambda _: Single(MOMENT),
    "link": lambda _: Single(TEXT),
    "multi": SeveralOptions,
    "multirange": lambda _: Range(),
    "rating": lambda _: Single(NUMBER),
    "select": lambda options: Single(OneOption(options)),
    "slider": lambda _: Single(NUMBER),
    "text": lambda _: Single(TEXT),
}


def codec_of(input_type: str | None, options: Options) -> Codec:
    """The codec of an input type. The values of an unknown type stay as they are."""
    make = _CODECS.get(str(input_type))
    return make(options) if make else ANYTHING
