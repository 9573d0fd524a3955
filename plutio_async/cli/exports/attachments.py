"""``--files``: the bytes of the files of the workspace, in a folder, and an index of them.

The index gets a line for each file that is complete, so that an interrupted export fetches none twice. It is written
anew at the end, and its hash is in the manifest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from attrs import asdict, define, field, frozen

from plutio_async._resources.by_id import gather_limited
from plutio_async.cli.exports.full import Exporter, Watcher
from plutio_async.cli.exports.manifest import Derived, digest_of, records_in, sync_file, sync_folder
from plutio_async.cli.exports.names import safe_name
from plutio_async.cli.failures import Problem
from plutio_async.errors import PlutioError
from plutio_async.models import FileItem

if TYPE_CHECKING:
    from plutio_async import Plutio

FOLDER = "files"
INDEX = f"{FOLDER}/index.jsonl"


@frozen
class Attachment:
    """A file to fetch. ``version`` changes with the record."""

    id: str
    url: str
    file: str
    version: str


@frozen
class Saved:
    """A line of the index: a file that is complete."""

    id: str
    version: str
    file: str
    bytes: int
    sha256: str


@define
class Fetched:
    """The outcome: ``missing`` of ``total`` were not there, ``new`` are now. ``failed`` has the reasons by file.

    ``without_url`` are records of files that do not say where the bytes are.
    """

    missing: int
    total: int
    without_url: int = 0
    new: int = 0
    failed: dict[str, str] = field(factory=dict)


def attachment_of(record: Mapping[str, Any]) -> Attachment | None:
    """The file of a record; ``None`` if the record does not say where its bytes are."""
    id, url = record.get("_id"), record.get("url")
    if not (isinstance(id, str) and id and isinstance(url, str) and url):
        return None
    # The query may be a signature, which is another one in each answer.
    version = json.dumps([record.get("updatedAt"), record.get("size"), url.partition("?")[0]])
    file = f"{FOLDER}/{safe_name(id, record.get('title'), record.get('extension'))}"
    return Attachment(id, url, file, sha256(version.encode()).hexdigest()[:16])


def read_index(folder: Path) -> Iterator[Saved]:
    """The lines of the index; without the last, if it was cut."""
    path = folder / INDEX
    if not path.exists():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield Saved(**json.loads(line))
            except (ValueError, TypeError):
                raise Problem(f"DIR: line {number} of {path} is damaged; remove the file to fetch all again") from None


class Attachments:
    """The attachments in the folder of an export. With ``rehash`` one whose bytes have changed is missing."""

    def __init__(self, plutio: Plutio, folder: Path, watcher: Watcher, *, rehash: bool = False) -> None:
        self._plutio = plutio
        self._folder = folder
        self._watcher = watcher
        self._rehash = rehash
        self._saved = {saved.id: saved for saved in read_index(folder)}

    async def fetch(self, wanted: Iterable[Attachment]) -> Fetched:
        """Fetches what is not there. A failure leaves one out, and keeps its former version."""
        (self._folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        self._remove(".*.tmp")
        self._write(self._saved.values())
        by_id = {one.id: one for one in wanted}
        missing = await anyio.to_thread.run_sync(lambda: [one for one in by_id.values() if not self._has(one)])
        fetched = Fetched(missing=len(missing), total=len(by_id))
        await gather_limited([partial(self._fetch, one, fetched) for one in missing])
        self._complete(by_id)
        if not fetched.failed:
            self._remove(".*.part")
        return fetched

    def entry(self, export: str) -> Derived:
        """The index, for the manifest."""
        return Derived.of(self._folder, INDEX, export)

    def _has(self, one: Attachment) -> bool:
        saved, path = self._saved.get(one.id), self._folder / one.file
        if saved is None or (saved.version, saved.file) != (one.version, one.file):
            return False
        if not path.is_file() or path.stat().st_size != saved.bytes:
            return False
        return not self._rehash or digest_of(path) == saved.sha256

    async def _fetch(self, one: Attachment, fetched: Fetched) -> None:
        path = self._folder / one.file
        try:
            await self._plutio.files.download(FileItem(id=one.id, url=one.url), path)
        except PlutioError as error:
            fetched.failed[one.file] = str(error)
        else:
            self._saved[one.id] = await anyio.to_thread.run_sync(_settled, one, path)
            self._append(self._saved[one.id])
            fetched.new += 1
        self._watcher.attachment(fetched.new + len(fetched.failed), fetched.missing)

    def _append(self, saved: Saved) -> None:
        with (self._folder / INDEX).open("ab") as index:
            index.write(_line(saved))
            index.flush()
            os.fsync(index.fileno())

    def _complete(self, wanted: Mapping[str, Attachment]) -> None:
        """Removes files that are in the workspace no more, and those of former names."""
        kept = {id: self._saved[id] for id in wanted if id in self._saved}
        names = {saved.file for saved in kept.values()}
        former = [saved.file for saved in read_index(self._folder) if saved.file not in names]
        for file in former:
            (self._folder / file).unlink(missing_ok=True)
        self._write(kept.values())
        self._saved = kept

    def _write(self, saved: Iterable[Saved]) -> None:
        path = self._folder / INDEX
        new = path.with_name(".index.new")
        new.touch(mode=0o600)
        new.write_bytes(b"".join(map(_line, saved)))
        sync_file(new)
        os.replace(new, path)
        sync_folder(path.parent)

    def _remove(self, pattern: str) -> None:
        """What interrupted downloads left."""
        for path in (self._folder / FOLDER).glob(pattern):
            path.unlink(missing_ok=True)


def _settled(one: Attachment, path: Path) -> Saved:
    """The file, once its bytes are on the disk for sure."""
    sync_file(path)
    sync_folder(path.parent)
    return Saved(one.id, one.version, one.file, path.stat().st_size, digest_of(path))


def _line(saved: Saved) -> bytes:
    return json.dumps(asdict(saved), separators=(",", ":")).encode() + b"\n"


async def fetch_attachments(exporter: Exporter) -> Fetched:
    """Fetches the attachments of the records of `files`, and enters them into the manifest."""
    manifest, folder = exporter.manifest, exporter.folder
    entry = manifest.entries.get("files")
    records = records_in(folder / entry.file) if entry is not None else ()
    found = [attachment_of(record) for record in records if record.get("type") != "link"]
    wanted = [one for one in found if one is not None]
    # Reading all files is the slow part of an export with few changes, so only a full one looks for damage.
    attachments = Attachments(exporter.plutio, folder, exporter.watcher, rehash=manifest.kind == "full")
    fetched = await attachments.fetch(wanted)
    fetched.without_url = len(found) - len(wanted)
    manifest.attachments, manifest.unfetched = attachments.entry(manifest.id), fetched.failed
    manifest.save(folder)
    return fetched
