"""The body of a write, from keyword arguments in snake case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plutio_async._core.errors import InvalidInput
from plutio_async._core.json_text import TooDeep, is_deep
from plutio_async._models.codecs import encoded
from plutio_async._models.fields import Field, add_undescribed, hint_for


class _Unset:
    """The value of a keyword argument that was not given: its field stays as it is. ``None`` clears a field."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()
"""Not given: the field is not sent. ``due_date=UNSET`` is the same as leaving ``due_date`` out."""


def encode_fields(method: str, values: Mapping[str, Any], field_of: Callable[[str], Field]) -> dict[str, Any]:
    """The JSON body for the values that are given. ``None`` becomes null.

    Raises:
        TypeError: a value has a wrong type.
        InvalidInput: text is no moment, a datetime has no time zone, or a number is not finite.
    """
    body: dict[str, Any] = {}
    for name, value in values.items():
        if value is UNSET:
            continue
        field = field_of(name)
        try:
            body[field.name] = encoded(field.codec, value)
        except TypeError as error:
            raise TypeError(f"{method}(): {name} {error}") from None
        except ValueError as error:
            raise InvalidInput(f"{method}(): {name} {error}", name=name, given=value) from None
    return body


def add_extra(method: str, body: dict[str, Any], extra: Mapping[str, Any] | None) -> None:
    """Adds fields that are not described, by wire name.

    Raises:
        TypeError: ``extra`` is no mapping, or has a name that the body has already.
    """
    try:
        add_undescribed(body, extra)
    except TypeError as error:
        raise TypeError(f"{method}() {error}") from None


def check_levels(body: Any) -> None:
    """Raises ``InvalidInput`` for a body that is nested on too many levels."""
    if body is not None and is_deep(body):
        raise InvalidInput(str(TooDeep.of("the body is")))


def unexpected(method: str, name: str, known: Mapping[str, Any], model: type[Any]) -> TypeError:
    """The error for a keyword argument that does not exist."""
    fields = f"the fields are {', '.join(known)}; " if known else ""
    hint = hint_for(name, model, known) or f"{fields}pass one that is not described in extra={{…}}"
    return TypeError(f"{method}() got an unexpected keyword argument {name!r}; {hint}")
