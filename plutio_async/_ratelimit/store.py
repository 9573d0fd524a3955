"""What lets a restarted process remember the calls of the last hour."""

from __future__ import annotations

import logging
import os
from collections import deque
from typing import Protocol

from attrs import field, frozen

from plutio_async._core.errors import ConfigurationError
from plutio_async._core.private_file import PrivateFile

__all__ = ["BudgetStore", "FileBudgetStore", "StoredCalls"]

_log = logging.getLogger("plutio_async")

_LATEST = 1e10
"""A moment in 2286. Whatever is later is no moment, but two that got into one line."""
_END = "-"
"""Follows the moment at which a call ended, so that a torn line looks like one more call. Alone: it was never sent."""


@frozen
class StoredCalls:
    """What a store remembers: when calls ended, in any order, and how many were under way. In seconds since 1970."""

    ended: list[float] = field(factory=list)
    under_way: int = 0


class BudgetStore(Protocol):
    """Remembers when calls began and ended, in seconds since 1970. Called twice for each call: must be quick.

    Which call ends is not said: it is taken to be the oldest. Calls that began or ended before ``since`` may be
    forgotten.
    """

    def load(self, since: float) -> StoredCalls:
        """What is remembered."""
        ...

    def begin(self, n: int, moment: float, since: float) -> None:
        """So many calls are about to be made. What this raises keeps them from being made."""
        ...

    def end(self, n: int, moment: float | None, since: float) -> None:
        """So many calls are over at that moment, which may be yet to come; ``None`` when they were never sent."""
        ...


class FileBudgetStore:
    """One small file on a local disk, for its owner only: a line for each call and its end, rewritten as it grows.

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

    def load(self, since: float) -> StoredCalls:
        """Reads the file, or makes it. Lines that make no sense, such as a torn one, are left out, with a warning.

        Raises:
            ConfigurationError: the file cannot be read or written.
        """
        try:
            return self._rewrite(since)
        except OSError as error:
            raise self._unusable(error) from error

    def begin(self, n: int, moment: float, since: float) -> None:
        """Appends to the file; now and then rewrites it without what is before ``since``.

        Raises:
            ConfigurationError: the file cannot be written.
        """
        self._append([f"{moment!r}\n"] * n, since)

    def end(self, n: int, moment: float | None, since: float) -> None:
        """As :meth:`begin`."""
        self._append([f"{'' if moment is None else repr(moment)}{_END}\n"] * n, since)

    def _append(self, lines: list[str], since: float) -> None:
        try:
            # The first line break ends a line that somebody left torn. Opened each time, because another process may
            # have replaced the file, and a fork must not share a descriptor.
            self._file.append(("\n" + "".join(lines)).encode())
            self._lines += len(lines)
            if self._lines > 2 * self._kept + 1000:
                self._rewrite(since)
        except OSError as error:
            raise self._unusable(error) from error

    def _rewrite(self, since: float) -> StoredCalls:
        """Replaces the file, at one stroke, by the part of itself that still counts."""
        ended, begun = self._read(since)
        lines = [f"{moment!r}\n{moment!r}{_END}\n" for moment in ended] + [f"{moment!r}\n" for moment in begun]
        self._file.replace("".join(lines).encode())
        self._lines = self._kept = 2 * len(ended) + len(begun)
        return StoredCalls(ended, len(begun))

    def _read(self, since: float) -> tuple[list[float], list[float]]:
        """The ends after ``since``, and when those began whose end is not there."""
        ended: list[float] = []
        begun: deque[float] = deque()
        odd = 0
        for line in self._lines_of_file():
            moment = _moment(line.removesuffix(_END))
            if line == _END and begun:
                begun.popleft()
            elif moment is None:
                odd += line != _END
            elif not line.endswith(_END):
                begun.append(moment)
            elif begun and begun[0] <= moment:
                begun.popleft()
                ended.append(moment)
        if odd:
            _log.warning(
                "%d lines of the budget's file %s are no moments: calls may be forgotten", odd, self._file.path
            )
        return [moment for moment in ended if moment > since], [moment for moment in begun if moment > since]

    def _lines_of_file(self) -> list[str]:
        try:
            return self._file.read().decode("ascii", errors="replace").split()
        except FileNotFoundError:
            return []

    def _unusable(self, error: OSError) -> ConfigurationError:
        reason = error.strerror or type(error).__name__
        return ConfigurationError(
            f"the budget's file {self._file.path} cannot be used: {reason}; name one that this user may read and write,"
            " and no one else"
        )


def _moment(line: str) -> float | None:
    try:
        moment = float(line)
    except ValueError:
        return None
    return moment if 0 < moment < _LATEST else None
