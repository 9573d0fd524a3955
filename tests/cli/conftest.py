"""A served sandbox, and ``plutio`` as a user runs it: a process of its own, in a pipe or on a terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from attrs import frozen

from plutio_async.testing import Sandbox

from .warm import Command, WarmPython

COMMAND = [sys.executable, "-m", "plutio_async.cli"]


@frozen
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str = ""


def clock_and_zone() -> dict[str, str]:
    """The variables that set them for this process, by libfaketime: a program that it starts has the same."""
    names = [name for name in os.environ if name in ("LD_PRELOAD", "TZ") or name.startswith("FAKETIME")]
    return {name: os.environ[name] for name in names}


def inherited() -> dict[str, str]:
    """The part of this process's environment that a command has."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, **clock_and_zone(), "PYTHONIOENCODING": "utf-8"}


LATE = 1_796_167_800.0
"""2026-12-01 23:30 UTC, when it is the next day in Berlin."""


@pytest.fixture
def berlin_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The time zone of this process."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class Shell:
    """Runs commands with the environment of a user: ``variables``, and folders of their own."""

    def __init__(self, home: Path, variables: dict[str, str], python: WarmPython) -> None:
        folders = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache")}
        self.home = home
        self.variables = {**inherited(), **folders, "COLUMNS": "100", **variables}
        self._python = python

    def install(self) -> None:
        """Puts ``plutio`` and ``python`` on the path, for a program that runs them by their names."""
        folder = self.home / "bin"
        folder.mkdir()
        for name, command in {"plutio": COMMAND, "python": [sys.executable]}.items():
            (folder / name).write_text(f'#!/bin/sh\nexec {" ".join(command)} "$@"\n')
            (folder / name).chmod(0o755)
        self.variables["PATH"] = f"{folder}:{self.variables['PATH']}"

    def run(self, *arguments: str, stdin: str = "", **variables: str) -> Ended:
        """In a pipe."""
        process = self.start(*arguments, **variables)
        out, err = process.communicate(stdin)
        return Ended(process.wait(), out, err)

    def run_anew(self, *arguments: str, stdin: str = "", **variables: str) -> Ended:
        """In a pipe, by a Python that starts anew, as a user does."""
        environment = {**self.variables, **variables}
        done = subprocess.run(
            [*COMMAND, *arguments], input=stdin, env=environment, capture_output=True, text=True, timeout=60
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str, **variables: str) -> Command:
        """In a pipe, without waiting for the end."""
        assert not any(name.startswith("PYTHON") for name in variables), "Python reads it when it starts: run_anew()"
        return self._python.in_pipes(arguments, {**self.variables, **variables})

    def on_terminal(self, *arguments: str, answers: tuple[tuple[str, str], ...] = ()) -> Ended:
        """On a terminal; ``answers`` are typed after the text that each waits for."""
        terminal, theirs = os.openpty()
        process = self._python.on([theirs] * 3, arguments, {**self.variables, "TERM": "xterm"})
        os.close(theirs)
        shown, waiting = "", list(answers)
        deadline = time.monotonic() + 60
        while True:
            if not select.select([terminal], [], [], deadline - time.monotonic())[0]:
                process.send_signal(signal.SIGKILL)
            try:
                text = os.read(terminal, 65_536).decode()
            except OSError:  # the terminal is closed
                text = ""
            if not text:
                break
            shown += text
            if waiting and waiting[0][0] in shown:
                os.write(terminal, waiting.pop(0)[1].encode())
        os.close(terminal)
        return Ended(process.wait(), shown.replace("\r\n", "\n"))


@pytest.fixture(scope="package", autouse=True)
def _one_app() -> Iterator[None]:
    """Each command makes the app anew, as its process does, which takes longer than the command. It keeps nothing."""
    from plutio_async.cli import app

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(app, "build", cache(app.build))
        yield


@pytest.fixture(scope="session")
def python() -> Iterator[WarmPython]:
    python = WarmPython(inherited())
    yield python
    python.close()


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.seed(
        tasks=[
            {"_id": f"task{n:013}", "title": f"Task {n}", "status": "incomplete" if n % 2 else "completed",
             "dueDate": f"2026-12-{n:02}T12:00:00.000Z"}
            for n in range(1, 6)
        ]
    )  # fmt: skip
    return sandbox


@pytest.fixture
def served(sandbox: Sandbox) -> Iterator[dict[str, str]]:
    """The variables of a client of the sandbox."""
    with sandbox.serving() as url:
        yield {
            "PLUTIO_BASE_URL": url,
            "PLUTIO_CLIENT_ID": sandbox.client_id,
            "PLUTIO_CLIENT_SECRET": sandbox.client_secret,
            "PLUTIO_BUSINESS": sandbox.business,
        }


@pytest.fixture
def shell(tmp_path: Path, served: dict[str, str], python: WarmPython) -> Shell:
    return Shell(tmp_path, served, python)


@pytest.fixture
def plutio(
    tmp_path: Path, served: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Ended]]:
    """Runs a command in this process, which is faster. A Ctrl-C is then handled as before."""
    from plutio_async.cli.app import run

    for name, value in {**served, "XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)

    def command(*arguments: str) -> Ended:
        code = run(arguments)
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    handler = signal.getsignal(signal.SIGINT)
    yield command
    signal.signal(signal.SIGINT, handler)


class FileServer:
    """Another host, with ``content`` by path. Counts what is asked for."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()

    def seed(self, sandbox: Sandbox, title: str, content: bytes = b"content", **fields: object) -> str:
        """A file of the workspace, whose id is returned."""
        path = f"/{len(self.content)}"
        self.content[path] = content
        record = {"title": title, "type": "file", "handle": "h", "url": f"{self.url}{path}?signature=1", **fields}
        id: str = sandbox.seed(files=[record])["files"][0]["_id"]
        return id


@pytest.fixture
def server() -> Iterator[FileServer]:
    files = FileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            files.asked[path] += 1
            body = files.content.get(path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None: ...

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    files.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield files
    http.shutdown()
    thread.join()
    http.server_close()
