"""A change, as a line of the changelog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import frozen

Category = Literal["Breaking", "Added", "Changed"]
KEPT = "the former name works for one release"
CATEGORIES: tuple[Category, ...] = ("Breaking", "Added", "Changed")


@frozen
class Change:
    """What happened to one or several names."""

    names: tuple[str, ...]
    text: str
    category: Category

    def __str__(self) -> str:
        return f"{', '.join(f'`{name}`' for name in self.names)}: {self.text}"


def grouped(changes: Iterable[Change]) -> list[Change]:
    """The same changes in the order of the categories; fields of one name that change alike share a line."""
    lines: dict[tuple[Category, str, str], list[str]] = {}
    for change in changes:
        for name in change.names:
            names = lines.setdefault((change.category, change.text, _field(name)), [])
            if name not in names:
                names.append(name)
    found = [Change(tuple(names), text, category) for (category, text, _), names in lines.items()]
    return sorted(found, key=lambda change: CATEGORIES.index(change.category))


def listed(changes: Sequence[Change]) -> str:
    """The changes as Markdown, with a heading for each category; empty without changes."""
    lines = {category: [f"- {change}" for change in changes if change.category == category] for category in CATEGORIES}
    return "\n\n".join("\n".join([f"### {category}", "", *found]) for category, found in lines.items() if found)


def _field(name: str) -> str:
    """The last part of the name of a field; any other name whole."""
    schema, dot, field = name.partition(".")
    return field if dot and schema.isidentifier() and schema[:1].isupper() else name
