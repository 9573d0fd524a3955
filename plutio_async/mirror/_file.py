"""The file of a mirror: who may write to it, what it must be, and its errors in words."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from plutio_async._core.database import check_drive, create
from plutio_async._core.private_file import PrivateFile, Refused, make_folder
from plutio_async.errors import ConfigurationError
from plutio_async.mirror._layout import SCHEMA

_APPLICATION = 0x506C754D
_PATIENCE = 10.0
"""Seconds that a step may wait for another program, which writes to the file or recovers it."""
_KEPT = "what was synced before is kept"


def resolved(path: str | os.PathLike[str]) -> Path:
    """The whole path: the program may go to another folder."""
    return Path(path).expanduser().absolute()


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turns the errors of SQLite into ``OSError`` that says what is wrong with the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise _os_error(error, path) from error
    except Refused as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _os_error(error: sqlite3.Error, path: Path) -> OSError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return OSError(errno.ENOSPC, f"the disk is full; {_KEPT}", str(path))
        case sqlite3.SQLITE_NOTADB:
            return not_a_mirror(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return OSError(errno.EAGAIN, f"another program is writing to it; {_KEPT}", str(path))
        case sqlite3.SQLITE_CORRUPT:
            return OSError(errno.EIO, f"is damaged ({error}); remove it, and sync again", str(path))
        case _:
            return OSError(errno.EIO, f"cannot be used ({error}); {_KEPT}", str(path))


def not_a_mirror(path: Path) -> OSError:
    """The error for a file of another program."""
    return OSError(errno.EINVAL, "is no mirror that plutio made; give another file", str(path))


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Keeps a second writer out. The lock ends with the process, however it ends.

    Raises:
        ConfigurationError: another process, or another part of this one, syncs the file.
    """
    make_folder(path.parent)
    taken = ConfigurationError(f"another sync writes to {path}; wait until it ends")
    with ExitStack() as held:
        with in_words(path):
            held.enter_context(PrivateFile(path.with_name(f".{path.name}.lock"), forbidden=0o022).locked(taken))
        yield


def open_writer(path: Path) -> sqlite3.Connection:
    """A connection that writes, to a file that is created when it is missing.

    Raises:
        OSError: it is no mirror, has a newer schema, is open to other users, or cannot be used.
    """
    with in_words(path):
        if not os.path.lexists(path):
            try:
                check_drive(path)
            except OSError as error:
                raise OSError(errno.EINVAL, f"{error}; give a file on a local one", str(path)) from None
            create(path, _APPLICATION, SCHEMA)
        PrivateFile(path, forbidden=0o077, max_bytes=sys.maxsize).check()
        connection = _connect(path, "rw")
        try:
            _check(connection, path)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that reads.

    Raises:
        OSError: there is no file, it is no mirror, has a newer schema, or cannot be used.
    """
    if not path.exists():
        raise OSError(errno.ENOENT, "does not exist; `plutio sync FILE` makes it", str(path))
    with in_words(path):
        connection = _connect(path, "ro")
        try:
            _check(connection, path)
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    return sqlite3.connect(uri, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=True)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        raise not_a_mirror(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise OSError(
            errno.EINVAL,
            f"has the schema {version} of a newer version of plutio_async, and this one has {SCHEMA}; "
            "update the package, or give another file",
            str(path),
        )
