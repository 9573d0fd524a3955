"""Finds the records of an export that the workspace has already: by id, by title, or by e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from attrs import define, field

from plutio_async.cli.exports.full import REFUSED
from plutio_async.cli.restores.export import Export, Record, options
from plutio_async.cli.restores.kinds import KEYS, kinds
from plutio_async.cli.restores.references import Translation, translated
from plutio_async.description import unlistable
from plutio_async.errors import BusinessNotEnabledError

if TYPE_CHECKING:
    from plutio_async import Plutio


@define
class Matches:
    """What was found.

    Attributes:
        ids: The new ids by the old ones, those of options of custom fields included.
        wrong: Why a record that was found cannot stand for that of the export, by old id.
        unread: Why the records of a resource could not be looked up.
        notes: What a reader should know.
    """

    ids: dict[str, str] = field(factory=dict)
    wrong: dict[str, str] = field(factory=dict)
    unread: dict[str, str] = field(factory=dict)
    notes: list[str] = field(factory=list)


async def match(plutio: Plutio, export: Export) -> Matches:
    """Reads the workspace: all records where a title or an e-mail finds them, and else those with ids of the export."""
    found = Matches()
    for name, records in export.records.items():
        resource: Any = plutio.resources[name]
        if not records or unlistable(resource):
            continue
        try:
            if name in KEYS:
                present = [record.to_dict() async for record in resource.iterate()]
                _pair(name, records, present, found)
            else:
                ids = [record["_id"] for record in records]
                listed = await resource.get_many(ids, allow_missing=True)
                found.ids |= {record.id: record.id for record in listed}
        except REFUSED as error:
            if isinstance(error, BusinessNotEnabledError):
                raise
            found.unread[name] = str(error)
    await _look_up_others(plutio, export, found)
    return found


async def _look_up_others(plutio: Plutio, export: Export, found: Matches) -> None:
    """The records that the export refers to and does not have: they may be here, if it has some resources only."""
    met = Translation({}, {})
    for name in kinds().keys() & export.records.keys():
        for record in export.records[name]:
            translated(kinds()[name], record, met)
    for name in dict.fromkeys(name for names in met.lost.values() for name in names):
        ids = [id for id, names in met.lost.items() if name in names and id not in export.resource_of]
        resource: Any = plutio.resources[name]
        if not ids or unlistable(resource):
            continue
        with suppress(*REFUSED):
            found.ids |= {one.id: one.id for one in await resource.get_many(ids, allow_missing=True)}


def _pair(name: str, records: Sequence[Record], present: Sequence[Record], found: Matches) -> None:
    """Each record of the workspace stands for one of the export: that with its id, or the next with its key."""
    by_id = {record.get("_id"): record for record in present}
    free = [record for record in present if not any(record.get("_id") == one["_id"] for one in records)]
    by_key: dict[Any, list[Record]] = defaultdict(list)
    for record in free:
        for key in _keys(name, record):
            by_key[key].append(record)
    taken: set[str] = set()
    for record in records:
        alike = [one for key in _keys(name, record) for one in by_key[key] if one["_id"] not in taken]
        other = by_id.get(record["_id"]) or next(iter(alike), None)
        if other is None:
            continue
        if len({one["_id"] for one in alike}) > 1 and record["_id"] not in by_id:
            found.notes.append(f"{name}: {_label(record)} fits {len(alike)} records here; {other['_id']} is taken")
        taken.add(other["_id"])
        _take(name, record, other, found)


def _take(name: str, record: Record, other: Record, found: Matches) -> None:
    if name == "custom_fields":
        kinds = record.get("inputType"), other.get("inputType")
        if kinds[0] != kinds[1]:
            found.wrong[record["_id"]] = f"{_label(record)} is {kinds[1]} here, not {kinds[0]}; its values are left out"
            return
        found.ids |= option_ids(record, other)
    found.ids[record["_id"]] = other["_id"]


def option_ids(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """The new ids of the options of a custom field by the old ones: those with the same names."""
    new_ids = {name: id for id, name in reversed(options(new).items())}
    return {id: new_ids[name] for id, name in options(old).items() if name in new_ids}


def _keys(name: str, record: Record) -> Iterator[Any]:
    if name == "people":
        yield from _addresses(record.get("contactEmails"))
        return
    key = tuple(record.get(field) for field in KEYS[name])
    if None not in key:
        yield key


def _addresses(emails: Any) -> Iterable[str]:
    given = [one.get("address") for one in emails or () if isinstance(one, dict)]
    return dict.fromkeys(one.strip().casefold() for one in given if isinstance(one, str) and one.strip())


def _label(record: Record) -> str:
    return repr(record.get("title") or record.get("name") or record["_id"])
