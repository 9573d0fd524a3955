"""Failures of a command: the message on stderr, and the exit code of each class of errors."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define

OK = 0
BUG = 1
USAGE = 2
DECLINED = 11
INTERRUPTED = 130
PIPE_CLOSED = 141
TERMINATED = 143

EXIT_CODES = {
    "ConfigurationError": 3,
    "AuthenticationError": 4,
    "PermissionDeniedError": 4,
    "BusinessNotEnabledError": 4,
    "NotFoundError": 5,
    "MethodNotAllowedError": 6,
    "BadRequestError": 6,
    "CustomFieldError": 2,
    "InvalidInput": 2,
    "BudgetExceeded": 7,
    "RateLimitError": 7,
    "ConnectionFailed": 8,
    "ServerError": 9,
    "UnreadableAnswer": 9,
    "OutcomeUnknown": 10,
    "BulkFailed": 6,
    "CreateManyFailed": 6,
    "StatusError": 6,
    "PlutioError": 1,
    "OSError": 14,  # of a file of this machine
    "TypeError": 2,  # of a check of the SDK's arguments
    "ValueError": 2,
}
"""The exit code for an error of ``plutio_async.errors``: that of its nearest class."""


@define
class Style:
    """What stderr shows: no notes with ``quiet``; with ``json`` an object a line, for programs."""

    quiet: bool = False
    json: bool = False


style: Style = Style()
"""That of the command that runs."""

_PYTHON = re.compile(r"\w\(|\bF\.|\b[a-z_]+=(?=\S|$)|==|\bNone\b|\bawait ")
_QUOTED = re.compile(r"'[^']*'")
_CLAUSE = re.compile(r"(?<=[;.?]) ")


class Problem(Exception):
    """The input cannot work. The message says which argument, why, and the nearest right one."""


class Declined(Exception):
    """The answer to a question was no."""


class Planned(Exception):
    """A call of a dry run, which is not made."""


class Failed(Exception):
    """The command failed for a reason that has no class of its own; ``code`` is the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def message(error: Exception) -> str:
    """What an error says, for people who do not write Python.

    The SDK words a message as what is wrong, and then a way out for those who call it from Python. The clauses with
    Python after the first are left out, and such an end of the first. The words of the server stay as they are.
    """
    from plutio_async.errors import PlutioError, StatusError

    text = str(error)
    if isinstance(error, StatusError) or not isinstance(error, TypeError | ValueError | PlutioError):
        return text
    first, *others = _CLAUSE.split(text)
    fact, _, way_out = first.rpartition(": ")
    kept = [fact if fact and _is_python(way_out) else first, *(one for one in others if not _is_python(one))]
    return " ".join(kept).rstrip("; ")


def _is_python(clause: str) -> bool:
    return _PYTHON.search(_QUOTED.sub("''", clause)) is not None


def note(text: str) -> None:
    """Writes a line to stderr that is no error, such as a count."""
    if not style.quiet:
        _write(text, {"note": text.removeprefix("plutio: ")})


def fail(text: str, kind: str, code: int, **details: Any) -> int:
    """Writes to stderr why the command failed, and returns the exit code."""
    _write(f"plutio: {text}", {"error": {"type": kind, "message": text, "exit_code": code, **details}})
    return code


def _write(text: str, instead: dict[str, Any]) -> None:
    sys.stderr.write((json.dumps(instead) if style.json else text) + "\n")
    sys.stderr.flush()


def exit_code(error: BaseException) -> int:
    """The exit code of an error."""
    if isinstance(error, Problem):
        return USAGE
    if isinstance(error, Declined):
        return DECLINED
    if isinstance(error, Failed):
        return error.code
    named = (EXIT_CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in EXIT_CODES)
    return next(named, BUG)


def report(error: Exception) -> int:
    """Says what failed, in a line without a traceback, and returns the exit code."""
    code, kind = exit_code(error), type(error).__name__
    if code == BUG and not isinstance(error, Failed) and not _is_known(error):
        text = f"unexpected {kind}: {error}\nRun it again with --debug, and report what it shows."
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename or 'a file'}: {error.strerror}"
    else:
        text = message(error)
    status = getattr(error, "status", None)
    return fail(text, kind, code, **({} if status is None else {"status": status}))


def _is_known(error: BaseException) -> bool:
    return any(kind.__name__ in EXIT_CODES for kind in type(error).__mro__)


@contextmanager
def summary_if_interrupted(summary: Callable[[], str], *, errors: bool = False) -> Iterator[None]:
    """Says what was done if the block ends by Ctrl-C, or by an error of a call too."""
    try:
        yield
    except BrokenPipeError:  # the reader wants no more
        raise
    except BaseException as error:
        is_error = isinstance(error, Exception)
        if (errors and _is_known(error)) or not is_error:
            note(f"plutio: stopped: {summary()}")
        raise
