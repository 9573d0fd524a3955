"""The journal of an import: a folder beside the file, from which a later run continues.

``plan.json`` names the lines that are created, in their order; ``creates`` is the journal of ``create_many``; and
``updates`` has a line for each record that was updated. None of them has values of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from plutio_async._core.private_file import PrivateFile
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async._resources.creates.run import job_of
from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.checking import Row
from plutio_async.cli.imports.problems import Problems
from plutio_async.cli.words import counted
from plutio_async.errors import ConfigurationError

_SETTLED = ("made", "unknown")
"""What a create must not be planned anew after."""


@frozen
class Slot:
    """A line that is created: its index in the file, and its digest."""

    index: int
    digest: str


@frozen
class Past:
    """What earlier runs did. ``made`` and ``updated`` are by the index of the line in the file."""

    slots: tuple[Slot, ...] = ()
    made: Mapping[int, Entry] = field(factory=dict)
    updated: Mapping[int, Entry] = field(factory=dict)

    def is_done(self, index: int, row: Row) -> bool:
        """Whether there is nothing to do for a line."""
        if (made := self.made.get(index)) is not None and made.outcome == "made":
            return True
        entry = self.updated.get(index)
        return entry is not None and entry.outcome == "done" and entry.digest == row.update_digest

    def check(self, rows: Sequence[Row], problems: Problems) -> None:
        """Notes the lines that were sent before with other values, and those that are gone."""
        for slot in self.slots:
            sent = slot.index in self.made and self.made[slot.index].outcome in _SETTLED
            if slot.index >= len(rows):
                raise Problem(
                    f"FILE: has {counted(len(rows), 'record')} now, and record {slot.index + 1} was imported before"
                )
            row = rows[slot.index]
            if sent and row.digest != slot.digest:
                id = self.made[slot.index].id
                problems.add(row.line, f"was imported with other values{f' as {id}' if id else ''}")


class Journal:
    """The journal of one file and resource."""

    def __init__(self, folder: Path, resource: Any) -> None:
        self.folder = folder
        self.creates: Path = folder / "creates"
        self._plan = PrivateFile(folder / "plan.json", forbidden=0o022, max_bytes=1 << 30)
        self._create_job = job_of(resource, resource._sender)
        self._update_job = {**self._create_job, "job": f"{resource.name}.update"}

    def past(self, updates: CreateJournal | None = None) -> Past:
        """What earlier runs did. ``updates`` is the journal of updates, if it is open.

        Raises:
            ConfigurationError: the folder holds something else, or another process uses it.
        """
        if not self.folder.is_dir():
            return Past()
        slots = self._slots()
        entries = self._entries("creates", self._create_job)
        sent = max(entries, default=-1) + 1  # what was never sent is planned anew
        slots = slots[:sent]
        made = {slots[number].index: entry for number, entry in entries.items() if number < len(slots)}
        updated = self._entries("updates", self._update_job) if updates is None else updates.entries
        return Past(slots, made, updated)

    def open(self) -> CreateJournal:
        """The journal of updates. While it is open, no other process imports the file.

        Raises:
            ConfigurationError: it cannot be used, or another process imports the file.
        """
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(f"the journal {self.folder} cannot be made: {error.strerror}") from None
        return CreateJournal(self.folder / "updates", self._update_job)

    def save(self, slots: Sequence[Slot]) -> None:
        """Keeps the lines that are created, before the first is sent."""
        plan = {"v": 1, **self._create_job, "creates": [[slot.index, slot.digest] for slot in slots]}
        self._plan.replace(json.dumps(plan).encode())

    def _slots(self) -> tuple[Slot, ...]:
        try:
            plan = json.loads(self._plan.read())
            slots = tuple(Slot(int(index), str(digest)) for index, digest in plan.pop("creates"))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise ConfigurationError(f"{self._plan.path} cannot be read: {error.strerror}") from None
        except (ValueError, TypeError, AttributeError, KeyError):
            raise ConfigurationError(f"{self._plan.path} is no journal of an import") from None
        if plan != {"v": 1, **self._create_job}:
            raise ConfigurationError(f"{self.folder} is the journal of another import; name another with --journal")
        return slots

    def _entries(self, name: str, job: Mapping[str, Any]) -> dict[int, Entry]:
        path = self.folder / name
        if not path.exists():
            return {}
        opened = CreateJournal(path, job)
        opened.close()
        return opened.entries
