"""Each verb of ``plutio`` as a process of its own, in a pipe and on a terminal, against the served sandbox."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async import Plutio
from plutio_async.cli.app import build
from plutio_async.testing import Sandbox

from .conftest import COMMAND, Ended, Shell

pytestmark = pytest.mark.integration

FIRST = "task0000000000001"


def task(sandbox: Sandbox, id: str) -> Any:
    return next(record for record in sandbox.records("tasks") if record["_id"] == id)


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


VERBS = {
    "list": "tasks",
    "get": f"tasks {FIRST} nope",
    "create": "tasks title=New --dry-run",
    "update": f"tasks {FIRST} status=completed --dry-run",
    "archive": f"tasks {FIRST}",
    "delete": f"tasks {FIRST}",
    "call": "GET /tasks limit=1",
    "export": "out --verify",
    "diff": "none",
    "restore": "none",
    "import": "tasks.csv --resource tasks --dry-run",
    "api": "GET /tasks limit=1",
    "open": "invoices i1",
    "login": "--client-id a --secret-stdin --no-check",
    "logout": "--profile none",
    "profiles": "",
    "whoami": "",
    "budget": "",
    "doctor": "--calls 0",
    "watch": "tasks",
    "sync": "studio.db --schema",
    "sql": "nowhere.db 'select 1'",
    "resources": "",
    "fields": "tasks",
    "sandbox": "--port 99999",
    "mcp": "--http nowhere",
    "completion": "bash",
}


@pytest.mark.parametrize(
    "verb", [verb if verb in ("list", "delete") else pytest.param(verb, marks=pytest.mark.system) for verb in VERBS]
)
def test_a_python_that_starts_anew(
    shell: Shell, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """It ends each verb as one that was forked does, which runs them in the other tests."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tasks.csv").write_text("title\nNew\n")
    sandbox.limit = None
    command = (verb, *VERBS[verb].split())
    assert shell.run_anew(*command, stdin="secret") == shell.run(*command, stdin="secret")


def test_each_verb_is_started_anew() -> None:
    assert {name for name in build() if not name.startswith("-")} == VERBS.keys()


def test_a_pipe_gets_json_lines(shell: Shell) -> None:
    """stdout has the records and nothing else."""
    done = shell.run("list", "tasks")
    assert (done.code, done.err) == (0, "")
    assert [task["title"] for task in lines(done.out)] == [f"Task {n}" for n in range(1, 6)]


def test_a_terminal_gets_a_table(shell: Shell) -> None:
    """The table has a header and a row for each record."""
    done = shell.on_terminal("list", "tasks", "--fields", "title,status")
    assert done.code == 0
    assert "title" in done.out
    assert "Task 5" in done.out
    assert "{" not in done.out


def test_conditions_order_and_fields(shell: Shell) -> None:
    """Conditions hold together; a minus reverses the order; ``--max`` ends the list."""
    done = shell.run(
        "list", "tasks", "--where", "status=incomplete", "--where", "due_date<2026-12-04", "--sort", "-due_date",
        "--fields", "title,due_date", "--max", "1",
    )  # fmt: skip
    assert lines(done.out) == [{"title": "Task 3", "due_date": "2026-12-03T12:00:00.000Z"}]


def test_the_formats(shell: Shell) -> None:
    """JSON is one array, CSV has a header."""
    found = json.loads(shell.run("list", "tasks", "--format", "json").out)
    assert len(found) == 5
    rows = list(csv.DictReader(io.StringIO(shell.run("list", "tasks", "--format", "csv").out)))
    assert [row["title"] for row in rows] == [record["title"] for record in found]
    assert shell.run("list", "tasks", "--where", "title=none", "--format", "json").out == "[]\n"


def test_get_one_and_several(shell: Shell) -> None:
    """Several come in the order of the ids."""
    assert json.loads(shell.run("get", "tasks", FIRST, "--format", "json").out)["title"] == "Task 1"
    done = shell.run("get", "tasks", "task0000000000003", FIRST, "--fields", "title")
    assert [row["title"] for row in lines(done.out)] == ["Task 3", "Task 1"]
    assert "Task 1" in shell.on_terminal("get", "tasks", FIRST).out


def test_create_update_archive_and_delete(shell: Shell, sandbox: Sandbox) -> None:
    """The life of a record."""
    made = json.loads(shell.run("create", "tasks", "title=Write brief", "due_date=2026-12-24").out)
    assert task(sandbox, made["id"])["dueDate"] == "2026-12-24T00:00:00.000Z"
    shell.run("update", "tasks", made["id"], "title=Write the brief", "due_date:=null")
    assert task(sandbox, made["id"])["title"] == "Write the brief"
    assert task(sandbox, made["id"]).get("dueDate") is None
    assert shell.run("archive", "tasks", made["id"]).out == f"{made['id']}\n"
    assert task(sandbox, made["id"])["isArchived"] is True
    shell.run("archive", "tasks", made["id"], "--undo")
    assert task(sandbox, made["id"])["isArchived"] is False
    done = shell.run("delete", "tasks", made["id"], FIRST, "--yes")
    assert done.out.split() == [made["id"], FIRST]
    assert len(sandbox.records("tasks")) == 4


def test_the_other_verbs_on_a_terminal(shell: Shell, sandbox: Sandbox) -> None:
    """A record is a table of its fields; no colour code is in a value."""
    shown = shell.on_terminal("create", "tasks", "title=On a terminal")
    assert shown.code == 0
    made = next(record["_id"] for record in sandbox.records("tasks") if record["title"] == "On a terminal")
    assert made in shown.out
    assert "Renamed" in shell.on_terminal("update", "tasks", made, "title=Renamed").out
    assert made in shell.on_terminal("archive", "tasks", made).out
    assert "nothing was written" in shell.on_terminal("create", "tasks", "title=x", "--dry-run").out
    for verb, text in {"whoami": "sandbox", "budget": "remaining", "resources": "time_tracks"}.items():
        done = shell.on_terminal(verb)
        assert done.code == 0
        assert text in done.out
    assert "did you mean 'tasks'?" in shell.on_terminal("list", "taks").out


def test_a_delete_asks(shell: Shell, sandbox: Sandbox) -> None:
    """Only yes deletes; without a terminal ``--yes`` is needed."""
    assert shell.on_terminal("delete", "tasks", FIRST, answers=(("[y/N] ", "n\n"),)).code == 11
    assert shell.on_terminal("delete", "tasks", FIRST, answers=(("[y/N] ", "\x03"),)).code == 130
    assert shell.run("delete", "tasks", FIRST, stdin="y\n").code == 2
    assert len(sandbox.records("tasks")) == 5
    assert shell.on_terminal("delete", "tasks", FIRST, answers=(("[y/N] ", "y\n"),)).code == 0
    assert len(sandbox.records("tasks")) == 4


def test_a_dry_run_writes_nothing(shell: Shell, sandbox: Sandbox) -> None:
    """It prints the request, without the token."""
    done = shell.run("create", "tasks", "title=New", "--dry-run")
    assert done.code == 0
    request, business, kind, _, *body = done.out.splitlines()
    assert request == f"POST {shell.variables['PLUTIO_BASE_URL']}/tasks"
    assert (business, kind) == ("Business: example", "Content-Type: application/json")
    assert json.loads("".join(body)) == {"title": "New"}
    for verb in ("delete", "archive"):
        assert json.loads(shell.run(verb, "tasks", FIRST, "--dry-run").out.partition("\n\n")[2])["_id"] == FIRST
    both = shell.run("archive", "task_boards", "a", "b", "--dry-run")
    assert both.out.count("POST ") == both.out.count('"_id": ') == 2
    assert both.err == "plutio: dry run: nothing was written\n"
    assert "q=" in shell.run("list", "tasks", "--where", "title=x", "--dry-run").out
    assert sandbox.calls == []


def test_any_call(shell: Shell, sandbox: Sandbox) -> None:
    """Query parameters and a body, from an argument or stdin."""
    done = shell.run("call", "GET", "/tasks", "limit=1")
    assert [task["_id"] for task in json.loads(done.out)] == [FIRST]
    made = shell.run("call", "post", "/tasks", "--body", "-", stdin='{"title": "By call"}')
    assert json.loads(made.out)["title"] == "By call"
    assert json.loads(shell.on_terminal("call", "GET", "/tasks", "limit=1").out)[0]["_id"] == FIRST


def test_commands_at_the_same_time_share_the_token_and_the_count(shell: Shell, sandbox: Sandbox) -> None:
    """Four at once make one token call, and ``budget`` shows the calls of all."""
    started = [shell.start("list", "tasks") for _ in range(4)]
    assert [one.communicate()[0] != "" and one.wait() for one in started] == [0] * 4
    assert sum(call.path.endswith("/oauth/token") for call in sandbox.calls) == 1
    assert json.loads(shell.run("budget").out)["remaining"] == 1000 - len(sandbox.calls)


def test_a_cache_that_cannot_be_used(shell: Shell, sandbox: Sandbox) -> None:
    """The error names the way out, and no call is made."""
    shell.run("budget")
    (file,) = (shell.home / "cache" / "plutio").iterdir()
    file.chmod(0o644)
    ended = shell.run("list", "tasks")
    assert ended.code == 3
    assert "cannot be used: others may use it" in ended.err
    assert "XDG_CACHE_HOME names another folder for it" in ended.err
    assert sandbox.calls == []


def test_later_commands_share_the_token_and_the_count(shell: Shell, sandbox: Sandbox) -> None:
    """Two commands make one token call; ``budget`` makes no call, and knows theirs."""
    shell.run("list", "tasks")
    shell.run("list", "tasks")
    calls = len(sandbox.calls)
    assert sum(call.path.endswith("/oauth/token") for call in sandbox.calls) == 1
    shown = json.loads(shell.run("budget").out)
    assert shown["remaining"] == 1000 - calls
    assert len(sandbox.calls) == calls


def test_later_commands_keep_to_the_limit_of_the_server(shell: Shell, sandbox: Sandbox) -> None:
    """``budget`` shows it, and the next call meets it. One command warns of it."""
    sandbox.limit = 5
    assert "a limit of 5 calls" in shell.run("list", "tasks").err
    calls = len(sandbox.calls)
    shown = json.loads(shell.run("budget").out)
    assert (shown["limit"], shown["remaining"]) == (5, 5 - calls)
    for left in range(shown["remaining"] - 1, -1, -1):
        done = shell.run("list", "tasks", "--max", "1")
        assert (done.code, done.err) == (0, "")
        assert json.loads(shell.run("budget").out)["remaining"] == left
    assert shell.run("list", "tasks").code == 7
    assert [call.status for call in sandbox.calls] == [200] * 5


def test_login_stores_a_profile_for_this_user_only(shell: Shell, sandbox: Sandbox, served: dict[str, str]) -> None:
    """The secret is typed without an echo; the environment wins over the file."""
    url = served["PLUTIO_BASE_URL"]
    for name in served:
        del shell.variables[name]
    assert "plutio login" in shell.run("list", "tasks").err
    typed = (("Client id: ", "sandbox\n"), ("Client secret: ", "sandbox-secret\n"))
    done = shell.on_terminal("login", "--base-url", url, "--business", "example", answers=typed)
    assert done.code == 0, done.out
    assert "sandbox-secret" not in done.out
    path = shell.home / "config" / "plutio" / "config.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert shell.run("whoami").code == 0
    assert "other is not enabled" in shell.run("whoami", PLUTIO_BUSINESS="other").err
    shell.run("login", "--profile", "wrong", "--client-id", "other", "--secret-stdin", "--no-check", stdin="x")
    shown = json.loads(shell.run("whoami", PLUTIO_BUSINESS="example").out)
    assert shown["client_id"] == "sandbox"
    assert shown["sources"]["business"] == "PLUTIO_BUSINESS"
    wrong = shell.run("list", "tasks", "--profile", "wrong", PLUTIO_BASE_URL=url)
    assert wrong.code == 4
    assert shell.run("list", "tasks", "--profile", "wrnog").code == 3
    assert shell.run("list", "tasks", PLUTIO_CLIENT_ID="half").code == 3
    path.chmod(0o644)
    assert "chmod 600" in shell.run("whoami").err


def test_a_refused_login_is_not_stored(shell: Shell) -> None:
    """The check fails first."""
    done = shell.run(
        "login",
        "--client-id",
        "sandbox",
        "--secret-stdin",
        "--base-url",
        shell.variables["PLUTIO_BASE_URL"],
        stdin="bad",
    )
    assert done.code == 4
    assert not (shell.home / "config").exists()


def test_a_login_tries_the_secret_and_no_cached_token(
    plutio: Callable[..., Ended],
    sandbox: Sandbox,
    served: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A refused secret leaves the profile and the token as they were; another secret is used from then on."""

    def login(secret: str, *options: str) -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(secret))
        address = ("--base-url", served["PLUTIO_BASE_URL"])
        return plutio("login", "--client-id", "sandbox", *address, "--secret-stdin", *options)

    def token_calls() -> int:
        return sum(call.path == "/oauth/token" for call in sandbox.calls)

    assert login("sandbox-secret").code == 0
    for name in served:
        monkeypatch.delenv(name)
    assert plutio("list", "tasks").code == 0
    config = tmp_path / "plutio" / "config.toml"
    stored, calls = config.read_bytes(), token_calls()
    refused = login("wrong-secret")
    assert (refused.code, "saved" in refused.err, config.read_bytes()) == (4, False, stored)
    assert token_calls() == calls + 1
    assert plutio("list", "tasks").code == 0
    assert token_calls() == calls + 1
    assert login("wrong-secret", "--no-check").code == 0
    assert plutio("list", "tasks").code == 4
    assert login("sandbox-secret").code == 0
    assert plutio("list", "tasks").code == 0
    assert json.loads(plutio("budget").out)["remaining"] == 1000 - len(sandbox.calls)


def test_resources_and_fields(shell: Shell) -> None:
    """They need no credentials."""
    for name in [name for name in shell.variables if name.startswith("PLUTIO_")]:
        del shell.variables[name]
    found = {row["resource"]: row for row in lines(shell.run("resources").out)}
    assert "archive" in found["tasks"]["verbs"]
    assert found.keys() == set(Plutio("id", "secret").resources)
    fields = {row["field"]: row for row in lines(shell.run("fields", "tasks").out)}
    assert fields["status"]["values"] == ["incomplete", "completed", "overdue"]
    assert fields["due_date"]["evidence"] == "observed"
    assert "status" in shell.on_terminal("fields", "tasks").out


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion(shell: Shell, name: str) -> None:
    """A script for each shell."""
    done = shell.run("completion", name)
    assert done.code == 0
    assert "whoami" in done.out


COMPLETIONS = {
    "li": "list",
    "export --f": "--format --for-spreadsheet --files",
    "export out --format p": "parquet",
    "list time": "time_tracks",
    "export out --resource task_b": "task_boards",
    "list tasks --sort due": "due_date",
    "list tasks --fields id,tit": "id\\,title",
    "list nosuch --sort due": "",
    "list tasks --profile w": "work",
}


SOME = ["list time", "list tasks --profile w"]


@pytest.mark.parametrize("typed", [SOME, pytest.param([*COMPLETIONS], marks=pytest.mark.system)], ids=["some", "all"])
def test_bash_completes(shell: Shell, typed: list[str]) -> None:
    """Commands, options, values, and the names of resources, fields and profiles."""
    shell.install()
    shell.run("login", "--profile", "work", "--client-id", "a", "--secret-stdin", "--no-check", stdin="b")
    script = """
        source <(plutio completion bash)
        while read -ra COMP_WORDS; do COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _plutio; echo "${COMPREPLY[@]}"; done
    """
    lines = "".join(f"plutio {words}\n" for words in typed)
    done = subprocess.run(
        ["bash", "-c", script], env=shell.variables, input=lines, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == [COMPLETIONS[words] for words in typed]


def test_the_sandbox_is_served_until_interrupted(shell: Shell) -> None:
    """Its settings work for the next command."""
    serving = shell.start("sandbox", "--port", "0", "--workspace")
    assert serving.stdout is not None
    printed = [serving.stdout.readline() for _ in range(6)]
    variables = dict(
        line.removeprefix("export ").strip().split("=", 1) for line in printed if line.startswith("export")
    )
    assert len(lines(shell.run("list", "tasks", "--max", "2", **variables).out)) == 2
    serving.send_signal(signal.SIGINT)
    serving.communicate(timeout=30)
    assert serving.returncode == 0


def test_wrong_settings_of_the_sandbox(plutio: Callable[..., Ended], tmp_path: Path) -> None:
    """One line, without the usage of another command."""
    for arguments, message in {
        ("--load", str(tmp_path / "no")): f"there is no folder '{tmp_path / 'no'}'",
        ("--port", "99999"): "cannot listen on 127.0.0.1 port 99999",
    }.items():
        done = plutio("sandbox", *arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert done.err.startswith(f"plutio: {message}")


def test_an_interruption_ends_at_once_with_what_was_done(shell: Shell, sandbox: Sandbox) -> None:
    """The records that were read are on stdout; the second page never comes."""
    reached, ended = threading.Event(), threading.Event()

    class Hang:
        async def before(self, request: Any) -> None:
            if dict(request.query).get("skip", "0") != "0":
                reached.set()
                await anyio.to_thread.run_sync(ended.wait)

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    sandbox.add_hook(Hang())
    command = shell.start("list", "tasks")
    assert reached.wait(60)
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=30)
    ended.set()
    assert command.returncode == 130
    assert len(lines(out)) == 5
    assert "5 records read" in err
    assert "Traceback" not in err


def test_a_reader_may_leave(shell: Shell) -> None:
    """``| head -1`` ends the command without a message."""
    command = f"{' '.join(COMMAND)} list tasks | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=shell.variables, capture_output=True, text=True, timeout=60)
    assert len(lines(done.stdout)) == 1
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_no_traceback_except_with_debug(shell: Shell) -> None:
    """A failure is one line."""
    done = shell.run("get", "tasks", "nope")
    assert done.code == 5
    assert len(done.err.splitlines()) == 1
    assert "Traceback" in shell.run("get", "tasks", "nope", "--debug").err


def test_the_extra_is_named_if_it_is_missing(shell: Shell, tmp_path: Path) -> None:
    """Instead of a traceback."""
    (tmp_path / "cyclopts.py").write_text("raise ModuleNotFoundError('no', name='cyclopts')")
    done = shell.run_anew("list", PYTHONPATH=str(tmp_path))
    assert done.code == 1
    assert done.err == "plutio: the command line needs more packages: pip install 'plutio-async[cli]'\n"
