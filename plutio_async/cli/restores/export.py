"""The export that is restored, checked before a call is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from plutio_async.cli.exports.manifest import Manifest, records_in
from plutio_async.cli.exports.verify import differences, loaded
from plutio_async.cli.failures import Problem
from plutio_async.description import MIXED, RESOURCES

Record = dict[str, Any]


@frozen(eq=False)
class Export:
    """The records of each resource, without those that list the records of others."""

    manifest: Manifest
    records: Mapping[str, list[Record]]
    resource_of: Mapping[str, str] = field(init=False)
    """The resource of each id; the options of custom fields count as theirs."""

    def __attrs_post_init__(self) -> None:
        found = {record["_id"]: name for name, records in self.records.items() for record in records}
        for definition in self.records.get("custom_fields", ()):
            found |= dict.fromkeys(options(definition), "options")
        object.__setattr__(self, "resource_of", found)


def options(definition: Mapping[str, Any]) -> dict[str, str]:
    """The options of a custom field: their names by id."""
    given = [one for one in definition.get("options") or () if isinstance(one, dict) and one.get("_id")]
    return {one["_id"]: str(one.get("name") or one.get("title") or "") for one in given}


def read_export(folder: Path) -> Export:
    """The export in a folder.

    Raises:
        Problem: it has no manifest, is not complete, or a file is not as the export wrote it.
        OSError: the manifest is of another version, or cannot be read.
    """
    if not folder.is_dir():
        raise Problem(f"DIR: there is no folder {folder}")
    manifest = loaded(folder)
    if found := list(differences(folder, manifest)):
        lines = "\n".join(f"  {one}" for one in found)
        raise Problem(f"DIR: {folder} is not as the export wrote it; nothing was written\n{lines}")
    unknown = [name for name in manifest.entries if name not in RESOURCES]
    if unknown:
        raise Problem(f"DIR: {folder} has {', '.join(unknown)}, which this version does not know; upgrade plutio-async")
    names = [name for name in manifest.entries if name not in MIXED]
    return Export(manifest, {name: _records(folder / manifest.entries[name].file) for name in names})


def _records(path: Path) -> list[Record]:
    found: list[Record] = []
    for number, record in enumerate(records_in(path), 1):
        if not isinstance(record, dict) or not isinstance(record.get("_id"), str):
            raise Problem(f"DIR: line {number} of {path.name} is no record with an _id")
        found.append(record)
    return found
