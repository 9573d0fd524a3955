"""The journal of a ``create_many``: a line is on the disk before a record is sent, and another one after its answer.

The first line names the job. The others are JSON objects: ``record``, the index, and what an ``Entry`` has. Each says
all that is known of its record then, so that the last one counts.
"""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import asdict, frozen

from plutio_async._core.errors import ConfigurationError
from plutio_async._core.private_file import PrivateFile
from plutio_async._resources.outcomes import Outcome, check_outcomes

_MAX_BYTES = 256 * 1024 * 1024
"""More than a million records."""


@frozen
class Entry:
    """What the journal has of one record.

    Attributes:
        digest: That of its body.
        outcome: Made, refused, unknown or pending.
        sent: When it was sent last, in seconds since 1970.
        lost: When its outcome became unknown; ``None`` if the process ended before an answer.
        id: That of the record that was made.
    """

    digest: str
    outcome: Outcome
    sent: float
    lost: float | None = None
    id: str | None = None

    @property
    def made_nothing(self) -> bool:
        """Whether the record certainly does not exist, so that its values may be corrected."""
        return self.outcome in ("refused", "pending")

    @property
    def is_under_way(self) -> bool:
        """Whether the record was sent, and its answer or failure has not come yet."""
        return self.outcome == "unknown" and self.lost is None


class CreateJournal:
    """The journal of one job, held by one process at a time. Close it.

    Raises:
        ConfigurationError: the file cannot be used, or is the journal of another job.
    """

    def __init__(self, path: str | os.PathLike[str], job: Mapping[str, Any]) -> None:
        self._file = PrivateFile(path, forbidden=0o022, max_bytes=_MAX_BYTES)
        self._lock = threading.Lock()
        self._handle: int | None = None
        try:
            self._handle = handle = self._file.open_alone()
            self.entries: dict[int, Entry] = self._read(handle, job)
        except BlockingIOError:
            raise self._unusable("another job uses it") from None
        except OSError as error:
            self.close()
            raise self._unusable(error.strerror or type(error).__name__) from error
        except BaseException:
            self.close()
            raise

    def write(self, record: int, entry: Entry) -> None:
        """Appends a line for a record. It is on the disk when this returns.

        Raises:
            ConfigurationError: it cannot be written.
        """
        line = {"record": record, **asdict(entry, filter=lambda _, value: value is not None)}
        content = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            if self._handle is None:
                raise self._unusable("an earlier line could not be written")
            try:
                _append(self._handle, content)
            except OSError as error:
                self.close()  # a line after an incomplete one would be damaged too
                raise self._unusable(error.strerror or type(error).__name__) from error

    def close(self) -> None:
        """Lets another process use the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _read(self, handle: int, job: Mapping[str, Any]) -> dict[int, Entry]:
        """The entries. Removes a line that a process left incomplete: nothing followed from it."""
        first, former = (json.dumps({"v": version, **job}).encode() + b"\n" for version in (2, 1))
        with open(handle, "rb", closefd=False) as file:
            file.seek(0)
            content = file.read()
        if first.startswith(content):
            os.ftruncate(handle, 0)
            _append(handle, first)
            return {}
        if content.startswith(former):
            raise self._unusable("a former version of this package wrote it, and only that one can go on with the job")
        if not content.startswith(first):
            raise self._unusable("it is not the journal of these records, but another file; name a new one")
        end = content.rindex(b"\n") + 1
        if end < len(content):
            os.ftruncate(handle, end)
        return self._entries(content[len(first) : end].splitlines())

    def _entries(self, lines: Iterable[bytes]) -> dict[int, Entry]:
        entries: dict[int, Entry] = {}
        for number, text in enumerate(lines, 2):
            try:
                line = json.loads(text)
                index = line.pop("record")
                entries[index] = Entry(**line)
                check_outcomes(entries[index].outcome)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise self._unusable(f"its line {number} is damaged") from None
        return entries

    def _unusable(self, reason: str) -> ConfigurationError:
        return ConfigurationError(f"the journal {self._file.path} cannot be used: {reason}")


def _append(handle: int, content: bytes) -> None:
    if os.write(handle, content) < len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)
