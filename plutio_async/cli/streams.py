"""The standard streams: each is open, and escapes the characters that its encoding lacks. Questions on the terminal."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import select
import sys
from typing import Any, TextIO

from plutio_async.cli.failures import Declined, Problem

_ESCAPED = "plutio-escaped"
_MOMENT = 0.1
"""Seconds of one wait for an answer."""


def _escape(error: UnicodeError) -> tuple[str, int]:
    r"""Each character as ``\uXXXX``, as in JSON."""
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPED, _escape)


def open_streams() -> None:
    """Prepares the streams of this process. A closed stdin is empty, and what a closed stderr would show is dropped.

    Raises:
        OSError: stdout is closed.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: SIM115 - until the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - until the end
    if sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed; to discard the output, send it to the null device", "stdout")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)


def discard_output() -> None:
    """Drops what stdout could not write, or the interpreter fails to flush it at its end, with another exit code."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def encodable(text: str, stream: TextIO) -> str:
    """Text as the stream will show it."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, _ESCAPED).decode(encoding)


def json_for(stream: TextIO, text: str) -> str:
    """JSON that is valid whoever reads the stream: UTF-8, or nothing but ASCII."""
    is_utf8 = codecs.lookup(stream.encoding or "utf-8").name == "utf-8"
    return text if is_utf8 else text.encode("ascii", _ESCAPED).decode()


def need_terminal(action: str) -> None:
    """Raises ``Problem`` if there is no terminal for a question. ``action`` is a verb, such as ``delete``."""
    if not sys.stdin.isatty():
        raise Problem(f"there is no terminal to ask on; add --yes to {action} without a question")


def ask(question: str, declined: str) -> None:
    """Asks on the terminal. Raises ``Declined`` with a message for any answer but yes.

    Call it outside of the event loop, which would keep a Ctrl-C until the answer.
    """
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    # A Ctrl-C that comes right before Python waits for a line is handled after that line only, so the waits are short.
    while sys.platform != "win32" and not select.select([sys.stdin], [], [], _MOMENT)[0]:
        pass
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Declined(declined)


def indented(value: Any) -> str:
    """JSON on several lines; on one, if a number has more digits than a float."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    except TypeError:
        from plutio_async.cli.json_text import json_text

        return json_text(value)
