"""``--verify``: compares the files of an export with its manifest, and with the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plutio_async.cli.exports.manifest import Entry, Manifest, digest_of
from plutio_async.cli.exports.rows import MIXED
from plutio_async.cli.exports.sheet import count_rows
from plutio_async.cli.failures import Problem

if TYPE_CHECKING:
    from plutio_async import Plutio


def loaded(folder: Path) -> Manifest:
    """The manifest of a folder that has one."""
    if (manifest := Manifest.load(folder)) is None:
        raise Problem(f"DIR: {folder} has no manifest.json, so it holds no export")
    return manifest


def differences(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is wrong with the files."""
    if manifest.finished is None:
        yield "the export is not complete; run it again to finish it"
    for name, entry in manifest.entries.items():
        if (wrong := _difference(folder / entry.file, entry)) is not None:
            yield f"{name}: {wrong}"


def _difference(path: Path, entry: Entry) -> str | None:
    if not path.is_file():
        return f"{entry.file} is missing"
    if path.stat().st_size != entry.bytes:
        return f"{entry.file} has {path.stat().st_size} bytes instead of {entry.bytes}"
    if digest_of(path) != entry.sha256:
        return f"{entry.file} has other content than the export wrote"
    records = count_rows(path) if path.suffix == ".csv" else path.read_bytes().count(b"\n")
    return None if records == entry.records else f"{entry.file} has {records} records instead of {entry.records}"


async def online_differences(plutio: Plutio, manifest: Manifest) -> list[str]:
    """Where the workspace has another number of records now."""
    found: list[str] = []
    for name, entry in manifest.entries.items():
        resource = getattr(plutio, name)
        count = await resource.count()
        if name not in MIXED:
            count += await resource.count(q={"isTemplate": True})
        if count != entry.records:
            found.append(f"{name}: the workspace has {count} records now, the export {entry.records}")
    return found
