"""The bytes of a download until all have come: a hidden file in the folder of the target."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from hashlib import file_digest, new, sha256
from io import BufferedRandom
from pathlib import Path
from secrets import token_hex
from typing import Self

from attrs import define

from plutio_async._core.private_file import PrivateFile


@define
class Part:
    """A file of this user only. It stays open, so that no file which takes its name is written to.

    A part that is kept for a later download ends with a mark: a hash of what it is a part of.
    """

    path: Path
    target: Path
    file: BufferedRandom

    @classmethod
    def create(cls, target: Path) -> Self:
        """An empty part."""
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
        return cls(Path(name), target, os.fdopen(handle, "w+b"))

    @classmethod
    def find(cls, target: Path, mark: bytes) -> tuple[Self, int] | None:
        """The part that an earlier download kept with this mark, and how many bytes it has."""
        path = target.with_name(f".{target.name[:40]}.{token_hex(8)}.tmp")
        try:
            os.replace(_kept(target), path)  # of two downloads at once, one gets it
            handle = PrivateFile(path, forbidden=0o022, max_bytes=sys.maxsize).open_to_write()
        except OSError:  # there is none, or somebody else can have made or changed it
            with suppress(OSError):
                path.unlink()
            return None
        part = cls(path, target, os.fdopen(handle, "r+b"))
        received = part.file.seek(0, os.SEEK_END) - len(mark)
        if received > 0 and part.file.seek(received) and part.file.read() == mark:
            part.file.truncate(received)
            return part, received
        part.remove()
        return None

    def digest(self, algorithm: str) -> bytes:
        """The hash of all bytes."""
        self.file.seek(0)
        return file_digest(self.file, lambda: new(algorithm, usedforsecurity=False)).digest()

    def finish(self) -> None:
        """Gives it the name of the target, and removes one that was kept from another address."""
        self.file.close()  # Windows renames no open file
        os.replace(self.path, self.target)
        with suppress(OSError):
            _kept(self.target).unlink()

    def keep(self, mark: bytes) -> None:
        """Keeps it for a later download, in place of any other part for this target."""
        try:
            self.file.seek(0, os.SEEK_END)
            self.file.write(mark)
            self.file.close()
            os.replace(self.path, _kept(self.target))
        except (OSError, ValueError):  # a full disk, or ``finish`` has closed it
            self.remove()

    def remove(self) -> None:
        """Closes and removes it."""
        with suppress(OSError):
            self.file.close()
        with suppress(OSError):
            self.path.unlink()


def _kept(target: Path) -> Path:
    name = sha256(os.fsencode(target.name)).hexdigest()[:16]
    return target.with_name(f".{target.name[:40]}.{name}.part")
