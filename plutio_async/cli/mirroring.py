"""``plutio sync`` and ``plutio sql``: a local copy of the workspace, and questions to it."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async.cli.client import Connection, FormatOption, ProfileOption, passing_errors, run
from plutio_async.cli.failures import Problem, message, note, summary_if_interrupted
from plutio_async.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plutio_async import Plutio
    from plutio_async.cli.client import Format
    from plutio_async.mirror import Mirror, Synced

FileArgument = Annotated[Path, Parameter(name="file", help="The SQLite file of the mirror.")]

_NARROW = 12


def sync(
    file: FileArgument,
    /,
    *,
    every: str | None = None,
    full: bool = False,
    schema: bool = False,
    format: FormatOption = None,
    profile: ProfileOption = None,
) -> None:
    """Copy the workspace into an SQLite file: all of it at first, then what changed. `plutio sql` asks it.

    A sync that was stopped is continued by the next one. Its calls leave others of the hour the first place.

    Parameters
    ----------
    every
        Sync again and again until Ctrl-C, such as every 15m; takes 90s, 15m, 2h or 1d.
    full
        Read all records, and remove those that were deleted for good. Happens by itself once a week.
    schema
        Show the tables and columns instead; makes no call.
    """
    from plutio_async.cli.dates import duration
    from plutio_async.mirror import Mirror

    mirror, pause = Mirror(file), None if every is None else duration("--every", every)
    if schema:
        if full or every:
            raise Problem("--schema: shows what there is, and takes no other option than --format")
        _show_schema(mirror, format)
        return
    connection = Connection(profile=profile, max_wait=None)

    async def work(plutio: Plutio) -> None:
        await _sync(plutio.with_options(priority="background"), mirror, pause, full=full)

    with summary_if_interrupted(lambda: f"what was read is in {file}; the next sync continues"):
        run(connection, work)


async def _sync(plutio: Plutio, mirror: Mirror, pause: float | None, *, full: bool) -> None:
    """One sync, or one after another. A failure that may pass ends only the one."""
    import anyio

    from plutio_async.cli.progress import shown

    passing = passing_errors()
    while True:
        try:
            with shown(plutio, {}) as progress:
                _report(await mirror.sync(plutio, full=full, progress=progress))
            full = False
        except passing as error:
            if pause is None:
                raise
            note(f"plutio: {message(error)}; the next sync is in {pause:g} s")
        if pause is None:
            return
        await anyio.sleep(pause)


def _report(done: Synced) -> None:
    as_of = "" if done.as_of is None else f"; as of {done.as_of:%Y-%m-%d %H:%M:%S} UTC"
    records, calls = counted(done.records, "record"), counted(done.calls, "call")
    note(f"plutio: {records} read, {done.removed:,} removed, in {calls}{as_of}")


def _show_schema(mirror: Mirror, format: Format | None) -> None:
    from plutio_async.cli.described import Description
    from plutio_async.cli.output import output
    from plutio_async.description import catalogue

    description, known = Description(), catalogue()
    with output(format, ["table", "column", "type", "refers_to", "about"], wrap=True) as out:
        for one in mirror.schema():
            fields = description.fields(getattr(known, one.table).model.__name__)
            about = fields.get(one.field.partition(".")[0], {}).get("description", "")
            out.write({
                "table": one.table,
                "column": one.name,
                "type": one.type.lower() or "any",
                "refers_to": list(one.refers_to),
                "about": one.about or about.partition("\n")[0],
            })  # fmt: skip


@Parameter(name="*")
@dataclass(kw_only=True)
class Limits:
    """What a query may take.

    Parameters
    ----------
    max
        The most rows.
    seconds
        The most seconds.
    """

    max: Annotated[int, Parameter(show_default=True)] = 10_000
    seconds: Annotated[float, Parameter(show_default=True)] = 30.0

    def check(self) -> None:
        """Raises ``Problem`` for what cannot work."""
        if self.max < 1:
            raise Problem(f"--max: takes a number from 1 on, not {self.max}")
        if not self.seconds > 0:
            raise Problem(f"--seconds: takes more than 0, not {self.seconds:g}")


_LIMITS = Limits()


def sql(
    file: FileArgument,
    query: str | None = None,
    /,
    *,
    example: bool = False,
    limits: Limits = _LIMITS,
    format: FormatOption = None,
) -> None:
    """Ask the mirror that `plutio sync` made, in SQL. It only reads, and makes no call.

    Parameters
    ----------
    query
        Such as "select title from tasks"; without one, queries are read from stdin, each ended by a semicolon.

    Example:
        Show ten questions with their queries, which run as they stand.
    """
    from plutio_async.mirror import Mirror

    limits.check()
    if example:
        if query is not None:
            raise Problem("--example: takes no query")
        _show_examples()
        return
    mirror = Mirror(file)
    _note_age(mirror)
    if query is not None:
        _show(mirror, query, limits, format)
    else:
        _prompt(mirror, limits, format)


def _show_examples() -> None:
    from plutio_async.mirror import EXAMPLES

    for example in EXAMPLES:
        sys.stdout.write(f"-- {example.question}\n{example.sql};\n\n")


def _note_age(mirror: Mirror) -> None:
    age = mirror.age()
    if age.seconds is None:
        note(f"plutio: the first sync of {mirror.path.name} has not ended; records are missing")
        return
    as_of = "" if age.as_of is None else f", as of {age.as_of:%Y-%m-%d %H:%M:%S} UTC"
    note(f"plutio: {mirror.path.name} was synced {_ago(age.seconds)} ago{as_of}")


def _ago(seconds: float) -> str:
    for unit, size in {"d": 86_400, "h": 3_600, "min": 60}.items():
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _show(mirror: Mirror, query: str, limits: Limits, format: Format | None) -> None:
    from plutio_async.cli.output import output

    found = mirror.select(query, seconds=limits.seconds, max_rows=limits.max)
    names = distinct(found.columns)
    # Of many columns, as those of SELECT *, a table shows the ones that have room.
    with output(format, names if len(names) <= _NARROW else None, known=names) as out:
        for row in found.rows:
            out.write(dict(zip(names, map(readable, row), strict=True)))
    if found.cut:
        note(f"plutio: these are the first {counted(limits.max, 'row')}; --max gives more")


def distinct(names: tuple[str, ...]) -> list[str]:
    """The names of columns; one that comes again has a number."""
    counts: dict[str, int] = {}
    shown: list[str] = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        shown.append(name if counts[name] == 1 else f"{name}:{counts[name]}")
    return shown


def readable(value: Any) -> Any:
    """A value that JSON can hold."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _prompt(mirror: Mirror, limits: Limits, format: Format | None) -> None:
    """Runs the queries of stdin. On a terminal a wrong one is said, and the next is asked for."""
    on_terminal = sys.stdin.isatty()
    if on_terminal:
        note("Queries end with a semicolon; Ctrl-D ends.")
    for query in _queries(on_terminal=on_terminal):
        try:
            _show(mirror, query, limits, format)
        except ValueError as error:
            if not on_terminal:
                raise
            note(f"plutio: {message(error)}")


def _queries(*, on_terminal: bool) -> Iterator[str]:
    """The queries of stdin, each without its semicolon."""
    import sqlite3

    lines = ""
    while True:
        if on_terminal:
            sys.stderr.write("   ...> " if lines else "plutio> ")
            sys.stderr.flush()
        line = sys.stdin.readline()
        lines += line
        if lines.strip() and (not line or sqlite3.complete_statement(lines)):
            yield lines
            lines = ""
        if not line:
            return
