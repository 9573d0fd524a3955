"""``--since last``: what changed since the last export, merged into its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from plutio_async._core.clock import SystemClock
from plutio_async._pagination.changes import Changes, ChangeSource
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Entry
from plutio_async.cli.exports.part import Part
from plutio_async.cli.exports.rows import Row, Source, records_in

_SLACK = timedelta(minutes=5)
"""By how much the clocks of this machine and of the server may differ."""


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
    for index, query in enumerate(source.queries):
        changes = _changes(source, query, entry, index)
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


def _changes(source: Source, query: str | None, entry: Entry, index: int) -> Changes[Row]:
    changes = ChangeSource(source.fetch, query, f"{source.name}?{query}", source.caps, SystemClock())
    cursor = entry.cursors[index] if index < len(entry.cursors) else None
    since = None if cursor else datetime.fromisoformat(entry.started) - _SLACK
    return Changes(changes, since=since, cursor=cursor, every=None)


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
