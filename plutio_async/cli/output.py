"""The data on stdout: a table on a terminal, JSON lines in a pipe, or the format that is asked for."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TextIO

from plutio_async.cli.client import Format
from plutio_async.cli.failures import Problem
from plutio_async.cli.json_text import json_text
from plutio_async.cli.selecting import value_at
from plutio_async.cli.streams import encodable, indented, json_for

Row = Mapping[str, Any]

_FIRST = ("id", "title", "name", "status", "amount", "currency", "due_date", "email", "subject")
_LAST = ("business_id", "created_by", "is_archived", "is_template", "custom_fields", "created_at", "updated_at")
_SHORTENED = 24
"""A column is left out of a table rather than made narrower than this."""
_GAP = 1
_CUT = "…"
"""The sign of a value that is cut. A terminal that lacks it gets the whole value, in several lines."""


class Output(Protocol):
    """Writes rows. ``close()`` completes what was written, also after an interruption."""

    def write(self, row: Row) -> None:
        """Writes a record."""
        ...

    def close(self) -> None:
        """Writes what is left."""
        ...


@contextmanager
def output(
    format: Format | None,
    columns: Sequence[str] | None,
    *,
    known: Sequence[str] = (),
    single: bool = False,
    wrap: bool = False,
    spreadsheet: bool = False,
) -> Iterator[Output]:
    """The output for a format. ``known`` are the columns of a CSV without ``--fields``; ``single`` is one record.

    A table cuts long values, or breaks them into lines with ``wrap``. A CSV for a ``spreadsheet`` has no formulas.
    """
    stream = sys.stdout
    chosen = format or ("table" if stream.isatty() else "jsonl")
    table = _SpreadsheetCsv if spreadsheet else _Csv
    kinds: dict[str, type[Any]] = {"table": _Table, "json": _Json, "jsonl": _Lines, "csv": table}
    opened: Output = kinds[chosen](stream, columns, known, single=single, wrap=wrap)
    try:
        yield opened
    finally:
        if sys.exc_info()[0] is not BrokenPipeError:
            opened.close()
            stream.flush()


class _Writer:
    def __init__(
        self, stream: TextIO, columns: Sequence[str] | None, known: Sequence[str], *, single: bool, wrap: bool
    ) -> None:
        self._stream = stream
        self._columns = columns
        self._known = known
        self._single = single
        self._wrap = wrap
        self._rows: list[Row] = []

    def _shown(self, row: Row) -> Row:
        return row if self._columns is None else {path: value_at(row, path) for path in self._columns}

    def close(self) -> None:
        """Nothing is left to write."""


class _Lines(_Writer):
    def write(self, row: Row) -> None:
        self._stream.write(json_for(self._stream, json_text(self._shown(row))) + "\n")
        self._stream.flush()  # so that a reader has each record at once, and a Ctrl-C loses none


class _Json(_Writer):
    _count = 0

    def write(self, row: Row) -> None:
        text = indented(self._shown(row))
        if not self._single:
            text = ("[\n" if self._count == 0 else ",\n") + text
        self._stream.write(json_for(self._stream, text))
        self._count += 1

    def close(self) -> None:
        end = "" if self._single else "\n]" if self._count else "[]"
        self._stream.write(end + "\n")


class _Csv(_Writer):
    _begun = False

    def write(self, row: Row) -> None:
        columns = self._header()
        self._line(self._cell(value_at(row, column)) for column in columns)

    def _cell(self, value: Any) -> str:
        return plain(value)

    def close(self) -> None:
        self._header()

    def _header(self) -> Sequence[str]:
        columns = self._columns if self._columns is not None else self._known
        if not self._begun:
            self._begun = True
            self._line(columns)
        return columns

    def _line(self, cells: Iterable[str]) -> None:
        line = io.StringIO(newline="")
        csv.writer(line).writerow(cells)  # quotes a return only if that ends its lines, too
        self._stream.write(line.getvalue().removesuffix("\r\n") + "\n")
        self._stream.flush()


class _SpreadsheetCsv(_Csv):
    def _cell(self, value: Any) -> str:
        return plain(value) if isinstance(value, int | float) else disarmed(plain(value))


class _Table(_Writer):
    """Keeps the rows until the end, since the widths of the columns depend on all of them."""

    def write(self, row: Row) -> None:
        self._rows.append(row)

    def close(self) -> None:
        from rich.cells import cell_len
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        console = Console(file=self._stream)
        rows = [self._shown(row) for row in self._rows]
        if self._single:
            rows = [{"field": name, "value": value} for row in rows for name, value in row.items()]
        names = ["field", "value"] if self._single else self._columns or _chosen(rows)
        cells = {name: [self._cell(row.get(name)) for row in rows] for name in names}
        natural = {name: max(map(cell_len, [name, *values])) for name, values in cells.items()}
        chosen = names if self._columns or self._single else _fitting(natural, console.width)
        whole = encodable(_CUT, self._stream) != _CUT
        no_wrap = not (self._single or self._wrap or whole)
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name, width in _levelled({name: natural[name] for name in chosen}, console.width).items():
            table.add_column(Text(name), width=width, no_wrap=no_wrap, overflow="fold" if whole else "ellipsis")
        for index in range(len(rows)):
            table.add_row(*(Text(cells[name][index]) for name in chosen))
        if rows:
            console.print(table)

    def _cell(self, value: Any) -> str:
        return encodable(printable(plain(value)), self._stream)


def _chosen(rows: Iterable[Row]) -> list[str]:
    """The columns of a table without ``--fields``: those with plain values, names and titles before others."""
    names = dict.fromkeys(
        name for row in rows for name, value in row.items() if isinstance(value, str | int | float) and value != ""
    )
    first = [name for name in _FIRST if name in names]
    return [*first, *(name for name in names if name not in (*_FIRST, *_LAST))] or list(names)


def _fitting(widths: Mapping[str, int], room: int) -> list[str]:
    """The columns that a terminal has room for."""
    fitting: list[str] = []
    for name, width in widths.items():
        room -= min(width, _SHORTENED) + _GAP
        if room < 0 and fitting:
            break
        fitting.append(name)
    return fitting


def _levelled(widths: Mapping[str, int], room: int) -> dict[str, int]:
    """The widths of columns, the widest made narrower until all fit."""
    levelled = dict(widths)
    while levelled and sum(levelled.values()) + _GAP * len(levelled) > room and max(levelled.values()) > 1:
        levelled[max(levelled, key=levelled.__getitem__)] -= 1
    return levelled


def plain(value: Any) -> str:
    """The text of a value in a table or a CSV."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(str(item) for item in value)
    return json_text(value)


def check_spreadsheet(format: str | None, *, spreadsheet: bool) -> None:
    """Raises ``Problem`` for a format that has no cells."""
    if spreadsheet and format != "csv":
        raise Problem("--for-spreadsheet: belongs to --format csv")


def disarmed(text: str) -> str:
    """The text of a cell that no spreadsheet takes as a formula: a quote stands before the signs that begin one."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def printable(text: str) -> str:
    """Text without control characters, which could move the cursor or recolour the terminal."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )
