"""A small file of one user: opened without following links, and replaced atomically."""

from __future__ import annotations

import errno
import glob
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MAX_BYTES = 16 * 1024 * 1024
_SUFFIX = ".new"
_LEFTOVER_AFTER = 3600.0
"""Seconds after which a temporary file is removed: a write takes milliseconds, so its process was killed."""
_REPLACE_ATTEMPTS = 8


class Refused(OSError):
    """The file is not safe to use. ``strerror`` is the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EPERM, reason)


class PrivateFile:
    """A regular file of this user. ``forbidden`` are the permissions that other users must not have, such as ``0o077``.

    The path must not end with a link; its folders may be links. Owners and permissions are not checked on systems
    without them, such as Windows.
    """

    def __init__(self, path: str | os.PathLike[str], *, forbidden: int, max_bytes: int = _MAX_BYTES) -> None:
        self.path = Path(path).expanduser()
        self._forbidden = forbidden
        self._max_bytes = max_bytes

    def read(self) -> bytes:
        """The content.

        Raises:
            Refused: it is no regular file, belongs to another user, is open to others, or is too large.
            FileNotFoundError: it does not exist.
            OSError: it cannot be read.
        """
        try:
            handle, size = self._open(os.O_RDONLY)
        except PermissionError as error:
            raise Refused(f"this user may not read it ({error.strerror})") from None
        with os.fdopen(handle, "rb") as file:
            return file.read(size)

    def check(self) -> None:
        """Raises ``Refused`` as :meth:`read` does, but opens nothing."""
        self._check(self.path.lstat())

    def open_alone(self) -> int:
        """A descriptor to read and append with, which only one holder has at a time. Creates a missing file.

        Raises:
            BlockingIOError: another process, or another part of this one, has it.
            Refused: as :meth:`read`.
        """
        handle, _ = self._open(os.O_RDWR | os.O_APPEND | os.O_CREAT)
        try:
            _lock(handle)
            _sync_folder(self.path.parent)
        except BaseException:
            os.close(handle)
            raise
        return handle

    @contextmanager
    def locked(self, taken: Exception) -> Iterator[None]:
        """Keeps others out while the block runs; the lock ends with the process, however it ends.

        Raises:
            Exception: ``taken``, if another process, or another part of this one, has it.
            Refused: as :meth:`read`.
        """
        try:
            handle = self.open_alone()
        except BlockingIOError:
            raise taken from None
        except Refused as error:
            error.filename = str(self.path)
            raise
        try:
            yield
        finally:
            os.close(handle)

    def open_to_write(self) -> int:
        """A descriptor to read and overwrite with. Raises as :meth:`read` does, and for a file with two names."""
        handle, _ = self._open(os.O_RDWR)
        if os.fstat(handle).st_nlink > 1:
            os.close(handle)
            raise Refused("it has another name too, a hard link")
        return handle

    def replace(self, content: bytes) -> None:
        """Replaces the file atomically, with the permissions 0600. Creates missing folders for this user only.

        Raises:
            OSError: the file cannot be written. The old one remains.
        """
        folder, prefix = self.path.parent, f".{self.path.name}."
        make_folder(folder)
        from tempfile import mkstemp  # which only a write needs

        handle, name = mkstemp(dir=folder, prefix=prefix, suffix=_SUFFIX)
        try:
            with os.fdopen(handle, "wb") as file:
                _remove_leftovers(folder, prefix, os.fstat(handle).st_mtime)
                file.write(content)
                file.flush()
                os.fsync(handle)  # or a power failure may leave an empty file under the name
            _replace(name, self.path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise

    def _open(self, flags: int) -> tuple[int, int]:
        """The checked descriptor, and the size in bytes."""
        with suppress(FileNotFoundError):
            _check_kind(self.path.lstat().st_mode)
        for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"):
            flags |= getattr(os, name, 0)
        handle = os.open(self.path, flags, 0o600)
        try:
            return handle, self._check(os.fstat(handle))
        except BaseException:
            os.close(handle)
            raise

    def _check(self, found: os.stat_result) -> int:
        _check_kind(found.st_mode)  # of the open file, which may have replaced the one that was looked at
        if hasattr(os, "geteuid"):
            if found.st_uid != os.geteuid():
                raise Refused(f"it belongs to the user {found.st_uid}, and this is {os.geteuid()}")
            if found.st_mode & self._forbidden:
                raise Refused(f"others may use it (its permissions are {stat.S_IMODE(found.st_mode):04o})")
        if found.st_size > self._max_bytes:
            raise Refused(f"its {found.st_size} bytes are too many")
        return found.st_size


def _check_kind(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise Refused("it is a symbolic link" if stat.S_ISLNK(mode) else "it is no regular file")


def _remove_leftovers(folder: Path, prefix: str, now: float) -> None:
    """Removes the temporary files of processes that were killed. ``now`` is by the clock that dates the files."""
    for name in folder.glob(f"{glob.escape(prefix)}*{_SUFFIX}"):
        with suppress(OSError):
            if now - name.lstat().st_mtime > _LEFTOVER_AFTER:
                name.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 2**31 - 1, os.SEEK_SET)  # the lock of a byte forbids to read it, so it is one behind the end
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error

    def _sync_folder(_folder: Path) -> None:
        """Windows opens no folders."""
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _sync_folder(folder: Path) -> None:
        """Or a power failure may lose the name of a new file."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: Path) -> None:
    """Creates the folder and its parents. ``mkdir(parents=True)`` would leave the parents open to others."""
    if not folder.is_dir():
        if folder != folder.parent:
            make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _replace(source: str, target: Path) -> None:
    """Renames. Windows refuses to while another process has the target open, so this tries several times."""
    for attempt in range(1, _REPLACE_ATTEMPTS + 1):
        try:
            os.replace(source, target)
        except PermissionError:
            if hasattr(os, "geteuid") or attempt == _REPLACE_ATTEMPTS:
                raise
            time.sleep(0.002 * 2**attempt)
        else:
            return
