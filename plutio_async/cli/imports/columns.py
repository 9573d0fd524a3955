"""The fields that the columns of a file stand for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import frozen

from plutio_async.cli.described import has_custom_fields, type_name, written_fields
from plutio_async.cli.failures import Problem
from plutio_async.cli.values import CUSTOM, EXTRA
from plutio_async.cli.words import did_you_mean
from plutio_async.description import Codec, Id, Many, Ref, fields_of, options_of

ID = ("id",)


@frozen
class Column:
    """A column: the parts of the path of its field, and the field's codec, if it has one."""

    name: str
    path: tuple[str, ...]
    codec: Codec | None

    @property
    def field(self) -> str:
        """The path as it is written in commands."""
        return ".".join(self.path)


def mapping(arguments: Sequence[str], names: Collection[str]) -> dict[str, str]:
    """The paths of ``--map COLUMN=FIELD``, by column; empty for a column that is left out."""
    found: dict[str, str] = {}
    for argument in arguments:
        name, sign, path = (part.strip() for part in argument.partition("="))
        if not sign or not name:
            raise Problem(f"--map {argument!r}: write COLUMN=FIELD, or COLUMN= to leave a column out")
        if name not in names:
            hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
            raise Problem(f"--map {argument!r}: the file has no column {name!r}; {hint}")
        if name in found:
            raise Problem(f"--map {argument!r}: {name!r} is given twice")
        found[name] = path
    return found


class Columns:
    """Finds the fields of a resource that columns stand for.

    ``skipped`` are the names in JSON lines of the API that cannot be written, and that were left out.
    """

    def __init__(self, resource: Any, mapped: Mapping[str, str], *, is_text: bool = True) -> None:
        self.skipped: dict[str, None] = {}
        self._is_text = is_text
        verbs = [verb for verb in ("create", "update") if hasattr(resource, verb)]
        self._fields = {name: field for verb in verbs for name, field in written_fields(resource, verb).items()}
        self._custom = any(has_custom_fields(resource, verb) for verb in verbs)
        self._by_wire_name = {field.name: name for name, field in self._fields.items()}
        self._resource = resource
        self._mapped = mapped

    def layout(self, names: Collection[str]) -> tuple[list[Column], list[str]]:
        """The columns of a line, without those that are left out, and what is wrong with them."""
        columns: dict[tuple[str, ...], Column] = {}
        problems: list[str] = []
        for name in names:
            try:
                column = self._column(name)
            except Problem as problem:
                if self._is_of_the_api(name, names):
                    self.skipped[name] = None
                    continue
                problems.append(f"column {name!r}: {problem}")
                continue
            if column is None:
                continue
            if (other := _overlapping(column.path, columns)) is not None:
                problems.append(f"columns {columns[other].name!r} and {name!r} are both for {'.'.join(other)}")
            columns[column.path] = column
        return list(columns.values()), problems

    def _column(self, name: str) -> Column | None:
        path = self._mapped.get(name, name)
        if not path:
            return None
        if path in ("id", "_id"):
            return Column(name, ID, Id(()))
        for prefix in (CUSTOM, EXTRA):
            if path.startswith(prefix) and path != prefix and (prefix == EXTRA or self._custom):
                return Column(name, (prefix[:-1], path.removeprefix(prefix)), None)
        first, *parts = path.split(".")
        first = self._by_wire_name.get(first, first)
        if first not in self._fields:
            raise Problem(self._unknown(first, name))
        return Column(name, (first, *parts), _part(first, self._fields[first].codec, parts))

    def _is_of_the_api(self, name: str, names: Collection[str]) -> bool:
        """Whether a name came from the API: it is a field of the records, or the others are those of a whole record."""
        if self._is_text or name in self._mapped or not {"id", "_id"} & set(names):
            return False
        known = fields_of(self._resource.model)
        is_field = name in known or any(field.name == name for field in known.values())
        return is_field or bool({"created_at", "createdAt"} & set(names))

    def _unknown(self, field: str, name: str) -> str:
        ways = f"--map {f'{name}=FIELD'!r} names its field, and --map {f'{name}='!r} leaves it out"
        if field in fields_of(self._resource.model):
            return f"{field} cannot be written; {ways}"
        hint = did_you_mean(field, self._fields) or did_you_mean(field.lower().replace(" ", "_"), self._fields)
        return f"{self._resource.name} has no field {field!r}; {f'{hint} ' if hint else ''}{ways}"


def _overlapping(path: tuple[str, ...], others: Collection[tuple[str, ...]]) -> tuple[str, ...] | None:
    """One of the paths that is the same, or inside of the other; the shorter one of them."""
    for other in others:
        if path[: len(other)] == other or other[: len(path)] == path:
            return other
    return None


def _part(name: str, codec: Codec, parts: Sequence[str]) -> Codec | None:
    """The codec at the end of a path; ``None`` where it is not described."""
    for part in parts:
        options = options_of(codec)
        many = next((option for option in options if isinstance(option, Many)), None)
        model = next((option.model for option in options if isinstance(option, Ref)), None)
        if many is not None:
            if not part.isdecimal():
                raise Problem(f"{name} is a {type_name(many)}; write {name}.0.{part} for the first")
            codec = many.inner
        elif model is not None:
            known = fields_of(model)
            if part not in known:
                hint = did_you_mean(part, known) or f"there are {', '.join(known)}"
                raise Problem(f"{name} has no field {part!r}; {hint}")
            codec = known[part].codec
        else:
            raise Problem(f"{name} is a {type_name(codec)}, and has no parts")
        name = f"{name}.{part}"
    return codec
