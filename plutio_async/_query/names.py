"""From Python names to the API's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from plutio_async._core.close_match import did_you_mean


class Names(Protocol):
    """The fields of one kind of record."""

    def wire(self, name: str) -> str | None:
        """The API's name of a field; ``None`` when there is none such."""
        ...

    def known(self) -> Iterable[str]:
        """The Python names of all fields."""
        ...

    def nested(self, name: str) -> Names | None:
        """The fields inside a field; ``None`` when they are not described."""
        ...


def wire_path(path: str, names: Names | None) -> str:
    """The API's spelling of a dotted path: ``due_date`` is ``dueDate``, ``client.id`` is ``client._id``.

    Raises :exc:`TypeError` for an unknown field, with the nearest right one. What the names do not describe is put in
    camel case.
    """
    segments, _ = _resolve(path, names)
    return ".".join(segments)


def names_inside(path: str, names: Names | None) -> Names | None:
    """The fields of what a dotted path leads to."""
    return _resolve(path, names)[1]


def _resolve(path: str, names: Names | None) -> tuple[Sequence[str], Names | None]:
    wires: list[str] = []
    for segment in path.split("."):
        if not segment:
            raise TypeError(f"{path!r} is no path: put names between the dots, such as 'name.first'.")
        if segment.isdigit():
            wires.append(segment)
        elif names is None:
            wires.append(camel(segment))
        else:
            wires.append(_wire(segment, names))
            names = names.nested(segment)
    return wires, names


def _wire(name: str, names: Names) -> str:
    wire = names.wire(name)
    if wire is None:
        raise TypeError(f"There is no field {name!r}{_hint(name, names)} To ask for it all the same, use a plain dict.")
    return wire


def _hint(name: str, names: Names) -> str:
    known = sorted(names.known())
    hint = did_you_mean(name, known) or f"the fields are {', '.join(known)}."
    return f"; {hint}"


def camel(name: str) -> str:
    """``due_date`` is ``dueDate`` and ``id`` is ``_id``."""
    if name == "id":
        return "_id"
    return re.sub(r"(?<=[^_])_+([a-z0-9])", lambda found: found[1].upper(), name)
