"""``plutio doctor`` as a user runs it."""

from __future__ import annotations

import json
import re
import shlex
import signal
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async.cli.doctor import examine
from plutio_async.testing import Fault, Sandbox
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
    assert "plutio: ended early: all calls were made: 45" in done.err
    assert "--- a/openapi/resources/invoices.yaml" in done.out
    assert (tmp_path / "doctor.md").read_text(encoding="utf-8").startswith("# plutio doctor ")


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("--calls=0",), 2, "--calls: must be 1 or more"),
        (("--write=Nothing",), 2, "--write: the workspace is called Example, not 'Nothing'; nothing was written"),
        (("--clean",), 2, "--clean: needs --write with the name of the workspace"),
        (
            ("--clean", "--write=Nothing"),
            2,
            "--write: the workspace is called Example, not 'Nothing'; nothing was written",
        ),
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


@pytest.mark.parametrize(
    ("call", "number", "code"),
    [
        (("GET", "/notes"), signal.SIGINT, 130),
        pytest.param(("PUT", "/tasks/bulk"), signal.SIGINT, 130, marks=pytest.mark.system),
        pytest.param(("PUT", "/tasks/bulk"), signal.SIGTERM, 143, marks=pytest.mark.system),
    ],
    ids=["while it reads", "while it writes", "by SIGTERM"],
)
def test_ctrl_c_ends_a_run_with_what_it_has(
    shell: Shell, sandbox: Sandbox, call: tuple[str, str], number: signal.Signals, code: int, tmp_path: Path
) -> None:
    """The report is written, nothing is left behind, and the exit code is that of an interruption.

    A write that is on its way is awaited, so that what it makes is known.
    """
    tasks = set(sandbox._workspace(None).collections["tasks"])
    hang = Hang(*call)
    remove = sandbox.add_hook(hang)
    extra = [] if call[0] == "GET" else ["--write=Example", "--calls=200"]
    process = shell.start("doctor", f"--report={tmp_path / 'report.json'}", *extra)
    assert hang.reached.wait(60)
    process.send_signal(number)
    if extra:
        assert process.stderr is not None
        assert any("a second Ctrl-C ends that" in line for line in process.stderr)
        hang.ended.set()
    out, err = process.communicate(timeout=60)
    hang.ended.set()
    remove()
    assert process.returncode == code, err
    assert "plutio: ended early: the run was interrupted" in err
    assert '"confirmed"' in out
    assert "Traceback" not in err
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["ended"] == "the run was interrupted"
    assert set(sandbox._workspace(None).collections["tasks"]) == tasks
    assert not sandbox._workspace(None).trash


class Strike:
    """Sends a signal to this process at a write: before the server acts, or after it.

    A second one comes at the next call, or ``at_once``.
    """

    def __init__(
        self, number: int, nth: int, *, late: bool = False, again: bool = False, at_once: bool = False
    ) -> None:
        self.number, self.left = number, nth
        self.late, self.again, self.at_once = late, again, at_once
        self.idle, self.running = threading.Event(), 0

    async def before(self, request: Request) -> Answer | None:
        self.idle.clear()
        self.running += 1
        if self.left == 0 and self.again:
            self.again = False
            self.send(self.number)
        elif request.method != "GET" and request.path != "/oauth/token":
            self.left -= 1
            if self.left == 0 and not self.late:
                self.send(self.number)
                if self.at_once:
                    self.send(signal.SIGINT + signal.SIGTERM - self.number)
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:
        if self.left == 0 and self.late:
            self.late = False
            self.send(self.number)
        self.running -= 1
        if not self.running:
            self.idle.set()
        return answer

    def send(self, number: int) -> None:
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, number)


def contents(sandbox: Sandbox) -> tuple[dict[str, set[str]], set[str]]:
    """The ids of all records, and of those in the trash bin."""
    workspace = sandbox._workspace(None)
    return {name: set(rows) for name, rows in workspace.collections.items() if rows}, set(workspace.trash)


@pytest.fixture
def writing(plutio: Command, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Strike], Ended]]:
    """Runs that write after one read, and get signals, also if this process was started with SIGINT ignored."""
    statuses = [read for read in examine.reads() if read.resource == "statuses"]
    monkeypatch.setattr(examine, "reads", lambda: statuses)
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def run(strike: Strike) -> Ended:
        remove = sandbox.add_hook(strike)
        done = plutio("doctor", "--write=Example", "--calls=200")
        assert strike.idle.wait(60)
        remove()
        return done

    yield run
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    for number, handler in former.items():
        signal.signal(number, handler)


CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@pytest.mark.parametrize(
    ("number", "late", "every"),
    [
        (signal.SIGINT, True, 5),
        pytest.param(signal.SIGINT, True, 1, marks=pytest.mark.system),
        pytest.param(signal.SIGTERM, False, 1, marks=pytest.mark.system),
        pytest.param(signal.SIGINT, False, 1, marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, True, 1, marks=pytest.mark.slow),
    ],
)
def test_a_signal_at_any_write_leaves_nothing(
    writing: Callable[[Strike], Ended], sandbox: Sandbox, number: signal.Signals, late: bool, every: int
) -> None:
    """Also at those that clean up; ``make test`` tries each fifth."""
    before = contents(sandbox)
    for nth in range(1, 100, every):
        strike = Strike(number, nth, late=late)
        done = writing(strike)
        assert contents(sandbox) == before, nth
        assert "left behind" not in done.err
        if strike.left > 0:
            break
        assert done.code == CODES[number]
    assert done.code == 0
    assert nth > 20


@pytest.mark.parametrize(
    ("number", "at_once", "every"),
    [
        (signal.SIGINT, False, 5),
        pytest.param(signal.SIGINT, False, 1, marks=pytest.mark.system),
        pytest.param(signal.SIGTERM, True, 1, marks=pytest.mark.system),
        pytest.param(signal.SIGTERM, False, 1, marks=pytest.mark.slow),
    ],
)
def test_a_second_signal_ends_it_with_a_list(
    writing: Callable[[Strike], Ended],
    plutio: Command,
    sandbox: Sandbox,
    number: signal.Signals,
    at_once: bool,
    every: int,
) -> None:
    """Each record that is left is in it, and the command that it names removes them all."""
    before = contents(sandbox)
    lists = 0
    for nth in range(1, 100, every):
        strike = Strike(number, nth, again=not at_once, at_once=at_once)
        done = writing(strike)
        if strike.left > 0:
            break
        assert done.code in CODES.values()
        listed = re.findall("^plutio: left behind: (.*)", done.err, re.MULTILINE)
        left = contents(sandbox)
        new = {id for name, ids in left[0].items() for id in ids - before[0].get(name, set())} | (left[1] - before[1])
        unnamed = sum(line.count("if it was made") + line.count(" and its task boards") for line in listed)
        assert len(new - {line.split()[1] for line in listed}) <= unnamed
        if listed:
            lists += 1
            (command,) = re.findall("^plutio: to remove it: plutio (.*)", done.err, re.MULTILINE)
            assert plutio(*shlex.split(command)).code == 0
        assert contents(sandbox) == before, nth
    assert lists > 20 / every


TITLE = "plutio doctor 0123456789ab"


def seeded(sandbox: Sandbox, **resources: list[dict[str, Any]]) -> set[str]:
    return {record["_id"] for rows in sandbox.seed(**resources).values() for record in rows}


def test_leftovers_are_found_by_their_titles(plutio: Command, sandbox: Sandbox) -> None:
    """Wherever an interrupted run left them; records with other titles stay."""
    for title in ("plutio doctor", f"{TITLE} notes", f"my {TITLE}", TITLE.upper()):
        seeded(sandbox, tasks=[{"title": title}], projects=[{"name": title}])
    before = contents(sandbox)
    seeded(sandbox, tasks=[{"title": TITLE}, {"title": TITLE, "isArchived": True}])
    sandbox.remove("tasks", *seeded(sandbox, tasks=[{"title": TITLE}]))
    seeded(sandbox, custom_fields=[{"title": TITLE, "inputType": "text", "entityType": "task"}])
    for board_in_trash in (False, True):
        (project,) = seeded(sandbox, projects=[{"name": TITLE}])
        boards = seeded(sandbox, task_boards=[{"title": "Tasks", "projectId": project}])
        if board_in_trash:
            sandbox.remove("task_boards", *boards)
    sandbox.remove("projects", *seeded(sandbox, projects=[{"name": TITLE}]))
    done = plutio("doctor", "--write=Example", "--clean")
    assert (done.code, done.out) == (0, ""), done.err
    assert contents(sandbox) == before
    assert {call.path for call in sandbox.calls if call.method == "POST"} == {"/oauth/token"}
    again = plutio("doctor", "--write=Example", "--clean")
    assert (again.code, again.err) == (0, "plutio: found 0 records of interrupted runs\n")


def test_leftovers_that_cannot_be_removed_are_listed(plutio: Command, sandbox: Sandbox) -> None:
    """With the reason, and the command to try again."""
    (task,) = seeded(sandbox, tasks=[{"title": TITLE}])
    sandbox.fail(Fault.server_error(500, method="DELETE", path="/tasks"))
    done = plutio("doctor", "--write", "Example", "--clean")
    assert done.code == 6
    assert done.err.splitlines() == [
        "plutio: found 1 record of interrupted runs",
        f"plutio: left behind: /tasks {task}: DELETE /tasks answers with status 500",
        "plutio: to remove it: plutio doctor --write Example --clean",
        "plutio: some of it could not be removed",
    ]


def test_what_is_left_is_listed_if_the_report_cannot_be_written(plutio: Command, sandbox: Sandbox) -> None:
    """The list matters more."""
    sandbox.fail(Fault.server_error(500, method="DELETE", path="/tasks"))
    done = plutio("doctor", "--write=Example", "--calls=200", "--report=/no/such/folder/report.md", "--profile=default")
    assert done.code == 2
    assert done.err.count("plutio: left behind: /tasks ") == 3
    assert "plutio: to remove it: plutio doctor --write Example --clean --profile default\n" in done.err


def test_records_in_the_trash_bin_differ_once(plutio: Command, sandbox: Sandbox) -> None:
    """They are of any kind, so their fields are no differences of their own."""
    for task in sandbox.records("tasks")[:3]:
        assert plutio("delete", "tasks", task["_id"], "--yes").code == 0
    rows = [json.loads(line) for line in plutio("doctor").out.splitlines()]
    (found,) = [row for row in rows if row["result"] == "differs" and row["at"].startswith("TrashedRecord")]
    assert (found["what"], found["because"]) == ("fields of other records", "object, 3 times")


@pytest.mark.parametrize("extra", [{}, {"bespoke": 1}])
def test_differences_end_it_with_1_on_request(plutio: Command, sandbox: Sandbox, extra: dict[str, Any]) -> None:
    """Without a record that has an undescribed field there are none."""
    sandbox.restore(Sandbox().snapshot())
    sandbox.seed(people=[{"name": {"first": "Ada"}, **extra}])
    ended = plutio("doctor", "--exit-code")
    assert ended.code == bool(extra)
    assert ("plutio: the API differs from its description\n" in ended.err) == bool(extra)
    assert "claims" in ended.err
    assert plutio("doctor").code == 0
