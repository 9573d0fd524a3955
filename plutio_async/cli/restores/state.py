"""What a restore did so far: a folder beside the export, from which a later run continues.

``state.json`` has what was found in the workspace. For each resource and wave, ``tasks-0.jsonl`` has the records that
are sent, and ``tasks-0.journal`` is the journal of their ``create_many``: the ids of the one, by their lines, and of
the other are the map of ids. ``updates`` has a line for each record that was updated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from plutio_async._core.private_file import PrivateFile, make_folder
from plutio_async._models.json_form import digest
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async._resources.creates.run import job_of
from plutio_async.cli.exports.manifest import Manifest
from plutio_async.cli.exports.manifest import read as read_json
from plutio_async.cli.exports.manifest import write as write_json
from plutio_async.cli.failures import Problem
from plutio_async.cli.json_text import json_text, parse_json, with_all_digits
from plutio_async.errors import ConfigurationError

_MAX_BYTES = 1 << 32
_KEPT = ("matched", "complete", "own", "adopted")


@define(eq=False)
class Wave:
    """Records of a resource that are created together: what was sent of them, and what came of it."""

    path: Path
    sent: list[dict[str, Any]] = field(factory=list)
    entries: Mapping[int, Entry] = field(factory=dict)

    @property
    def journal(self) -> Path:
        """The journal of ``create_many``."""
        return self.path.with_suffix(".journal")

    @property
    def ids(self) -> dict[str, str]:
        """The new ids by the old ones."""
        made = {index: entry.id for index, entry in self.entries.items() if entry.outcome == "made"}
        return {line["id"]: id for index, line in enumerate(self.sent) if (id := made.get(index)) is not None}

    def save(self) -> None:
        """Keeps what is sent. Call it before the first record is."""
        lines = "".join(f"{json_text(with_all_digits(line))}\n" for line in self.sent)
        PrivateFile(self.path, forbidden=0o022).replace(lines.encode(errors="surrogatepass"))


@define(eq=False)
class State:
    """The folder.

    Attributes:
        export: Equal for exports of the same records.
        matched: What was found in the workspace; ``None`` until a run began.
        complete: Whether the last run did all that it could.
        own: The new parents that were looked at for records of their own, by resource of these.
        adopted: The new ids of such records, and of options of custom fields, by the old ones.
    """

    folder: Path
    export: str
    matched: dict[str, str] | None = None
    complete: bool = False
    own: dict[str, list[str]] = field(factory=dict)
    adopted: dict[str, str] = field(factory=dict)

    @classmethod
    def load(cls, folder: Path, manifest: Manifest) -> State:
        """The state of a folder, or that of a new one.

        Raises:
            Problem: it is of another export.
            OSError: it cannot be read.
        """
        state = cls(folder, digest({name: entry.sha256 for name, entry in manifest.entries.items()}))
        if (found := read_json(folder / "state.json")) is None:
            return state
        if found.get("v") != 1 or found.get("export") != state.export:
            raise Problem(
                f"DIR: {folder} belongs to a restore of other records: the export was changed since. Restore the one "
                "that it began with, or name another folder with --journal, which creates all records again"
            )
        for name in _KEPT:
            setattr(state, name, found[name])
        return state

    def save(self) -> None:
        """Keeps what was found, before anything follows from it."""
        make_folder(self.folder)
        given = {name: getattr(self, name) for name in _KEPT}
        write_json(self.folder / "state.json", {"v": 1, "export": self.export, **given})

    def wave(self, resource: Any, number: int) -> Wave:
        """A wave, with what earlier runs did.

        Raises:
            ConfigurationError: a file cannot be used, or another process uses it.
        """
        wave = Wave(self.folder / f"{resource.name}-{number}.jsonl")
        try:
            content = PrivateFile(wave.path, forbidden=0o022, max_bytes=_MAX_BYTES).read()
            wave.sent = [parse_json(line) for line in content.splitlines()]
        except FileNotFoundError:
            return wave
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{wave.path} cannot be read: {error}") from None
        if wave.journal.exists():
            opened = CreateJournal(wave.journal, job_of(resource, resource._sender))
            opened.close()
            wave.entries = opened.entries
        return wave

    def updates(self, business: str | None) -> CreateJournal:
        """The journal of updates. While it is open, no other process goes on with this restore."""
        make_folder(self.folder)
        return CreateJournal(self.folder / "updates", {"job": "restore", "business": business})


def known(state: State, waves: Sequence[Wave]) -> dict[str, str]:
    """The map of ids, as far as it is known."""
    found = {**(state.matched or {}), **state.adopted}
    for wave in waves:
        found |= wave.ids
    return found
