"""The YAML files of the description as text, and where each place of the document stands in them.

The package has the files, so that a patch can be made without a checkout. They are read as lines: their style is plain
(blocks, two spaces, one key in a line), which the generator's lint does not demand, but a test does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from attrs import frozen

from plutio_async._core.bundled import bundled_texts

_KEY = re.compile(r'(?P<quote>"?)(?P<key>[^":]+)(?P=quote):(?: |$)')


@frozen
class Spot:
    """The lines of a place: that of its key, and those of what it holds, which are indented by ``indent``."""

    file: str
    line: int
    end: int
    indent: int


@cache
def files() -> dict[str, list[str]]:
    """The lines of each YAML file, by its path from the root of the project."""
    return {name: text.splitlines() for name, text in bundled_texts().items() if name.endswith(".yaml")}


def spot(place: Sequence[str | int]) -> Spot | None:
    """Where a place of the document stands; ``None`` if a convention fills it in."""
    name = f"{place[1 if place[0] == 'paths' else 2]}:"
    for file, lines in files().items():
        if any(line.strip() == name for line in lines) and (found := _find(file, lines, place)) is not None:
            return found
    return None


def inside(file: str, place: Sequence[str | int]) -> Spot | None:
    """The same in one file."""
    return _find(file, files()[file], place)


def _find(file: str, lines: Sequence[str], place: Sequence[str | int]) -> Spot | None:
    text, begin, end, line = list(lines), 0, len(lines), 0
    for key in place:
        found = next((entry for entry in _entries(text, begin, end) if entry[0] == key), None)
        if found is None:
            return None
        _, line, end = found
        begin = line if isinstance(key, int) else line + 1
        if isinstance(key, int):  # what an item holds begins behind its dash
            text[line] = text[line].replace("- ", "  ", 1)
    return Spot(file, line, end, _indent(text, begin, end))


def _entries(text: Sequence[str], begin: int, end: int) -> Iterator[tuple[str | int, int, int]]:
    """The keys or the numbers of what stands in some lines, with the lines of each."""
    indent = _indent(text, begin, end)
    starts = [
        number
        for number in range(begin, end)
        if _is_text(text[number]) and len(text[number]) - len(text[number].lstrip()) == indent
    ]
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], end], strict=True)):
        body = text[start].strip()
        key = _KEY.match(body)
        yield (number if body.startswith("- ") else key["key"] if key else ""), start, after


def _indent(text: Sequence[str], begin: int, end: int) -> int:
    return min((len(line) - len(line.lstrip()) for line in text[begin:end] if _is_text(line)), default=0)


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
