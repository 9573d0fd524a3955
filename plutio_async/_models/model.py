"""The base of every model: a table of fields, a fast way in, a tolerant way in, and a way out.

A model holds plain Python values; ``None`` stands for what is absent. Nothing that the server sent is lost: keys that
the description does not know, and values that do not fit their field, are kept in ``extra`` under their wire names and
are written back by ``to_dict()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Any, ClassVar, Protocol, Self

import attrs

from plutio_async._core.errors import CustomFieldError
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
    MOMENT,
    NUMBER,
    NUMBERS,
    TEXT,
    Choice,
    Codec,
    Either,
    Many,
    Mismatch,
    OpenEnum,
    fromisoformat,
    mismatch,
    moment,
    to_json,
    wrong_type,
)

__all__ = [
    "ANYTHING",
    "BOOLEAN",
    "INTEGER",
    "MOMENT",
    "NUMBER",
    "NUMBERS",
    "TEXT",
    "Choice",
    "CustomRecord",
    "Either",
    "Field",
    "Many",
    "Model",
    "ModelNames",
    "OpenEnum",
    "Ref",
    "Targets",
    "field",
    "fields_of",
    "fromisoformat",
    "mismatch",
    "moment",
    "new",
    "unknown",
]

Targets = tuple[str, ...] | Mapping[str, str]
"""The resources that an id may belong to, in turn, or the one for each ``entity_type`` beside it."""

new = object.__new__
NOT_QUICK = (Mismatch, TypeError, ValueError)


@attrs.frozen
class Field:
    """How one field travels: its name in JSON and its kind; ``absent`` stands for what is not there.

    ``refers_to`` says whose id it is, where it is one.
    """

    name: str
    codec: Codec
    absent: str | None = None
    refers_to: Targets | None = None

    def decode(self, value: Any) -> Any:
        """What the kind reads; raises ``Mismatch`` for what would look absent when it is written."""
        return mismatch(value) if value == self.absent else self.codec.decode(value)


def field(name: str, codec: Codec, absent: str | None = None, refers_to: Targets | None = None) -> Any:
    """Declares a field of a model."""
    return attrs.field(default=absent, metadata={Field: Field(name, codec, absent, refers_to)})


@attrs.define(kw_only=True, eq=False, repr=False)
class Model:
    """A record or a part of one."""

    _extra: dict[str, Any] | None = attrs.field(default=None, alias="extra")

    @property
    def extra(self) -> dict[str, Any]:
        """What the server sent beyond the described fields, by wire name."""
        if self._extra is None:
            self._extra = {}
        return self._extra

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        """Reads JSON that is as described, in one straight line.

        Raises:
            Mismatch, TypeError, ValueError: something is not as described; use ``from_dict``.
        """
        mismatch(d)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Reads a JSON object, whatever its values are. Never raises for an odd field."""
        try:
            return cls.decode(dict(data) if not isinstance(data, dict) else data)
        except NOT_QUICK:
            return cls._from_odd_dict(data)

    @classmethod
    def _from_odd_dict(cls, data: Mapping[str, Any]) -> Self:
        left = dict(data)
        values: dict[str, Any] = {}
        for name, field in fields_of(cls).items():
            value = left.pop(field.name, None)
            if value is None:
                continue
            try:
                values[name] = field.decode(value)
            except Mismatch:
                left[field.name] = value
        return cls(**values, extra=left or None)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object again: every field that is not ``None``, by wire name, and the extras."""
        written = dict(self._extra or ())
        for name, field in fields_of(type(self)).items():
            value = getattr(self, name)
            if value is not None and value != field.absent:
                written[field.name] = field.codec.encode(value)
        return written

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = fields_of(type(self))
        return all(getattr(self, name) == getattr(other, name) for name in names) and self.extra == other.extra

    def __repr__(self) -> str:
        given = [(name, getattr(self, name)) for name in fields_of(type(self))]
        shown = [f"{name}={value!r}" for name, value in given if value is not None]
        if self._extra:
            shown.append(f"extra={self._extra!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _by_model(
    function: Callable[[type[Model]], Mapping[str, Field]],
) -> Callable[[type[Model]], Mapping[str, Field]]:
    """Remembers an answer for each model; mypy takes their classes for unhashable, as their instances are."""
    remembered: Any = cache(function)
    typed: Callable[[type[Model]], Mapping[str, Field]] = remembered
    return typed


class ReadsCustomFields(Protocol):
    """The definitions of custom fields, as far as reading a record needs them."""

    def values(self, record: CustomRecord, /) -> Mapping[str, Any]: ...


class SchemaSource(Protocol):
    """Where the definitions of custom fields are kept."""

    @property
    def schema(self) -> ReadsCustomFields | None:
        """Those that were read last; ``None`` before they were."""
        ...


class CustomRecord(Model):
    """A record with custom fields. One that a client read knows where the client keeps their definitions."""

    __slots__ = ("_schemas",)

    custom_entity: ClassVar[str]
    custom_fields: list[Any] | None
    _schemas: SchemaSource

    @property
    def custom(self) -> Mapping[str, Any]:
        """The values of custom fields by title.

        Raises:
            CustomFieldError: the definitions were not read yet, or no client read this record.
        """
        source: SchemaSource | None = getattr(self, "_schemas", None)
        if source is not None and source.schema is not None:
            return source.schema.values(self)
        remedy = "and then schema.values(record)" if source is None else "first"
        raise CustomFieldError(
            f"the custom fields of a {type(self).__name__} can be read by title once their definitions are there: "
            f"call schema = await plutio.custom_fields.schema() {remedy}"
        )


@_by_model
def fields_of(model: type[Model]) -> Mapping[str, Field]:
    """The fields of a model by their Python names."""
    return {field.name: field.metadata[Field] for field in attrs.fields(model) if Field in field.metadata}


def unknown(data: Mapping[str, Any], absent: Mapping[str, Any]) -> dict[str, Any]:
    """The part of ``absent | data`` that is in ``data`` only."""
    return dict(islice(data.items(), len(absent), None))


class Ref:
    """A model inside a model. A mapping may use Python names or wire names.

    A model that is not defined yet is given as a function that names it.
    """

    def __init__(self, model: type[Model] | Callable[[], type[Model]]) -> None:
        self._model = model

    @property
    def model(self) -> type[Model]:
        if not isinstance(self._model, type):
            self._model = self._model()
        return self._model

    def decode(self, value: Any) -> Model:
        return self.model.from_dict(value) if isinstance(value, dict) else mismatch(value)

    def encode(self, value: Any) -> dict[str, Any]:
        if isinstance(value, self.model):
            return value.to_dict()
        if isinstance(value, Mapping):
            return dict(self._item(key, item) for key, item in value.items())
        raise wrong_type(f"a mapping or {self.model.__name__}(…)", value)

    def _item(self, key: str, value: Any) -> tuple[str, Any]:
        field = fields_of(self.model).get(key) or fields_by_wire_name(self.model).get(key)
        if field is None:
            self._refuse_misspelt(key)
            return key, to_json(value)
        return field.name, None if value is None else field.codec.encode(value)

    def _refuse_misspelt(self, key: str) -> None:
        if near := get_close_matches(key, list(fields_of(self.model)), n=1, cutoff=0.8):
            raise TypeError(
                f"has no {key!r}; did you mean {near[0]!r}? "
                f"If not, give {self.model.__name__}(…, extra={{{key!r}: …}}), which is sent as it is"
            )


@_by_model
def fields_by_wire_name(model: type[Model]) -> Mapping[str, Field]:
    """The fields of a model by their wire names."""
    return {field.name: field for field in fields_of(model).values()}


class ModelNames:
    """A model's field names, as queries look them up."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def wire(self, name: str) -> str | None:
        """The wire name of a Python name, or of itself; ``None`` when the model has no such field."""
        field = self._field(name)
        return field.name if field else None

    def known(self) -> Iterable[str]:
        """The Python names."""
        return fields_of(self._model).keys()

    def nested(self, name: str) -> ModelNames | None:
        """The names inside a field that holds a model, or a list of one."""
        field = self._field(name)
        kind = getattr(field.codec, "inner", field.codec) if field else None
        for inner in getattr(kind, "kinds", (kind,)):
            if isinstance(inner, Ref):
                return ModelNames(inner.model)
        return None

    def _field(self, name: str) -> Field | None:
        return fields_of(self._model).get(name) or fields_by_wire_name(self._model).get(name)
