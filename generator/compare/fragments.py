"""Fragments of the changelog: Markdown files in ``changelog.d/``, which ``scriv collect`` joins at a release."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from generator.compare.change import Change, listed

FOLDER = "changelog.d"
HEADING = re.compile(r"^### (?P<category>\w+)\s*$")


def unannounced(changes: Iterable[Change], folder: Path) -> list[Change]:
    """The changes with a name that no fragment has; for a break, none under the heading ``Breaking``.

    A fragment may be reworded as long as it keeps the names in backticks.
    """
    texts = _by_category(folder)
    everything = "\n".join(texts.values())
    found = []
    for change in changes:
        text = texts.get("Breaking", "") if change.category == "Breaking" else everything
        if names := tuple(name for name in change.names if f"`{name}`" not in text):
            found.append(Change(names, change.text, change.category))
    return found


def write_fragment(changes: list[Change], folder: Path) -> Path:
    """Writes the changes into a new fragment."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%d_%H%M%S}_api.md"
    path.write_text(f"{listed(changes)}\n", encoding="utf-8")
    return path


def _by_category(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.md")):
        category = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if heading := HEADING.match(line):
                category = heading["category"]
            found[category] = f"{found.get(category, '')}\n{line}"
    return found
