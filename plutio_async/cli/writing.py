"""``plutio create``, ``update``, ``delete`` and ``archive``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from plutio_async.cli.client import Connection, DryRunOption, Format, FormatOption, ResourceArgument, run
from plutio_async.cli.failures import Failed, Planned, Problem, note, summary_if_interrupted
from plutio_async.cli.streams import ask, need_terminal

if TYPE_CHECKING:
    from plutio_async import BulkResult, Plutio
    from plutio_async.cli.dates import Dates

_DEFAULT = Connection()
_IF_INTERRUPTED = {
    "create": "the record may have been created; look before you repeat this",
    "update": "the record may have been changed",
}


def create(
    resource: ResourceArgument,
    /,
    *assignments: str,
    format: FormatOption = None,
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Create a record: `plutio create tasks title="Write brief" due_date=2026-12-24`.

    Parameters
    ----------
    assignments
        NAME=TEXT or NAME:=JSON; custom.TITLE=TEXT for a custom field, extra.NAME=TEXT for one that is not described.
    """

    async def work(plutio: Plutio) -> None:
        await _write(plutio, resource, "create", assignments, format=format, dry_run=dry_run)

    run(connection, work, dry_run=dry_run, writes=True)


def update(
    resource: ResourceArgument,
    id: str,
    /,
    *assignments: str,
    format: FormatOption = None,
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Change the given fields of a record: `plutio update tasks ID title="Write the brief" due_date:=null`.

    Parameters
    ----------
    id
        The id of the record.
    assignments
        NAME=TEXT or NAME:=JSON; custom.TITLE=TEXT for a custom field, extra.NAME=TEXT for one that is not described.
    """

    async def work(plutio: Plutio) -> None:
        await _write(plutio, resource, "update", assignments, id, format=format, dry_run=dry_run)

    if not assignments:
        raise Problem("there is no field to change; write NAME=TEXT after the id")
    run(connection, work, dry_run=dry_run, writes=True)


def delete(
    resource: ResourceArgument,
    /,
    *ids: str,
    yes: bool = False,
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Delete records by their ids. Asks first.

    Parameters
    ----------
    ids
        The ids of the records.
    yes
        Delete without a question.
    """
    from plutio_async.cli.described import find_resource, method
    from plutio_async.description import catalogue

    _need_ids(ids)
    method(find_resource(catalogue(), resource), "delete")
    if not (yes or dry_run):
        need_terminal("delete")
        shown = f"{', '.join(ids[:3])}{', …' if len(ids) > 3 else ''}"
        ask(f"Delete {len(ids)} of {resource} ({shown})?", "nothing was deleted")

    async def work(plutio: Plutio) -> None:
        await _each(find_resource(plutio, resource), "delete", ids)

    run(connection, work, dry_run=dry_run, writes=True)


def archive(
    resource: ResourceArgument,
    /,
    *ids: str,
    undo: bool = False,
    dry_run: DryRunOption = False,
    connection: Connection = _DEFAULT,
) -> None:
    """Archive records by their ids, or bring them back.

    Parameters
    ----------
    ids
        The ids of the records.
    undo
        Bring the records back from the archive.
    """
    _need_ids(ids)

    async def work(plutio: Plutio) -> None:
        from plutio_async.cli.described import find_resource

        await _each(find_resource(plutio, resource), "unarchive" if undo else "archive", ids)

    run(connection, work, dry_run=dry_run, writes=True)


async def _write(
    plutio: Plutio,
    resource: str,
    verb: Literal["create", "update"],
    assignments: tuple[str, ...],
    *ids: str,
    format: Format | None,
    dry_run: bool,
) -> None:
    """Creates a record or updates one, and prints it."""
    from plutio_async.cli.customs import custom_values
    from plutio_async.cli.dates import dates_of
    from plutio_async.cli.described import find_resource

    found, dates = find_resource(plutio, resource), dates_of(plutio, shown=dry_run)
    values = _values(found, verb, assignments, dates)
    if "custom" in values:
        values["custom"] = custom_values(await found._custom_schema(), values["custom"], dates)
    with summary_if_interrupted(lambda: _IF_INTERRUPTED[verb]):
        record = await getattr(found, verb)(*ids, **values)
    _show(found, record, format)


def _need_ids(ids: Sequence[str]) -> None:
    if not ids:
        raise Problem("ID: is missing; write the ids of the records after the resource")


def _values(resource: Any, verb: str, arguments: tuple[str, ...], dates: Dates) -> dict[str, Any]:
    from plutio_async.cli.described import has_custom_fields, required_fields, written_fields
    from plutio_async.cli.values import assignments

    fields = written_fields(resource, verb)
    values = assignments(arguments, fields, dates, custom=has_custom_fields(resource, verb))
    if missing := [name for name in required_fields(resource, verb) if name not in values]:
        raise Problem(f"{resource.name}: {verb} needs {' and '.join(f'{name}=…' for name in missing)}")
    if not values:
        raise Problem("there is no field to write; write NAME=TEXT after the resource")
    return values


def _show(resource: Any, record: Any, format: Format | None) -> None:
    from plutio_async.cli.output import output
    from plutio_async.description import fields_of

    with output(format, None, known=list(fields_of(resource.model)), single=True) as out:
        out.write(record.to_dict(names="python"))


async def _each(resource: Any, verb: str, ids: Sequence[str]) -> None:
    """One call for one record or for each; for several a bulk call where the resource has one."""
    from plutio_async.cli.described import method

    one = method(resource, verb)
    many = getattr(resource, f"bulk_{verb}", None)
    if len(ids) > 1 and many is not None:
        await _bulk(many, verb, ids)
        return
    done: list[str] = []
    with summary_if_interrupted(
        lambda: f"{verb}: {len(done)} of {len(ids)} done, {_next(ids, done)} may have been", errors=len(ids) > 1
    ):
        for id in ids:
            with suppress(Planned):
                await one(id)
                done.append(id)
                sys.stdout.write(f"{id}\n")
                sys.stdout.flush()
    if done:  # or it is a dry run
        note(f"plutio: {verb}: {len(done)} done")


def _next(ids: Sequence[str], done: Sequence[str]) -> str:
    return ids[len(done)] if len(done) < len(ids) else "no other"


async def _bulk(many: Any, verb: str, ids: Sequence[str]) -> None:
    from plutio_async import BulkResult

    result: BulkResult = BulkResult(ids)
    with summary_if_interrupted(lambda: f"{verb}: {result.summary}"):
        await many(result)
    for id in result.ids("done", "accepted"):
        sys.stdout.write(f"{id}\n")
    sys.stdout.flush()
    note(f"plutio: {verb}: {result.summary}")
    if missing := result.ids("missing", "ignored"):
        raise Failed(f"{verb}: {', '.join(missing)} did not change", 5)
