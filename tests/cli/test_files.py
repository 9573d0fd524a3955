"""``plutio export --files`` as a user runs it: a process of its own, and the bytes come from the served sandbox."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import anyio.to_thread
import pytest

from plutio_async.cli.exports.attachments import read_index
from plutio_async.testing import Answer, Fault, Request, Sandbox

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]

CONTENT = bytes(range(256)) * 400


class Downloads:
    """Counts the downloads by the id of the file. Holds those of ``held`` until ``released``."""

    def __init__(self, held: str = "") -> None:
        self.held = held
        self.reached, self.released = threading.Event(), threading.Event()
        self.asked: Counter[str] = Counter()
        self.ranges: list[str] = []

    async def before(self, request: Request) -> Answer | None:
        if not request.path.startswith("/storage/"):
            return None
        id = request.path.rpartition("/")[2]
        self.asked[id] += 1
        self.ranges += [request.headers["range"]] if "range" in request.headers else []
        if id == self.held:
            self.reached.set()
            await anyio.to_thread.run_sync(self.released.wait)
        return None

    async def after(self, _request: Request, answer: Answer) -> Answer:
        return answer


@pytest.fixture
def sandbox() -> Sandbox:
    """A studio, whose logo is made up, and two files with known bytes."""
    sandbox = Sandbox()
    sandbox.seed_workspace()
    sandbox.seed_file("Offer (final).pdf", CONTENT, _id="offer")
    sandbox.seed_file("../../notes.txt", b"Call Ada", _id="notes")
    return sandbox


def saved(folder: Path) -> dict[str, bytes]:
    """The files by the start of their names."""
    return {path.name.rpartition("-")[0]: path.read_bytes() for path in (folder / "files").glob("[!i.]*")}


def test_the_bytes_are_those_of_the_workspace(
    shell: Shell, plutio: Command, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that breaks continues, ``--verify`` finds a changed byte, and the sandbox serves the export."""
    out, downloads = tmp_path / "out", Downloads()
    sandbox.add_hook(downloads)
    sandbox.fail(Fault.reset("during", path="/storage/example/offer", nth=1))
    done = shell.run("export", str(out), "--resource", "files", "--files")
    assert (done.code, "attachments: 3; new: 3; missing: 0" in done.err) == (0, True), done.err
    files = saved(out)
    assert (files["Offer-final"], files["notes"], len(files["logo"])) == (CONTENT, b"Call Ada", 2048)
    assert [one.id for one in read_index(out)] == [
        file["_id"] for file in sandbox.records("files") if file["type"] == "file"
    ]
    assert downloads.ranges == [f"bytes={len(CONTENT) // 2}-"]
    assert [call.path for call in sandbox.calls] == ["/oauth/token", "/files", "/files", "/files"]

    again = Sandbox()
    again.load(out)
    with again.serving() as url:
        monkeypatch.setenv("PLUTIO_BASE_URL", url)
        done = plutio("export", str(tmp_path / "again"), "--resource", "files", "--files")
    assert done.code == 0, done.err
    assert saved(tmp_path / "again") == files

    (path,) = (out / "files").glob("Offer*")
    path.write_bytes(CONTENT[:-1] + b"!")
    done = shell.run("export", str(out), "--verify")
    assert done.code == 12
    assert f"files/{path.name} has other content than the export wrote" in done.err
    monkeypatch.setenv("PLUTIO_BASE_URL", shell.variables["PLUTIO_BASE_URL"])
    command = ("export", str(out), "--resource", "files", "--files")
    assert "attachments: 3; new: 0; missing: 0" in plutio(*command, "--since", "last").err
    assert "attachments: 3; new: 1; missing: 0" in plutio(*command).err
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("end", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_an_interrupted_run_continues(
    shell: Shell, plutio: Command, sandbox: Sandbox, tmp_path: Path, end: signal.Signals
) -> None:
    """Files that were complete are not fetched again."""
    out, downloads = tmp_path / "out", Downloads(held="notes")
    sandbox.add_hook(downloads)
    command = shell.start("export", str(out), "--resource", "files", "--files")
    assert downloads.reached.wait(60)
    index = out / "files" / "index.jsonl"
    while not (index.exists() and index.read_bytes().count(b"\n") == 2):
        os.kill(command.pid, 0)  # an error if it has ended
    command.send_signal(end)
    _, err = command.communicate(timeout=30)
    downloads.released.set()
    assert command.returncode == (130 if end == signal.SIGINT else -end)
    assert ("run the same command again to continue" in err) == (end == signal.SIGINT)
    done = plutio("export", str(out), "--resource", "files", "--files")
    assert done.code == 0, done.err
    assert sorted(downloads.asked.values()) == [1, 1, 2]
    assert saved(out).keys() == {"logo", "Offer-final", "notes"}
    assert plutio("export", str(out), "--verify").code == 0
    assert not list((out / "files").glob(".*"))
