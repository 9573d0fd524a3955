"""``--since last``: what changed since the last export, merged into its files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from plutio_async._pagination.cursor import stamp_of
from plutio_async._resources.reading import MIXED, Reading, Row
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Entry, records_in
from plutio_async.cli.exports.part import Part


def changes_since(exporter: Exporter, name: str) -> Reading | None:
    """Reads what changed since the file was written; ``None`` if only the whole list tells it."""
    entry = exporter.manifest.entries.get(name)
    if entry is None or name in MIXED:
        return None
    state = entry.reading
    if state is None:  # of a former version
        if not all(stamp_of(Row.of(raw)) is not None for raw in records_in(exporter.folder / entry.file)):
            return None
        state = json.dumps({"v": 1, "of": name, "changes": entry.cursors})
    reading = Reading(getattr(exporter.plutio, name), state)
    return None if reading.full else reading


async def update(exporter: Exporter, reading: Reading, trash: set[str]) -> tuple[int, int]:
    """Merges the changes of a resource into its file. Returns how many records changed, and how many were deleted."""
    manifest, name = exporter.manifest, reading.name
    entry = manifest.entries[name]
    part = Part(exporter.folder, name, manifest.id)
    if part.state.entry is not None:
        part.publish(manifest)
        return 0, 0
    if entry.export == manifest.id:
        return 0, 0
    changed = {row.id: row async for page in reading.pages() for row in page if row.id}
    part.state.bytes = part.state.records = 0
    part.open()
    counts = {"changed": len(changed), "deleted": 0}
    part.append(_merged(exporter, entry, changed, trash, counts))
    part.state.calls, part.state.reading = reading.calls, reading.state
    part.finish(manifest)
    exporter.watcher.done(name, part.state.records, reading.calls)
    return counts["changed"], counts["deleted"]


async def trash_of(exporter: Exporter, *, exported: bool) -> set[str] | None:
    """The ids in the trash bin, which is read once, also if it is ``exported``; ``None`` if the API refuses it.

    It is read before the records, so that one that is restored meanwhile stays.
    """
    if exported:
        await exporter.resource("trash_bin", None)
        entry = exporter.manifest.entries.get("trash_bin")
        if entry is None or entry.export != exporter.manifest.id:
            return None
        return {raw["_id"] for raw in records_in(exporter.folder / entry.file) if raw.get("_id")}
    with exporter.skipping("trash_bin"):
        pages = Reading(exporter.plutio.trash_bin).pages()
        return {row.id async for page in pages for row in page if row.id}
    return None


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
