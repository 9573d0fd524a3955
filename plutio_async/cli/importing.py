"""``plutio import``."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from plutio_async.cli.client import Connection, Format, run
from plutio_async.cli.failures import Problem, note, summary_if_interrupted
from plutio_async.cli.streams import ask, need_terminal
from plutio_async.cli.words import counted

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.imports.job import Checked, Job
    from plutio_async.cli.imports.planning import Action, Plan
    from plutio_async.cli.imports.report import Report


def import_file(
    file: Path,
    /,
    *,
    resource: str,
    mapped: Annotated[tuple[str, ...], Parameter(name="--map")] = (),
    match: str | None = None,
    update_only: bool = False,
    empty: Literal["skip", "clear"] = "skip",
    delimiter: str = ",",
    journal: Path | None = None,
    slack: Annotated[float, Parameter(show_default=True)] = 60.0,
    yes: bool = False,
    dry_run: bool = False,
    format: Format | None = None,
    profile: str | None = None,
) -> None:
    """Create or update a record for each line of a file: `plutio import people.csv --resource people`.

    Checks the whole file first, shows a plan, and asks. If it is interrupted, the same command continues.

    Parameters
    ----------
    file
        A CSV with a header, or JSON lines; the name ends with .csv or .jsonl.
    resource
        Such as people.
    mapped
        The field of a column, such as 'Email=contact_emails.0.address'; 'Email=' leaves the column out.
    match
        Update the record with the same value of this field, such as contact_emails.address; create it if there is none.
    update_only
        Create nothing: leave out the lines that fit no record.
    empty
        What an empty cell means for an update: nothing, or that it clears the field.
    delimiter
        The character between the cells of a CSV.
    journal
        The folder that the import continues from; FILE.import, if not given.
    slack
        The seconds by which a request may be late: a record without an answer is looked up after them.
    yes
        Import without a question.
    dry_run
        Print what would be sent for each line, and make no call.
    format
        Of the report: table on a terminal and JSON lines in a pipe, if not given.
    profile
        The profile of config.toml. PLUTIO_PROFILE is the default.
    """
    from plutio_async.cli.config import find_settings
    from plutio_async.cli.imports.job import Job, without_indexes

    if not 0 <= slack < inf:
        raise Problem(f"--slack: takes seconds, from 0 on, not {slack}")
    folder = journal or file.with_name(f"{file.name}.import")
    job = Job(file, resource, match and without_indexes(match), update_only, empty == "clear", folder, slack)
    checked = job.check(mapped, delimiter)
    if dry_run:
        _print_rows(job, checked, format)
        return
    if not yes:
        need_terminal("import")
    connection = Connection(profile=profile, max_wait=None)
    plan = _planned(connection, job, checked)
    if plan.writes and not yes:
        business = find_settings(profile).business or "the workspace of the API client"
        ask(f"Import {file.name} into {resource} of {business}?", "nothing was imported")
    report = _send(connection, job, plan, format)
    if (failure := report.failure()) is not None:
        raise failure
    note(f"plutio: {report.summary}")


def _planned(connection: Connection, job: Job, checked: Checked) -> Plan:
    async def work(plutio: Plutio) -> tuple[Plan, int]:
        return await job.plan(plutio, checked), plutio.budget.remaining

    found = run(connection, work)
    assert found is not None  # only a dry run has no result
    _note_plan(job, checked, *found)
    return found[0]


def _send(connection: Connection, job: Job, plan: Plan, format: Format | None) -> Report:
    """Sends what is planned, if anything, and prints the report, also of a run that is interrupted."""
    from plutio_async.cli.imports.report import Report
    from plutio_async.cli.progress import counting

    report = Report(plan.steps)
    stopped = f"run the same command again to continue from {job.folder}"

    async def work(plutio: Plutio) -> None:
        with counting(plutio, plan.writes, "lines") as report.on_answer:
            await job.send(plutio, plan, report)

    try:
        if plan.writes:
            with summary_if_interrupted(lambda: f"{report.summary}; {stopped}", errors=True):
                run(connection, work)
    finally:
        _print_report(report, format)
    return report


def _note_plan(job: Job, checked: Checked, plan: Plan, calls_left: int) -> None:
    """What would be sent, on stderr."""
    words: dict[Action, str] = {
        "create": "to create",
        "update": "to update",
        "unchanged": "unchanged",
        "skip": "without a record to update",
        "made": "created before",
        "done": "updated before",
    }
    counts = ", ".join(f"{number} {word}" for action, word in words.items() if (number := plan.count(action)))
    note(f"plutio: {job.file.name}: {counts}")
    if plan.writes > calls_left:
        note(f"plutio: {counted(calls_left, 'call')} left in this hour; the import waits for the rest")
    _note_left_out(job, checked)


def _note_left_out(job: Job, checked: Checked) -> None:
    if checked.skipped:
        note(f"plutio: fields that cannot be written are left out: {', '.join(checked.skipped)}")
    if checked.empty:
        meaning = "clear their fields in updates" if job.clear else "are not sent; --empty clear clears their fields"
        note(f"plutio: empty cells ({checked.empty}) {meaning}")


def _print_rows(job: Job, checked: Checked, format: Format | None) -> None:
    """What each line would send, as far as the file shows it."""
    from plutio_async.cli.output import output
    from plutio_async.description import to_json

    with output(format, ("line", "action", "id", "values")) as out:
        for row in checked.rows:
            action = "update" if row.id is not None else "match" if job.match is not None else "create"
            out.write({"line": row.line, "action": action, "id": row.id, "values": to_json(row.values)})
    _note_left_out(job, checked)
    note(f"plutio: dry run: {counted(len(checked.rows), 'line')} without a mistake; no call was made")


def _print_report(report: Report, format: Format | None) -> None:
    from plutio_async.cli.imports.report import COLUMNS
    from plutio_async.cli.output import output

    with output(format, COLUMNS) as out:
        for row in report.rows():
            out.write(row)
