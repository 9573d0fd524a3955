"""Custom fields: their definitions, their options with labels in Python and ids in the API, and codecs of their values.

Only ``select`` and ``text`` were observed on the live API; the values of other input types are inferred. So a value of
another form is read as it is, and can be written with ``custom_fields=[…]``, which is sent as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from attrs import field, frozen

from plutio_async._core.errors import CustomFieldError, did_you_mean
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    NUMBER,
    TEXT,
    Codec,
    Many,
    decoded_or_same,
    known_id,
    mismatch,
)
from plutio_async._models.json_form import located, wrong_type

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
        if id := known_id(value):
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


class DefinitionRecord(Protocol):
    """A definition in the API's form: a :class:`~plutio_async.models.CustomField`."""

    id: str
    title: str | None
    is_archived: bool | None
    entity_type: Any
    input_type: Any
    options: Any


@frozen
class Definition:
    """The definition of a custom field, which reads and writes its values.

    ``record`` is the API's own definition.
    """

    id: str
    title: str
    entity_type: str
    input_type: str
    options: Options = field(eq=False, repr=False)
    record: DefinitionRecord = field(eq=False, repr=False)
    _codec: Codec = field(eq=False, repr=False, alias="codec")

    @classmethod
    def of(cls, record: DefinitionRecord) -> Definition:
        """Makes one from the API's definition. The title of a field without one is its id."""
        title = record.title or record.id
        entity, kind = (str(value or "") for value in (record.entity_type, record.input_type))
        # Entries that do not fit the description have no id.
        given = [option for option in record.options or () if getattr(option, "id", None)]
        named = [Option(option.id, option.name or option.title or option.id) for option in given]
        options = Options(named, f"the custom field {title!r}")
        return cls(record.id, title, entity, kind, options, record, codec_of(kind, options))

    @property
    def has_options(self) -> bool:
        """Whether the values are options."""
        return self.input_type in ("multi", "select")

    def read(self, value: Any) -> Any:
        """The Python value for a record's value, which stays as it is if it does not fit the input type."""
        return decoded_or_same(self._codec, value)

    def write(self, value: Any) -> Any:
        """The API's value for a Python value. ``None`` becomes null, which clears the field.

        Raises:
            TypeError: the value does not fit the input type.
            InvalidInput: a datetime has no time zone, or a number is not finite.
            CustomFieldError: no option has the label, or several have it.
        """
        if value is None:
            return None
        where = f"the custom field {self.title!r} ({self.input_type})"
        try:
            return self._codec.encode(value)
        except TypeError as error:
            meant = decoded_or_same(self._codec, value) if isinstance(value, str) else value
            way_out = "" if meant is value else f" {value!r}; give {meant!r}"
            raise TypeError(f"{where} {error}{way_out}") from None
        except ValueError as error:
            raise located(error, where, self.title, value) from None

    def unchanged(self, value: Any) -> Any:
        """A record's value in the form to send it back unchanged: a single value without the list around it."""
        is_single = isinstance(self._codec, Single) and self.input_type != "contact"  # which may hold several
        return value[0] if is_single and isinstance(value, list) and len(value) == 1 else value

    def compared(self, value: Any) -> Any:
        """The API's value to compare with in a query. A list of options can be compared with one of them."""
        if self.input_type == "multi" and isinstance(value, str):
            return self.options.id(value)
        return self.write(value)
