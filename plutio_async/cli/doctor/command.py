"""``plutio doctor``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from plutio_async.cli.client import Connection, Format
from plutio_async.cli.failures import EXIT_CODES, Failed, Problem, note
from plutio_async.cli.words import counted

if TYPE_CHECKING:
    from plutio_async import Plutio
    from plutio_async.cli.doctor.interruption import Interruption
    from plutio_async.cli.doctor.run import Run

_DEFAULT = Connection()


def doctor(
    *,
    calls: Annotated[int, Parameter(show_default=True)] = 120,
    write: str | None = None,
    clean: bool = False,
    report: Path | None = None,
    patch: Path | None = None,
    learned: Path | None = None,
    everything: Annotated[bool, Parameter(name="--all")] = False,
    exit_code: bool = False,
    format: Format | None = None,
    connection: Connection = _DEFAULT,
) -> None:
    """Compare the API with its description: read each list once, measure what is uncertain, and say what differs.

    Parameters
    ----------
    calls
        The most calls to make.
    write
        The name of a scratch workspace: settles what only writes can, and removes what it made.
    clean
        With --write, only remove what an interrupted run left in the workspace.
    report
        Write a report without personal data, for an issue: Markdown, or JSON if the name ends in .json.
    patch
        Write a patch for the YAML files of the description, for `git apply`; `-` prints it.
    learned
        Write what the client can load with `Plutio(learned=…)`.
    everything
        Show the claims that stay open too.
    exit_code
        End with 1 if there are differences.
    format
        Table on a terminal and JSON lines in a pipe, if not given.
    """
    import anyio

    from plutio_async.cli.config import find_settings
    from plutio_async.cli.doctor.interruption import Interruption
    from plutio_async.cli.doctor.run import Run

    if calls < 1:
        raise Problem("--calls: must be 1 or more")
    if clean and write is None:
        raise Problem("--clean: needs --write with the name of the workspace")
    if clean and (report or patch or learned):
        raise Problem("--clean: only removes, and writes no file")
    settings, kept, interruption = find_settings(connection.profile), list[Run](), Interruption()
    if not clean:
        _announce(calls, write)
    with interruption.handled():
        try:
            plutio = settings.client(max_wait=connection.max_wait)
            anyio.run(partial(_examined, plutio, calls, write, kept, interruption, clean=clean))
        finally:
            for run in kept:
                with _left_behind(run, write, connection.profile):
                    _show(run, report=report, patch=patch, learned=learned, everything=everything, format=format)
    if clean and kept[0].left_behind:
        raise Failed("some of it could not be removed", EXIT_CODES["BadRequestError"])
    if exit_code and kept[0].decoder.differences:
        raise Failed("the API differs from its description", 1)


def _announce(calls: int, write: str | None) -> None:
    from plutio_async.cli.doctor.examine import planned_calls

    planned = planned_calls(writes=write is not None)
    what = "reads only" if write is None else f"writes to the workspace {write!r}, and removes what it made"
    warning = f". A whole run may need {planned}" if planned > calls else ""
    note(f"plutio: makes at most {counted(min(calls, planned), 'call')}; {what}{warning}")


async def _examined(
    plutio: Plutio, calls: int, write: str | None, kept: list[Run], interruption: Interruption, *, clean: bool
) -> None:
    from plutio_async.cli.doctor.calls import Caller
    from plutio_async.cli.doctor.examine import examine
    from plutio_async.cli.doctor.run import Run
    from plutio_async.cli.doctor.writes import remove_leftovers

    async with plutio:
        run = Run(Caller(plutio, calls))
        kept.append(run)
        with interruption.cancels(run), _status() as progress:
            if clean and write is not None:
                await remove_leftovers(run, write)
            else:
                await examine(run, progress, workspace=write)


@contextmanager
def _status() -> Iterator[Callable[[str], None]]:
    """Shows what the run does, in a line that changes, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("", spinner="line") as status:
        yield status.update


def _show(
    run: Run, *, report: Path | None, patch: Path | None, learned: Path | None, everything: bool, format: Format | None
) -> None:
    """What the run has, also if it ended early."""
    if not run.visits:
        return
    from plutio_async.cli.doctor.learned import learned_text
    from plutio_async.cli.doctor.patching import patch_of
    from plutio_async.cli.doctor.report import as_json, as_markdown, new_values, report_of
    from plutio_async.cli.doctor.settling import settle

    settled = settle(run)
    found = report_of(run, settled)
    _table(found, new_values(run), everything=everything, format=format)
    if report is not None:
        _write(report, as_json(found) if report.suffix == ".json" else as_markdown(found))
    if patch is not None:
        _write(patch, patch_of(run, settled).text())
    if learned is not None:
        _write(learned, learned_text(run))
    verdicts = ", ".join(f"{count} {state}" for state, count in found["verdicts"].items())
    note(
        f"plutio: {counted(run.caller.spent, 'call')}; {counted(len(found['differences']), 'difference')}; "
        f"claims: {verdicts}"
    )
    if run.ended is not None:
        note(f"plutio: ended early: {run.ended}")


@contextmanager
def _left_behind(run: Run, workspace: str | None, profile: str | None) -> Iterator[None]:
    """Says at the end, whatever ends the block, what is left in the workspace, and the command that removes it."""
    try:
        yield
    finally:
        for left in run.left_behind:
            note(f"plutio: left behind: {left}")
        if run.left_behind:
            named = "" if profile is None else f" --profile {shlex.quote(profile)}"
            note(f"plutio: to remove it: plutio doctor --write {shlex.quote(str(workspace))} --clean{named}")


def _table(found: dict[str, Any], values: dict[str, list[str]], *, everything: bool, format: Format | None) -> None:
    from plutio_async.cli.output import output

    columns = ["result", "at", "what", "because"]
    with output(format, columns, wrap=True) as out:
        for one in found["differences"]:
            times = counted(one["times"], "time") + (f" of {one['of']}" if one["of"] else "")
            seen = ", ".join(values.get(one["at"], [])) if one["difference"] == "unknown value" else ""
            shown = f"{seen or one['seen']}, {times}"
            out.write({"result": "differs", "at": one["at"], "what": one["difference"], "because": shown})
        for one in found["claims"]:
            if everything or one["verdict"] != "open":
                out.write({"result": one["verdict"], "at": one["at"], "what": one["claim"], "because": one["because"]})


def _write(path: Path, text: str) -> None:
    if str(path) == "-":
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}") from None
    note(f"plutio: wrote {path}")
