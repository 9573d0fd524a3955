"""``plutio list``, ``get`` and ``call``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async.cli.client import Connection, Format, run
from plutio_async.cli.failures import Problem, summary_if_interrupted

if TYPE_CHECKING:
    from plutio_async import Plutio

_DEFAULT = Connection()


def list_records(
    resource: str,
    /,
    *,
    where: tuple[str, ...] = (),
    q: str | None = None,
    sort: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    fields: str | None = None,
    max: int | None = None,
    format: Format | None = None,
    dry_run: bool = False,
    connection: Connection = _DEFAULT,
) -> None:
    """List the records of a resource.

    Parameters
    ----------
    resource
        Such as tasks; `plutio resources` shows all.
    where
        A condition, such as 'due_date<2026-12-24'; all must hold. Signs: = != < <= > >= ~ (contains) := (JSON).
    q
        A MongoDB query as JSON, in the API's names.
    sort
        A field, or -field for the reverse order.
    fields
        The fields to show, such as id,title,client.name.
    max
        The most records.
    format
        Table on a terminal and JSON lines in a pipe, if not given.
    dry_run
        Print the first request instead of sending it.
    """
    if max is not None and max < 1:
        raise Problem(f"--max: takes a number from 1 on, not {max}")
    from plutio_async._models.fields import fields_of
    from plutio_async.cli.described import find_resource, listing
    from plutio_async.cli.following import Rows, columns
    from plutio_async.cli.output import output
    from plutio_async.cli.selecting import check_sort, selection

    async def work(plutio: Plutio) -> None:
        found = listing(find_resource(plutio, resource))
        condition, filters = selection(found, where, q)
        shown, model = columns(fields, found.model), found.model
        size = None if max is None else min(max, 500)
        records = found.iterate(q=condition, sort=check_sort(sort, model), page_size=size, **filters)
        rows = Rows(plutio, shown, model)
        read = summary_if_interrupted(lambda: f"{rows.count} records read", errors=True)
        with read, output(format, shown, known=list(fields_of(model))) as out:
            await rows.write(records, out, max)

    run(connection, work, dry_run=dry_run)


def get(
    resource: str,
    /,
    *ids: str,
    fields: str | None = None,
    format: Format | None = None,
    dry_run: bool = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Get one record or several by their ids.

    Parameters
    ----------
    resource
        Such as tasks.
    ids
        The ids of the records.
    fields
        The fields to show, such as id,title,client.name.
    format
        Table on a terminal and JSON lines in a pipe, if not given.
    dry_run
        Print the request instead of sending it.
    """
    if not ids:
        raise Problem("ID: is missing; write the id of a record after the resource")
    from plutio_async._models.fields import fields_of
    from plutio_async.cli.described import find_resource, listing
    from plutio_async.cli.following import columns, rows_of
    from plutio_async.cli.output import output

    async def work(plutio: Plutio) -> None:
        found = listing(find_resource(plutio, resource), "get")
        shown = columns(fields, found.model)
        records = [await found.get(ids[0])] if len(ids) == 1 else await found.get_many(ids)
        with output(format, shown, known=list(fields_of(found.model)), single=len(ids) == 1) as out:
            for row in await rows_of(plutio, records, shown):
                out.write(row)

    run(connection, work, dry_run=dry_run)


def call(
    method: str,
    path: str,
    /,
    *parameters: str,
    body: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    dry_run: bool = False,
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
    dry_run
        Print the request instead of sending it.
    """
    from plutio_async.cli.values import json_value

    query: dict[str, str] = {}
    for parameter in parameters:
        name, sign, value = parameter.partition("=")
        if not sign or not name:
            raise Problem(f"{parameter!r} is no query parameter; write NAME=TEXT")
        query[name] = value
    text = sys.stdin.read() if body == "-" else body
    try:
        content = None if text is None else json_value(text)
    except Problem:
        raise Problem("--body: is no JSON") from None

    async def work(plutio: Plutio) -> Any:
        return await plutio.request(method, path, params=query, json=content)

    answer = run(connection, work, dry_run=dry_run)
    if not dry_run:
        _print_json(answer)


def _print_json(answer: Any) -> None:
    import json

    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()
