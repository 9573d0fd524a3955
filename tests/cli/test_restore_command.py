"""``plutio restore`` as a command: the plan, the question, the report, the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plutio_async.testing import Fault, Sandbox

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(businesses=("example", "other"))
    sandbox.seed_workspace(business="example")
    return sandbox


@pytest.fixture
def folder(plutio: Command, tmp_path: Path) -> Path:
    folder = tmp_path / "studio"
    names = ("companies", "people", "projects", "task_boards", "task_groups", "tasks", "custom_fields", "statuses")
    plutio("export", str(folder), *(part for name in names for part in ("--resource", name)))
    return folder


def posts(sandbox: Sandbox) -> int:
    return sum(call.method in ("POST", "PUT") and call.path != "/oauth/token" for call in sandbox.calls)


def test_into_another_workspace(plutio: Command, sandbox: Sandbox, folder: Path) -> None:
    """Dry run, restore with a comparison, compare again, and nothing more to do."""
    command = ("restore", str(folder), "--into", "other")
    done = plutio(*command, "--dry-run")
    assert (done.code, posts(sandbox)) == (0, 0)
    assert "tasks: 28 to create" in done.err
    assert "into other: about " in done.err
    assert " calls, of which 7 to compare, without waiting for the hour\n" in done.err
    assert done.err.endswith("dry run: nothing was written\n")
    done = plutio(*command, "--yes")
    assert done.code == 0
    rows = {row["resource"]: row for row in map(json.loads, done.out.splitlines())}
    assert rows["tasks"]["created"] == len(sandbox.records("tasks", business="other")) == 28
    assert rows["people"]["left_out"] == 4
    assert len(sandbox.records("tasks")) == 28
    comparison = done.err.splitlines()[-1]
    assert " 0 different, 0 missing; " in comparison
    compared = plutio(*command, "--verify")
    assert (compared.code, compared.err) == (0, f"{comparison}\n")
    calls = len(sandbox.calls)
    done = plutio(*command, "--yes")
    assert (done.code, "nothing is left to do" in done.err, len(sandbox.calls)) == (0, True, calls)
    assert done.err.endswith("--verify` compares the workspace with the export\n")


def test_a_difference_has_its_exit_code(plutio: Command, sandbox: Sandbox, folder: Path) -> None:
    command = ("restore", str(folder), "--into", "other")
    assert plutio(*command, "--verify").code == 2
    plutio(*command, "--yes")
    sandbox.remove("tasks", sandbox.records("tasks", business="other")[0]["_id"], business="other")
    done = plutio(*command, "--verify")
    assert (done.code, "its record is no longer there" in done.err) == (12, True)


def test_a_restore_that_differs_has_its_exit_code_too(plutio: Command, sandbox: Sandbox, folder: Path) -> None:
    """Here the server says that it made a record, and did not."""
    with sandbox.fail(Fault.answer(200, {"_id": "Nothing0000000001"}, method="POST", path="/tasks", nth=1)):
        done = plutio("restore", str(folder), "--into", "other", "--yes")
    assert (done.code, "its record is no longer there" in done.err) == (12, True)
    assert "plutio: the workspace differs from " in done.err


def test_the_question(plutio: Command, sandbox: Sandbox, folder: Path, shell: Shell) -> None:
    """Without a terminal ``--yes`` is needed before a call; a no writes nothing."""
    calls = len(sandbox.calls)
    done = plutio("restore", str(folder), "--into", "other")
    assert (done.code, "add --yes to restore without a question" in done.err) == (2, True)
    assert len(sandbox.calls) == calls
    done = shell.on_terminal("restore", str(folder), "--into", "other", answers=(("[y/N]", "n\n"),))
    assert (done.code, "nothing was restored" in done.out) == (11, True)
    assert posts(sandbox) == 0
    done = shell.on_terminal("restore", str(folder), "--into", "other", answers=(("[y/N]", "y\n"),))
    assert done.code == 0
    assert len(sandbox.records("tasks", business="other")) == 28


def test_refused_records(plutio: Command, sandbox: Sandbox, folder: Path) -> None:
    """They are named, and the same command tries them again."""
    command = ("restore", str(folder), "--into", "other", "--yes")
    with sandbox.fail(Fault.answer(400, {"code": 400, "message": "Bad task"}, method="POST", path="/tasks", nth=3)):
        done = plutio(*command)
    assert done.code == 6
    assert "Bad task" in done.err
    assert '"refused":1' in done.out
    assert plutio(*command).code == 0
    assert len(sandbox.records("tasks", business="other")) == 28


def test_mistakes_make_no_call(plutio: Command, sandbox: Sandbox, folder: Path, tmp_path: Path) -> None:
    calls = len(sandbox.calls)
    (tmp_path / "empty").mkdir()
    for arguments, message in [
        ((str(tmp_path / "none"), "--yes"), "there is no folder"),
        ((str(tmp_path / "empty"), "--yes"), "has no manifest.json, so it holds no export"),
        ((str(folder), "--yes", "--slack", "-1"), "--slack: takes seconds"),
        ((str(folder), "--verify", "--yes"), "leave out --yes"),
        ((str(folder), "--yes", "--resource", "taks"), "did you mean 'tasks'?"),
        ((str(folder), "--yes", "--resource", "invoices"), "the export has no invoices"),
    ]:
        done = plutio("restore", *arguments)
        assert (done.code, message in done.err) == (2, True), done.err
    assert len(sandbox.calls) == calls


def test_a_workspace_that_is_not_enabled(plutio: Command, sandbox: Sandbox, folder: Path) -> None:
    """It is found out by a read."""
    assert plutio("restore", str(folder), "--into", "nobody", "--yes").code == 4
    assert posts(sandbox) == 0
