"""The state of a sandbox in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plutio_async.testing import Sandbox, SandboxError
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._state import StateFile
from tests.testing.api import Api


def everything(sandbox: Sandbox) -> dict[str, Any]:
    names = catalogue().resources
    return {name: [sandbox.records(name, business=one) for one in sandbox.businesses] for name in names}


def test_a_sandbox_goes_on_where_another_ended(tmp_path: Path) -> None:
    """With the records, the trash, the bytes of files, and the ids and numbers to come."""
    api = Api()
    api.sandbox.seed_workspace()
    api.sandbox.seed_file("a.txt", b"bytes")
    state = StateFile(api.sandbox, tmp_path / "state.json")
    api.delete("/tasks", _id=api.sandbox.records("tasks")[0]["_id"])
    state.close()
    again = Api()
    StateFile(again.sandbox, tmp_path / "state.json").close()
    assert everything(again.sandbox) == everything(api.sandbox)
    assert again.sandbox.snapshot().store.workspaces["example"].contents != {}
    one, other = api.post("/tasks", title="x"), again.post("/tasks", title="x")
    assert (one["_id"], one["taskId"]) == (other["_id"], other["taskId"])


def test_what_is_written_is_in_the_file_soon(tmp_path: Path) -> None:
    """Also if the process is killed later; reads write nothing."""
    file = tmp_path / "state.json"
    api = Api()
    state = StateFile(api.sandbox, file)
    before = file.stat().st_mtime_ns
    api.get("/tasks")
    assert state._timer is None
    api.post("/tasks", title="x")
    assert state._timer is not None
    state._timer.function()
    assert json.loads(file.read_bytes())["workspaces"]["example"]["collections"]["tasks"]
    assert file.stat().st_mtime_ns > before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no state of a sandbox; give another file, or remove it"),
        (b"[]", "is no state of a sandbox"),
        (b'{"format": 2}', "has the format 2 of another version; this one has 1"),
        (b'{"format": 1}', "is no state of a sandbox"),
        (b"\xff", "is no state of a sandbox"),
    ],
)
def test_another_file_is_an_error_and_stays(tmp_path: Path, content: bytes, message: str) -> None:
    """Of another program, damaged, or of a newer version."""
    file = tmp_path / "state.json"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(SandboxError, match=message):
        StateFile(Sandbox(), file)
    assert file.read_bytes() == content


def test_a_state_of_other_businesses_is_an_error(tmp_path: Path) -> None:
    """The message names both."""
    StateFile(Sandbox(businesses=["acme"]), tmp_path / "state.json").close()
    with pytest.raises(SandboxError, match="this is a <Snapshot of acme>, and the sandbox has example"):
        StateFile(Sandbox(), tmp_path / "state.json")


def test_a_state_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """As all files of this package."""
    file = tmp_path / "state.json"
    StateFile(Sandbox(), file).close()
    file.chmod(0o644)
    with pytest.raises(SandboxError, match="cannot be read: others may use it"):
        StateFile(Sandbox(), file)
