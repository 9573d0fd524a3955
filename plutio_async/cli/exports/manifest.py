"""The manifest of an export: what each file holds. Written last, so that it never promises a file that is not there."""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import asdict, define, field
from attrs.converters import optional

from plutio_async import __version__
from plutio_async._core.private_file import PrivateFile
from plutio_async.cli.failures import Problem
from plutio_async.cli.json_text import parse_json
from plutio_async.description import RESOURCES

NAME = "manifest.json"
_FORMAT = 2
_TEMPORARY = ("part", "kept.part", "state", "csv.part", "parquet.part")


def now() -> str:
    """The present moment."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@define(kw_only=True)
class Derived:
    """A file that the export ``export`` made from the records, such as a table of them."""

    file: str
    bytes: int
    sha256: str
    export: str

    @classmethod
    def of(cls, folder: Path, name: str, export: str) -> Derived:
        """The file that is there."""
        path = folder / name
        return cls(file=name, bytes=path.stat().st_size, sha256=digest_of(path), export=export)


def _derived(value: Derived | dict[str, Any]) -> Derived:
    return value if isinstance(value, Derived) else Derived(**value)


@define(kw_only=True)
class Entry:
    """A finished file of JSON lines, and the table that was written from it.

    ``reading`` is the state from which another reading finds what changed since, and ``started`` is when the first call
    was made. Former versions wrote ``cursors`` instead: those of the list and of its templates.
    """

    file: str
    records: int
    bytes: int
    sha256: str
    started: str
    finished: str
    calls: int
    export: str
    reading: str | None = None
    cursors: list[str] = field(factory=list)
    table: Derived | None = field(default=None, converter=optional(_derived))


@define(kw_only=True)
class Manifest:
    """The files of a folder. ``kind`` is ``full``, or ``since`` for the changes after another export.

    ``format`` is that of the tables, or ``jsonl`` for none; ``spreadsheet`` is whether their text is never a formula.
    ``finished`` is ``None`` while the export ``id`` is not complete; until then it may have written any of the files
    that are ``claimed``. ``attachments`` is their index, ``unfetched`` has the reasons for those that are not there.
    """

    id: str = field(factory=lambda: uuid.uuid4().hex)
    kind: str = "full"
    format: str = "jsonl"
    spreadsheet: bool = False
    started: str = field(factory=now)
    finished: str | None = None
    claimed: list[str] = field(factory=list)
    business: str | None = None
    entries: dict[str, Entry] = field(factory=dict)
    skipped: dict[str, str] = field(factory=dict)
    attachments: Derived | None = field(default=None, converter=optional(_derived))
    unfetched: dict[str, str] = field(factory=dict)

    def claim(self, folder: Path, files: Iterable[str], *, overwrite: bool) -> list[str]:
        """Notes the names in the folder that the export is about to write. Returns those that something else has.

        Raises:
            FileExistsError: there are such, and they may not be overwritten.
        """
        entries = self.entries.values()
        written = [*entries, *(entry.table for entry in entries), self.attachments]
        own = {*self.claimed, *(PurePosixPath(one.file).parts[0] for one in written if one is not None)}
        foreign = [file for file in files if file not in own and _is_used(folder / file)]
        if foreign and not overwrite:
            raise FileExistsError(
                errno.EEXIST,
                f"has {', '.join(foreign)}, which no export wrote here; "
                "choose another folder, or replace what is there with --overwrite",
                str(folder),
            )
        self.claimed = sorted({*self.claimed, *files})
        return foreign

    def save(self, folder: Path) -> None:
        """Replaces the file as one step."""
        written = {"manifest": _FORMAT, "version": __version__, **asdict(self)}
        written["resources"] = dict(sorted(written.pop("entries").items()))  # in whatever order they were read
        write(folder / NAME, written)

    @classmethod
    def load(cls, folder: Path) -> Manifest | None:
        """The manifest of a folder, ``None`` if it has none. Raises ``OSError`` for another file of that name."""
        if (found := read(folder / NAME)) is None:
            return None
        try:
            if found.pop("manifest") != _FORMAT:
                raise _unusable(folder / NAME, "was written by another version; choose another folder")
            found.pop("version")
            entries = {name: Entry(**entry) for name, entry in found.pop("resources").items()}
            return cls(**found, entries=entries)
        except (TypeError, KeyError, AttributeError):
            raise _unusable(folder / NAME, "is no manifest of an export; choose another folder") from None


def _is_used(path: Path) -> bool:
    """Whether there is something that writing to the path would change."""
    return os.path.lexists(path) and not (path.is_dir() and not any(path.iterdir()))


def _unusable(path: Path, reason: str) -> OSError:
    return OSError(errno.EINVAL, reason, str(path))


def read(path: Path) -> dict[str, Any] | None:
    """The JSON object of a small file; ``None`` if there is no file. Raises ``OSError`` for a file that has none."""
    try:
        found = json.loads(PrivateFile(path, forbidden=0o022).read())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unusable(path, f"cannot be read: {error}") from None
    return found if isinstance(found, dict) else {}


def write(path: Path, value: dict[str, Any]) -> None:
    """Replaces a small file as one step, also if the power fails."""
    PrivateFile(path, forbidden=0o022).replace(json.dumps(value, ensure_ascii=False, indent=1).encode())
    sync_folder(path.parent)


def records_in(lines: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with lines.open("rb") as file:
        for line in file:
            yield parse_json(line)


def remove_leftovers(folder: Path) -> None:
    """Removes the temporary files of exports that were killed. Call it when an export is complete."""
    own = [folder / f".{name}.{ending}" for name in RESOURCES for ending in _TEMPORARY]
    replaced = [*folder.glob("..*.state.*.new"), *folder.glob(f".{NAME}.*.new")]
    for leftover in (*own, *replaced):
        leftover.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Waits until the content of a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes renames survive a power failure, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    hashed = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            hashed.update(chunk)
    return hashed.hexdigest()


def locked(folder: Path) -> AbstractContextManager[None]:
    """Keeps a second export out of the folder.

    Raises:
        Problem: another export has it.
        OSError: there is another file of that name, which cannot be used.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = Problem(f"DIR: another export writes to {folder}; wait until it ends")
    return PrivateFile(folder / ".lock", forbidden=0).locked(taken)
