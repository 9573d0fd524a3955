"""Calls as text: a table for people, and JSON lines that later runs are compared with."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from plutio_async.testing._api.messages import RecordedCall
from plutio_async.testing.errors import SandboxError

_LONGEST = 300


class Calls(list[RecordedCall]):
    """Calls, the oldest first. As text a table: number, status, method, path with query, body."""

    def __str__(self) -> str:
        return "\n".join(f"{at:>3}  {line_of(call)}" for at, call in enumerate(self, 1)) or "no calls"


def line_of(call: RecordedCall) -> str:
    """A call as one line."""
    body = "" if call.json is None else f"  {short(call.json)}"
    return f"{call.status or 'lost'}  {call.method:<6} {target_of(call)}{body}"


def target_of(call: RecordedCall) -> str:
    """The path with the query."""
    return f"{call.path}?{'&'.join(f'{name}={value}' for name, value in call.query)}" if call.query else call.path


def short(value: Any) -> str:
    """A value as JSON of at most 300 characters."""
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def json_line(call: RecordedCall) -> str:
    """What is compared of a call, as one line of JSON: not its headers and not its time."""
    recorded = {"method": call.method, "path": call.path, "query": call.query, "json": call.json, "status": call.status}
    return json.dumps(recorded, ensure_ascii=False)


def write_calls(file: str | os.PathLike[str], calls: Iterable[RecordedCall]) -> None:
    """Writes calls as JSON lines."""
    Path(file).write_text("".join(f"{json_line(call)}\n" for call in calls), encoding="utf-8")


def differences(file: str | os.PathLike[str], calls: Iterable[RecordedCall]) -> list[str]:
    """The lines of a diff between recorded calls and others; none if they are the same.

    Raises:
        SandboxError: the file has no calls.
    """
    try:
        recorded = Path(file).read_text(encoding="utf-8").splitlines()
        before = [_readable(json.loads(line)) for line in recorded]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SandboxError(f"{os.fspath(file)} has no recorded calls: {error}") from None
    after = [_readable(json.loads(json_line(call))) for call in calls]
    return list(difflib.unified_diff(before, after, os.fspath(file), "this run", lineterm="", n=2))


def _readable(call: Mapping[str, Any]) -> str:
    query = "&".join(f"{name}={value}" for name, value in call["query"])
    body = "" if call["json"] is None else f" {json.dumps(call['json'], ensure_ascii=False, sort_keys=True)}"
    return f"{call['method']} {call['path']}{'?' if query else ''}{query}{body} -> {call['status'] or 'lost'}"


def difference(wanted: Any, given: Any) -> Iterator[str]:
    """The lines of a diff between two JSON values; of the second only what the first has."""
    lines = difflib.ndiff(_pretty(wanted).splitlines(), _pretty(_like(wanted, given)).splitlines())
    return (line for line in lines if not line.startswith("?"))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=repr)


def _like(wanted: Any, given: Any) -> Any:
    if isinstance(wanted, Mapping) and isinstance(given, Mapping):
        return {name: _like(value, given[name]) for name, value in wanted.items() if name in given}
    return given
