"""The base of all models: reads JSON objects, fast or tolerantly, and writes them.

A model holds plain Python values; ``None`` stands for absent ones. It keeps everything that the server sent: ``extra``
has the keys that are not described, and the values that do not fit their fields, and ``to_dict()`` writes them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, Self, TypeVar

import attrs

from plutio_async._core.errors import CustomFieldError, with_article
from plutio_async._core.json_text import TooDeep, bounded_values, is_deep, json_number, json_text, number_from
from plutio_async._core.moments import format_moment
from plutio_async._models.codecs import Mismatch
from plutio_async._models.compiling import compile_decoder
from plutio_async._models.fields import fields_of
from plutio_async._models.json_form import to_json
from plutio_async._models.known_values import new_name

M = TypeVar("M", bound="Model")
DECODE_ERRORS = (Mismatch, TypeError, ValueError)
_compiling = RLock()


class _AttrsAttributes:
    """``__attrs_attrs__`` of a model, in a base, where attrs finds it.

    Of a class with its own, msgspec would write the attributes without ``extra``; it now asks ``enc_hook``.
    """

    def __get__(self, record: object, model: Any) -> Any:
        return model._attributes  # noqa: SLF001


class _Slots:
    """Holds ``extra`` of a model, as ``None`` while it is empty, which saves memory."""

    __slots__ = ("_extra",)
    _extra: Any
    if not TYPE_CHECKING:  # checkers know the fields without it
        __attrs_attrs__ = _AttrsAttributes()

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
    resource_name: ClassVar[str | None] = None
    """The resource whose records these are; ``None`` for a part of a record."""
    _late: ClassVar[str | None] = None
    """The field whose list is decoded when it is first read. Until then ``_undecoded`` of ``CustomRecord`` has it."""
    _renamed: ClassVar[Mapping[str, str]] = {}
    """The fields by their former names."""
    _instead: ClassVar[Mapping[str, str]] = {}
    """The fields by names that are none, but that people may expect."""
    extra: dict[str, Any] = attrs.field(factory=dict)
    """What the server sent beside the described fields, by wire name."""

    def __init_subclass__(cls) -> None:
        cls.decode = _UNCOMPILED  # type: ignore[method-assign]  # not that of a base, which knows other fields
        _move_attributes(cls)

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        """Reads an object that is as described. Fast: compiled for each class when it is first called.

        Raises:
            Mismatch, TypeError, ValueError: the object is not as described; use ``from_dict``.
        """
        with _compiling:
            if cls.__dict__["decode"] is _UNCOMPILED:  # else another thread has compiled it meanwhile
                decode = classmethod(compile_decoder(cls.__name__, fields_of(cls), cls._late))
                cls.decode = decode  # type: ignore[method-assign, assignment]
        return cls.decode(d)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Reads any JSON object. Values that do not fit go to ``extra``. The record shares nothing with the object.

        Raises:
            ValueError: the object is nested on more than 128 levels.
        """
        if is_deep(data):
            raise TooDeep.of("the object is")
        return cls._from_answer(deepcopy(dict(data)))

    @classmethod
    def _from_answer(cls, data: dict[str, Any]) -> Self:
        """Reads an object that nobody else has: the record keeps its lists."""
        try:
            return cls.decode(data)
        except TooDeep:  # a ValueError too, but no record may hold such a value, not even in ``extra``
            raise
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
        return cls(**values, extra=bounded_values(extra))

    def to_dict(self, *, names: Literal["api", "python"] = "api") -> dict[str, Any]:
        """The record in values that JSON can hold: the fields that are not ``None``, and ``extra``.

        Fields have the API's names, also in parts of the record, or with ``names="python"`` those of the attributes.

        Raises:
            TypeError, ValueError: a field was set to a value without a JSON form or with too many levels, or ``names``
                is another text.
        """
        if names not in ("api", "python"):
            raise ValueError(f"names takes 'api' or 'python', not {names!r}")
        try:
            return self._to_dict(names)
        except RecursionError:
            raise TooDeep.of("the record is") from None

    def _to_dict(self, names: Literal["api", "python"]) -> dict[str, Any]:
        python = {field.name: name for name, field in fields_of(type(self)).items()} if names == "python" else {}
        written: dict[str, Any] = {python.get(k) or k: _exact_json(v, names) for k, v in (self._extra or {}).items()}
        for name, field in fields_of(type(self)).items():
            value = getattr(self, name)
            if value is not None and value != field.absent:
                written[name if python else field.name] = _exact_json(value, names)
        return written

    def to_json(self) -> str:
        """The JSON text of ``to_dict()``. Raises ``ValueError`` also for more than 128 levels of lists and objects."""
        return json_text(self.to_dict())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from plutio_async._models.pydantic_schema import schema_of

        return schema_of(cls)

    if not TYPE_CHECKING:  # checkers reject former names

        def __getattr__(self, name: str) -> Any:
            known = (*fields_of(type(self)), "extra", "from_dict", "to_dict", "to_json")
            return getattr(self, new_name(type(self).__name__, name, self._renamed, known=known))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = fields_of(type(self))
        return all(getattr(self, name) == getattr(other, name) for name in names) and self.extra == other.extra

    def __repr__(self) -> str:
        given = [(name, getattr(self, name)) for name in fields_of(type(self))]
        shown = [f"{name}={_shown(value)}" for name, value in given if value is not None]
        if self._extra:
            shown.append(f"extra={_shown(self._extra)}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def _repr_html_(self) -> str:
        from plutio_async._models.tables import record_table  # which only a notebook needs

        return record_table(self)


def _move_attributes(model: Any) -> None:
    if "__attrs_attrs__" in model.__dict__:
        model._attributes = model.__attrs_attrs__  # noqa: SLF001
        del model.__attrs_attrs__


_move_attributes(Model)
_UNCOMPILED = Model.__dict__["decode"]
"""The ``decode`` of a class that was not read yet: compiles the one that takes its place, and calls it."""


def _shown(value: Any) -> str:
    try:
        return repr(value)
    except ValueError:  # the interpreter refuses to print integers of thousands of digits
        return repr(_exact_json(value, "api"))


def _exact_json(value: Any, names: Literal["api", "python"]) -> Any:
    """The JSON form of a value that was read, whatever it is: unlike ``to_json``, exact, and without refusals."""
    if isinstance(value, Model):
        return value._to_dict(names)  # noqa: SLF001
    if isinstance(value, list):
        return [_exact_json(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _exact_json(item, names) for key, item in value.items()}
    if isinstance(value, datetime):
        return format_moment(value, exact=True)
    if isinstance(value, Decimal):
        value = number_from(str(value))
    return json_number(value) if isinstance(value, int | float) else to_json(value)


class RecordPart(Model):
    """A part of a record. Has a hash if its fields do; those of equal parts are equal."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in fields_of(type(self)))))


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
    """A record with custom fields. A client sets ``_schemas`` on the records that it reads.

    The custom fields that a server sends are decoded when they are first read, since lists are mostly read for others.
    """

    __slots__ = ("_schemas", "_undecoded")

    custom_entity: ClassVar[str]
    custom_fields: list[Any] | None
    _late = "custom_fields"
    _schemas: SchemaSource
    _undecoded: list[Any] | None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Called for an attribute that is not set, as ``custom_fields`` before it is decoded."""
            if name != self._late:
                return super().__getattr__(name)
            undecoded = self._undecoded
            if undecoded is not None:  # otherwise another thread has just decoded it
                codec: Any = fields_of(type(self))[name].codec
                try:
                    self.custom_fields = [*map(codec.inner.model.decode, undecoded)]
                except DECODE_ERRORS:
                    self.custom_fields = codec.decode(undecoded)
                self._undecoded = None
            return object.__getattribute__(self, name)

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


def display_text(*values: Any) -> str:
    """The first value that has a text, as people write it; ``""`` without one."""
    return next((text for value in values if (text := _display(value))), "")


def joined(*values: Any) -> str:
    """The texts of several values, with a space between them."""
    return " ".join(text for value in values if (text := _display(value)))


def _display(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return display_text(*value)
    if isinstance(value, Mapping):
        return joined(*value.values())
    return str(value) if isinstance(value, Model) and type(value).__str__ is not object.__str__ else ""
