"""The base of all models: reads JSON objects, fast or tolerantly, and writes them.

A model holds plain Python values; ``None`` stands for absent ones. It keeps everything that the server sent: ``extra``
has the keys that are not described, and the values that do not fit their fields, and ``to_dict()`` writes them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, ClassVar, Literal, Protocol, Self

import attrs

from plutio_async._core.errors import CustomFieldError, did_you_mean, with_article
from plutio_async._core.json_text import json_number, json_text
from plutio_async._core.moments import format_moment
from plutio_async._models.codecs import Codec, Mismatch, mismatch, to_json, wrong_type

Targets = tuple[str, ...] | Mapping[str, str]
"""The resources that an id may belong to, in order; or one for each value of ``entity_type`` beside it."""

new_object = object.__new__
DECODE_ERRORS = (Mismatch, TypeError, ValueError)


@attrs.frozen
class Field:
    """The JSON side of a field: its name and its codec.

    ``absent`` is the value of the attribute if the field is absent. ``refers_to``: the field is an id of these.
    """

    name: str
    codec: Codec
    absent: str | None = None
    refers_to: Targets | None = None

    def decode(self, value: Any) -> Any:
        """The Python value. Raises ``Mismatch`` for a value that does not fit, or that means absent."""
        return mismatch(value) if value == self.absent else self.codec.decode(value)


def field(name: str, codec: Codec, absent: str | None = None, refers_to: Targets | None = None) -> Any:
    """Declares a field of a model."""
    return attrs.field(default=absent, metadata={Field: Field(name, codec, absent, refers_to)})


class _Slots:
    """Holds ``extra`` of a model, as ``None`` while it is empty, which saves memory."""

    __slots__ = ("__weakref__", "_extra")
    _extra: Any

    def _get(self) -> Any:
        if self._extra is None:
            self._extra = {}
        return self._extra

    def _set(self, extra: dict[str, Any]) -> None:
        self._extra = extra or None

    extra: Any = property(_get, _set)


@attrs.define(kw_only=True, eq=False, repr=False, slots=False)  # with slots, attrs would put one over the property
class Model(_Slots):
    """A record or a part of one."""

    __slots__ = ()
    extra: dict[str, Any] = attrs.field(factory=dict)
    """What the server sent beside the described fields, by wire name."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        """Reads an object that is as described. Fast: generated without loops and calls.

        Raises:
            Mismatch, TypeError, ValueError: the object is not as described; use ``from_dict``.
        """
        mismatch(d)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Reads any JSON object. Values that do not fit go to ``extra``."""
        try:
            return cls.decode(dict(data) if not isinstance(data, dict) else data)
        except DECODE_ERRORS:
            return cls._from_unexpected(data)

    @classmethod
    def _from_unexpected(cls, data: Mapping[str, Any]) -> Self:
        extra = dict(data)
        values: dict[str, Any] = {}
        for name, field in fields_of(cls).items():
            value = extra.pop(field.name, None)
            if value is None:
                continue
            try:
                values[name] = field.decode(value)
            except Mismatch:
                extra[field.name] = value
        return cls(**values, extra=extra)

    def to_dict(self, *, names: Literal["api", "python"] = "api") -> dict[str, Any]:
        """The record in values that JSON can hold: the fields that are not ``None``, and ``extra``.

        Fields have the API's names, also in parts of the record, or with ``names="python"`` those of the attributes.

        Raises:
            TypeError, ValueError: a field was set to a value without a JSON form, or ``names`` is another text.
        """
        if names not in ("api", "python"):
            raise ValueError(f"names takes 'api' or 'python', not {names!r}")
        python = {field.name: name for name, field in fields_of(type(self)).items()} if names == "python" else {}
        written: dict[str, Any] = {python.get(k) or k: _plain(v, names) for k, v in (self._extra or {}).items()}
        for name, field in fields_of(type(self)).items():
            value = getattr(self, name)
            if value is not None and value != field.absent:
                written[name if python else field.name] = _plain(value, names)
        return written

    def to_json(self) -> str:
        """The JSON text of ``to_dict()``."""
        return json_text(self.to_dict())

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


def _plain(value: Any, names: Literal["api", "python"]) -> Any:
    """The JSON form of a value that was read, whatever it is: unlike ``to_json``, exact, and without refusals."""
    if isinstance(value, Model):
        return value.to_dict(names=names)
    if isinstance(value, list):
        return [_plain(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, names) for key, item in value.items()}
    if isinstance(value, datetime):
        return format_moment(value, exact=True)
    return json_number(value) if isinstance(value, int | float) else to_json(value)


def _cached(
    function: Callable[[type[Model]], Mapping[str, Field]],
) -> Callable[[type[Model]], Mapping[str, Field]]:
    """``functools.cache``, typed: mypy takes the classes for unhashable because their instances are."""
    cached: Any = cache(function)
    typed: Callable[[type[Model]], Mapping[str, Field]] = cached
    return typed


class ReadsCustomFields(Protocol):
    """The part of the definitions of custom fields that reading a record needs."""

    def values(self, record: CustomRecord, /) -> Mapping[str, Any]: ...


class SchemaSource(Protocol):
    """Holds the definitions of custom fields."""

    @property
    def schema(self) -> ReadsCustomFields | None:
        """The definitions that were read last, ``None`` before that."""
        ...


class CustomRecord(Model):
    """A record with custom fields. A client sets ``_schemas`` on the records that it reads."""

    __slots__ = ("_schemas",)

    custom_entity: ClassVar[str]
    custom_fields: list[Any] | None
    _schemas: SchemaSource

    @property
    def custom(self) -> Mapping[str, Any]:
        """The values of custom fields by title.

        Raises:
            CustomFieldError: the definitions were not read yet, or the record was not read by a client.
        """
        source: SchemaSource | None = getattr(self, "_schemas", None)
        if source is not None and source.schema is not None:
            return source.schema.values(self)
        whose = with_article(type(self).__name__)
        remedy = "and then schema.values(record)" if source is None else "first"
        raise CustomFieldError(
            f"the custom fields of {whose} can be read by title only after their definitions: "
            f"call schema = await plutio.custom_fields.schema() {remedy}"
        )


@_cached
def fields_of(model: type[Model]) -> Mapping[str, Field]:
    """The fields of a model by Python name."""
    return {field.name: field.metadata[Field] for field in attrs.fields(model) if Field in field.metadata}


def unknown_keys(data: Mapping[str, Any], absent: Mapping[str, Any]) -> dict[str, Any]:
    """The part of ``data`` that is not in ``absent``, where ``data`` is ``absent | …``: the keys at its end."""
    return dict(islice(data.items(), len(absent), None))


class Ref:
    """A model inside a model; a function returns a model that is defined later.

    A mapping may have Python names or wire names.
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
            return self._checked(value)
        if isinstance(value, Mapping):
            return dict(self._item(key, item) for key, item in value.items())
        raise wrong_type(f"a mapping or {self.model.__name__}(…)", value)

    def _checked(self, record: Model) -> dict[str, Any]:
        written: dict[str, Any] = to_json(record.extra)
        for name, field in fields_of(type(record)).items():
            if (value := getattr(record, name)) not in (None, field.absent):
                written[field.name] = field.codec.encode(value)
        return written

    def _item(self, key: str, value: Any) -> tuple[str, Any]:
        field = fields_of(self.model).get(key) or fields_by_wire_name(self.model).get(key)
        if field is None:
            self._refuse_misspelt(key)
            return key, to_json(value)
        return field.name, None if value is None else field.codec.encode(value)

    def _refuse_misspelt(self, key: str) -> None:
        if hint := did_you_mean(key, fields_of(self.model), cutoff=0.8):
            raise TypeError(
                f"has no {key!r}; {hint} "
                f"If not, give {self.model.__name__}(…, extra={{{key!r}: …}}), which is sent as it is"
            )


@_cached
def fields_by_wire_name(model: type[Model]) -> Mapping[str, Field]:
    """The fields of a model by wire name."""
    return {field.name: field for field in fields_of(model).values()}


class ModelNames:
    """The field names of a model, for queries."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def wire(self, name: str) -> str | None:
        """The wire name for a Python name or a wire name; ``None`` if the model has no such field."""
        field = self._field(name)
        return field.name if field else None

    def known(self) -> Iterable[str]:
        """The Python names."""
        return fields_of(self._model).keys()

    def nested(self, name: str) -> ModelNames | None:
        """The names inside a field that holds a model, or a list of one."""
        field = self._field(name)
        codec = getattr(field.codec, "inner", field.codec) if field else None
        for option in getattr(codec, "options", (codec,)):
            if isinstance(option, Ref):
                return ModelNames(option.model)
        return None

    def _field(self, name: str) -> Field | None:
        return fields_of(self._model).get(name) or fields_by_wire_name(self._model).get(name)
