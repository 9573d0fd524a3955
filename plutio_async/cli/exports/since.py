"""``--since last``: what changed since the last export, merged into its files."""

from __future__ import annotations

from collections.abc import Iterator

from plutio_async._pagination.changes import stamp_of
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Entry
from plutio_async.cli.exports.part import Part
from plutio_async.cli.exports.rows import Row, Source, records_in
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
    source = Source(exporter.plutio, getattr(exporter.plutio, name), None)
    changed: dict[str, Row] = {}
    cursors: list[str] = []
    for query, cursor in zip(source.queries, entry.cursors, strict=True):
        changes = source.changes(query, cursor)
        async for row in changes:
            if row.id:
                changed[row.id] = row
        cursors.append(changes.cursor)
    part.state.bytes = part.state.records = 0
    part.open()
    counts = {"changed": len(changed), "deleted": 0}
    part.append(_merged(exporter, entry, changed, trash, counts))
    part.state.calls = source.calls
    part.finish(manifest, cursors)
    exporter.watcher.done(name, part.state.records, source.calls)
    return counts["changed"], counts["deleted"]


async def trashed(exporter: Exporter) -> set[str]:
    """The ids in the trash bin."""
    source = Source(exporter.plutio, exporter.plutio.trash_bin, None)
    return {row.id async for row in source.walk(None, None) if row.id}


def _merged(
    exporter: Exporter, entry: Entry, changed: dict[str, Row], trash: set[str], counts: dict[str, int]
) -> Iterator[Row]:
    """The records of the old file with the changes, without those that are in the trash; then the new ones."""
    left = dict(changed)
    for raw in records_in(exporter.folder / entry.file):
        id = raw.get("_id") or ""
        if id in trash and id not in changed:
            counts["deleted"] += 1
            continue
        yield left.pop(id) if id in left else Row.of(raw)
    yield from left.values()
