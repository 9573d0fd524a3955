"""The commands of ``plutio``, and how each ends."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence

from cyclopts import App, CycloptsError, Parameter

from plutio_async import __version__
from plutio_async.cli import (
    account,
    comparing,
    exporting,
    failures,
    importing,
    mirroring,
    reading,
    restoring,
    serving,
    showing,
    watching,
    writing,
)
from plutio_async.cli.doctor.command import doctor
from plutio_async.cli.failures import INTERRUPTED, OK, PIPE_CLOSED, USAGE, fail, note, report
from plutio_async.cli.streams import discard_output, open_streams

_EPILOGUE = """Every command takes `--debug`, which shows the traceback of a failure, `--quiet`, which leaves only
errors on stderr, and `--json-errors`, which makes each line on stderr a JSON object.

Exit codes: 2 input, 3 settings, 4 credentials, 5 not found, 6 refused, 7 the hour is used up, 8 no answer, 9 server
error, 10 unknown outcome, 11 the answer was no, 12 a difference, 13 attachments, 14 a file of this machine, 130 Ctrl-C,
1 others.
"""


_ZSH = """
if [ "$funcstack[1]" = _plutio ]; then _cyclopts_plutio; else compdef _cyclopts_plutio plutio; fi
"""
"""Without it the script only defines a function. It works by ``source``, and as the file ``_plutio`` of ``$fpath``."""


def build() -> App:
    """The app with all commands."""
    app = App(
        name="plutio",
        help="Read and write the records of a Plutio workspace.",
        version=__version__,
        help_format="markdown",
        help_epilogue=_EPILOGUE,
        suppress_keyboard_interrupt=False,
        default_parameter=Parameter(negative=(), show_default=False),
        result_action="return_value",
    )
    app.command(reading.list_records, name="list")
    app.command(importing.import_file, name="import")
    app.command(reading.call, name=("call", "api"))
    app.command(showing.open_page, name="open")
    commands: list[Callable[..., None]] = [
        reading.get,
        *(writing.create, writing.update, writing.delete, writing.archive),
        *(exporting.export, comparing.diff, restoring.restore),
        *(watching.watch, mirroring.sync, mirroring.sql),
        *(account.login, account.logout, account.profiles, account.whoami, account.budget),
        doctor,
        *(showing.resources, showing.fields, showing.sandbox, serving.mcp, completion),
    ]
    for command in commands:
        app.command(command)
    return app


def completion(shell: str | None = None, /) -> None:
    """Print the completion script of a shell: `plutio completion bash`.

    Parameters
    ----------
    shell
        bash, zsh or fish; found out if not given.
    """
    from plutio_async.cli.failures import Problem

    known = ("bash", "zsh", "fish")
    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if name not in known:
        raise Problem(f"SHELL: takes bash, zsh or fish, not {name!r}")
    script = build().generate_completion(shell=name)  # type: ignore[arg-type]
    sys.stdout.write(script + (_ZSH if name == "zsh" else ""))


class _Notes(logging.Handler):
    """Shows on stderr until when the client waits."""

    def emit(self, record: logging.LogRecord) -> None:
        note(f"plutio: {record.getMessage().partition('; callers')[0]}")


def main(arguments: Sequence[str]) -> int:
    """Runs the command of this process. Warnings, and waits of the client, become lines on stderr."""
    try:
        open_streams()
    except OSError as error:
        return report(error)
    log = logging.getLogger("plutio_async")
    log.addHandler(_Notes(logging.WARNING))
    log.propagate = False
    warnings.showwarning = lambda message, *_, **__: note(f"plutio: warning: {message}")
    return run(arguments)


def run(arguments: Sequence[str]) -> int:
    """Runs a command and returns its exit code. The options of every command may stand anywhere."""
    own = {"--quiet"} if arguments[:1] == ["sandbox"] else set()
    given = {"--debug", "--quiet", "--json-errors"}.intersection(arguments) - own
    failures.style.quiet, failures.style.json = "--quiet" in given, "--json-errors" in given
    try:
        build()([one for one in arguments if one not in given], exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as error:
        return fail(f"{error}\nTry `plutio --help`.", "UsageError", USAGE)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - each has an exit code
        if "--debug" in given:
            traceback.print_exc()
        code = _reported(error)
        discard_output()
        return code
    return OK


def _reported(error: Exception | KeyboardInterrupt) -> int:
    if isinstance(error, BrokenPipeError):
        return PIPE_CLOSED
    if isinstance(error, KeyboardInterrupt):
        return fail("interrupted", "KeyboardInterrupt", INTERRUPTED)
    return report(error)
