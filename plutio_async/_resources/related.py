"""The records that other records refer to, in the fewest calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Any, Generic, TypeVar

from attrs import frozen

from plutio_async._models.model import Many, Model, Ref, Targets, fields_of
from plutio_async._resources.gather import gather_limited

__all__ = ["Directory", "RelatedRecords", "find_related"]

M = TypeVar("M", bound=Model)

Wanted = tuple[tuple[str, ...], str]
"""Resources to look in, in turn, and an id."""
GetMany = Callable[[str, list[str]], Awaitable[list[Any]]]
"""The records of a resource with some ids, without those that are not there."""


class Directory(Generic[M]):
    """Records of one resource by id. A reference does for an id: ``related.people.get(invoice.client)``."""

    def __init__(self, records: Mapping[str, M], missing: Iterable[str] = ()) -> None:
        self._records = records
        self.missing = tuple(missing)
        """Ids that were referred to and are not there."""

    def get(self, reference: str | Model | None) -> M | None:
        """The record, or ``None`` when it is not here or nothing is referred to."""
        id = reference if isinstance(reference, str) else getattr(reference, "id", None)
        return self._records.get(id) if isinstance(id, str) else None

    def all(self, references: Iterable[str | Model] | None) -> list[M]:
        """The records of several references, without those that are not here."""
        return [record for reference in references or () if (record := self.get(reference)) is not None]

    def __getitem__(self, reference: str | Model) -> M:
        record = self.get(reference)
        if record is None:
            raise KeyError(reference)
        return record

    def __contains__(self, reference: object) -> bool:
        return isinstance(reference, str | Model) and self.get(reference) is not None

    def __iter__(self) -> Iterator[M]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<Directory of {len(self)}>"


class RelatedRecords:
    """What was found, by resource."""

    def __init__(self, directories: Mapping[str, Directory[Any]]) -> None:
        self._directories = directories

    def __repr__(self) -> str:
        return f"<Related {', '.join(f'{name}: {len(found)}' for name, found in self._directories.items())}>"

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """The ids that are not there, by the resource where they were looked for last."""
        return {name: found.missing for name, found in self._directories.items() if found.missing}

    def _of(self, resource: str) -> Directory[Any]:
        return self._directories.get(resource) or Directory({})


@frozen
class Reference:
    """A field that refers to other records; ``within`` when the id is inside a part of the record."""

    field: str
    targets: Targets
    within: bool

    def wanted(self, record: Model) -> Iterator[Wanted]:
        """The ids that a record refers to, each with the resources to look in, in turn."""
        value = getattr(record, self.field)
        for part in value if isinstance(value, list) else [value]:
            id = part if isinstance(part, str) else getattr(part, "id", None)
            if isinstance(id, str) and id:
                yield self._resources(part if self.within else record), id

    def _resources(self, owner: object) -> tuple[str, ...]:
        if isinstance(self.targets, tuple):
            return self.targets
        target = self.targets.get(str(getattr(owner, "entity_type", None)))
        return () if target is None else (target,)


References = Mapping[str, Reference]


def references(model: type[Model]) -> References:
    """The references of a model by their names, which are those of the fields without ``_id``."""
    found: dict[str, Reference] = {}
    for name, wire in fields_of(model).items():
        targets, within = wire.refers_to, False
        kind = wire.codec.inner if isinstance(wire.codec, Many) else wire.codec
        if targets is None and isinstance(kind, Ref) and (key := fields_of(kind.model).get("id")) is not None:
            targets, within = key.refers_to, True
        if targets is not None:
            found[name.removesuffix("_id")] = Reference(name, targets, within)
    return found


async def find_related(
    get_many: GetMany, records: Model | Iterable[Model], wanted: Mapping[str, bool]
) -> dict[str, Directory[Any]]:
    """Fetches what the records refer to by the wanted names: one call for each resource and chunk of ids.

    An id that may belong to one of several resources is looked for in the first, and in the next if it is not there.

    Raises:
        TypeError: none of the records has such a reference, or none is wanted.
    """
    given = [records] if isinstance(records, Model) else list(records)
    for record in given:
        if not isinstance(record, Model):
            raise TypeError(f"expand() takes records, not {record!r}")
    known = {model: references(model) for model in {type(record) for record in given}}
    names = _checked(known, wanted)
    todo = {wanted for record in given for wanted in _wanted(record, known[type(record)], names)}
    search = Search(get_many)
    while todo:
        todo = await search.look(todo)
    return {name: Directory(found, search.missing[name]) for name, found in search.found.items()}


class Search:
    """What was looked for so far, by resource."""

    def __init__(self, get_many: GetMany) -> None:
        self._get_many = get_many
        self.found: dict[str, dict[str, Any]] = {}
        self.missing: dict[str, list[str]] = {}

    async def look(self, todo: Iterable[Wanted]) -> set[Wanted]:
        """Looks in the first resource of each; what is not there and may be elsewhere is left."""
        ids: dict[str, dict[str, None]] = {}
        for (resource, *_), id in sorted(todo):
            ids.setdefault(resource, {})[id] = None
        await gather_limited([partial(self._fetch, resource, list(some)) for resource, some in ids.items()])
        left = set()
        for (resource, *rest), id in todo:
            if id not in self.found[resource]:
                left.add((tuple(rest), id)) if rest else self.missing[resource].append(id)
        return left

    async def _fetch(self, resource: str, ids: list[str]) -> None:
        here = self.found.setdefault(resource, {})
        self.missing.setdefault(resource, [])
        here.update((record.id, record) for record in await self._get_many(resource, ids))


def _wanted(record: Model, known: References, names: Iterable[str]) -> Iterator[Wanted]:
    for name in names:
        if (reference := known.get(name)) is not None:
            yield from (wanted for wanted in reference.wanted(record) if wanted[0])


def _checked(known: Mapping[type[Model], References], wanted: Mapping[str, bool]) -> list[str]:
    names = [name for name, is_wanted in wanted.items() if is_wanted]
    choices = sorted({name for found in known.values() for name in found})
    if not names:
        raise TypeError(f"expand() needs the names of references, such as {choices[0] if choices else 'client'}=True")
    for name in names if known else ():
        if name not in choices:
            near = get_close_matches(name, choices, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(choices) or 'none'}"
            kinds = "/".join(sorted(model.__name__ for model in known))
            raise TypeError(f"expand(): {kinds} has no reference {name!r}; {hint}")
    return names
