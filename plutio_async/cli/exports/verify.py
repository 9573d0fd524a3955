"""``--verify``: compares the files of an export with its manifest, and with the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plutio_async.cli.exports.attachments import Saved, read_index
from plutio_async.cli.exports.manifest import Derived, Entry, Manifest, digest_of
from plutio_async.cli.failures import Problem
from plutio_async.cli.words import counted
from plutio_async.description import MIXED

if TYPE_CHECKING:
    from plutio_async import Plutio


def loaded(folder: Path) -> Manifest:
    """The manifest of a folder that has one."""
    if (manifest := Manifest.load(folder)) is None:
        raise Problem(f"DIR: {folder} has no manifest.json, so it holds no export")
    return manifest


def differences(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is wrong with the files."""
    yield from record_differences(folder, manifest)
    if manifest.attachments is not None:
        wrong = _difference(folder, manifest.attachments)
        yield from [wrong] if wrong else filter(None, (_difference(folder, saved) for saved in read_index(folder)))


def record_differences(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is wrong with the files of the records."""
    if manifest.finished is None:
        yield "the export is not complete; run it again to finish it"
    for name, entry in manifest.entries.items():
        wrong = _difference(folder, entry) or _miscounted(folder / entry.file, entry)
        if wrong is None and entry.table is not None:
            wrong = _difference(folder, entry.table)
        if wrong is not None:
            yield f"{name}: {wrong}"


def _difference(folder: Path, expected: Entry | Derived | Saved) -> str | None:
    path = folder / expected.file
    if not path.is_file():
        return f"{expected.file} is missing"
    if path.stat().st_size != expected.bytes:
        return f"{expected.file} has {path.stat().st_size} bytes instead of {expected.bytes}"
    if digest_of(path) != expected.sha256:
        return f"{expected.file} has other content than the export wrote"
    return None


def _miscounted(path: Path, entry: Entry) -> str | None:
    with path.open("rb") as lines:
        records = sum(1 for _ in lines)
    return (
        None
        if records == entry.records
        else f"{entry.file} has {counted(records, 'record')} instead of {entry.records:,}"
    )


async def online_differences(plutio: Plutio, manifest: Manifest) -> list[str]:
    """Where the workspace has another number of records now."""
    found: list[str] = []
    for name, entry in manifest.entries.items():
        resource = getattr(plutio, name)
        count = await resource.count()
        if name not in MIXED:
            count += await resource.count(q={"isTemplate": True})
        if count != entry.records:
            found.append(f"{name}: the workspace has {counted(count, 'record')} now, the export {entry.records:,}")
    return found
