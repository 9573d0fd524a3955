"""What every command takes, and the commands around the credentials and the browser."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plutio_async.testing import Sandbox

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Plutio = Callable[..., Ended]


def objects(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_error_as_json(plutio: Plutio) -> None:
    """One object, with what a program decides by. The exit code is the same."""
    ended = plutio("get", "tasks", "nosuchtask0000001", "--json-errors")
    assert (ended.code, ended.out) == (5, "")
    (found,) = objects(ended.err)
    assert found["error"].pop("message").startswith("GET /tasks (tasks_list): tasks has no record")
    assert found == {"error": {"type": "NotFoundError", "exit_code": 5, "status": 200}}


@pytest.mark.parametrize(
    ("arguments", "kind", "code"),
    [
        (("nonsense",), "UsageError", 2),
        (("list", "taks"), "Problem", 2),
        (("whoami", "--profile", "none"), "ConfigurationError", 3),
        (("sql", "nowhere.db", "select 1"), "FileNotFoundError", 14),
    ],
)
def test_each_kind_of_error_as_json(plutio: Plutio, arguments: tuple[str, ...], kind: str, code: int) -> None:
    ended = plutio(*arguments, "--json-errors")
    (found,) = objects(ended.err)
    assert (ended.code, found["error"]["exit_code"], found["error"]["type"]) == (code, code, kind)
    assert found["error"]["message"]


def test_notes_are_json_too(plutio: Plutio, tmp_path: Path) -> None:
    """So that a program reads each line of stderr in the same way."""
    ended = plutio("export", str(tmp_path / "out"), "--resource", "tasks", "--json-errors")
    assert [list(line) for line in objects(ended.err)] == [["note"], ["note"]]
    assert objects(ended.err)[1] == {"note": "5 records in 3 calls"}


def test_quiet_leaves_errors_only(plutio: Plutio, tmp_path: Path) -> None:
    assert plutio("export", str(tmp_path / "out"), "--resource", "tasks", "--quiet") == Ended(0, "", "")
    assert plutio("list", "taks", "--quiet").err.startswith("plutio: RESOURCE: there is no 'taks'")
    assert plutio("export", str(tmp_path / "out"), "--resource", "tasks").err


def test_one_of_each(plutio: Plutio, sandbox: Sandbox, tmp_path: Path) -> None:
    """No noun is plural for one."""
    sandbox.seed(people=[{"name": {"first": "Ada"}}])
    sandbox.limit = 4
    ended = plutio("export", str(tmp_path / "out"), "--resource", "people")
    assert ended.err == "people: 1 record, 3 calls; 0 calls left\nplutio: 1 record in 3 calls\n"
    assert plutio("export", str(tmp_path / "out"), "--verify").err == (
        "plutio: unchanged since the export: 1 file with 1 record\n"
    )


def test_api_is_call(plutio: Plutio) -> None:
    """By the name that other command lines have."""
    assert plutio("api", "GET", "/tasks", "limit=1") == plutio("call", "GET", "/tasks", "limit=1")


FORMULA = '=HYPERLINK("https://example.com", "Total")'


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(plutio: Plutio, sandbox: Sandbox, sign: str) -> None:
    """A quote stands before it; what is no text stays a number."""
    sandbox.seed(invoices=[{"name": f"{sign}1+1", "amount": -5}])
    command = ("list", "invoices", "--fields", "name,amount", "--format", "csv")
    assert list(csv.reader(io.StringIO(plutio(*command).out, newline="")))[1] == [f"{sign}1+1", "-5"]
    assert list(csv.reader(io.StringIO(plutio(*command, "--for-spreadsheet").out, newline="")))[1] == [
        f"'{sign}1+1",
        "-5",
    ]


def test_an_export_for_spreadsheets(plutio: Plutio, sandbox: Sandbox, tmp_path: Path) -> None:
    """The lines keep what the API sent; a later export into the folder keeps the form."""
    sandbox.seed(tasks=[{"title": FORMULA}])
    out = tmp_path / "out"
    command = ("export", str(out), "--resource", "tasks")
    for options in (("--format", "csv", "--for-spreadsheet"), ()):
        assert plutio(*command, *options).code == 0
        with (out / "tasks.csv").open(newline="") as file:
            titles = [row["title"] for row in csv.DictReader(file)]
        assert f"'{FORMULA}" in titles
        assert "Task 1" in titles
        assert FORMULA in [json.loads(line)["title"] for line in (out / "tasks.jsonl").read_text().splitlines()]
    assert plutio(*command, "--format", "csv").code == 0
    assert f"'{FORMULA[:5]}" not in (out / "tasks.csv").read_text()


@pytest.mark.parametrize("command", [("list", "tasks"), ("get", "tasks", "task0000000000001"), ("export", "out")])
def test_a_spreadsheet_is_a_csv(plutio: Plutio, sandbox: Sandbox, command: tuple[str, ...]) -> None:
    """Before a call is made."""
    ended = plutio(*command, "--for-spreadsheet")
    assert ended == Ended(2, "", "plutio: --for-spreadsheet: belongs to --format csv\n")
    assert not sandbox.calls


def test_profiles_and_logout(shell: Shell) -> None:
    """Without a secret on the screen. The token and the profile go, the others stay."""
    for name in ("default", "work"):
        shell.run(
            "login", "--profile", name, "--client-id", f"id of {name}", "--secret-stdin", "--no-check", stdin="secret"
        )
    shown = objects(shell.run("profiles").out)
    assert [(row["profile"], row["client_id"], row["used"]) for row in shown] == [
        ("default", "id of default", True),
        ("work", "id of work", False),
    ]
    assert "secret" not in shell.run("profiles", "--format", "json").out
    assert objects(shell.run("profiles", PLUTIO_PROFILE="work").out)[1]["used"]
    assert shell.run("logout", "--profile", "work").err.startswith("plutio: removed the profile 'work' from ")
    assert [row["profile"] for row in objects(shell.run("profiles").out)] == ["default"]
    ended = shell.run("logout", "--profile", "work")
    assert (ended.code, "has no profile 'work'; there are default" in ended.err) == (3, True)
    shell.run("logout")
    assert shell.run("profiles").out == ""


def test_logout_removes_the_token(shell: Shell, sandbox: Sandbox) -> None:
    """The next command with these credentials asks for a new one."""
    login = (
        *("login", "--client-id", sandbox.client_id, "--business", sandbox.business),
        *("--base-url", shell.variables["PLUTIO_BASE_URL"], "--secret-stdin"),
    )
    shell.run(*login, stdin=sandbox.client_secret)
    shell.run("list", "tasks")
    (token,) = [path.read_bytes() for path in (shell.home / "cache").rglob("shared-*.db")]
    shell.run("logout")
    calls = len(sandbox.calls)
    shell.run("list", "tasks")
    assert sandbox.calls[calls].path.endswith("/oauth/token")
    assert token


@pytest.mark.parametrize(
    ("resource", "address"),
    [
        ("invoices", "https://example.plutio.com/financials/invoices/i1/edit"),
        ("proposals", "https://example.plutio.com/proposals/i1/edit"),
        ("contracts", "https://example.plutio.com/contract/i1/download"),
    ],
)
def test_open_prints_the_address(plutio: Plutio, sandbox: Sandbox, resource: str, address: str) -> None:
    """In a pipe there is no browser to open. No call is made."""
    assert plutio("open", resource, "i1") == Ended(0, f"{address}\n", "")
    assert not sandbox.calls


def test_open_says_what_is_not_known(plutio: Plutio, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = plutio("open", "tasks", "task0000000000001")
    assert ended.out == "https://example.plutio.com/\n"
    assert ended.err == "plutio: the address of a record of tasks is not known; this is the one of the workspace\n"
    monkeypatch.delenv("PLUTIO_BUSINESS")
    assert plutio("open", "tasks", "t").code == 2


def test_open_uses_the_browser_of_a_terminal(shell: Shell) -> None:
    shell.variables["BROWSER"] = "echo opened %s"
    ended = shell.on_terminal("open", "invoices", "i1")
    assert "opened https://example.plutio.com/financials/invoices/i1/edit" in ended.out


def test_what_a_killed_export_left_goes(plutio: Plutio, tmp_path: Path) -> None:
    """By the next complete one; files of other names stay."""
    out = tmp_path / "out"
    plutio("export", str(out), "--resource", "tasks", "--format", "csv")
    left = [".people.part", ".people.state", ".tasks.csv.part", "..tasks.state.ab12.new", ".manifest.json.ab12.new"]
    own = [".tasks.notes", ".other.part"]
    for name in (*left, *own):
        (out / name).touch()
    plutio("export", str(out), "--resource", "tasks")
    names = {path.name for path in out.iterdir()}
    assert names & set(left) == set()
    assert set(own) < names
