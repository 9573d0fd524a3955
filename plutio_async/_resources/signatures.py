"""Shows the filters of a resource in the signatures of its listing methods."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from inspect import Parameter, Signature, signature
from types import FunctionType, MappingProxyType
from typing import Any

from plutio_async._models.codecs import Boolean, Choice, Id, Integer, Moment, Number, Text
from plutio_async._models.fields import Field, fields_of
from plutio_async._models.json_form import UNSET

_TYPES = {
    Boolean: "bool",
    Choice: "str",
    Id: "str",
    Integer: "int",
    Moment: "datetime | date | str",
    Number: "float",
    Text: "str",
}
"""The types of plain filters. A list and an object are no plain values."""


def with_filters(
    method: Callable[..., Any], model: type[Any], parameters: Mapping[str, Field], required: Collection[str]
) -> Callable[..., Any]:
    """A copy of a method, whose signature has a keyword for each field that can be a plain filter."""
    assert isinstance(method, FunctionType)
    copy = FunctionType(method.__code__, method.__globals__, method.__name__, method.__defaults__, method.__closure__)
    copy.__kwdefaults__, copy.__annotations__ = method.__kwdefaults__, method.__annotations__
    copy.__module__, copy.__qualname__, copy.__doc__ = method.__module__, method.__qualname__, method.__doc__
    copy.__dict__["__signature__"] = _FilterSignature(method, model, parameters, required)
    return copy


class _FilterSignature(Signature):
    """The signature of a method with the filters. Made when it is first read, which most programs never do."""

    __slots__ = ("_method", "_model", "_own", "_required")

    def __init__(
        self, method: Callable[..., Any], model: type[Any], parameters: Mapping[str, Field], required: Collection[str]
    ) -> None:
        self._method = method
        self._model = model
        self._own = parameters
        self._required = required

    @property
    def parameters(self) -> MappingProxyType[str, Parameter]:
        *given, others = signature(self._method).parameters.values()
        return MappingProxyType({parameter.name: parameter for parameter in (*given, *self._filters(), others)})

    @property
    def return_annotation(self) -> Any:
        return signature(self._method).return_annotation

    def replace(self, **changes: Any) -> Signature:  # type: ignore[override]
        plain = Signature(list(self.parameters.values()), return_annotation=self.return_annotation)
        return plain.replace(**changes)

    def _filters(self) -> Iterator[Parameter]:
        for name, field in {**self._own, **fields_of(self._model)}.items():
            if (type := _TYPES.get(field.codec.__class__)) is not None:
                default = Parameter.empty if name in self._required else UNSET
                yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=type)
