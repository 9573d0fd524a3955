"""What each input type holds: how a value is read from JSON, and how it is written.

Only ``select`` and ``text`` were observed on the live API; what the others hold is inferred. So what does not look as
expected is read as it came, and writing it takes ``custom_fields=[…]`` in the API's own form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from plutio_async._custom_fields.options import OneOption, Options, SeveralOptions
from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Codec, mismatch, wrong_type


class Single:
    """One value; a list with one value is that value, as v1.8 sent text."""

    def __init__(self, inner: Codec) -> None:
        self._inner = inner
        self.encode = inner.encode

    def decode(self, value: Any) -> Any:
        if isinstance(value, list) and len(value) < 2:
            value = value[0] if value else None
        return None if value is None else self._inner.decode(value)


class Range:
    """Two numbers, of a ``multirange`` field."""

    def decode(self, value: Any) -> tuple[float, float]:
        if not isinstance(value, list) or len(value) != 2:
            mismatch(value)
        low, high = value
        return NUMBER.decode(low), NUMBER.decode(high)

    def encode(self, value: Any) -> list[float]:
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
            raise wrong_type("two numbers, such as (10, 20)", value)
        low, high = value
        return [NUMBER.encode(low), NUMBER.encode(high)]


class Contact:
    """A person by id; a record may be given in its place. Whether one field holds several is not known."""

    def decode(self, value: Any) -> str | list[str]:
        if isinstance(value, list):
            return [self._id(item) for item in value if item is not None]
        return self._id(value)

    def encode(self, value: Any) -> str | list[str]:
        if isinstance(value, list | tuple):
            return [self._written(item) for item in value]
        return self._written(value)

    def _id(self, value: Any) -> str:
        id = value.get("_id") if isinstance(value, Mapping) else value
        return id if isinstance(id, str) else mismatch(value)

    def _written(self, value: Any) -> str:
        id = value if isinstance(value, str) else getattr(value, "id", None)
        if isinstance(id, str) and id:
            return id
        raise wrong_type("the id of a person, or the person", value)


_KINDS: Mapping[str, Callable[[Options], Codec]] = {
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


def kind_of(input_type: str | None, options: Options) -> Codec:
    """How the values of an input type travel; those of an unknown one go as they are."""
    make = _KINDS.get(str(input_type))
    return make(options) if make else ANYTHING
