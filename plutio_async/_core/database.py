"""A file that processes of one machine share: an SQLite database, changed in transactions of some microseconds."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from plutio_async._core.errors import ConfigurationError
from plutio_async._core.private_file import PrivateFile, make_folder

_APPLICATION = 0x506C7574
_FORMAT = 1
_PATIENCE = 0.003
"""Seconds that a step may wait for that of another process. The event loop waits too."""
_OPENING_PATIENCE = 1.0
"""Seconds that a read outside of transactions, which is not tried again, may wait for a connection. Another process has
the file for itself while it closes the last connection."""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NETWORKS = ("nfs", "cifs", "smb", "afs", "ceph", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs")
_inherited: list[sqlite3.Connection] = []
"""Connections from before a fork. Kept here, because the garbage collector would close them, and closing one takes the
parent's locks away."""


class ProcessId:
    """Identifies this process to those that share a file with it. Its ``pid`` may have been that of an earlier one."""

    def __init__(self) -> None:
        self._pid, self._number = 0, 0

    @property
    def number(self) -> int:
        """A random number, which is another one after a fork."""
        if self._pid != os.getpid():
            self._pid, self._number = os.getpid(), random.getrandbits(62)
        return self._number


class Database:
    """An SQLite file of this user in WAL mode, created when it is missing, with one connection for each process.

    Nothing but SQLite may open the file: a process that closes it otherwise loses SQLite's locks. A fork gets a
    connection of its own.

    Raises:
        ConfigurationError: from each method, when the file cannot be used. It is never replaced by an empty one.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        place = Path(path).expanduser().absolute()  # the program may go to another folder
        self._file = PrivateFile(place, forbidden=0o077, max_bytes=sys.maxsize)
        self.path: Path = self._file.path
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._identity: tuple[int, int] | None = None
        self._finalizer: weakref.finalize[[], Database] | None = None

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """One atomic step. False while another process has the file: then nothing is done, and it is to be retried."""
        try:
            self._check_identity()
            if not self._begin():
                yield False
                return
            try:
                yield True
                self._connected().execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connected().execute("ROLLBACK")  # fails where SQLite has done it by itself
                raise
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Runs a statement, in the transaction if there is one."""
        try:
            return self._connected(_OPENING_PATIENCE).execute(statement, values)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def create(self) -> None:
        """Creates the file if it is missing, and opens nothing."""
        try:
            if self._find() is None:
                check_drive(self.path)
                create(self.path, _APPLICATION, _FORMAT)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Closes the connection of this process. The next step opens another."""
        if self._finalizer is not None and self._process == os.getpid():
            self._connection = None
            self._finalizer()

    def _begin(self) -> bool:
        """Another process may also have the file while it is opened."""
        try:
            self._connected().execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY:
                raise
            return False
        return True

    def _connected(self, patience: float = _PATIENCE) -> sqlite3.Connection:
        if self._connection is not None:
            if self._process == os.getpid():
                return self._connection
            _inherited.append(self._connection)
            if self._finalizer is not None:
                self._finalizer.detach()
        if self._identity is None:
            self.create()
        self._check_identity()
        self._file.check()
        uri = f"{self.path.as_uri()}?mode=rw"
        opened = sqlite3.connect(uri, timeout=patience, isolation_level=None, check_same_thread=False, uri=True)
        try:
            _prepare(opened)
        except BaseException:
            opened.close()
            raise
        self._connection, self._process = opened, os.getpid()
        self._finalizer = weakref.finalize(self, opened.close)
        return opened

    def _check_identity(self) -> None:
        """Raises ``OSError`` if the path has another file than at first: that one would be counted afresh."""
        if self._identity is None:
            self._identity = self._find()
        elif self._identity != self._find():
            raise OSError("it was removed or replaced meanwhile: restart all processes that share it")

    def _find(self) -> tuple[int, int] | None:
        try:
            found = os.lstat(self.path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _unusable(self, error: sqlite3.Error | OSError) -> ConfigurationError:
        reason = getattr(error, "strerror", None) or str(error)
        return ConfigurationError(
            f"the shared file {self.path} cannot be used: {reason}. It has to be a file of its own on a local disk,"
            " which this user may read and write, and no one else"
        )


def create(path: Path, application: int, version: int) -> None:
    """Creates a file of this user in WAL mode if it is missing.

    Under another name first, because the change to WAL mode fails where several processes make it at once.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {application}")
            connection.execute(f"PRAGMA user_version = {version}")
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def _prepare(connection: sqlite3.Connection) -> None:
    """Sets what each connection has to set. Raises ``OSError`` for a file of another program or format."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != _APPLICATION:
        raise OSError("another program made it")
    if version != _FORMAT:
        raise OSError(f"it has the format {version} of another version of plutio_async; this one has {_FORMAT}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")


def check_drive(path: Path) -> None:
    """Raises ``OSError`` on a network drive, as far as it can be told: SQLite's locks fail between machines."""
    kind = "network drive" if str(path).startswith("\\\\") else ""
    if sys.platform == "linux":
        with suppress(FileNotFoundError):
            kind = drive_kind(path.parent, os.fsdecode(Path("/proc/self/mounts").read_bytes()))
    if kind:
        raise OSError(f"it is on a drive that machines share ({kind})")


def drive_kind(folder: Path, mounts: str) -> str:
    """The kind of the network drive that holds a folder, by the lines of ``/proc/self/mounts``; empty for others."""
    found = [line.split(" ")[1:3] for line in mounts.split("\n") if line]
    places = [(len(place), kind) for place, kind in found if folder.resolve().is_relative_to(_unescaped(place))]
    kind = max(places, key=lambda one: one[0], default=(0, ""))[1]
    return kind if kind.startswith(_NETWORKS) else ""


def _unescaped(place: str) -> str:
    """A place as the kernel writes it: with octal numbers for a space, a tab, a line break and a backslash."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
