"""The unfinished file of a resource: it grows page by page, and survives the end of the process at any moment.

After each page the records are on the disk before the state says so. A resumed export cuts the file to what the state
knows, and continues there. A record that changed meanwhile comes again: of its lines the last one counts, and the
others are left out at the end.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import asdict, define

from plutio_async._core.json_text import exact, json_text
from plutio_async._resources.reading import Row
from plutio_async.cli.exports.manifest import Entry, Manifest, digest_of, now, read, sync_folder, write


@define(kw_only=True)
class State:
    """How far a file is. ``entry`` is set once it is complete, before it gets its name.

    ``reading`` is that of the :class:`Reading`.
    """

    export: str
    started: str
    reading: str | None = None
    bytes: int = 0
    records: int = 0
    calls: int = 0
    entry: dict[str, Any] | None = None


class Part:
    """The file of one resource under its temporary name, and its state."""

    def __init__(self, folder: Path, name: str, export: str) -> None:
        self.path: Path = folder / f".{name}.part"
        self._state_path = folder / f".{name}.state"
        self._last_path = folder / f".{name}.last"
        found = read(self._state_path) or {}
        # A former version began with other calls: what it wrote is read again.
        is_ours = found.get("export") == export and "query" not in found
        self.state: State = State(**found) if is_ours else State(export=export, started=now())
        self._name = name
        self._versions: dict[str, str | None] = {}
        self._without_id = self._replaced = 0

    def open(self) -> None:
        """Cuts the file to what the state knows, and reads the ids in it."""
        with self.path.open("ab") as file:
            file.truncate(self.state.bytes)
        os.chmod(self.path, 0o600)
        with self.path.open("rb") as file:
            for line in file:
                self._note(json.loads(line))

    def append(self, rows: Iterable[Row]) -> None:
        """Writes the records that are not in the file yet, and waits for the disk. Call ``save()`` next."""
        with self.path.open("ab") as file:
            for row in rows:
                if self._note(row.raw):
                    file.write(json_text(exact(row.raw)).encode(errors="surrogatepass") + b"\n")
            self.state.records = len(self._versions) + self._without_id
            file.flush()
            os.fsync(file.fileno())
            self.state.bytes = file.tell()

    def save(self) -> None:
        """Keeps the state."""
        write(self._state_path, asdict(self.state))

    def _note(self, raw: dict[str, Any]) -> bool:
        """Whether the file does not have this version of a record yet."""
        id, version = raw.get("_id"), raw.get("updatedAt")
        if not id:
            self._without_id += 1
            return True
        if id in self._versions:
            if self._versions[id] == version:
                return False
            self._replaced += 1
        self._versions[id] = version
        return True

    def finish(self, manifest: Manifest, cursors: list[str]) -> None:
        """The file gets its name and its entry. May be repeated after an interruption at any point."""
        state, written = self.state, self.path
        self._last_path.unlink(missing_ok=True)
        if self._replaced:
            written = self._last_path
            self._write_last()
            state.bytes = written.stat().st_size
        state.entry = asdict(
            Entry(
                file=f"{self._name}.jsonl",
                records=state.records,
                bytes=state.bytes,
                sha256=digest_of(written),
                started=state.started,
                finished=now(),
                calls=state.calls,
                export=state.export,
                cursors=cursors,
            )
        )
        self.save()
        self.publish(manifest)

    def publish(self, manifest: Manifest) -> None:
        """Renames the complete file, enters it into the manifest, and removes the state."""
        assert self.state.entry is not None
        entry, folder = Entry(**self.state.entry), self.path.parent
        written = self.path
        if self._last_path.exists():
            self.path.unlink(missing_ok=True)
            written = self._last_path
        if written.exists():  # or it has its name already
            os.replace(written, folder / entry.file)
            sync_folder(folder)
        if (former := manifest.entries.get(self._name)) is not None:
            entry.table = former.table  # until it is written again
        manifest.entries[self._name] = entry
        manifest.skipped.pop(self._name, None)
        manifest.save(folder)
        self._state_path.unlink()

    def _write_last(self) -> None:
        """Writes a file with the last line of each record."""
        last: dict[str, int] = {}
        with self.path.open("rb") as file:
            for at, line in enumerate(file):
                last[json.loads(line).get("_id") or f"{at}"] = at
        kept = set(last.values())
        with self.path.open("rb") as file, self._last_path.open("wb") as written:
            os.chmod(self._last_path, 0o600)
            written.writelines(line for at, line in enumerate(file) if at in kept)
            written.flush()
            os.fsync(written.fileno())
