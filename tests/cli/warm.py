"""A Python that has imported the command line and forks for each command, since to start one anew takes five times as long.

``python -m tests.cli.warm FD`` serves the socket with that number; :class:`WarmPython` asks it.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define

ROOT = Path(__file__).parent.parent.parent


@define
class Command:
    """A command that runs, with the interface of ``Popen`` as far as the tests need it."""

    pid: int
    streams: list[Any]
    _answer: Any
    returncode: int | None = None

    @property
    def stdout(self) -> Any:
        return self.streams[1]

    @property
    def stderr(self) -> Any:
        return self.streams[2]

    def wait(self) -> int:
        """The exit code; that of a signal is negative."""
        if self.returncode is None:
            self.returncode = int(self._answer.readline())
            self._answer.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Does nothing to a command that has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def communicate(self, given: str = "", timeout: float = 60) -> tuple[str, str]:
        """Writes ``given``, reads to the end, and waits. The command is killed after ``timeout`` seconds."""
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.append(self.stderr.read()))
        killer = threading.Timer(timeout, self.send_signal, [9])
        stdin, stdout, stderr = self.streams
        with stdin, stdout, stderr:
            reader.start()
            killer.start()
            with contextlib.suppress(BrokenPipeError), stdin:
                stdin.write(given)
            text = stdout.read()
            reader.join()
            killer.cancel()
            killer.join()
            self.wait()
        return text, errors[0]


class WarmPython:
    """Starts commands. They inherit its environment as far as Python reads it when it starts."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "tests.cli.warm", str(theirs.fileno())]
            self._server = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT, env=environment)

    def on(self, fds: Sequence[int], arguments: Sequence[str], environment: Mapping[str, str]) -> Command:
        """With the three as its standard streams."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            socket.send_fds(self._control, [b" "], [theirs.fileno(), *fds])
            asked = {"arguments": arguments, "environment": environment, "folder": os.getcwd()}
            ours.sendall(json.dumps(asked).encode() + b"\n")
            answer = ours.makefile("r")
        return Command(int(answer.readline()), [], answer)

    def in_pipes(self, arguments: Sequence[str], environment: Mapping[str, str]) -> Command:
        """With pipes as its standard streams."""
        (stdin, given), (out, stdout), (err, stderr) = (os.pipe() for _ in range(3))
        command = self.on([stdin, stdout, stderr], arguments, environment)
        for number in (stdin, stdout, stderr):
            os.close(number)
        modes = {given: "w", out: "r", err: "r"}
        command.streams = [open(number, mode, encoding="utf-8") for number, mode in modes.items()]
        return command

    def close(self) -> None:
        self._control.close()
        self._server.wait(10)


def forked(control: socket.socket) -> list[int] | None:
    """Forks for each message. Returns its descriptors in the new process, and ``None`` at the end."""
    while True:
        _, fds, *_ = socket.recv_fds(control, 1, 4)
        if not fds:
            return None
        with contextlib.suppress(ChildProcessError):  # there is none
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if fork() == 0:
            return fds
        for fd in fds:
            os.close(fd)


def fork() -> int:
    """Fails (from Python 3.12 on) where there are threads, which a child would lack."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return os.fork()


def begin(answer: int, *fds: int) -> None:
    """Returns in the process of the command, which looks as if it was started anew. The other one tells how it ends."""
    with socket.socket(fileno=answer) as told:
        asked = json.loads(told.makefile("r").readline())
        pid = fork()
        if pid:
            for fd in fds:
                os.close(fd)
            told.sendall(b"%d\n" % pid)
            told.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            os._exit(0)
    if os.isatty(fds[0]):
        os.login_tty(os.dup(fds[0]))
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
        os.close(fd)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.chdir(asked["folder"])
    sys.argv[1:] = asked["arguments"]
    for number, (name, mode) in enumerate({"stdin": "r", "stdout": "w", "stderr": "w"}.items()):
        former = getattr(sys, name)
        stream = open(number, mode, encoding=former.encoding, errors=former.errors, closefd=False)
        stream.reconfigure(line_buffering=stream.line_buffering or number == 2)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


RARE = {"__init__", "__main__", "_generated", "_pyinstaller", "mcp", "parquet", "redis"}
"""Parts of names of modules that few commands need, or that do something."""


def warm_up() -> None:
    """Imports what most commands need, makes the app, and a help; they import the rest as usual."""
    for name in ("anyio._backends._asyncio", "csv", "h2.connection", "socksio", "sqlite3", "tomllib", "trio"):
        importlib.import_module(name)
    for file in (ROOT / "plutio_async").rglob("*.py"):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if (parts[1].startswith("_") or parts[1] == "cli") and not RARE.intersection(parts):
            importlib.import_module(".".join(parts))
    from plutio_async.cli import app

    app.build = functools.cache(app.build)  # type: ignore[assignment]
    with contextlib.redirect_stdout(io.StringIO()):
        app.run(["list", "--help"])


def end(code: int) -> None:
    """Ends this process as Python does, less the removal of each object that was imported, which takes it long."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)


def main() -> None:
    warm_up()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        fds = forked(control)
    if fds is not None:
        begin(*fds)
        end(importlib.import_module("plutio_async.cli").main())


if __name__ == "__main__":
    main()
