"""Checks a whole file before a call is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from attrs import evolve, frozen

from plutio_async._models.json_form import digest
from plutio_async.cli.described import required_fields, written_fields
from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.cells import Tree, from_json, from_text, is_empty, listed, place
from plutio_async.cli.imports.columns import Column, Columns
from plutio_async.cli.imports.lines import Line, Sheet
from plutio_async.cli.imports.problems import Problems
from plutio_async.cli.json_text import json_text
from plutio_async.cli.selecting import value_at
from plutio_async.cli.values import CUSTOM
from plutio_async.description import to_json


@frozen
class Row:
    """What a line says of a record.

    Attributes:
        line: Its number.
        id: The id of the record to update, if the line has one.
        keys: The values by which the record is looked up.
        whole: Fields with their values.
        parts: Fields of which the line has some parts.
        cleared: The paths of empty cells, if they clear.
        others: ``custom`` and ``extra``.
        digest: Equal for lines that create the same.
    """

    line: int
    id: str | None
    keys: tuple[Any, ...]
    whole: Mapping[str, Any]
    parts: Mapping[str, Tree]
    cleared: tuple[tuple[str, ...], ...]
    others: Mapping[str, Mapping[str, Any]]
    digest: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The values that a create sends, as its keyword arguments."""
        return {**self.whole, **{name: listed(tree) for name, tree in self.parts.items()}, **self.others}

    @property
    def update_digest(self) -> str:
        """Equal for lines that update the same."""
        return digest({"line": self.digest, "cleared": self.cleared})

    @property
    def is_partial(self) -> bool:
        """Whether an update sends values along that the line does not have."""
        return bool(self.parts) or "custom" in self.others or any(path[0] == "custom" for path in self.cleared)


@frozen
class Rules:
    """How the lines of a file are understood. ``match`` is the path of the keys, without indexes of lists."""

    resource: Any
    match: str | None
    update_only: bool
    clear: bool


def check(sheet: Sheet, columns: Columns, rules: Rules, problems: Problems) -> tuple[list[Row], int]:
    """The rows of a file, and the number of empty cells. Notes all that is wrong."""
    reader = _Reader(sheet, columns, rules, problems)
    rows = [reader.row(line) for line in sheet.lines]
    _check_keys(rows, rules, problems)
    return rows, reader.empty


class _Reader:
    def __init__(self, sheet: Sheet, columns: Columns, rules: Rules, problems: Problems) -> None:
        self.empty = 0
        self._columns = columns
        self._rules = rules
        self._problems = problems
        self._is_text = sheet.is_text
        self._layouts: dict[tuple[str, ...], list[Column]] = {}
        self._seen: set[str] = set()
        self._values: dict[tuple[tuple[str, ...], str], Any] = {}
        if sheet.header is not None:
            self._layout(sheet.header)

    def row(self, line: Line) -> Row:
        whole: dict[str, Any] = {}
        parts: dict[str, Tree] = defaultdict(dict)
        others: dict[str, dict[str, Any]] = defaultdict(dict)
        cleared: list[tuple[str, ...]] = []
        for column in self._layout(line):
            cell = line.cells[column.name]
            first, *rest = column.path
            if is_empty(cell):
                self.empty += 1
                if self._rules.clear:
                    cleared.append(column.path)
            elif first in ("custom", "extra") and rest:
                others[first][rest[0]] = self._value(line, column, cell)
            elif rest:
                place(parts[first], tuple(rest), self._value(line, column, cell))
            else:
                whole[first] = self._value(line, column, cell)
        id = whole.pop("id", None)
        row = Row(line.number, id, (), whole, parts, tuple(cleared), others)
        return self._checked(row)

    def _layout(self, line: Line) -> list[Column]:
        names = tuple(line.cells)
        if names not in self._layouts:
            self._layouts[names], problems = self._columns.layout(names)
            for problem in problems:
                if problem not in self._seen:  # a name that is wrong in all lines is shown once
                    self._problems.add(line.number, problem)
                self._seen.add(problem)
        return self._layouts[names]

    def _value(self, line: Line, column: Column, cell: Any) -> Any:
        try:
            if not self._is_text:
                return from_json(column.codec, cell)
            if (column.path, cell) not in self._values:  # a warning about a value is shown once
                self._values[column.path, cell] = from_text(column.codec, cell)
            return self._values[column.path, cell]
        except (Problem, TypeError, ValueError) as error:
            self._problems.add(line.number, f"{column.field} {error}")
            return None

    def _checked(self, row: Row) -> Row:
        rules = self._rules
        try:
            json_text(to_json(row.values)).encode()
        except UnicodeEncodeError:
            self._problems.add(row.line, "has half of a surrogate pair, which is no character")
            return row
        except (TypeError, ValueError) as error:
            self._problems.add(row.line, str(error))
            return row
        row = evolve(row, digest=digest({"id": row.id, "values": row.values}))
        if row.id is not None:
            check_update(rules.resource, row, self._problems)
            return row
        if rules.match is None:
            if rules.update_only:
                self._problems.add(row.line, "has no id, and --update-only updates by id or by --match")
            if not self._seen:  # or a column may be the field that seems to be missing
                check_create(rules.resource, row, self._problems)
            return row
        if not (keys := keys_of(row.values, rules.match)):
            self._problems.add(row.line, f"has no {rules.match}, by which --match looks its record up")
        if spaced := [key for key in keys if isinstance(key, str) and key != key.strip()]:
            self._problems.add(row.line, f"{rules.match} {spaced[0]!r} has spaces around it, so it would fit no record")
        return evolve(row, keys=keys)


def check_create(resource: Any, row: Row, problems: Problems) -> None:
    """Notes what keeps a row from being created."""
    values = row.values
    if not hasattr(resource, "create"):
        problems.add(row.line, f"{resource.name} cannot be created, only updated")
        return
    if missing := [name for name in required_fields(resource, "create") if name not in values]:
        problems.add(row.line, f"create needs {' and '.join(missing)}")
    _check_writable(resource, "create", row, problems)


def check_update(resource: Any, row: Row, problems: Problems) -> None:
    """Notes what keeps a row from being an update."""
    if not hasattr(resource, "update"):
        problems.add(row.line, f"{resource.name} cannot be updated, only created")
        return
    if not row.values and not row.cleared:
        problems.add(row.line, "has nothing but the id")
    _check_writable(resource, "update", row, problems)


def _check_writable(resource: Any, verb: str, row: Row, problems: Problems) -> None:
    known = written_fields(resource, verb)
    for name in (*row.whole, *row.parts):
        if name not in known:
            problems.add(row.line, f"{verb} cannot write {name}; leave it empty")


def keys_of(values: Mapping[str, Any], match: str) -> tuple[Any, ...]:
    """The values at the path of ``--match``: several if it leads through a list."""
    is_custom = match.startswith(CUSTOM)
    found = values.get("custom", {}).get(match.removeprefix(CUSTOM)) if is_custom else value_at(values, match)
    keys = found if isinstance(found, list) else [found]
    return tuple(dict.fromkeys(key for key in keys if isinstance(key, str | int | float) and key != ""))


def _check_keys(rows: Collection[Row], rules: Rules, problems: Problems) -> None:
    """Notes the lines that would write the same record."""
    lines: dict[Any, int] = {}
    for row in rows:
        claims = [f"id {row.id!r}"] if row.id is not None else [f"{rules.match} {key!r}" for key in row.keys]
        for claim in claims:
            if (first := lines.setdefault(claim, row.line)) != row.line:
                problems.add(row.line, f"{claim} is in line {first} too")
