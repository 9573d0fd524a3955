"""``plutio sync`` and ``plutio sql``: what they print, and how they end."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plutio_async.mirror import EXAMPLES
from plutio_async.testing import Sandbox

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]


@pytest.fixture
def file(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> str:
    """A mirror of a small design studio."""
    sandbox.seed_workspace()
    path = str(tmp_path / "studio.db")
    assert plutio("sync", path).code == 0
    return path


def test_a_sync_says_what_it_did(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    done = plutio("sync", str(tmp_path / "studio.db"))
    assert (done.code, done.out) == (0, "")
    assert "tasks: 5 records" in done.err
    assert "records read, 0 removed, in" in done.err.splitlines()[-1]
    assert "UTC" in done.err.splitlines()[-1]


def test_a_query_in_each_format(plutio: Command, file: str) -> None:
    """Columns come in the order of the query; one whose name comes again has a number."""
    query = "SELECT name, amount, 1 AS name FROM invoices WHERE status = 'overdue'"
    lines = plutio("sql", file, query)
    assert json.loads(lines.out) == {"name": "Website relaunch: Second part", "amount": 2880, "name:2": 1}
    assert plutio("sql", file, query, "--format", "csv").out == (
        "name,amount,name:2\nWebsite relaunch: Second part,2880,1\n"
    )
    assert len(json.loads(plutio("sql", file, query, "--format", "json").out)) == 1
    table = plutio("sql", file, query, "--format", "table").out
    assert table.splitlines()[0].split() == ["name", "amount", "name:2"]


def test_it_says_how_old_the_mirror_is(plutio: Command, file: str) -> None:
    shown = plutio("sql", file, "SELECT 1 AS one").err
    assert "studio.db was synced" in shown
    assert " ago, as of 20" in shown


def test_the_first_rows_of_many(plutio: Command, file: str) -> None:
    ended = plutio("sql", file, "SELECT id FROM tasks", "--max", "2")
    assert len(ended.out.splitlines()) == 2
    assert "these are the first 2 rows; --max gives more" in ended.err


def test_queries_in_a_pipe(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    """Each ends with a semicolon, in one line or several. The examples run as they are shown."""
    sandbox.seed_workspace()
    path = str(tmp_path / "studio.db")
    assert shell.run("sync", path).code == 0
    ended = shell.run("sql", path, stdin="SELECT 1 AS a;\nSELECT\n 2 AS b;\nSELECT ';' AS c")
    assert (ended.code, ended.out) == (0, '{"a":1}\n{"b":2}\n{"c":";"}\n')
    examples = shell.run("sql", path, "--example")
    assert examples.out.count("-- ") == len(EXAMPLES) == 10
    assert shell.run("sql", path, stdin=examples.out).code == 0
    wrong = shell.run("sql", path, stdin="SELECT 1 AS a; SELECT * FROM task; SELECT 3 AS c;")
    assert wrong.code == 2


def test_a_prompt_on_a_terminal_goes_on_after_an_error(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    path = str(tmp_path / "studio.db")
    assert shell.run("sync", path).code == 0
    answers = (("plutio> ", "select * from task;\n"), ("did you mean", "select 'x' || 'y' as z;\n"), ("xy", "\x04"))
    ended = shell.on_terminal("sql", path, answers=answers)
    assert ended.code == 0, ended.out
    assert "did you mean 'tasks'?" in ended.out


def test_the_schema_costs_no_call(plutio: Command, sandbox: Sandbox, file: str, tmp_path: Path) -> None:
    calls = len(sandbox.calls)
    rows = [json.loads(line) for line in plutio("sync", file, "--schema").out.splitlines()]
    found = {(row["table"], row["column"]): row for row in rows}
    assert found["invoices", "client_id"]["refers_to"] == ["people", "companies"]
    assert found["invoices", "due_date"]["type"] == "timestamp"
    assert found["invoices", "due_date"]["about"] == "When it is due."
    assert ("projects", "custom.Size") in found
    before = plutio("sync", str(tmp_path / "none.db"), "--schema").out
    assert '"invoices"' in before
    assert not (tmp_path / "none.db").exists()
    assert len(sandbox.calls) == calls


BAD_INPUT = [
    (["sync", "FILE", "--every", "5x"], 2, "--every: takes a time such as 90s, 15m, 2h or 1d, not '5x'"),
    (["sync", "FILE", "--every", "0m"], 2, "--every: takes a time such as"),
    (["sync", "FILE", "--schema", "--full"], 2, "--schema: shows what there is"),
    (["sync", "TEXT"], 14, "is no mirror that plutio made; give another file"),
    (["sql", "TEXT", "SELECT 1"], 14, "is no mirror that plutio made; give another file"),
    (["sql", "NONE", "SELECT 1"], 14, "does not exist; `plutio sync FILE` makes it"),
    (["sql", "FILE", "DELETE FROM records"], 2, "a query of a mirror reads its tables, and does nothing else"),
    (["sql", "FILE", "ATTACH 'x' AS y"], 2, "a query of a mirror reads its tables, and does nothing else"),
    (["sql", "FILE", "SELECT * FROM task"], 2, "no such table: task; did you mean 'tasks'?"),
    (["sql", "FILE", "SELECT 1", "--max", "0"], 2, "--max: takes a number from 1 on, not 0"),
    (["sql", "FILE", "SELECT 1", "--seconds", "0"], 2, "--seconds: takes more than 0, not 0"),
    (["sql", "FILE", "SELECT 1", "--example"], 2, "--example: takes no query"),
    (
        ["sql", "FILE", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT count(*) FROM n",
         "--seconds", "0.1"],
        2, "the query was stopped after 0.1 seconds",
    ),
]  # fmt: skip


def test_bad_input_is_one_line(plutio: Command, file: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("a letter")
    (tmp_path / "letter.txt").chmod(0o600)
    places = {"FILE": file, "TEXT": str(tmp_path / "letter.txt"), "NONE": str(tmp_path / "none.db")}
    wrong = []
    for arguments, code, message in BAD_INPUT:
        ended = plutio(*(places.get(one, one) for one in arguments))
        lines = [line for line in ended.err.splitlines() if " was synced " not in line]
        if (ended.code, ended.out, len(lines)) != (code, "", 1) or message not in lines[0]:
            wrong.append((arguments, ended))
    assert not wrong


def test_a_mirror_of_another_workspace(
    plutio: Command, file: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = len(sandbox.calls)
    monkeypatch.setenv("PLUTIO_BUSINESS", "other")
    ended = plutio("sync", file)
    assert ended.code == 3
    assert "mirrors the workspace 'example', not 'other'; give another file" in ended.err
    assert len(sandbox.calls) == calls


def test_every_goes_on_after_an_outage_and_ends_by_ctrl_c(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.seed_workspace()
    path = str(tmp_path / "studio.db")
    assert shell.run("sync", path).code == 0
    fail = sandbox.add_hook(_Outage())
    command = shell.start("sync", path, "--every", "1s")
    _wait_for(command, "the next sync is in 1 s")
    fail()
    _wait_for(command, "records read")
    command.send_signal(signal.SIGINT)
    _, err = command.communicate()
    assert command.wait() == 130
    assert "the next sync continues" in err
    assert "Traceback" not in err


class _Outage:
    async def before(self, request: object) -> None: ...

    async def after(self, request: object, answer: object) -> object:
        from attrs import evolve

        return evolve(answer, status=501, content=b"{}")  # type: ignore[type-var]


def _wait_for(command: object, text: str) -> None:
    """Reads stderr up to a line with the text."""
    deadline = time.monotonic() + 60
    stream = command.streams[2]  # type: ignore[attr-defined]
    while time.monotonic() < deadline:
        if text in stream.readline():
            return
    raise AssertionError(f"{text!r} did not come")
