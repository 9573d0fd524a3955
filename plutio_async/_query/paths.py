"""The names of fields in queries, and their paths as the API spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from attrs import evolve, frozen

from plutio_async._core.errors import InvalidInput, did_you_mean
from plutio_async._models.codecs import ANYTHING, Many
from plutio_async._models.fields import Field, Ref, field_named, fields_of, item_codec, options_of
from plutio_async._query.spellings import operator, written


@frozen
class _NoFields:
    """Stands for the model of plain values, such as text."""


@frozen
class ModelNames:
    """The field names of a model."""

    _model: type[Any]

    def field(self, name: str) -> Field | None:
        """The field with a Python name or a wire name; ``None`` if the model has no such field."""
        return field_named(self._model, name)

    def known(self) -> Iterable[str]:
        """The Python names."""
        return fields_of(self._model).keys()

    def nested(self, name: str) -> ModelNames | None:
        """The names inside a field, or inside the items of a list.

        Plain values, such as text, have none. Of a field that may hold anything they are unknown: ``None``.
        """
        field = self.field(name)
        codecs = options_of(item_codec(field.codec)) if field else (ANYTHING,)
        if ANYTHING in codecs:
            return None
        return ModelNames(next((codec.model for codec in codecs if isinstance(codec, Ref)), _NoFields))


@frozen
class Place:
    """What a dotted path leads to: its wire name, its field and the names inside it, if they are described."""

    name: str
    path: str
    field: Field | None
    inside: ModelNames | None


_BETWEEN = re.compile(r"\.|(?<=[^_.])__(?=[^_.])")


@lru_cache(maxsize=1024)
def resolve(path: str, names: ModelNames | None) -> Place:
    """The place of a path: ``due_date`` is ``dueDate``, ``client.id`` and ``client__id`` are ``client._id``.

    Where the names are unknown, each segment becomes camel case.

    Raises:
        InvalidInput: a field is unknown. The message suggests the nearest name, or the operator that was meant.
    """
    given: list[str] = []
    wire: list[str] = []
    field: Field | None = None
    for segment in _BETWEEN.split(path):
        if not segment:
            raise _unknown(path, f"{path!r} is not a path: put names between the dots, such as 'name.first'")
        if names is None:
            wire.append(_camel(segment))
            field = None
        elif segment.isdecimal() and field is not None and isinstance(field.codec, Many):
            wire.append(segment)
            field = evolve(field, codec=field.codec.inner)
        elif (field := names.field(segment)) is not None:
            wire.append(field.name)
            names = names.nested(segment)
        else:
            raise _unknown(path, _no_field(segment, names, ".".join(given)))
        given.append(segment)
    return Place(path, ".".join(wire), field, names)


def _unknown(path: str, message: str) -> InvalidInput:
    return InvalidInput(message, name="q", given=path)


def _no_field(name: str, names: ModelNames, inside: str) -> str:
    known = sorted(names.known())
    if inside and (way := operator(written(inside), name, inside)):
        return f"{inside} has no field {name!r}; {way}"
    for field in known:
        if name.startswith(f"{field}_") and (way := operator(written(field), name.removeprefix(field), field)):
            return f"there is no field {name!r}; {way}"
    if not known:
        return f"{inside or 'an item of the list'} has no fields, and so no {name!r}"
    hint = did_you_mean(name, known) or f"the fields are {', '.join(known)}."
    where = f"{inside} has" if inside else "there is"
    return f"{where} no field {name!r}; {hint} A plain dict in q=, or raw() in sort=, can name any field"


def _camel(name: str) -> str:
    if name == "id":
        return "_id"
    return re.sub(r"(?<=[^_])_+([a-z0-9])", lambda found: found[1].upper(), name)


_SORT = re.compile(r"(?P<minus>-?)(?P<path>[^\s,:]+?)(?:_(?P<order>asc|desc))?")
_SORTED_FIELD = re.compile(r"[a-zA-Z_][\w.]*?(?=_(?:asc|desc)\b|[^\w.]|$)")


def sort_text(sort: object, names: ModelNames) -> str:
    """The ``sort`` parameter: ``dueDate_desc`` for ``due_date_desc``, ``dueDate_desc`` or ``-due_date``.

    Raises:
        TypeError: it is no text.
        InvalidInput: it is no order, or a field is unknown.
    """
    if not isinstance(sort, str):
        raise TypeError(f"sort takes one field as text, 'due_date_desc' or '-due_date', not {type(sort).__name__}")
    found = _SORT.fullmatch(sort.strip())
    if found is None or (found["minus"] and found["order"]):
        named = _SORTED_FIELD.search(sort)
        field = named[0] if named else "due_date"
        raise _no_order(sort, f"write '{field}_asc', or for the reverse '{field}_desc' or '-{field}'")
    order = found["order"] or ("desc" if found["minus"] else "asc")
    try:
        return f"{resolve(found['path'], names).path}_{order}"
    except InvalidInput as error:
        raise _no_order(sort, error.message) from None


def _no_order(sort: str, reason: str) -> InvalidInput:
    return InvalidInput(f"sort={sort!r} is no order: {reason}", name="sort", given=sort)
