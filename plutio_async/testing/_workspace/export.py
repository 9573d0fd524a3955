"""Reads an export: a folder with a file of JSON lines for each resource, such as ``tasks.jsonl``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from plutio_async.testing._api import json_text
from plutio_async.testing.errors import SandboxError


@frozen
class Place:
    """Where a record was given, for messages: ``tasks[0]``, or a line of a file."""

    name: str
    joint: str = "."

    def of(self, field: str) -> str:
        """The place of one of its fields."""
        return f"{self.name}{self.joint}{field}"


@frozen
class Export:
    """The records of one file, each with its place."""

    resource: str
    file: str
    records: list[tuple[Place, dict[str, Any]]]


def read_export(folder: str | os.PathLike[str]) -> list[Export]:
    """The records of all files.

    Raises:
        SandboxError: no such folder, no files, or a line that is no JSON object.
    """
    if not isinstance(folder, str | os.PathLike):
        raise SandboxError(f"an export is a folder, not {folder!r}")
    if not Path(folder).is_dir():
        raise SandboxError(f"there is no folder {os.fspath(folder)!r}")
    files = sorted(Path(folder).glob("*.jsonl"))
    if not files:
        raise SandboxError(f"{os.fspath(folder)!r} has no files such as tasks.jsonl")
    return [Export(path.stem, path.name, list(_read(path))) for path in files]


def _read(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    place = Place(f"{path.name}, line {number}", ": ")
                    yield place, _parsed(line, place)
    except OSError as error:
        raise SandboxError(f"{path.name}: {error.strerror}") from None


def _parsed(line: bytes, place: Place) -> dict[str, Any]:
    try:
        record = json_text.read(line)
    except json_text.TooDeepError:
        raise SandboxError(place.of("nested too deeply")) from None
    except json.JSONDecodeError as error:
        raise SandboxError(place.of(f"not valid JSON: {error.msg}, column {error.colno}")) from None
    except ValueError as error:
        raise SandboxError(place.of(f"not valid JSON: {error}")) from None
    if not isinstance(record, dict):
        raise SandboxError(place.of(f"a line is one record, a JSON object, not {type(record).__name__}"))
    return record
