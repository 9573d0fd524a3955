"""The unfinished file of a resource: it grows page by page, and survives the end of the process at any moment.

After each page the records are on the disk before the state says so. A resumed export cuts the file to what the state
knows, and continues there. A record that changes meanwhile comes again, and its last line counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import asdict, define, fields_dict

from plutio_async._resources.reading import Row
from plutio_async.cli.exports.manifest import Entry, Manifest, digest_of, now, read, records_in, sync_folder, write
from plutio_async.cli.json_text import json_text, with_all_digits


@define(kw_only=True)
class State:
    """How far a file is. ``reading`` is the state of the reading that fills it.

    ``entry`` is set once the file is complete, before it gets its name.
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
        found = read(self._state_path)
        self.state: State = State(export=export, started=now())
        # One of a former version has other fields: its resource is read again.
        if found is not None and found.get("export") == export and found.keys() == fields_dict(State).keys():
            self.state = State(**found)
        self._name = name
        self._ids: set[str] = set()
        self._has_former = False

    def open(self) -> None:
        """Cuts the file to what the state knows, and reads the ids in it."""
        with self.path.open("ab") as file:
            file.truncate(min(self.state.bytes, file.tell()))  # less if former lines were removed
        os.chmod(self.path, 0o600)
        ids = [id for record in records_in(self.path) if (id := record.get("_id"))]
        self._ids = set(ids)
        self._has_former = len(ids) > len(self._ids)

    def append(self, rows: Iterable[Row]) -> None:
        """Writes records, and waits for the disk. Call ``save()`` next."""
        with self.path.open("ab") as file:
            for row in rows:
                is_known = bool(row.id) and row.id in self._ids
                self._has_former = self._has_former or is_known
                self._ids.add(row.id)
                file.write(json_text(with_all_digits(row.raw)).encode(errors="surrogatepass") + b"\n")
                self.state.records += not is_known
            file.flush()
            os.fsync(file.fileno())
            self.state.bytes = file.tell()

    def save(self) -> None:
        """Keeps the state."""
        write(self._state_path, asdict(self.state))

    def finish(self, manifest: Manifest) -> None:
        """The file gets its name and its entry. May be repeated after an interruption at any point."""
        if self._has_former:
            self._remove_former()
        state = self.state
        state.entry = asdict(
            Entry(
                file=f"{self._name}.jsonl",
                records=state.records,
                bytes=self.path.stat().st_size,
                sha256=digest_of(self.path),
                started=state.started,
                finished=now(),
                calls=state.calls,
                export=state.export,
                reading=state.reading,
            )
        )
        self.save()
        self.publish(manifest)

    def _remove_former(self) -> None:
        """Leaves the last line of each record."""
        last = {id: at for at, record in enumerate(records_in(self.path)) if (id := record.get("_id"))}
        kept = self.path.with_suffix(".kept.part")
        with self.path.open("rb") as file, kept.open("wb") as target:
            os.chmod(kept, 0o600)
            for at, line in enumerate(file):
                if last.get(json.loads(line).get("_id"), at) == at:
                    target.write(line)
            target.flush()
            os.fsync(target.fileno())
        os.replace(kept, self.path)
        sync_folder(self.path.parent)

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
