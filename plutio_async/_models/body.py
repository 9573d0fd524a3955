"""The body of a write, from keyword arguments in snake case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from plutio_async._core.errors import did_you_mean
from plutio_async._models.codecs import to_json
from plutio_async._models.model import Field


@frozen
class Body:
    """The fields that a write takes, and those that it requires."""

    fields: Mapping[str, Field]
    required: frozenset[str] = frozenset()

    def encode(self, method: str, given: Mapping[str, Any], extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON body. ``None`` becomes null.

        Raises:
            TypeError: a name is unknown, missing or given twice, or its value has a wrong type.
            ValueError: a datetime has no time zone, or a number is not finite.
        """
        for name in given:
            if name not in self.fields:
                raise TypeError(unexpected(method, name, self.fields))
        if missing := sorted(self.required - given.keys()):
            raise TypeError(f"{method}() needs {', '.join(missing)}")
        body = dict(self._item(method, name, value) for name, value in given.items())
        for key, value in (extra or {}).items():
            if key in body:
                raise TypeError(f"{method}() got {key} twice: as a keyword and in extra")
            body[key] = to_json(value)
        return body

    def _item(self, method: str, name: str, value: Any) -> tuple[str, Any]:
        field = self.fields[name]
        if value is None:
            return field.name, None
        try:
            return field.name, field.codec.encode(value)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{method}(): {name} {error}") from None


def unexpected(method: str, name: str, known: Iterable[str]) -> str:
    """The message for a keyword argument that does not exist."""
    hint = did_you_mean(name, known) or "pass fields that are not described in extra={…}"
    return f"{method}() got an unexpected keyword argument {name!r}; {hint}"
