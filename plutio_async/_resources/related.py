"""Reads the records that other records refer to, in the fewest calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Generic

from attrs import frozen

from plutio_async._core.errors import did_you_mean, with_article
from plutio_async._models.codecs import Targets, known_id
from plutio_async._models.fields import Ref, fields_of, item_codec
from plutio_async._models.model import M, Model
from plutio_async._resources.by_id import gather_limited
from plutio_async._resources.resource import read_first

GetMany = Callable[[str, list[str]], Awaitable[list[Any]]]
"""The existing records of a resource with some ids."""


class Directory(Generic[M]):
    """Records of one resource by id. A reference can stand for the id: ``related.people.get(invoice.client)``."""

    def __init__(self, records: Mapping[str, M], missing: Iterable[str] = ()) -> None:
        self._records = records
        self.missing: tuple[str, ...] = tuple(missing)
        """The ids of records that do not exist."""

    def get(self, reference: str | Model | None) -> M | None:
        """The record; ``None`` if it is not here, or for no reference."""
        id = known_id(reference)
        return None if id is None else self._records.get(id)

    def all(self, references: Iterable[str | Model] | None) -> list[M]:
        """The records of several references, without those that are not here."""
        return [record for reference in references or () if (record := self.get(reference)) is not None]

    def __getitem__(self, reference: str | Model) -> M:
        record = self.get(reference)
        if record is None:
            raise KeyError(reference)
        return record

    def __contains__(self, reference: object) -> bool:
        return known_id(reference) in self._records

    def __iter__(self) -> Iterator[M]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<Directory of {len(self)}>"


class RelatedRecords:
    """The records that were found, by resource."""

    def __init__(self, directories: Mapping[str, Directory[Any]]) -> None:
        self._directories = directories

    def __repr__(self) -> str:
        return f"<Related {', '.join(f'{name}: {len(found)}' for name, found in self._directories.items())}>"

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """The ids of records that do not exist, by the last resource that was tried."""
        return {name: found.missing for name, found in self._directories.items() if found.missing}

    def _of(self, resource: str) -> Directory[Any]:
        return self._directories.get(resource) or Directory({})

    def _referred(self, record: Model, name: str) -> Any:
        """The first record that is here of those that a record refers to by a name."""
        reference = references(type(record)).get(name)
        if reference is None:
            raise TypeError(f"{with_article(type(record).__name__)} has no {name}")
        found = (self._of(resource).get(one.id) for one in reference.lookups(record) for resource in one.resources)
        return next((one for one in found if one is not None), None)


@frozen(order=True)
class Lookup:
    """An id, and the resources where its record may be, in the order to try them."""

    resources: tuple[str, ...]
    id: str


@frozen
class Reference:
    """A field that refers to other records.

    Attributes:
        field: The name of the field.
        targets: The resources of the other records.
        nested: Whether the field has parts with ids, rather than ids.
    """

    field: str
    targets: Targets
    nested: bool

    def lookups(self, record: Model) -> Iterator[Lookup]:
        """The ids that a record refers to, each with the resources to try."""
        value = getattr(record, self.field)
        for part in value if isinstance(value, list) else [value]:
            id, resources = known_id(part), self._resources(part if self.nested else record)
            if id and resources:
                yield Lookup(resources, id)

    def _resources(self, holder: object) -> tuple[str, ...]:
        if isinstance(self.targets, tuple):
            return self.targets
        target = self.targets.get(str(getattr(holder, "entity_type", None)))
        return () if target is None else (target,)


def references(model: type[Model]) -> dict[str, Reference]:
    """The references of a model by name: the name of the field without ``_id``."""
    found: dict[str, Reference] = {}
    for name, field in fields_of(model).items():
        if (targets := field.refers_to) is not None:
            found[name.removesuffix("_id")] = Reference(name, targets, isinstance(item_codec(field.codec), Ref))
    return found


async def find_related(
    get_many: GetMany, records: Model | Iterable[Model] | AsyncIterable[Model], requested: Mapping[str, bool]
) -> dict[str, Directory[Any]]:
    """Reads the records of the requested references: one call for each resource and chunk of ids.

    An id that may belong to one of several resources is looked up in the first, then in the next, until it is found.

    Raises:
        TypeError: no reference is requested, none of the records has it, or something else than a record is given.
    """
    records = [records] if isinstance(records, Model) else list(await read_first(records))
    for record in records:
        if not isinstance(record, Model):
            raise TypeError(f"expand() takes records, not {record!r}")
    known = {model: references(model) for model in {type(record) for record in records}}
    names = _checked(known, requested)
    lookups = {
        lookup
        for record in records
        for name in known[type(record)].keys() & names
        for lookup in known[type(record)][name].lookups(record)
    }
    search = _Search(get_many)
    await search.run(lookups)
    return search.directories()


class _Search:
    """Reads the records of lookups, and keeps which were found and which are missing, by resource."""

    def __init__(self, get_many: GetMany) -> None:
        self._get_many = get_many
        self._found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._missing: defaultdict[str, list[str]] = defaultdict(list)

    async def run(self, lookups: set[Lookup]) -> None:
        """Tries the first resource of each lookup; for the ids that it does not have the next one, and so on."""
        while lookups:
            ids: defaultdict[str, list[str]] = defaultdict(list)
            for lookup in sorted(lookups):
                ids[lookup.resources[0]].append(lookup.id)
            await gather_limited([partial(self._read, resource, some) for resource, some in ids.items()])
            lookups = self._left(lookups)

    def directories(self) -> dict[str, Directory[Any]]:
        """What was found, for each resource that was tried."""
        return {name: Directory(records, self._missing.get(name, ())) for name, records in self._found.items()}

    async def _read(self, resource: str, ids: list[str]) -> None:
        records = await self._get_many(resource, list(dict.fromkeys(ids)))
        self._found[resource].update((record.id, record) for record in records)

    def _left(self, lookups: set[Lookup]) -> set[Lookup]:
        """The lookups that have another resource to try. Notes the ids of the others as missing."""
        left: set[Lookup] = set()
        for lookup in sorted(lookups):
            resource, *others = lookup.resources
            if lookup.id in self._found[resource]:
                continue
            if others:
                left.add(Lookup(tuple(others), lookup.id))
            else:
                self._missing[resource].append(lookup.id)
        return left


def _checked(known: Mapping[type[Model], Mapping[str, Reference]], requested: Mapping[str, bool]) -> set[str]:
    """The names of the requested references."""
    names = {name for name, is_requested in requested.items() if is_requested}
    choices = sorted({name for found in known.values() for name in found})
    if not names:
        raise TypeError(f"expand() needs the names of references, such as {choices[0] if choices else 'client'}=True")
    for name in sorted(names.difference(choices)) if known else ():
        hint = did_you_mean(name, choices) or f"there are {', '.join(choices) or 'none'}"
        models = "/".join(sorted(model.__name__ for model in known))
        raise TypeError(f"expand(): {models} has no reference {name!r}; {hint}")
    return names
