"""``plutio restore``."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from plutio_async.cli import completing
from plutio_async.cli.client import Connection, Format, ProfileOption, run
from plutio_async.cli.failures import Failed, Problem, note, summary_if_interrupted
from plutio_async.cli.streams import ask, need_terminal
from plutio_async.cli.words import counted

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.restores.job import Job


def restore(
    folder: Annotated[Path, Parameter(name="dir")],
    /,
    *,
    resource: Annotated[tuple[str, ...], Parameter(completer=completing.resources)] = (),
    into: Annotated[str | None, Parameter(completer=completing.businesses)] = None,
    journal: Path | None = None,
    slack: Annotated[float, Parameter(show_default=True)] = 60.0,
    yes: bool = False,
    dry_run: bool = False,
    verify: bool = False,
    format: Format | None = None,
    profile: ProfileOption = None,
) -> None:
    """Bring the records of an export into a workspace: `plutio restore studio --into other`.

    Shows a plan, and asks. It creates what is missing, changes no record that is there, and compares what it created
    with the export. If it is interrupted, the same command continues.

    Parameters
    ----------
    folder
        The folder of the export.
    resource
        Create only records of this resource; may be repeated.
    into
        The workspace, if the API client is enabled for several.
    journal
        The folder that the restore continues from; DIR.restore/WORKSPACE, if not given.
    slack
        The seconds by which a request may be late: a record without an answer is looked up after them.
    yes
        Restore without a question.
    dry_run
        Show the plan, and write nothing.
    verify
        Only compare what was restored before with the export, and write nothing.
    format
        Of the report: table on a terminal and JSON lines in a pipe, if not given.
    """
    from plutio_async.cli.config import find_settings
    from plutio_async.cli.restores.job import Job

    if not 0 <= slack < inf:
        raise Problem(f"--slack: takes seconds, from 0 on, not {slack}")
    if verify and (yes or dry_run):
        raise Problem("--verify: writes nothing, so leave out --yes and --dry-run")
    business = into or find_settings(profile).business
    state = journal or folder.with_name(f"{folder.resolve().name}.restore") / (business or "workspace")
    job = Job.of(folder, state, resource, slack)
    connection = Connection(profile=profile, max_wait=None, business=into)
    if verify:
        _verify(job, connection)
        return
    if not yes and not dry_run:
        need_terminal("restore")
    left = _plan(job, connection, business)
    if dry_run:
        note("plutio: dry run: nothing was written")
        return
    if left and not yes:
        ask(f"Restore {folder} into {business or 'the workspace of the API client'}?", "nothing was restored")
    _work(job, connection, format)


def _plan(job: Job, connection: Connection, business: str | None) -> int:
    """Shows the plan. Returns the calls that it takes."""
    from plutio_async.cli.progress import waiting
    from plutio_async.cli.restores.reporting import planned

    async def work(plutio: Plutio) -> float:
        await job.make_plan(plutio)
        return waiting(plutio.with_options(priority="background"), job.calls) if job.calls else 0.0

    wait = run(connection, work)
    assert wait is not None  # only a dry run of one call has no result
    for line in planned(job, business, wait):
        note(line)
    return job.calls


def _work(job: Job, connection: Connection, format: Format | None) -> None:
    from plutio_async.cli.output import output
    from plutio_async.cli.progress import counting
    from plutio_async.cli.restores.job import COLUMNS
    from plutio_async.cli.restores.reporting import reported

    calls = job.calls

    async def work(plutio: Plutio) -> int:
        calm = plutio.with_options(priority="background")
        with counting(calm, calls, "calls") as on_answer:
            done = await job.work(calm, on_answer)
            if calls:
                await job.compare(calm)
        return done.surplus

    surplus: int | None = None
    try:
        with summary_if_interrupted(lambda: f"run the same command again to continue from {job.folder}", errors=True):
            surplus = run(connection, work)
    finally:
        with output(format, COLUMNS) as out:
            for row in job.rows():
                out.write(row)
    for line in reported(job):
        note(line)
    if surplus:
        note(f"plutio: records that the server made for new ones, and that the export has not: {surplus}")
    if job.outcomes:
        code = 10 if "unknown" in job.outcomes.values() else 6
        raise Failed(f"not complete: {counted(len(job.outcomes), 'record')}; the same command tries again", code)
    _end(job)


def _verify(job: Job, connection: Connection) -> None:
    from plutio_async.cli.restores.reporting import reported

    if job.state.matched is None:
        raise Problem(f"--verify: nothing was restored yet, {job.folder} has no state of a restore")

    async def work(plutio: Plutio) -> None:
        await job.make_plan(plutio)
        await job.compare(plutio)

    run(connection, work)
    for line in reported(job):
        note(line)
    _end(job)


def _end(job: Job) -> None:
    if (found := job.comparison) is None:
        note(f"plutio: `plutio restore {job.directory} --verify` compares the workspace with the export")
    elif found.different or found.missing:
        raise Failed(f"the workspace differs from {job.directory}", 12)
