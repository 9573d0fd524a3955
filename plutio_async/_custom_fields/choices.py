"""Names that people type, and what to say when one is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from plutio_async._core.close_match import did_you_mean
from plutio_async._core.errors import CustomFieldError


class Named(Protocol):
    """Something with an id and a name that need not be the only one of its kind."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def pick(key: object, named: Sequence[N], *, what: str, whose: str) -> N:
    """The one with a name, or with an id.

    Raises:
        CustomFieldError: none has it, with the nearest right one, or several have.
    """
    found = [one for one in named if one.name == key]
    if len(found) == 1:
        return found[0]
    for one in named:
        if one.id == key:
            return one
    if found:
        ids = tuple(one.id for one in found)
        raise CustomFieldError(
            f"{whose} has {len(found)} {what}s {key!r}: use the id instead, one of {', '.join(ids)}", choices=ids
        )
    names = tuple(dict.fromkeys(one.name for one in named))
    raise CustomFieldError(f"{whose} has no {what} {key!r}; {_hint(key, names)}", choices=names)


def _hint(key: object, names: Sequence[str]) -> str:
    if not names:
        return "it has none at all"
    hint = did_you_mean(key, names)
    return f"{f'{hint} There' if hint else 'there'} are: {', '.join(map(repr, names))}"
