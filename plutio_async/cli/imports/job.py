"""An import from the file to the report: checks, plans and sends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from plutio_async.cli.described import find_resource, has_custom_fields
from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.checking import Row, Rules, check
from plutio_async.cli.imports.columns import Columns, mapping
from plutio_async.cli.imports.customs import with_customs
from plutio_async.cli.imports.journal import Journal
from plutio_async.cli.imports.lines import Sheet, read_sheet
from plutio_async.cli.imports.planning import Plan, plan
from plutio_async.cli.imports.problems import Problems
from plutio_async.cli.imports.report import Report
from plutio_async.cli.imports.sending import Sending
from plutio_async.cli.selecting import field_at
from plutio_async.cli.values import CUSTOM
from plutio_async.description import catalogue

if TYPE_CHECKING:
    from plutio_async import Plutio


@frozen
class Job:
    """What is imported, and how. ``match`` has no indexes of lists."""

    file: Path
    resource: str
    match: str | None
    update_only: bool
    clear: bool
    folder: Path
    slack: float

    def check(self, mapped: Sequence[str], delimiter: str) -> Checked:
        """The rows of the file. Raises ``Problem`` with all that is wrong."""
        resource = find_resource(catalogue(), self.resource)
        if not hasattr(resource, "create") and not hasattr(resource, "update"):
            raise Problem(f"--resource: {resource.name} cannot be written")
        if self.match is not None:
            _check_match(resource, self.match)
        problems = Problems(self.file)
        sheet = read_sheet(self.file, delimiter, problems)
        columns = Columns(resource, mapping(mapped, sheet.names), is_text=sheet.is_text)
        if self.match is not None and not _has_column(columns, sheet, self.match):
            raise Problem(f"--match: the file has no column for {self.match}; --map 'COLUMN=…' names it")
        rows, empty = check(sheet, columns, self._rules(resource), problems)
        problems.check()
        if not rows:
            raise Problem(f"FILE: {self.file.name} has no records")
        if any(row.id is not None for row in rows) and not hasattr(resource, "get_many"):
            raise Problem(f"FILE: has ids, and the API has no list of {resource.name}, to look them up in")
        return Checked(tuple(rows), sheet.is_text, empty, tuple(columns.skipped))

    async def plan(self, plutio: Plutio, checked: Checked) -> Plan:
        """What is done for each row. Reads what it needs to know, and writes nothing."""
        resource = find_resource(plutio, self.resource)
        problems = Problems(self.file)
        past = Journal(self.folder, resource).past()
        past.check(checked.rows, problems)
        problems.check()
        rows = checked.rows
        if not all(past.is_done(index, row) for index, row in enumerate(rows)):
            rows = await with_customs(resource, rows, problems, is_text=checked.is_text)
            problems.check()
        found = await plan(rows, self._rules(resource), past, problems)
        problems.check()
        return found

    async def send(self, plutio: Plutio, plan: Plan, report: Report) -> None:
        """Sends what is planned. The outcomes are in the report."""
        resource = find_resource(plutio, self.resource)
        await Sending(resource, plan, Journal(self.folder, resource), report).run(self.slack)

    def _rules(self, resource: Any) -> Rules:
        return Rules(resource, self.match, self.update_only, self.clear)


@frozen
class Checked:
    """The rows of a file without problems, the number of its empty cells, and the fields that cannot be written."""

    rows: tuple[Row, ...]
    is_text: bool
    empty: int
    skipped: tuple[str, ...] = ()


def without_indexes(path: str) -> str:
    """A path without the indexes of lists: ``contact_emails.address``."""
    return path if path.startswith(CUSTOM) else ".".join(part for part in path.split(".") if not part.isdecimal())


def _check_match(resource: Any, match: str) -> None:
    if not hasattr(resource, "iterate") or resource._required:
        raise Problem(f"--match: the API has no list of all {resource.name}, to look records up in")
    if not (match.startswith(CUSTOM) and has_custom_fields(resource, "create")):
        field_at(f"--match {match!r}", match, resource.model)


def _has_column(columns: Columns, sheet: Sheet, match: str) -> bool:
    paths = (without_indexes(column.field) for column in columns.layout(sheet.names)[0])
    return any(match == path or match.startswith(f"{path}.") for path in paths)
