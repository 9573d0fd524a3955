"""The unfinished file of a resource: it grows page by page, and survives the end of the process at any moment.

After each page the records are on the disk before the state says so. A resumed export cuts the file to what the state
knows, and continues at its cursor. If the list changed so much that the walk starts over, the ids in the file keep
records from coming twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import asdict, define

from plutio_async._core.json_text import exact, json_text
from plutio_async.cli.exports.manifest import Entry, Manifest, digest_of, now, read, sync_folder, write
from plutio_async.cli.exports.rows import Row


@define(kw_only=True)
class State:
    """How far a file is. ``entry`` is set once it is complete, before it gets its name.

    ``server`` is what the answers showed of the server's clock.
    """

    export: str
    started: str
    query: int = 0
    cursor: str | None = None
    bytes: int = 0
    records: int = 0
    calls: int = 0
    server: dict[str, Any] | None = None
    entry: dict[str, Any] | None = None


class Part:
    """The file of one resource under its temporary name, and its state."""

    def __init__(self, folder: Path, name: str, export: str) -> None:
        self.path: Path = folder / f".{name}.part"
        self._state_path = folder / f".{name}.state"
        found = read(self._state_path)
        is_ours = found is not None and found.get("export") == export
        self.state: State = State(**found) if is_ours and found is not None else State(export=export, started=now())
        self._name = name
        self._ids: set[str] = set()

    def open(self) -> None:
        """Cuts the file to what the state knows, and reads the ids in it."""
        with self.path.open("ab") as file:
            file.truncate(self.state.bytes)
        os.chmod(self.path, 0o600)
        with self.path.open("rb") as file:
            self._ids = {id for line in file if (id := json.loads(line).get("_id"))}

    def append(self, rows: Iterable[Row]) -> None:
        """Writes the records that are not in the file yet, and waits for the disk. Call ``save()`` next."""
        with self.path.open("ab") as file:
            for row in rows:
                if row.id and row.id in self._ids:
                    continue
                self._ids.add(row.id)
                file.write(json_text(exact(row.raw)).encode(errors="surrogatepass") + b"\n")
                self.state.records += 1
            file.flush()
            os.fsync(file.fileno())
            self.state.bytes = file.tell()

    def save(self) -> None:
        """Keeps the state."""
        write(self._state_path, asdict(self.state))

    def finish(self, manifest: Manifest, cursors: list[str]) -> None:
        """The file gets its name and its entry. May be repeated after an interruption at any point."""
        state = self.state
        state.entry = asdict(
            Entry(
                file=f"{self._name}.jsonl",
                records=state.records,
                bytes=state.bytes,
                sha256=digest_of(self.path),
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
        if self.path.exists():  # or it has its name already
            os.replace(self.path, folder / entry.file)
            sync_folder(folder)
        if (former := manifest.entries.get(self._name)) is not None:
            entry.table = former.table  # until it is written again
        manifest.entries[self._name] = entry
        manifest.skipped.pop(self._name, None)
        manifest.save(folder)
        self._state_path.unlink()
