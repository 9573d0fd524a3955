"""The lines of a file: CSV or JSON lines, in UTF-8 with or without a byte order mark."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.problems import Problems
from plutio_async.cli.json_text import number_from

_JSON_LINES = (".jsonl", ".ndjson")


@frozen
class Line:
    """A record of the file: the number of its first line, and its values by the names of the columns."""

    number: int
    cells: dict[str, Any]


@frozen
class Sheet:
    """The records of a file. With ``is_text`` all values are text; ``header`` is the line of the names of columns."""

    lines: list[Line]
    is_text: bool
    header: Line | None = None

    @property
    def names(self) -> list[str]:
        """The names of all columns."""
        given = [self.header, *self.lines] if self.header is not None else self.lines
        return list(dict.fromkeys(name for line in given for name in line.cells))


def read_sheet(path: Path, delimiter: str, problems: Problems) -> Sheet:
    """The records of a file. Notes the lines that cannot be read.

    Raises:
        Problem: the whole file cannot be read.
    """
    kind = path.suffix.lower()
    if kind not in (".csv", *_JSON_LINES):
        raise Problem(f"FILE: {path.name} ends neither with .csv nor with .jsonl, so its format is unknown")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise Problem(f"--delimiter: takes one character, not {delimiter!r}")
    text = _text(path, problems)
    return (
        Sheet(list(_json_lines(text, problems)), is_text=False)
        if kind in _JSON_LINES
        else _csv(text, delimiter, problems)
    )


def _text(path: Path, problems: Problems) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problem(f"FILE: {path} cannot be read: {error.strerror}") from None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Problem(f"FILE: {path.name} is UTF-16; save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(content.count(b"\n", 0, error.start) + 1, "is not UTF-8; save the file as UTF-8")
        problems.check()
        raise


def _csv(text: str, delimiter: str, problems: Problems) -> Sheet:
    header: Line | None = None
    lines: list[Line] = []
    for number, cells in _rows(text, delimiter, problems):
        if header is None:
            header = _header(number, cells, delimiter, problems)
        elif len(cells) != len(header.cells):
            problems.add(number, f"has {len(cells)} cells, and the header has {len(header.cells)}")
        else:
            lines.append(Line(number, dict(zip(header.cells, cells, strict=True))))
    if header is None:
        raise Problem("FILE: has no header; its first line must have the names of the columns")
    return Sheet(lines, is_text=True, header=header)


def _rows(text: str, delimiter: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with the numbers of their first lines: a quoted cell may have line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        problems.add(number, f"is no CSV: {error}; the lines after it were not read")


def _header(number: int, cells: Sequence[str], delimiter: str, problems: Problems) -> Line:
    names = [cell.strip() for cell in cells]
    if len(names) == 1 and delimiter == "," and ";" in names[0]:
        raise Problem("FILE: its cells are separated by semicolons; add --delimiter ';'")
    for name, count in Counter(names).items():
        if not name:
            problems.add(number, "a column has no name")
        elif count > 1:
            problems.add(number, f"column {name!r} is there {count} times")
    problems.check()
    return Line(number, dict.fromkeys(names))


def _json_lines(text: str, problems: Problems) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):  # other line breaks may be inside of a text
        if not line.strip():
            continue
        try:
            cells = json.loads(line, object_pairs_hook=_object, parse_float=number_from)
        except (ValueError, RecursionError) as error:
            problems.add(number, f"is no JSON: {error}")
            continue
        if isinstance(cells, dict):
            yield Line(number, cells)
        else:
            problems.add(number, "is no JSON object")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"{name!r} is there twice")
    return found
