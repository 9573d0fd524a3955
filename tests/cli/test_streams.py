"""The standard streams: what their encoding lacks is escaped, and a closed or full one ends a command in order."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from plutio_async.cli.app import run
from plutio_async.cli.streams import ask, open_streams
from plutio_async.testing import Sandbox

from .conftest import COMMAND, Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]

TITLE = 'Größe – ☃ 🎉 "x" \ud800'
SHOWN = {
    "ascii": r'Gr\u00f6\u00dfe \u2013 \u2603 \ud83c\udf89 "x" \ud800',
    "latin-1": r'Größe \u2013 \u2603 \ud83c\udf89 "x" \ud800',
    "cp1252": r'Größe – \u2603 \ud83c\udf89 "x" \ud800',
    "utf-8": r'Größe – ☃ 🎉 "x" \ud800',
}
ENCODINGS = pytest.mark.parametrize("encoding", SHOWN)


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"title": TITLE}, *({"title": f"Task {n}"} for n in range(3))])
    return sandbox


@pytest.fixture
def bytes_of(plutio: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, bytes]]:
    """The exit code of a command, and its stdout in an encoding."""

    def command(encoding: str, *arguments: str) -> tuple[int, bytes]:
        content = io.BytesIO()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", io.TextIOWrapper(content, encoding=encoding))
            open_streams()
            return run(arguments), content.getvalue()

    return command


@ENCODINGS
@pytest.mark.parametrize("format", ["jsonl", "json"])
def test_json_is_valid_whatever_the_encoding(
    bytes_of: Callable[..., tuple[int, bytes]], encoding: str, format: str
) -> None:
    """As UTF-8, or without any character beyond ASCII; nothing is lost."""
    code, out = bytes_of(encoding, "list", "tasks", "--format", format)
    assert code == 0
    assert out.isascii() == (encoding != "utf-8")
    found: list[Any] = json.loads(out) if format == "json" else [json.loads(line) for line in out.splitlines()]
    assert [row["title"] for row in found] == [TITLE, "Task 0", "Task 1", "Task 2"]
    assert json.loads(bytes_of(encoding, "call", "GET", "/tasks", "limit=1")[1])[0]["title"] == TITLE


@ENCODINGS
def test_a_csv_has_every_record(bytes_of: Callable[..., tuple[int, bytes]], encoding: str) -> None:
    """Only what the encoding lacks is escaped."""
    code, out = bytes_of(encoding, "list", "tasks", "--format", "csv", "--fields", "title")
    rows = list(csv.reader(io.StringIO(out.decode(encoding))))
    assert (code, rows) == (0, [["title"], [SHOWN[encoding]], ["Task 0"], ["Task 1"], ["Task 2"]])


@ENCODINGS
def test_a_table_keeps_its_columns(
    bytes_of: Callable[..., tuple[int, bytes]], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """An escape is as wide as it is shown. Where the sign of a value that is cut is lacking, none is cut."""
    monkeypatch.setenv("COLUMNS", "60")
    sandbox.seed(tasks=[{"title": "long " * 40 + "end"}])
    code, out = bytes_of(encoding, "list", "tasks", "--format", "table", "--fields", "title,status")
    header, first, *_, last = out.decode(encoding).splitlines()
    assert code == 0
    assert first.startswith(SHOWN[encoding].replace(r" \ud800", " "))  # half of a pair is not printable
    assert first.index("incomplete") == header.index("status") - (encoding == "utf-8")  # two cells wide
    is_cut = encoding in ("cp1252", "utf-8")
    assert ("…" in last, "end" in last) == (is_cut, not is_cut)


@pytest.mark.parametrize(
    "locale",
    [
        pytest.param({"PYTHONIOENCODING": "ascii"}, marks=pytest.mark.system),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, marks=pytest.mark.system),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""},
    ],
)
def test_a_process_without_utf_8(shell: Shell, locale: dict[str, str]) -> None:
    """All records come."""
    done = shell.run_anew("list", "tasks", "--fields", "title", **locale)
    assert (done.code, done.err) == (0, "")
    assert [json.loads(line)["title"] for line in done.out.splitlines()] == [TITLE, "Task 0", "Task 1", "Task 2"]


def test_messages_are_escaped_too(shell: Shell) -> None:
    """On stderr, in the same way."""
    missing = shell.run_anew("get", "tasks", "☃", PYTHONIOENCODING="ascii")
    assert (missing.code, r"with the id \u2603 " in missing.err) == (5, True)


CLOSED = {
    "list tasks --fields title --max 1 >&-": (
        14,
        "plutio: stdout: it is closed; to discard the output, send it to the null device\n",
    ),
    "create tasks title=x >&- 2>&-": (14, ""),
    "list tasks --max 1 >/dev/full": (14, "plutio: stopped: 0 records read\nplutio: a file: No space left on device\n"),
    "completion bash >/dev/full": (14, "plutio: a file: No space left on device\n"),
    "get tasks nope 2>&-": (5, ""),
    "delete tasks task <&-": (2, "plutio: there is no terminal to ask on; add --yes to delete without a question\n"),
}


SOME = [command for command in CLOSED if command.startswith(("create", "completion"))]


@pytest.mark.parametrize(
    "command", [name if name in SOME else pytest.param(name, marks=pytest.mark.system) for name in CLOSED]
)
def test_a_closed_or_full_stream(shell: Shell, sandbox: Sandbox, command: str) -> None:
    """No traceback, and the exit code says what is wrong. Without stdout nothing is written to the workspace."""
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(COMMAND)} {command}"],
        env=shell.variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == CLOSED[command]
    assert not [call for call in sandbox.calls if call.method == "POST" and call.path == "/tasks"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("get tasks nope", 5),
        ("list taks", 2),
        ("list --bad", 2),
        ("list tasks --profile none", 3),
        ("export /dev/null/x", 14),
    ],
)
def test_debug_adds_the_traceback_only(plutio: Command, command: str, code: int) -> None:
    """The exit code and the message stay."""
    plain, debug = plutio(*command.split()), plutio(*command.split(), "--debug")
    assert (plain.code, debug.code) == (code, code)
    assert debug.err.endswith(plain.err)
    assert ("Traceback" in debug.err) == (command != "list --bad")


def test_debug_keeps_the_code_of_credentials_and_of_an_interruption(
    plutio: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4 and 130."""
    monkeypatch.setenv("PLUTIO_CLIENT_SECRET", "wrong-secret")
    assert plutio("list", "tasks", "--debug").code == 4

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("plutio_async.cli.described.verbs", lambda _: interrupted())
    done = plutio("resources", "--debug")
    assert (done.code, done.err.startswith("Traceback"), done.err.endswith("plutio: interrupted\n")) == (
        130,
        True,
        True,
    )


class Waiting:
    """A terminal to read from, and whether somebody waits for it, in whatever way."""

    def __init__(self, fd: int) -> None:
        self.began = threading.Event()
        self._file = os.fdopen(fd)

    def fileno(self) -> int:
        self.began.set()
        return self._file.fileno()

    def readline(self) -> str:
        self.began.set()
        return self._file.readline()

    def close(self) -> None:
        self._file.close()


def test_ctrl_c_that_does_not_interrupt_the_wait_for_an_answer_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that comes right before that wait: the system ends no wait for it. Here another thread gets the signal."""
    terminal, theirs = os.openpty()
    stdin, ended, typed = Waiting(theirs), threading.Event(), threading.Event()

    def interrupt() -> None:
        stdin.began.wait(60)
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        if not ended.wait(5):  # without an answer the test would hang
            typed.set()
            os.write(terminal, b"y\n")

    monkeypatch.setattr(sys, "stdin", stdin)
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            ask("Delete?", "nothing was deleted")
    finally:
        ended.set()
        thread.join()
        stdin.close()
        os.close(terminal)
    assert not typed.is_set()
