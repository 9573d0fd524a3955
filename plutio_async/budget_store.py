"""What lets a restarted process remember the calls of the last hour."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Protocol

from plutio_async._private_file import PrivateFile
from plutio_async.errors import ConfigurationError

__all__ = ["BudgetStore", "FileBudgetStore"]

_log = logging.getLogger("plutio_async")

_END = 1e10
"""A moment in 2286. Whatever is later is no moment, but two that got into one line."""


class BudgetStore(Protocol):
    """Remembers at which moments, in seconds since 1970, calls were made. Called for each call: must be quick."""

    def load(self, since: float) -> Sequence[float]:
        """The moments after ``since``, in any order."""
        ...

    def add(self, moments: Sequence[float], since: float) -> None:
        """Remembers more of them. Those before ``since`` may be forgotten."""
        ...


class FileBudgetStore:
    """One small file on a local disk, for its owner only: a line for each call, rewritten as it grows.

    It outlives the process, however that ended; a power failure may lose the calls of the last seconds. It is no budget
    for several processes at once: they do not see each other's calls until they restart. A link, a pipe or a folder in
    its place, a file of another user, one that others may write to, or one larger than 16 MiB is an error, because to
    go on without it could overrun the limit. Links among the folders of the path are followed. Windows has no such
    owners and rights: there they are not checked, and the folder decides who may write to the file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = PrivateFile(path, forbidden=0o022)
        self._lines = 0
        self._kept = 0

    def __repr__(self) -> str:
        return f"FileBudgetStore({str(self._file.path)!r})"

    def load(self, since: float) -> list[float]:
        """Reads the file, or makes it. Lines that make no sense, such as a torn one, are left out, with a warning.

        Raises:
            ConfigurationError: the file cannot be read or written.
        """
        try:
            return self._rewrite(since)
        except OSError as error:
            raise self._unusable(error) from error

    def add(self, moments: Sequence[float], since: float) -> None:
        """Appends to the file; now and then rewrites it without what is before ``since``.

        Raises:
            ConfigurationError: the file cannot be written.
        """
        try:
            # The first line break ends a line that somebody left torn. Opened each time, because another process may
            # have replaced the file, and a fork must not share a descriptor.
            self._file.append(("\n" + "".join(f"{moment!r}\n" for moment in moments)).encode())
            self._lines += len(moments)
            if self._lines > 2 * self._kept + 1000:
                self._rewrite(since)
        except OSError as error:
            raise self._unusable(error) from error

    def _rewrite(self, since: float) -> list[float]:
        """Replaces the file, at one stroke, by the part of itself that still counts."""
        moments = [moment for moment in self._read() if moment > since]
        self._file.replace("".join(f"{moment!r}\n" for moment in moments).encode())
        self._lines = self._kept = len(moments)
        return moments

    def _read(self) -> list[float]:
        try:
            lines = self._file.read().split()
        except FileNotFoundError:
            return []
        moments = [moment for line in lines if (moment := _moment(line)) is not None]
        if odd := len(lines) - len(moments):
            _log.warning(
                "%d lines of the budget's file %s are no moments: calls may be forgotten", odd, self._file.path
            )
        return moments

    def _unusable(self, error: OSError) -> ConfigurationError:
        reason = error.strerror or type(error).__name__
        return ConfigurationError(
            f"the budget's file {self._file.path} cannot be used: {reason}; name one that this user may read and write,"
            " and no one else"
        )


def _moment(line: bytes) -> float | None:
    try:
        moment = float(line)
    except ValueError:
        return None
    return moment if 0 < moment < _END else None
