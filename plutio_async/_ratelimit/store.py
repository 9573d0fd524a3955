"""Stores the calls of the last hour for the next process: the protocol, a small file, and its journal."""

from __future__ import annotations

import logging
import os
from collections import deque
from typing import Protocol

from attrs import field, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.private_file import PrivateFile
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import GRACE_PERIOD, Lease, LeaseKeeper

__all__ = ["BudgetStore", "FileBudgetStore", "StoredCalls"]

_log = logging.getLogger("plutio_async")

_LATEST = 1e10
"""A moment in 2286. A later one is really two moments that were written into one line of the file."""
_END = "-"
"""Follows the moment of a call's end, so that an incomplete line counts as one more call. Alone: it was never sent."""


@frozen
class StoredCalls:
    """The moments, in seconds since 1970, at which calls ended, in any order, and how many calls were under way.

    ``limit`` is the last that the server stated, with the moment until which it counts.
    """

    ended: list[float] = field(factory=list)
    under_way: int = 0
    limit: tuple[int, float] | None = None


class BudgetStore(Protocol):
    """Remembers when calls began and ended, in seconds since 1970, and the server's limit while that is lower.

    Called twice for each call, and once more if the answer states a lower limit, so it must be quick. An end does not
    name its call; a store may assume that it is the oldest. What was before ``since`` may be forgotten.
    """

    def load(self, since: float) -> StoredCalls:
        """The calls that it remembers."""
        ...

    def begin(self, n: int, moment: float, since: float) -> None:
        """``n`` calls are about to be made. If this raises, they are not made."""
        ...

    def end(self, n: int, moment: float | None, since: float) -> None:
        """``n`` calls end at that moment, which may be in the future; ``None`` if they were never sent."""
        ...

    def lower(self, limit: int, until: float, since: float) -> None:
        """The server allows ``limit`` calls until that moment. Replaces what was stated before."""
        ...


class FileBudgetStore:
    """One small file on a local disk, for its owner only, with a line for each event, rewritten as it grows.

    The file survives any end of the process; a power failure may lose the calls of the last seconds. It does not
    serve several processes at once: they do not see each other's calls until they restart. A link, a pipe or a folder
    instead of the file, a file of another user, one that others may write to, or one larger than 16 MiB is an error,
    because going on without it could overrun the limit. Links among the folders of the path are followed. On Windows
    owners and rights are not checked: the rights of the folder count.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = PrivateFile(path, forbidden=0o022)
        self._lines = 0
        self._kept = 0

    def __repr__(self) -> str:
        return f"FileBudgetStore({str(self._file.path)!r})"

    def load(self, since: float) -> StoredCalls:
        """Reads the file, or creates it. Invalid lines, such as an incomplete one, are skipped, with a warning.

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

    def lower(self, limit: int, until: float, since: float) -> None:
        """As :meth:`begin`."""
        self._append([f"limit:{limit}:{until!r}\n"], since)

    def _append(self, lines: list[str], since: float) -> None:
        try:
            # The first line break ends a line that another process left incomplete. The file is opened each time,
            # because another process may have replaced it, and a fork must not share a descriptor.
            self._file.append(("\n" + "".join(lines)).encode())
            self._lines += len(lines)
            if self._lines > 2 * self._kept + 1000:
                self._rewrite(since)
        except OSError as error:
            raise self._unusable(error) from error

    def _rewrite(self, since: float) -> StoredCalls:
        """Replaces the file by its part that still counts, as one step."""
        ended, begun, limit = self._read(since)
        lines = [f"{moment!r}\n{moment!r}{_END}\n" for moment in ended] + [f"{moment!r}\n" for moment in begun]
        if limit is not None:
            lines.append(f"limit:{limit[0]}:{limit[1]!r}\n")
        self._file.replace("".join(lines).encode())
        self._lines = self._kept = 2 * len(ended) + len(begun)
        return StoredCalls(ended, len(begun), limit)

    def _read(self, since: float) -> tuple[list[float], list[float], tuple[int, float] | None]:
        """The ends after ``since``, when those began whose end is not there, and the server's limit."""
        try:
            content = self._file.read()
        except FileNotFoundError:
            content = b""
        ended: list[float] = []
        begun: deque[float] = deque()
        limit, invalid = None, 0
        for line in content.decode("ascii", errors="replace").split():
            moment = _moment(line.removesuffix(_END))
            if line == _END and begun:
                begun.popleft()
            elif (stated := _limit(line)) is not None:
                limit = stated
            elif moment is None:
                invalid += line != _END
            elif not line.endswith(_END):
                begun.append(moment)
            elif begun and begun[0] <= moment:
                begun.popleft()
                ended.append(moment)
        if invalid:
            _log.warning(
                "%d lines of the budget's file %s are no moments: calls may be forgotten", invalid, self._file.path
            )
        if limit is not None and limit[1] <= since:
            limit = None
        return [moment for moment in ended if moment > since], [moment for moment in begun if moment > since], limit

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


def _limit(line: str) -> tuple[int, float] | None:
    match [_moment(part) for part in line.removeprefix("limit:").split(":")]:
        case [float(calls), float(until)]:
            return int(calls), until
    return None


class Journal:
    """Stores leases as they begin and end, and passes their outcomes on to the budget."""

    def __init__(self, store: BudgetStore, budget: LeaseKeeper, clock: Clock, span: float) -> None:
        self._store = store
        self._budget = budget
        self._clock = clock
        self._counts_for = span + GRACE_PERIOD

    def restore(self, ledger: Ledger) -> None:
        """Enters what a process that ended, perhaps killed, has left.

        What it had under way reaches the server within ``GRACE_PERIOD`` seconds. Moments later than that, from before
        the clock was put back, count as that. So a limit counts for a period at most.
        """
        now, latest = self._clock.time(), self._clock.time() + GRACE_PERIOD
        calls = self._store.load(since=now - self._counts_for)
        if calls.under_way:
            self._store.end(calls.under_way, latest, since=now - self._counts_for)
        started = self._clock.monotonic() - now
        ledger.restore(started + min(end, latest) for end in [*calls.ended, *[latest] * calls.under_way])
        if calls.limit is not None and calls.limit[1] > now:
            ledger.lower(calls.limit[0], started + min(calls.limit[1], now + ledger.period))

    def begin(self, lease: Lease) -> None:
        """Stores the begin of a lease. If that fails, the lease is as if it had never been granted."""
        now = self._clock.time()
        try:
            self._store.begin(lease.n, now, since=now - self._counts_for)
        except BaseException:
            self._budget.release(lease)
            raise

    def release(self, lease: Lease) -> None:
        self._budget.release(lease)
        self._end(lease.n, None)

    def settle(self, lease: Lease, grace_period: float) -> None:
        self._budget.settle(lease, grace_period)
        self._end(lease.n, grace_period)

    def confirm(self, lease: Lease) -> None:
        self._budget.confirm(lease)

    def lower(self, limit: int, lasts: float) -> None:
        """Stores a limit of the server that counts for so many seconds."""
        now = self._clock.time()
        try:
            self._store.lower(limit, now + lasts, since=now - self._counts_for)
        except Exception as error:  # noqa: BLE001 - as above
            _log.warning("the server's limit of %d calls could not be stored (%s): a restart forgets it", limit, error)

    def _end(self, n: int, grace_period: float | None) -> None:
        now = self._clock.time()
        moment = None if grace_period is None else now + grace_period
        try:
            self._store.end(n, moment, since=now - self._counts_for)
        except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way, and the call was made
            _log.warning("the end of %d calls could not be stored (%s): after a restart they count longer", n, error)
