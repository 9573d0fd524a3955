"""Shows the filters of a resource in the signatures of its listing methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import Parameter, Signature, signature
from types import FunctionType, MappingProxyType
from typing import Any

from plutio_async._models.codecs import Boolean, Choice, Id, Integer, Moment, Number, Text
from plutio_async._models.fields import fields_of
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


def with_filters(method: Callable[..., Any], listing: Any) -> Callable[..., Any]:
    """A copy of a method, whose signature has a keyword for each plain filter of the class ``listing``."""
    assert isinstance(method, FunctionType)
    copy = FunctionType(method.__code__, method.__globals__, method.__name__, method.__defaults__, method.__closure__)
    copy.__kwdefaults__, copy.__annotations__ = method.__kwdefaults__, method.__annotations__
    copy.__module__, copy.__qualname__, copy.__doc__ = method.__module__, method.__qualname__, method.__doc__
    copy.__dict__["__signature__"] = _FilterSignature(method, listing)
    return copy


class _FilterSignature(Signature):
    """The signature of a method with the filters. Made when it is first read, which most programs never do."""

    __slots__ = ("_listing", "_method")

    def __init__(self, method: Callable[..., Any], listing: Any) -> None:
        self._method = method
        self._listing = listing

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
        own, required = self._listing._parameters, self._listing._required  # noqa: SLF001 - it calls this module
        for name, field in {**own, **fields_of(self._listing.model)}.items():
            if (type := _TYPES.get(field.codec.__class__)) is not None:
                default = Parameter.empty if name in required else UNSET
                yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=type)
