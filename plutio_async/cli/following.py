"""The related records that ``--fields`` asks for: ``client.name``, ``project.title``, ``assigned_to.name.first``."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._resources.related import Reference, references
from plutio_async.cli.failures import Problem, message
from plutio_async.cli.ids import name_field
from plutio_async.cli.selecting import check_custom, field_at, value_at
from plutio_async.cli.values import CUSTOM
from plutio_async.description import ModelNames, catalogue
from plutio_async.description import to_json as json_form
from plutio_async.errors import CustomFieldError

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.output import Output

CHUNK = 100
"""Records whose related records are read at once."""


def columns(fields: str | None, model: type[Any]) -> list[str] | None:
    """The paths of ``--fields``; ``None`` for all fields."""
    if fields is None:
        return None
    paths = [path.strip() for path in fields.split(",") if path.strip()]
    if not paths:
        raise Problem("--fields: names no field; write names with commas, such as id,title")
    for path in paths:
        if (reference := reference_of(path, model)) is not None:
            _check_related(path, reference)
        elif path.startswith(CUSTOM):
            check_custom(f"--fields {path!r}", model)
        elif not path.startswith("extra."):
            field_at(f"--fields {path!r}", path, model)
    return paths


def reference_of(path: str, model: type[Any]) -> Reference | None:
    """The reference that a path goes through; ``None`` if it stays in the record."""
    name, _, rest = path.partition(".")
    own = ModelNames(model).nested(name)
    if not rest or (own is not None and rest.partition(".")[0] in own.known()):
        return None
    return references(model).get(name)


def _check_related(path: str, reference: Reference) -> None:
    """Raises ``Problem`` if none of the resources has the field."""
    targets = reference.targets.values() if isinstance(reference.targets, Mapping) else reference.targets
    problems: list[Problem] = []
    for resource in targets:
        try:
            field_at(f"--fields {path!r}", path.partition(".")[2], getattr(catalogue(), resource).model)
        except Problem as problem:
            problems.append(problem)
        else:
            return
    raise problems[0]


async def check_titles(plutio: Plutio, paths: Sequence[str] | None, model: type[Any]) -> None:
    """Reads the definitions of the custom fields among the paths, if there are any.

    Raises:
        Problem: no field has the title, or several have it.
        PlutioError: reading failed.
    """
    if titles := _titles(paths):
        schema = await plutio.custom_fields.schema()
        for title in titles:
            try:
                schema.field(model.custom_entity, title)
            except CustomFieldError as error:
                raise Problem(f"--fields '{CUSTOM}{title}': {message(error)}") from None


def _titles(paths: Sequence[str] | None) -> list[str]:
    return [path.removeprefix(CUSTOM) for path in paths or () if path.startswith(CUSTOM)]


class Rows:
    """Writes records as rows, and counts them. Related records are read for many records at once."""

    def __init__(self, plutio: Plutio, paths: Sequence[str] | None, model: type[Any], *, at_once: bool = False) -> None:
        self.count: int = 0
        self._plutio = plutio
        self._paths = paths
        self._chunk = CHUNK if not at_once and any(reference_of(path, model) for path in paths or ()) else 1

    async def write(self, records: AsyncIterable[Any], out: Output, max: int | None) -> None:
        """Writes all of the records, or the first ``max``."""
        waiting: list[Any] = []
        async for record in records:
            waiting.append(record)
            is_last = self.count + len(waiting) == max
            if len(waiting) == self._chunk or is_last:
                await self._flush(waiting, out)
            if is_last:
                break
        await self._flush(waiting, out)

    async def _flush(self, waiting: list[Any], out: Output) -> None:
        for row in await rows_of(self._plutio, waiting, self._paths):
            out.write(row)
            self.count += 1
        waiting.clear()


async def rows_of(plutio: Plutio, records: Sequence[Any], paths: Sequence[str] | None) -> list[dict[str, Any]]:
    """The records as rows. Values of related records have their whole path as the key."""
    rows = [record.to_dict(names="python") for record in records]
    if not records:
        return rows
    if titles := _titles(paths):
        schema = await plutio.custom_fields.schema()
        for record, row in zip(records, rows, strict=True):
            values = schema.values(record)
            row |= {f"{CUSTOM}{title}": json_form(values[title]) for title in titles}
    followed = {path: found for path in paths or () if (found := reference_of(path, type(records[0]))) is not None}
    if not followed:
        return rows
    related = await plutio.expand(records, **dict.fromkeys((path.partition(".")[0] for path in followed), True))
    for record, row in zip(records, rows, strict=True):
        for path, reference in followed.items():
            row[path] = _value(related, record, reference, path.partition(".")[2])
    return rows


def _value(related: Any, record: Any, reference: Reference, rest: str) -> Any:
    values: list[Any] = []
    for lookup in reference.lookups(record):
        tried = (getattr(related, name).get(lookup.id) for name in lookup.resources)
        found = next((one for one in tried if one is not None), None)
        values.append(None if found is None else _called(found, rest))
    if isinstance(getattr(record, reference.field), list):
        return values
    return values[0] if values else None


def _called(record: Any, path: str) -> Any:
    """The value at a path; for ``name`` that of the field by which people call such a record, as a company's title."""
    if path == "name" and (name := name_field(type(record))) is not None:
        path = name
    return value_at(record.to_dict(names="python"), path)
