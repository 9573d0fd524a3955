"""``plutio list``, ``get`` and ``call``."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async.cli import completing
from plutio_async.cli.client import (
    Connection,
    DryRunOption,
    FieldsOption,
    FormatOption,
    ResourceArgument,
    SpreadsheetOption,
    run,
)
from plutio_async.cli.failures import Problem, summary_if_interrupted
from plutio_async.cli.words import counted

if TYPE_CHECKING:
    from plutio_async import Listing, Plutio
    from plutio_async.cli.client import Format
    from plutio_async.cli.dates import Dates

_DEFAULT = Connection()


@Parameter(name="*")
@dataclass(kw_only=True)
class Query:
    """Which records of a resource, and in which order.

    Parameters
    ----------
    where
        A condition, such as 'due_date<2026-12-24'; all must hold. Signs: = != < <= > >= ~ (contains) := (JSON).
    q
        A MongoDB query as JSON, in the API's names.
    sort
        A field, or -field for the reverse order.
    max
        The most records.
    """

    where: tuple[str, ...] = ()
    q: str | None = None
    sort: Annotated[str | None, Parameter(allow_leading_hyphen=True, completer=completing.fields)] = None
    max: int | None = None

    async def records(self, resource: Listing[Any], dates: Dates) -> AsyncIterable[Any]:
        """The records. Raises ``Problem`` before the first call."""
        from plutio_async.cli.selecting import check_sort, selection

        if self.max is not None and self.max < 1:
            raise Problem(f"--max: takes a number from 1 on, not {self.max}")
        sort = check_sort(self.sort, resource.model)
        condition, filters = await selection(resource, self.where, self.q, dates)
        size = None if self.max is None else min(self.max, 500)
        return resource.iterate(q=condition, sort=sort, page_size=size, **filters)

    async def watched(self, plutio: Plutio, resource: Listing[Any], every: float) -> AsyncGenerator[Any, None]:
        """The records, and then without an end those that change."""
        from plutio_async.cli.dates import dates_of
        from plutio_async.cli.selecting import selection
        from plutio_async.cli.watching import lasting, listed_and_changed, server_time

        condition, filters = await selection(resource, self.where, self.q, dates_of(plutio))
        since = await server_time(plutio, resource)
        changes = resource.watch(every=every, since=since, q=condition, **filters)
        listed = resource.iterate(q=condition, **filters)
        return listed_and_changed(listed, lasting(changes, plutio, every), since)


_ALL = Query()


def list_records(
    resource: ResourceArgument,
    /,
    *,
    query: Query = _ALL,
    fields: FieldsOption = None,
    format: FormatOption = None,
    for_spreadsheet: SpreadsheetOption = False,
    watch: bool = False,
    every: str = "1m",
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """List the records of a resource.

    Parameters
    ----------
    watch
        Go on with the records that are created or changed, until Ctrl-C; `plutio watch` keeps where it is.
    every
        With --watch, the time between two readings, such as 90s, 15m or 2h. Each takes a call.
    """
    if watch:
        format = _check_watch(query, format, dry_run=dry_run)
    from plutio_async.cli.dates import dates_of, duration
    from plutio_async.cli.described import find_resource, listing
    from plutio_async.cli.following import Rows, check_titles, columns
    from plutio_async.cli.output import check_spreadsheet, output
    from plutio_async.description import fields_of

    check_spreadsheet(format, spreadsheet=for_spreadsheet)

    pause = duration("--every", every)

    async def work(plutio: Plutio) -> None:
        found = listing(find_resource(plutio, resource), "watch" if watch else "list")
        shown = columns(fields, found.model)
        if watch:
            records: AsyncIterable[Any] = await query.watched(plutio, found, pause)
        else:
            records = await query.records(found, dates_of(plutio, shown=dry_run))
        await check_titles(plutio, shown, found.model)
        rows = Rows(plutio, shown, found.model, at_once=watch)
        read = summary_if_interrupted(lambda: f"{counted(rows.count, 'record')} read", errors=True)
        known = list(fields_of(found.model))
        with read, output(format, shown, known=known, spreadsheet=for_spreadsheet) as out:
            await rows.write(records, out, query.max)

    run(connection, work, dry_run=dry_run)


def _check_watch(query: Query, format: Format | None, *, dry_run: bool) -> Format:
    """The format of a list without an end. Raises ``Problem`` for options that need one."""
    if query.max is not None or query.sort is not None or dry_run:
        raise Problem("--watch: has no end, and takes no --max, --sort or --dry-run")
    if format not in (None, "jsonl", "csv"):
        raise Problem("--watch: has no end; takes --format jsonl or csv")
    return format or "jsonl"


def get(
    resource: ResourceArgument,
    /,
    *ids: str,
    fields: FieldsOption = None,
    format: FormatOption = None,
    for_spreadsheet: SpreadsheetOption = False,
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Get one record or several by their ids.

    Parameters
    ----------
    ids
        The ids of the records.
    """
    if not ids:
        raise Problem("ID: is missing; write the id of a record after the resource")
    from plutio_async.cli.described import find_resource, listing
    from plutio_async.cli.following import check_titles, columns, rows_of
    from plutio_async.cli.output import check_spreadsheet, output
    from plutio_async.description import fields_of

    check_spreadsheet(format, spreadsheet=for_spreadsheet)

    async def work(plutio: Plutio) -> None:
        found = listing(find_resource(plutio, resource), "get")
        shown = columns(fields, found.model)
        await check_titles(plutio, shown, found.model)
        records = [await found.get(ids[0])] if len(ids) == 1 else await found.get_many(ids)
        known, single = list(fields_of(found.model)), len(ids) == 1
        with output(format, shown, known=known, single=single, spreadsheet=for_spreadsheet) as out:
            for row in await rows_of(plutio, records, shown):
                out.write(row)

    run(connection, work, dry_run=dry_run)


def call(
    method: str,
    path: str,
    /,
    *parameters: str,
    body: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Make any call, also one that is not described: `plutio call GET /tasks limit=1`.

    Parameters
    ----------
    method
        GET, POST, PUT or DELETE.
    path
        The part of the address after the version.
    parameters
        Query parameters, as NAME=TEXT.
    body
        The JSON of the body; - reads it from stdin.
    """
    if not path.startswith("/"):
        raise Problem(f"PATH: starts with a slash, such as '/schedules', not {path!r}")
    query, content = _query_parameters(parameters), _body(body)

    async def work(plutio: Plutio) -> Any:
        return await plutio.request(method, path, params=query, json=content)

    answer = run(connection, work, dry_run=dry_run)
    if not dry_run:
        _print_json(answer)


def _query_parameters(texts: Sequence[str]) -> dict[str, str]:
    query: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise Problem(f"{text!r} is no query parameter; write NAME=TEXT")
        query[name] = value
    return query


def _body(text: str | None) -> Any:
    from plutio_async.cli.values import json_value

    if text == "-":
        text = sys.stdin.read()
    try:
        return None if text is None else json_value(text)
    except Problem:
        raise Problem("--body: is no JSON") from None


def _print_json(answer: Any) -> None:
    import json

    from plutio_async.cli.streams import json_for

    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json_for(sys.stdout, json.dumps(answer, ensure_ascii=False, indent=indent)) + "\n")
    sys.stdout.flush()
