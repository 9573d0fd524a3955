"""The fields of models: their names and codecs, by Python name and by wire name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import attrs

from plutio_async._core.call import T
from plutio_async._core.errors import did_you_mean
from plutio_async._core.json_text import LongNumber
from plutio_async._models.codecs import Codec, Either, Id, Many, Targets, encoded, is_record, mismatch
from plutio_async._models.json_form import located, to_json, wrong_type


@attrs.frozen
class Field:
    """The JSON side of a field: its name and its codec. ``absent`` is the value of the attribute if it is absent."""

    name: str
    codec: Codec
    absent: str | None = None

    def decode(self, value: Any) -> Any:
        """The Python value. Raises ``Mismatch`` for a value that does not fit, or that means absent."""
        return mismatch(value) if value == self.absent else self.codec.decode(value)

    @property
    def refers_to(self) -> Targets | None:
        """The resources that the field's ids belong to, if it holds ids or references."""
        codecs = (item_codec(option) for option in options_of(self.codec))
        return next((codec.targets for codec in codecs if isinstance(codec, Id | Ref)), None)


def options_of(codec: Codec) -> Sequence[Codec]:
    """The codecs of a field that may have several types, or the codec itself."""
    return codec.options if isinstance(codec, Either) else (codec,)


def item_codec(codec: Codec) -> Codec:
    """The codec of the items of a list, or the codec itself."""
    return codec.inner if isinstance(codec, Many) else codec


def field(name: str, codec: Codec, absent: str | None = None) -> Any:
    """Declares a field of a model."""
    return attrs.field(default=absent, metadata=json(name, codec, absent))


def json(name: str, codec: Codec, absent: str | None = None) -> dict[Any, Any]:
    """The metadata of a field that is declared by ``attrs.field``, so that type checkers see its converter."""
    return {Field: Field(name, codec, absent)}


def number(value: float | Decimal | None) -> float | None:
    """Converts an amount that is given as a ``Decimal`` to the type of those that are read, with the same digits."""
    return cast("float | None", _without_decimal(value))


def text_or_number(value: str | float | Decimal | None) -> str | float | None:
    """Like ``number``, for a field that may also be text."""
    return cast("str | float | None", _without_decimal(value))


def _without_decimal(value: Any) -> Any:
    return LongNumber(str(value)) if isinstance(value, Decimal) and math.isfinite(value) else value


if TYPE_CHECKING:  # checkers take a `type[Any]` for unhashable, and `cache` loses the type of the argument

    def _cached(function: Callable[[type[Any]], T]) -> Callable[[type[Any]], T]: ...
else:
    _cached = cache


@_cached
def fields_of(model: type[Any]) -> Mapping[str, Field]:
    """The fields of a model by Python name."""
    return {field.name: field.metadata[Field] for field in attrs.fields(model) if Field in field.metadata}


@_cached
def fields_by_wire_name(model: type[Any]) -> Mapping[str, Field]:
    """The fields of a model by wire name."""
    return {field.name: field for field in fields_of(model).values()}


def field_named(model: type[Any], name: str) -> Field | None:
    """The field with a Python name or a wire name; ``None`` if the model has no such field."""
    return fields_of(model).get(name) or fields_by_wire_name(model).get(name)


class Ref:
    """A model inside a model; a function returns a model that is defined later.

    A mapping may have Python names or wire names. If the model is a reference to records of ``targets``, such a record
    may stand for it.
    """

    def __init__(self, model: type[Any] | Callable[[], type[Any]], targets: Targets | None = None) -> None:
        self._model = model
        self._targets = targets

    @property
    def model(self) -> type[Any]:
        if not isinstance(self._model, type):
            self._model = self._model()
        return self._model

    @property
    def targets(self) -> Targets | None:
        """The resources that the id of the model belongs to, if it is a reference."""
        key = fields_of(self.model).get("id")
        return self._targets or (key.refers_to if key else None)

    def decode(self, value: Any) -> Any:
        return self.model._from_answer(value) if isinstance(value, dict) else mismatch(value)  # noqa: SLF001

    def encode(self, value: Any) -> dict[str, Any]:
        if isinstance(value, self.model):
            return self._whole(value)
        if isinstance(value, Mapping):
            return self._checked(value) if fields_of(self.model) else to_json(value)
        if self.targets is not None and is_record(value):
            return self._reference(value, self.targets)
        raise wrong_type(f"a mapping or {self.model.__name__}(…)", value)

    def _whole(self, record: Any) -> dict[str, Any]:
        written: dict[str, Any] = to_json(record.extra)
        for name, field in fields_of(type(record)).items():
            if (value := getattr(record, name)) not in (None, field.absent):
                written[field.name] = encoded_field(name, field, value, f"has {name!r}, which")
        return written

    def _checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for key, value in values.items():
            if key == "extra":
                continue
            if (field := field_named(self.model, key)) is None:
                raise self._unknown(key)
            if field.name in written:
                raise TypeError(f"has {key!r} twice: by its name in Python and by that of the API")
            written[field.name] = encoded_field(key, field, value, f"has {key!r}, which")
        add_undescribed(written, values.get("extra"))
        return written

    def _unknown(self, key: str) -> TypeError:
        model, fields = self.model.__name__, ", ".join(fields_of(self.model))
        hint = hint_for(key, self.model, fields_of(self.model))
        return TypeError(
            f"has no {key!r}; {hint + ' ' if hint else ''}{model} has {fields}. To send it as it is, put it into "
            f"'extra' of the mapping; for a mapping that the server sent, give {model}.from_dict(mapping)"
        )

    def _reference(self, record: Any, targets: Targets) -> dict[str, Any]:
        reference = {"_id": Id(targets).encode(record)}
        if isinstance(targets, Mapping):
            reference["entityType"] = next(kind for kind, name in targets.items() if name == record.resource_name)
        return reference


def encoded_field(name: str, field: Field, value: Any, where: str) -> Any:
    """The JSON of a value that a field is written with. The message of an error begins with ``where``.

    Raises:
        TypeError: the value has a wrong type.
        InvalidInput: text is no moment, a datetime has no time zone, or a number is not finite.
    """
    try:
        return encoded(field.codec, value)
    except (TypeError, ValueError) as error:
        raise located(error, where, name, value) from None


def add_undescribed(written: dict[str, Any], extra: Mapping[str, Any] | None) -> None:
    """Adds undescribed fields, by wire name. Raises ``TypeError`` for a name that is there, or no mapping."""
    if not isinstance(extra, Mapping | None):
        raise TypeError(f"takes extra= as a mapping of API names, not {type(extra).__name__}")
    for name, value in (extra or {}).items():
        if name in written:
            raise TypeError(f"got {name} twice: as an argument and in extra")
        written[name] = to_json(value)


def hint_for(name: object, model: type[Any], known: Iterable[str]) -> str:
    """What to write in place of a wrong name of a field, or ``""``."""
    instead = model._instead.get(name)  # noqa: SLF001
    return f"use {instead!r}." if instead else did_you_mean(name, known)
