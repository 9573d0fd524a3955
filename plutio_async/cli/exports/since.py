"""``--since last``: what changed since the last export, merged into its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from plutio_async._pagination.scan import stamp_of
from plutio_async._resources.reading import Reading, Row, former_state
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Entry
from plutio_async.cli.exports.part import Part
from plutio_async.cli.exports.rows import records_in
from plutio_async.description import MIXED


def has_changes(exporter: Exporter, name: str) -> bool:
    """Whether the API can tell what changed since the file was written: only in records that have a timestamp."""
    entry = exporter.manifest.entries.get(name)
    if entry is None or not entry.cursors or name in MIXED:
        return False
    return all(stamp_of(Row.of(raw)) is not None for raw in records_in(exporter.folder / entry.file))


async def update(exporter: Exporter, name: str, trash: set[str]) -> tuple[int, int]:
    """Merges the changes of a resource into its file. Returns how many records changed, and how many were deleted."""
    manifest, entry = exporter.manifest, exporter.manifest.entries[name]
    part = Part(exporter.folder, name, manifest.id)
    if part.state.entry is not None:
        part.publish(manifest)
        return 0, 0
    if entry.export == manifest.id:
        return 0, 0
    reading = Reading(getattr(exporter.plutio, name), _state_of(entry))
    changed: dict[str, Row] = {}
    async for page in reading.pages():
        changed.update((row.id, row) for row in page if row.id)
    part.state.bytes = part.state.records = 0
    part.open()
    counts = {"changed": len(changed), "deleted": 0}
    old = () if reading.full else records_in(exporter.folder / entry.file)
    part.append(_merged(old, changed, trash, counts))
    part.state.calls = reading.calls
    part.finish(manifest, [reading.state])
    exporter.watcher.done(name, part.state.records, reading.calls)
    return counts["changed"], counts["deleted"]


async def trashed(exporter: Exporter) -> set[str]:
    """The ids in the trash bin."""
    return {row.id async for page in Reading(exporter.plutio.trash_bin).pages() for row in page if row.id}


def _state_of(entry: Entry) -> str:
    """The state of the reading, also of a former version, which had a cursor for each list."""
    return entry.cursors[0] if len(entry.cursors) == 1 else former_state(entry.cursors)


def _merged(
    old: Iterable[dict[str, Any]], changed: dict[str, Row], trash: set[str], counts: dict[str, int]
) -> Iterator[Row]:
    """The old records with the changes, without those that are in the trash; then the new ones."""
    left = dict(changed)
    for raw in old:
        id = raw.get("_id") or ""
        if id in trash and id not in changed:
            counts["deleted"] += 1
            continue
        yield left.pop(id) if id in left else Row.of(raw)
    yield from left.values()
