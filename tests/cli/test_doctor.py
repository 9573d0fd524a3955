"""``plutio doctor`` as a user runs it."""

from __future__ import annotations

import json
import re
import signal
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from plutio_async.testing import Sandbox
from plutio_async.testing._api.messages import Answer, Request

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.seed_workspace()
    return sandbox


def test_the_outputs_of_a_run(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """Findings on stdout, the files that are asked for, and how many calls were made, said beforehand."""
    names = {
        kind: tmp_path / f"doctor.{end}" for kind, end in (("report", "json"), ("patch", "patch"), ("learned", "toml"))
    }
    done = plutio("doctor", *(f"--{kind}={path}" for kind, path in names.items()))
    assert done.code == 0
    first, *_, last = done.err.splitlines()
    planned = re.fullmatch(r"plutio: makes at most (\d+) calls; reads only", first)
    assert planned and len(sandbox.calls) <= int(planned[1]) <= 120
    assert {call.method for call in sandbox.calls if call.path != "/oauth/token"} == {"GET"}
    assert re.fullmatch(
        rf"plutio: {len(sandbox.calls)} calls; 1 difference; claims: \d+ confirmed, 1 refuted, \d+ open", last
    )
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert rows[0] == {
        "result": "differs",
        "at": "Wiki.pages",
        "what": "unknown field",
        "because": "list, 1 time of 1",
    }
    assert {row["result"] for row in rows} == {"differs", "confirmed", "refuted"}
    report = json.loads(names["report"].read_text(encoding="utf-8"))
    assert report["calls"] == len(sandbox.calls)
    assert names["patch"].read_text(encoding="utf-8").count("+              x-evidence: observed") > 0
    assert tomllib.loads(names["learned"].read_text(encoding="utf-8"))["sort"] == "suffix"
    assert plutio("doctor", "--all", "--calls=1").out.count('"open"') > 400


def test_a_new_value_is_shown_and_not_reported(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """It is for the user, who may put it into the patch."""
    ids = [record["_id"] for record in sandbox._workspace(None).collections["proposals"].values()]
    sandbox._workspace(None).collections["proposals"][ids[0]]["status"] = "on-hold"
    done = plutio("doctor", "--calls=40", f"--report={tmp_path / 'doctor.json'}")
    assert '"at":"Proposal.status","what":"unknown value","because":"on-hold, 1 time' in done.out
    assert "on-hold" not in (tmp_path / "doctor.json").read_text(encoding="utf-8")


def test_a_patch_on_stdout_and_a_report_as_markdown(plutio: Command, tmp_path: Path) -> None:
    """A name that ends in anything but .json is Markdown."""
    done = plutio("doctor", "--calls=45", f"--report={tmp_path / 'doctor.md'}", "--patch=-")
    assert "plutio: ended early: all 45 calls were made" in done.err
    assert "--- a/openapi/resources/invoices.yaml" in done.out
    assert (tmp_path / "doctor.md").read_text(encoding="utf-8").startswith("# plutio doctor ")


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("--calls=0",), 2, "--calls: must be 1 or more"),
        (("--write=Nothing",), 2, "--write: the workspace is called Example, not 'Nothing'; nothing was written"),
        (("--calls=2", "--report=/no/such/folder/report.md"), 2, "cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_work_is_said(plutio: Command, arguments: tuple[str, ...], code: int, problem: str) -> None:
    """With the exit code of a wrong argument."""
    done = plutio("doctor", *arguments)
    assert done.code == code
    assert problem in done.err


def test_a_scratch_workspace_is_written_to_and_left_as_it_was(plutio: Command, sandbox: Sandbox) -> None:
    """The name of the workspace is the permission."""
    tasks = len(sandbox._workspace(None).collections["tasks"])
    done = plutio("doctor", "--write=Example", "--calls=200")
    assert done.code == 0
    assert "writes to the workspace 'Example', and removes what it made" in done.err
    assert '"The task goes to the trash bin."' in done.out
    assert len(sandbox._workspace(None).collections["tasks"]) == tasks
    assert not sandbox._workspace(None).trash


def test_a_terminal_shows_a_table_and_what_is_done(shell: Shell) -> None:
    """The line changes with each step."""
    done = shell.on_terminal("doctor", "--calls=8")
    assert done.code == 0
    assert "calls made" in done.out
    assert "result" in done.out
    assert "because" in done.out


class Hang:
    """Answers one kind of call only after ``ended`` is set."""

    def __init__(self, method: str, path: str) -> None:
        self.call = (method, path)
        self.reached, self.ended = threading.Event(), threading.Event()

    async def before(self, request: Request) -> Answer | None:
        if (request.method, request.path) == self.call and not self.reached.is_set():
            self.reached.set()
            await anyio.to_thread.run_sync(self.ended.wait)
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:
        return answer


@pytest.mark.parametrize("call", [("GET", "/notes"), ("PUT", "/tasks/bulk")], ids=["while it reads", "while it writes"])
def test_ctrl_c_ends_a_run_with_what_it_has(
    shell: Shell, sandbox: Sandbox, call: tuple[str, str], tmp_path: Path
) -> None:
    """The report is written, nothing is left behind, and the exit code is that of an interruption."""
    tasks = set(sandbox._workspace(None).collections["tasks"])
    hang = Hang(*call)
    remove = sandbox.add_hook(hang)
    extra = [] if call[0] == "GET" else ["--write=Example", "--calls=200"]
    process = shell.start("doctor", f"--report={tmp_path / 'report.json'}", *extra)
    assert hang.reached.wait(60)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    hang.ended.set()
    remove()
    assert process.returncode == 130, err
    assert "plutio: ended early: the run was interrupted" in err
    assert '"confirmed"' in out
    assert "Traceback" not in err
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["ended"] == "the run was interrupted"
    assert set(sandbox._workspace(None).collections["tasks"]) == tasks
    assert not sandbox._workspace(None).trash
