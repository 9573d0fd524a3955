"""The problems of a file: all of them, by line."""

from __future__ import annotations

from pathlib import Path

from plutio_async.cli.failures import Problem

SHOWN = 50
"""The most problems that are shown."""


class Problems:
    """Collects what is wrong, so that one run shows all of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[tuple[int, str], None] = {}

    def add(self, line: int, text: str) -> None:
        """Notes a problem of a line. The same one counts once."""
        self._found[line, text] = None

    def check(self) -> None:
        """Raises ``Problem`` if there are any."""
        if not self._found:
            return
        lines = [f"  line {line}: {text}" for line, text in sorted(self._found)]
        count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}"
        if len(lines) > SHOWN:
            lines[SHOWN:] = [f"  and {len(lines) - SHOWN} more"]
        raise Problem("\n".join([f"{self._path.name}: {count}, nothing was written", *lines]))
