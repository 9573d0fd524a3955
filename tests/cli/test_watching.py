"""``plutio watch``: each change is delivered once, and never twice, wherever it is killed."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async import Plutio
from plutio_async.cli.failures import Problem
from plutio_async.cli.watching import State, follow
from plutio_async.testing import FakeClock, Fault, Sandbox

from .conftest import Ended, Shell
from .warm import Command

pytestmark = pytest.mark.integration


class Killed(BaseException):
    """The process ends here."""


class Watched:
    """A watch of tasks in this process, on a fake clock."""

    def __init__(self, path: Path) -> None:
        self.clock = FakeClock()
        self.sandbox = Sandbox(clock=self.clock)
        self.path = path
        self.delivered: list[str] = []
        self.kill_before: str | None = None

    async def deliver(self, id: str, text: str) -> None:
        if json.loads(text)["title"] == self.kill_before:
            raise Killed
        assert json.loads(text)["id"] == id
        self.delivered.append(json.loads(text)["title"])

    async def run(self, *titles: str, state: State | None = None) -> None:
        """Watches while a task with each title is created, one a minute, and is stopped then."""
        with anyio.CancelScope() as scope:
            async with Plutio.sandbox(self.sandbox) as plutio, anyio.create_task_group() as group:
                query = {"q": None, "every": 10.0}
                group.start_soon(follow, plutio, plutio.tasks, query, state or State(self.path), self.deliver)
                await self.clock.advance(20)
                for title in titles:
                    await self.clock.advance(60)
                    self.sandbox.seed(tasks=[{"title": title}])
                await self.clock.advance(60)
                scope.cancel()

    async def killed(self, *titles: str, state: State | None = None) -> None:
        """The same, with a process that ends before."""
        with pytest.raises(BaseExceptionGroup) as caught:
            await self.run(*titles, state=state)
        assert caught.group_contains(Killed)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "state")


@pytest.mark.anyio
async def test_it_begins_with_the_present(watched: Watched) -> None:
    watched.sandbox.seed(tasks=[{"title": "old"}])
    await watched.clock.advance(3600)
    await watched.run("a", "b")
    assert watched.delivered == ["a", "b"]


@pytest.mark.anyio
async def test_what_changed_while_it_did_not_run_comes_at_its_start(watched: Watched) -> None:
    await watched.run("a")
    watched.sandbox.seed(tasks=[{"title": "b"}, {"title": "c"}])
    await watched.clock.advance(3600)
    await watched.run("d")
    assert watched.delivered == ["a", "b", "c", "d"]


@pytest.mark.anyio
async def test_a_delivery_that_was_cut_short_is_not_repeated(watched: Watched) -> None:
    """At most once: what a killed delivery did is not known."""
    watched.kill_before = "b"
    await watched.killed("a", "b", "c")
    watched.kill_before = None
    await watched.run("d")
    assert watched.delivered[:1] == ["a"]
    assert Counter(watched.delivered) == Counter({"a": 1, "d": 1, **dict.fromkeys(watched.delivered, 1)})
    assert "b" not in watched.delivered


@pytest.mark.anyio
@pytest.mark.parametrize("nth", range(1, 6))
async def test_killed_before_a_state_is_written(watched: Watched, nth: int) -> None:
    """What was not delivered yet comes after the next start, and nothing twice."""

    class Dying(State):
        written = 0

        def write(self, cursor: str) -> None:
            self.written += 1
            if self.written == nth:
                raise Killed
            super().write(cursor)

    titles = ["a", "b", "c", "d", "e"]
    await watched.run()  # the start, whose state has the present
    await watched.killed(*titles, state=Dying(watched.path))
    made = [record["title"] for record in watched.sandbox.records("tasks")]
    await watched.run()
    assert watched.delivered == made


@pytest.mark.anyio
async def test_an_outage_ends_nothing(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    await watched.run()
    with watched.sandbox.plan([Fault.server_error(503, path="/tasks", times=8)]):
        await watched.run("a")
    assert watched.delivered == ["a"]
    assert "; the next reading is in 10 s\n" in capsys.readouterr().err


@pytest.mark.anyio
@pytest.mark.parametrize("text", ["", "{}", "a letter", '{"v":1,"of":"other"}'])
async def test_another_file(watched: Watched, text: str) -> None:
    watched.path.write_text(text)
    watched.path.chmod(0o600)
    async with Plutio.sandbox(watched.sandbox) as plutio:
        with pytest.raises(Problem, match="is of another watch, or no state; remove it, or give another"):
            await follow(plutio, plutio.tasks, {"q": None, "every": 10.0}, State(watched.path), watched.deliver)
    assert watched.path.read_text() == text
    assert watched.sandbox.calls == []


def shown_by(command: Command, text: str) -> None:
    """Reads stderr up to a line with the text."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        line = command.stderr.readline()
        if text in line:
            return
        assert line, f"the command ended without {text!r}"


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def titles_in(path: Path) -> list[str]:
    text = path.read_text() if path.exists() else ""
    return [json.loads(line)["title"] for line in text.splitlines()]


def test_a_command_gets_each_change_also_over_kills(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("watch", "tasks", "--where", "title~change", "--every", "1s", "--exec", f"cat >> {out}; echo >> {out}")
    for number in range(3):
        command = shell.start(*arguments)
        shown_by(command, "watching tasks")
        sandbox.seed(tasks=[{"title": f"change {number}"}])
        until(lambda number=number: f"change {number}" in titles_in(out))  # type: ignore[misc]
        command.send_signal(signal.SIGKILL)
        command.communicate()
        command.wait()
    assert titles_in(out) == ["change 0", "change 1", "change 2"]


def test_ctrl_c_ends_it(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    """A failed command is said, and not run again. A second watch of the same is refused."""
    arguments = (
        "watch",
        "tasks",
        "--where",
        "title=New",
        "--every",
        "1s",
        "--state",
        str(tmp_path / "state"),
        "--exec",
        "exit 3",
    )
    command = shell.start(*arguments)
    shown_by(command, "watching tasks")
    assert "another watch uses" in shell.run(*arguments).err
    sandbox.seed(tasks=[{"_id": "task0000000000009", "title": "New"}])
    shown_by(command, "the command ended with 3 for the record task0000000000009; it is not run again")
    command.send_signal(signal.SIGINT)
    _, err = command.communicate()
    assert (command.wait(), "Traceback" in err) == (130, False)


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[Any]]]:
    """An address and what was posted to it. It answers 200, and then 500."""
    posted: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(
                (self.headers["Content-Type"], json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            )
            self.send_response(200 if len(posted) == 1 else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook?secret=abc", posted
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_gets_each_change(shell: Shell, sandbox: Sandbox, receiver: tuple[str, list[Any]]) -> None:
    """A refusal is said without the rest of the address, which may have a secret."""
    url, posted = receiver
    command = shell.start("watch", "tasks", "--where", "title~New", "--every", "1s", "--post", url)
    shown_by(command, "watching tasks")
    sandbox.seed(tasks=[{"title": "Other"}, {"title": "New 1"}])
    until(lambda: len(posted) == 1)
    sandbox.seed(tasks=[{"title": "New 2"}])
    until(lambda: len(posted) == 2)
    shown_by(command, "127.0.0.1: status 500 for the record ")
    command.send_signal(signal.SIGINT)
    _, err = command.communicate()
    command.wait()
    assert [(kind, record["title"]) for kind, record in posted] == [
        ("application/json", "New 1"),
        ("application/json", "New 2"),
    ]
    assert "abc" not in err


def test_a_list_goes_on_with_what_changes(shell: Shell, sandbox: Sandbox) -> None:
    """Each record of the list, and then each change, once, as a line."""
    command = shell.start("list", "tasks", "--watch", "--every", "1s", "--fields", "title", "--where", "title~Task")
    seen = [json.loads(command.stdout.readline())["title"] for _ in range(5)]
    assert sorted(seen) == [f"Task {n}" for n in range(1, 6)]
    sandbox.seed(tasks=[{"title": "Other"}, {"title": "Task 6"}])
    assert json.loads(command.stdout.readline()) == {"title": "Task 6"}
    command.send_signal(signal.SIGINT)
    out, err = command.communicate()
    assert (command.wait(), out, "Traceback" in err) == (130, "", False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("watch tasks", "give --exec COMMAND or --post URL, and not both"),
        ("watch tasks --exec true --post https://example.com", "give --exec COMMAND or --post URL, and not both"),
        ("watch tasks --post ftp://example.com", "--post: takes an address that begins with https:// or http://"),
        ("watch tasks --post example.com", "--post: takes an address that begins with https:// or http://"),
        ("watch tasks --exec true --every 5x", "--every: takes a time such as 90s, 15m, 2h or 1d, not '5x'"),
        ("watch taks --exec true", "RESOURCE: there is no 'taks'; did you mean 'tasks'?"),
        ("watch tasks --exec true --where staus=x", "there is no field 'staus'; did you mean 'status'?"),
        ("list tasks --watch --max 3", "--watch: has no end, and takes no --max, --sort or --dry-run"),
        ("list tasks --watch --sort title", "--watch: has no end, and takes no --max, --sort or --dry-run"),
        ("list tasks --watch --format table", "--watch: has no end; takes --format jsonl or csv"),
        ("list tasks --watch --every 0s", "--every: takes a time such as"),
    ],
)
def test_bad_input(plutio: Callable[..., Ended], sandbox: Sandbox, arguments: str, message: str) -> None:
    ended = plutio(*arguments.split())
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert sandbox.calls == []
