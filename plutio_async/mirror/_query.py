"""Queries of a mirror: they read, end in time, and give a bounded number of rows."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from plutio_async._core.errors import InvalidInput, did_you_mean
from plutio_async.mirror._file import in_words, open_reader

Parameters = Sequence[Any] | Mapping[str, Any]

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_FORBIDDEN = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
_LONGEST_VALUE = 50_000_000
"""Bytes of a value or a row."""
_STEPS = 20_000
"""Instructions of SQLite between two looks at the clock: some milliseconds."""
_READS_ONLY = "a query of a mirror reads its tables, and does nothing else; give a SELECT"
_MISSING = re.compile(r"no such (table|column): (?:main\.)?(.+)")


@frozen
class Selection:
    """The rows of a query by the names of its ``columns``. ``cut``: there are more than were asked for."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool


def select(
    path: Path, sql: str, parameters: Parameters = (), *, seconds: float, max_rows: int | None = None
) -> Selection:
    """Runs a query.

    Raises:
        InvalidInput: the query is wrong, does something else than read, or takes longer than the seconds.
        OSError: the file is no mirror, or cannot be read.
    """
    with closing(open_reader(path)) as connection:
        known = names(connection, path)
        connection.set_authorizer(_authorize)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        with _explained(path, known), _limited(connection, seconds):
            cursor = connection.execute(sql, parameters)
            rows = cursor.fetchall() if max_rows is None else cursor.fetchmany(max_rows + 1)
    if cursor.description is None:
        raise InvalidInput("the query is empty; give a SELECT")
    columns = tuple(name for name, *_ in cursor.description)
    return Selection(columns, rows[:max_rows], cut=max_rows is not None and len(rows) > max_rows)


def names(connection: sqlite3.Connection, path: Path) -> dict[str, list[str]]:
    """The columns of each table and view that queries are written for."""
    with in_words(path):
        found = connection.execute(
            "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c"
            r" WHERE m.type IN ('table', 'view') AND m.name NOT LIKE '\_%' ESCAPE '\' ORDER BY m.name, c.cid"
        ).fetchall()
    columns: dict[str, list[str]] = {}
    for table, column in found:
        columns.setdefault(table, []).append(column)
    return columns


def _authorize(action: int, first: str | None, second: str | None, *_: Any) -> int:
    is_allowed = action in _ALLOWED and not (action == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN)
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


@contextmanager
def _limited(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Stops the block's query after the seconds, and by a Ctrl-C, which SQLite would swallow."""
    end = time.monotonic() + seconds
    raised: list[BaseException] = []

    def look() -> int:
        try:
            return int(time.monotonic() > end)
        except BaseException as error:  # noqa: BLE001 - it is raised below
            raised.append(error)
            return 1

    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if raised:
            raise raised[0] from None
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise InvalidInput(f"the query was stopped after {seconds:g} seconds; let it read less") from None
        raise


@contextmanager
def _explained(path: Path, known: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Turns errors of the query into ``InvalidInput``, and those of the file into ``OSError``."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            with in_words(path):
                raise
        if str(error).startswith("cannot modify"):
            raise InvalidInput(_READS_ONLY) from None
        raise InvalidInput(f"the query does not work: {error}{_hint(str(error), known)}") from None
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code == sqlite3.SQLITE_AUTH or "authoriz" in str(error):
            raise InvalidInput(_READS_ONLY) from None
        if code == sqlite3.SQLITE_TOOBIG:
            raise InvalidInput("the query makes a value that is too large") from None
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError | sqlite3.DataError):
            raise InvalidInput(f"the query does not work: {error}") from None
        with in_words(path):
            raise
    except (sqlite3.Warning, OverflowError, TypeError) as error:
        raise InvalidInput(f"the query does not work: {error}") from None


def _hint(message: str, known: Mapping[str, Sequence[str]]) -> str:
    if (found := _MISSING.fullmatch(message)) is None:
        return ""
    kind, name = found.groups()
    if kind == "table":
        return f"; {did_you_mean(name, known) or 'there are ' + ', '.join(known)}"
    columns = {column for of_table in known.values() for column in of_table}
    if name in columns:  # of custom fields: "custom.Plan" was read as the column Plan of a table
        return f'; write it in double quotes: "{name}"'
    *_, last = name.rsplit(".", 1)
    hint = did_you_mean(last, sorted(columns), cutoff=0.7)
    return f"; {hint}" if hint else "; the columns of a table: SELECT * FROM it LIMIT 1"
