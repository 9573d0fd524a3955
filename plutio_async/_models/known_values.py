"""Known values of fields, as open enums, with the check of those that are written or compared with; former names."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import EnumType, StrEnum
from typing import TYPE_CHECKING, Any, Self

from plutio_async._core.errors import did_you_mean, with_article
from plutio_async._models.json_form import wrong_type

_MOST_NOTED = 1000


class _EnumType(EnumType):
    if not TYPE_CHECKING:  # checkers reject former names

        def __getattr__(cls, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            return getattr(cls, new_name(cls.__name__, name, cls._renamed))


class OpenEnum(StrEnum, metaclass=_EnumType):
    """Known values of a field. An unknown value becomes a new member, equal to its text."""

    known: Callable[[Any], Any]
    """The member for a text, or ``None``. Faster than calling the class."""
    known_values: str
    """Whether the members are ``all`` values, ``some`` of them, or those of workspaces that have their ``own`` too."""
    _renamed: Mapping[str, str]

    def __init_subclass__(cls, known_values: str = "all", renamed: Mapping[str, str] | None = None) -> None:
        cls.known = cls._value2member_map_.get
        cls.known_values = known_values
        cls._renamed = renamed or {}

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return type(self), (self._value_,)  # by its value in 3.11.0 to 3.11.3 too, which take the name of a member


_noted: ContextVar[set[str] | None] = ContextVar("_noted", default=None)


@contextmanager
def warning_once(noted: set[str]) -> Iterator[None]:
    """Inside, ``known_value`` gives no warning that is in ``noted``, and adds those that it gives."""
    token = _noted.set(noted)
    try:
        yield
    finally:
        _noted.reset(token)


def known_value(values: type[OpenEnum], value: Any) -> str:
    """The text of a value that is written or compared with.

    A member, which may come from a record, passes as it is. Other text that is unknown is an error, or a warning where
    the list of known values may be incomplete.

    Raises:
        TypeError: it is no text.
        ValueError: all values are known, and it is none of them.
    """
    if not isinstance(value, str):
        raise wrong_type(f"text or {with_article(values.__name__)}", value)
    text = str.__str__(value)  # str() of a member of another enum is its name
    if isinstance(value, values) or values.known(text) is not None or values.known_values == "own":
        return text
    names = [member.value for member in values]
    hint = did_you_mean(text, names) or f"there are {', '.join(names[:10])}{', …' if len(names) > 10 else '.'}"
    message = f"has no value {text!r}; {hint} To send it as it is, write raw({text!r})"
    if values.known_values == "all":
        raise ValueError(message)
    _warn(f"{values.__name__} {message}")
    return text


def _warn(message: str) -> None:
    noted = _noted.get()
    if noted is None or message not in noted:
        if noted is not None and len(noted) < _MOST_NOTED:
            noted.add(message)
        warnings.warn(message, UserWarning, stacklevel=3)


def new_name(
    owner: str, name: str, renamed: Mapping[str, str], *, known: Iterable[str] = (), stacklevel: int = 3
) -> str:
    """The new name for a former one of a method, field or value, with a ``DeprecationWarning``.

    A former name works for one release, and is not shown by ``dir()``.

    Raises:
        AttributeError: it is no former name. The message has the closest of the known ones.
    """
    if name not in renamed:
        is_public = name == "_id" or not name.startswith("_")
        hint = did_you_mean(name, known) if is_public else ""
        raise AttributeError(f"{owner} has no attribute {name!r}{hint and '; '}{hint}")
    message = f"{owner}.{name} is now {owner}.{renamed[name]}; the former name goes with the next release"
    warnings.warn(message, DeprecationWarning, stacklevel=stacklevel)
    return renamed[name]
