"""The options of custom fields, labels in Python and ids in the API, and the codecs of their input types.

Only ``select`` and ``text`` were observed on the live API; the values of the others are inferred. So a value of another
form is read as it is, and can be written with ``custom_fields=[…]``, which is sent as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from plutio_async._core.errors import CustomFieldError, did_you_mean
from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Codec, Many, decoded_or_same, mismatch
from plutio_async._models.json_form import wrong_type

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


@frozen
class Option:
    """An option. ``name`` is its label."""

    id: str
    name: str


class Options:
    """The options of a field."""

    def __init__(self, options: Iterable[Option], whose: str) -> None:
        self._options = tuple(options)
        self._labels = {option.id: option.name for option in self._options}
        self._whose = whose

    def __iter__(self) -> Iterator[Option]:
        return iter(self._options)

    @property
    def labels(self) -> list[str]:
        """The labels in order."""
        return [option.name for option in self._options]

    def label(self, id: str) -> str:
        """The label of an option; the id itself if there is no such option."""
        return self._labels.get(id, id)

    def id(self, label: object) -> str:
        """The id of the option with a label or an id.

        Raises:
            TypeError: the label is no text.
            CustomFieldError: no option has the label, or several have it.
        """
        if not isinstance(label, str):
            raise wrong_type("the label of an option", label)
        named = [option.id for option in self._options if option.name == label]
        if len(named) == 1:
            return named[0]
        if label in self._labels:
            return label
        raise name_error(label, self._labels, what="option", whose=self._whose)

    def matching(self, pattern: str, flags: str) -> list[str]:
        """The ids of the options whose labels match a regular expression, with flags such as ``i``."""
        expression = re.compile(pattern, sum(_FLAGS[flag] for flag in flags))
        return [option.id for option in self._options if expression.search(option.name)]


def name_error(name: object, names: Mapping[str, str], *, what: str, whose: str) -> CustomFieldError:
    """The error for a name that none or several of the items have. ``names`` are their names by id."""
    if ids := tuple(id for id, known in names.items() if known == name):
        message = f"{whose} has {len(ids)} {what}s {name!r}: use the id instead, one of {', '.join(ids)}"
        return CustomFieldError(message, choices=ids)
    choices = tuple(dict.fromkeys(names.values()))
    if choices:
        hint = did_you_mean(name, choices)
        hint = f"{f'{hint} There' if hint else 'there'} are: {', '.join(map(repr, choices))}"
    else:
        hint = "there are none"
    return CustomFieldError(f"{whose} has no {what} {name!r}; {hint}", choices=choices)


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


class SeveralOptions(Many):
    """The value of a ``multi`` field: a list of labels."""

    wanted = "a list of labels"


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
        return SeveralOptions(OneOption(options))
    return Single(OneOption(options)) if input_type == "select" else _CODECS.get(input_type, ANYTHING)
