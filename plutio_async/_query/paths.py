"""Names of fields as the API spells them."""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

from plutio_async._core.errors import InvalidInput
from plutio_async._core.words import did_you_mean
from plutio_async._models.fields import Field, ModelNames


@frozen
class Place:
    """What a dotted path leads to: its wire name, its field and the names inside it, if they are described."""

    name: str
    path: str
    field: Field | None
    inside: ModelNames | None


@lru_cache(maxsize=1024)
def resolve(path: str, names: ModelNames | None) -> Place:
    """The place of a dotted path: ``due_date`` is ``dueDate``, ``client.id`` is ``client._id``.

    Without names, each segment becomes camel case.

    Raises:
        TypeError: a field is unknown. The message suggests the nearest name.
    """
    segments: list[str] = []
    field: Field | None = None
    for segment in path.split("."):
        if not segment:
            raise TypeError(f"{path!r} is not a path: put names between the dots, such as 'name.first'")
        if segment.isdigit():
            segments.append(segment)
        elif names is None:
            segments.append(_camel(segment))
            field = None
        else:
            field = _field(segment, names)
            segments.append(field.name)
            names = names.nested(segment)
    return Place(path, ".".join(segments), field, names)


def _field(name: str, names: ModelNames) -> Field:
    if (field := names.field(name)) is not None:
        return field
    known = sorted(names.known())
    hint = did_you_mean(name, known) or f"the fields are {', '.join(known)}."
    raise TypeError(f"there is no field {name!r}; {hint} A plain dict in q= can name any field")


def _camel(name: str) -> str:
    if name == "id":
        return "_id"
    return re.sub(r"(?<=[^_])_+([a-z0-9])", lambda found: found[1].upper(), name)


_SORT = re.compile(r"(?P<minus>-?)(?P<path>.+?)(?:_(?P<order>asc|desc))?")


def sort_text(sort: object, names: ModelNames) -> str:
    """The ``sort`` parameter: ``dueDate_desc`` for ``due_date_desc``, ``dueDate_desc`` or ``-due_date``.

    Raises:
        TypeError: it is no text, or a field is unknown.
        InvalidInput: it names no field, or two orders.
    """
    if not isinstance(sort, str):
        raise TypeError(f"sort takes text such as 'due_date_desc', not {type(sort).__name__}")
    found = _SORT.fullmatch(sort.strip())
    if found is None or (found["minus"] and found["order"]):
        raise InvalidInput(
            f"sort={sort!r} is no order: write 'due_date_asc' or 'due_date_desc'", name="sort", given=sort
        )
    order = found["order"] or ("desc" if found["minus"] else "asc")
    return f"{resolve(found['path'], names).path}_{order}"
