"""``plutio export``: nothing is lost or doubled, whatever ends the process, while others change the workspace."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import evolve
from pyarrow import parquet

from plutio_async import Plutio
from plutio_async._core.json_text import parse_json
from plutio_async._resources.reading import Row
from plutio_async.cli.exports.full import Exporter
from plutio_async.cli.exports.manifest import Manifest, locked
from plutio_async.cli.exports.part import Part
from plutio_async.cli.exports.since import changes_since, trash_of, update
from plutio_async.cli.exports.tables import write_tables
from plutio_async.cli.exports.verify import differences
from plutio_async.testing import Sandbox
from plutio_async.testing.switches import Switches

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]


def rows(folder: Path, resource: str = "tasks") -> list[Any]:
    if (folder / f"{resource}.csv").exists():
        with (folder / f"{resource}.csv").open(newline="") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in (folder / f"{resource}.jsonl").read_text(encoding="utf-8").splitlines()]


def titles(folder: Path) -> list[str]:
    return sorted(row["title"] for row in rows(folder))


class Workspace:
    """A workspace that others change: ``stable`` are the ids that are never touched."""

    def __init__(self, sandbox: Sandbox, seed: int, size: int = 120) -> None:
        self._sandbox = sandbox
        self._random = random.Random(seed)
        made = sandbox.seed(tasks=[{"title": f"Stable {n}"} for n in range(size)])["tasks"]
        made = sorted(made, key=lambda _: self._random.random())
        self._others = [record["_id"] for record in made[: size // 4]]
        self.stable = {record["_id"] for record in made[size // 4 :]}

    def change(self) -> None:
        """Adds records and deletes others."""
        new = self._sandbox.seed(tasks=[{"title": "New"} for _ in range(self._random.randrange(4))])["tasks"]
        self._others += [record["_id"] for record in new]
        for _ in range(self._random.randrange(4)):
            if self._others:
                self._sandbox.remove("tasks", self._others.pop(self._random.randrange(len(self._others))))

    def check(self, folder: Path) -> None:
        """Each stable record once, and no record twice."""
        ids = [row["_id"] for row in rows(folder)]
        assert len(ids) == len(set(ids))
        assert self.stable <= set(ids)
        manifest = Manifest.load(folder)
        assert manifest is not None
        assert manifest.finished is not None
        assert list(differences(folder, manifest)) == []


def test_the_files_hold_what_the_api_sent(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    """All resources, records as they came; the manifest has their counts and hashes."""
    sandbox.seed_workspace()
    sandbox.seed(tasks=[{"title": "Template", "isTemplate": True}])
    done = shell.run("export", str(tmp_path / "out"))
    assert (done.code, done.out) == (0, ""), done.err
    assert "comments: left out: the API lists its records by entity_type and entity_id only" in done.err
    assert "calls left" in done.err
    listed = json.loads(shell.run("call", "GET", "/tasks").out)
    listed += json.loads(shell.run("call", "GET", "/tasks", 'q={"isTemplate":true}').out)
    assert sorted(rows(tmp_path / "out"), key=str) == sorted(listed, key=str)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    entry = manifest["resources"]["tasks"]
    content = (tmp_path / "out" / "tasks.jsonl").read_bytes()
    assert (entry["records"], entry["bytes"]) == (len(listed), len(content))
    assert entry["sha256"] == sha256(content).hexdigest()
    assert manifest["finished"] is not None
    assert not list((tmp_path / "out").glob(".*.part"))
    assert shell.run("export", str(tmp_path / "out"), "--verify", "--online").code == 0


def test_the_sandbox_serves_an_export(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """With archived records in place, and without deleted ones."""
    sandbox.seed_workspace()
    plutio("archive", "tasks", "task0000000000001")
    plutio("delete", "tasks", "task0000000000002", "--yes")
    plutio("export", str(tmp_path / "out"))
    served = Sandbox()
    served.load(tmp_path / "out")
    for resource in ("tasks", "people", "invoices", "task_groups"):
        ids = {record["_id"] for record in sandbox.records(resource)}
        assert {record["_id"] for record in served.records(resource)} == ids


@pytest.mark.parametrize("records", [2_000, pytest.param(10_000, marks=pytest.mark.system)])
def test_the_calls_of_many_records(tmp_path: Path, records: int) -> None:
    """Also with a stated page cap: a page each, the order, the templates and the token; no call for the end."""
    calls = {}
    for cap in (None, 1000):
        sandbox = Sandbox(switches=Switches(max_limit=1000))
        sandbox.seed(tasks=[{"title": "x"} for _ in range(records)])
        anyio.run(_export, sandbox, tmp_path / str(cap), None, cap)
        calls[cap] = len(sandbox.calls)
        assert len({row["_id"] for row in rows(tmp_path / str(cap))}) == records
    assert calls[None] <= records / 500 + 6
    assert calls[1000] <= records / 1000 + 4


def test_a_terminal_shows_the_progress(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    """With the calls left, and no end that nobody knows."""
    done = shell.on_terminal("export", str(tmp_path / "out"), "--resource", "tasks", "--files", "--format", "parquet")
    assert done.code == 0
    assert "tasks: 5 records" in done.out
    assert "end unknown, the API gives no totals" in done.out
    assert "attachments: 0; new: 0; missing: 0" in done.out
    assert (tmp_path / "out" / "tasks.parquet").exists()


def test_a_wait_says_until_when(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    """The hour is used up, on the server: the export notes the lower limit and waits, and Ctrl-C ends it."""
    sandbox.limit = 3
    command = shell.start("export", str(tmp_path / "out"), "--resource", "tasks")
    assert command.stderr is not None
    assert "states a limit of 3 calls" in command.stderr.readline()
    line = command.stderr.readline()
    assert "waiting" in line
    assert "until" in line
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=30)
    assert command.returncode == 130
    assert "run the same command again to continue" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("without", ["nothing", "fcntl"])
def test_two_exports_do_not_share_a_folder(
    plutio: Command, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    """The second is refused before it makes a call, also on a system that cannot import ``fcntl``."""
    monkeypatch.setitem(sys.modules, without, None)
    with locked(tmp_path / "out"):
        done = plutio("export", str(tmp_path / "out"))
    assert done.code == 2
    assert "another export writes to" in done.err
    assert sandbox.calls == []
    assert plutio("export", str(tmp_path / "out"), "--resource", "tasks").code == 0


def test_the_lock_follows_no_link(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """The file that it names stays as it is."""
    (tmp_path / "precious").write_text("content")
    (tmp_path / ".lock").symlink_to(tmp_path / "precious")
    done = plutio("export", str(tmp_path))
    assert (done.code, done.err) == (14, f"plutio: {tmp_path / '.lock'}: it is a symbolic link\n")
    assert (tmp_path / "precious").read_text() == "content"
    assert sandbox.calls == []


PRECIOUS = b'{"precious": true}'
FOREIGN = {
    "tasks.jsonl": (),
    "people.jsonl": ("--resource", "people"),
    "tasks.csv": ("--format", "csv"),
    "tasks.parquet": ("--format", "parquet"),
    "files/index.jsonl": ("--files",),
    "files/photo.jpg": ("--files",),
    "manifest.json": (),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("after", ["nothing", pytest.param("another export", marks=pytest.mark.system)])
def test_files_of_others_are_not_overwritten(
    plutio: Command, sandbox: Sandbox, tmp_path: Path, name: str, after: str
) -> None:
    """No call is made; ``--overwrite`` allows it, and a later run needs it no more."""
    path = tmp_path / name
    if after == "another export" and name != "manifest.json":
        assert plutio("export", str(tmp_path), "--resource", "statuses").code == 0
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(PRECIOUS)
    calls = len(sandbox.calls)
    command = ("export", str(tmp_path), "--resource", "tasks", *FOREIGN[name])
    done = plutio(*command)
    assert done.code == 14
    assert Path(name).parts[0] in done.err
    assert path.read_bytes() == PRECIOUS
    assert len(sandbox.calls) == calls
    done = plutio(*command, "--overwrite")
    assert done.code == 0, done.err
    assert plutio(*command).code == 0
    assert plutio("export", str(tmp_path), "--verify").code == 0
    assert (path.read_bytes() == PRECIOUS) == (name == "files/photo.jpg")  # no attachment has its name


def test_a_link_is_not_replaced(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """Nor one to a file that is gone."""
    (tmp_path / "tasks.jsonl").symlink_to(tmp_path / "gone")
    done = plutio("export", str(tmp_path), "--resource", "tasks", "--resource", "people")
    expected = (
        "has tasks.jsonl, which no export wrote here; choose another folder, or replace what is there with --overwrite"
    )
    assert (done.code, done.err) == (14, f"plutio: {tmp_path}: {expected}\n")
    assert (tmp_path / "tasks.jsonl").is_symlink()
    assert sandbox.calls == []


@pytest.mark.parametrize("after", ["the records", "a table"])
def test_what_an_interrupted_export_wrote_is_its_own(
    plutio: Command, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    """Also a file that got its name a moment before the manifest would have named it."""
    name = {"the records": "tasks.jsonl", "a table": "tasks.csv"}[after]
    replace = os.replace

    def killed(source: Any, target: Any) -> None:
        replace(source, target)
        if Path(target).name == name:
            raise Killed

    command = ("export", str(tmp_path), "--resource", "tasks", "--format", "csv")
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(os, "replace", killed)
        plutio(*command)
    assert (tmp_path / name).exists()
    done = plutio(*command)
    assert done.code == 0, done.err
    assert len(rows(tmp_path)) == 5
    assert "tasks.csv" not in json.loads((tmp_path / "manifest.json").read_text())["claimed"]


@pytest.mark.parametrize("damage", ["content", "length", "missing"])
def test_verify_finds_damage(plutio: Command, tmp_path: Path, damage: str) -> None:
    """Exit code 12, and the file is named."""
    out = tmp_path / "out"
    plutio("export", str(out), "--resource", "tasks")
    assert plutio("export", str(out), "--verify").code == 0
    file = out / "tasks.jsonl"
    content = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(content.replace(b"Task 1", b"Task 7") if damage == "content" else content + b"{}\n")
    done = plutio("export", str(out), "--verify")
    assert done.code == 12
    assert "tasks: tasks.jsonl" in done.err


def test_verify_online_compares_the_counts(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """Another number of records is named."""
    plutio("export", str(tmp_path / "out"), "--resource", "tasks")
    done = plutio("export", str(tmp_path / "out"), "--verify", "--online")
    assert (done.code, "what is in them was not compared" in done.err) == (0, True)
    sandbox.seed(tasks=[{"title": "New"}])
    done = plutio("export", str(tmp_path / "out"), "--verify", "--online")
    assert "tasks: the workspace has 6 records now, the export 5" in done.err


def test_what_changed_since_the_last_export(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """New, changed and deleted records are merged into the file."""
    out = str(tmp_path / "out")
    assert plutio("export", out, "--since", "last").code == 2
    plutio("export", out, "--resource", "tasks")
    for turn in range(2):
        plutio("create", "tasks", f"title=New {turn}")
        plutio("update", "tasks", f"task000000000000{turn + 1}", f"title=Changed {turn}")
        plutio("delete", "tasks", f"task000000000000{turn + 4}", "--yes")
        done = plutio("export", out, "--resource", "tasks", "--since", "last")
        assert done.code == 0
        assert "removed from the files: 1 record in the trash bin" in done.err or turn
        assert titles(tmp_path / "out") == sorted(record["title"] for record in sandbox.records("tasks"))
    assert plutio("export", out, "--verify").code == 0


class Refusing:
    """Refuses a path."""

    def __init__(self, path: str) -> None:
        self._path = path

    async def before(self, request: Any) -> None: ...

    async def after(self, request: Any, answer: Any) -> Any:
        refusal = b'{"message": "Method not allowed", "status": 403}'
        return evolve(answer, status=403, content=refusal) if request.path == self._path else answer


@pytest.mark.parametrize("since", [(), ("--since", "last")])
def test_what_the_api_refuses_is_left_out(
    plutio: Command, sandbox: Sandbox, tmp_path: Path, since: tuple[str, ...]
) -> None:
    """The rest is exported; a file of an earlier export stays."""
    command = ("export", str(tmp_path), "--resource", "people", "--resource", "tasks")
    plutio(*command)
    sandbox.seed(tasks=[{"title": "New"}])
    sandbox.add_hook(Refusing("/people"))
    done = plutio(*command, *since)
    assert done.code == 0, done.err
    assert "people: left out: GET /people" in done.err
    assert "tasks: 6 records" in done.err
    assert (tmp_path / "people.jsonl").exists()
    assert json.loads((tmp_path / "manifest.json").read_text())["skipped"].keys() == {"people"}


def test_a_trash_bin_that_the_api_refuses(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """The changes are merged, and the export says that it cannot see what was deleted."""
    command = ("export", str(tmp_path), "--resource", "tasks")
    plutio(*command)
    sandbox.seed(tasks=[{"title": "New"}])
    plutio("delete", "tasks", "task0000000000001", "--yes")
    remove = sandbox.add_hook(Refusing("/trash-bin"))
    done = plutio(*command, "--since", "last")
    assert done.code == 0, done.err
    assert "trash_bin: left out: GET /trash-bin" in done.err
    assert "deleted records cannot be seen, and stay in the files" in done.err
    assert {"New", "Task 1"} <= set(titles(tmp_path))
    remove()
    assert "removed from the files: 1 record in the trash bin" in plutio(*command, "--since", "last").err
    assert json.loads((tmp_path / "manifest.json").read_text())["skipped"] == {}


def test_csv(plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """Lists and objects are JSON text; a table of a former format is gone."""
    out = tmp_path / "out"
    sandbox.seed(tasks=[{"title": 'a,\n"b"', "assignedTo": ["x"]}])
    plutio("export", str(out), "--resource", "tasks")
    assert plutio("export", str(out), "--resource", "tasks", "--format", "csv").code == 0
    with (out / "tasks.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["title"] for row in found] == [record["title"] for record in sandbox.records("tasks")]
    assert found[-1]["assignedTo"] == '["x"]'
    assert plutio("export", str(out), "--verify").code == 0
    plutio("export", str(out), "--resource", "tasks", "--since", "last", "--format", "jsonl")
    assert [path.name for path in out.iterdir() if path.name.startswith(("tasks", ".tasks"))] == ["tasks.jsonl"]
    assert plutio("export", str(out), "--verify").code == 0


def test_the_end_counts_what_is_left(plutio: Command, tmp_path: Path) -> None:
    """What this export has already is not read again, and is not part of the end that it names."""
    command = ("export", str(tmp_path), "--resource", "tasks", "--resource", "people")
    plutio(*command)
    assert plutio(*command).err.count("end at about") == 1
    assert "end at" not in plutio(*command, "--since", "last").err
    path = tmp_path / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["kind"] = "full"
    manifest["finished"], manifest["resources"]["tasks"]["export"] = None, "another"
    path.write_text(json.dumps(manifest))
    done = plutio(*command)
    assert done.err.startswith("tasks: 5 records, 3 calls;")
    assert "people" not in done.err
    assert "end at about" not in done.err


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    """What JSON cannot say becomes text."""
    part = Part(tmp_path, "tasks", "x")
    part.open()
    part.append([Row.of(parse_json(b'{"_id":"a","n":[0.12345678901234567890,{"m":12.50}],"far":1e400}'))])
    content = part.path.read_text()
    assert content == '{"_id":"a","n":[0.12345678901234567890,{"m":12.5}],"far":"Infinity"}\n'


def test_a_folder_that_cannot_be_used(plutio: Command, tmp_path: Path) -> None:
    """Exit code 14, and the system's reason."""
    (tmp_path / "file").touch()
    done = plutio("export", str(tmp_path / "file"))
    assert (done.code, done.err) == (14, f"plutio: {tmp_path / 'file'}: File exists\n")


def test_bad_input(plutio: Command, tmp_path: Path) -> None:
    """It names the option."""
    assert "did you mean 'tasks'?" in plutio("export", str(tmp_path), "--resource", "taks").err
    assert "--page-cap: takes a number from 2 on" in plutio("export", str(tmp_path), "--page-cap", "1").err
    assert "holds no export" in plutio("export", str(tmp_path), "--verify").err
    for content, reason in {
        "{}": "is no manifest of an export",
        '{"manifest":1}': "another version",
        "x": "cannot be read",
    }.items():
        (tmp_path / "manifest.json").write_text(content)
        done = plutio("export", str(tmp_path))
        assert (done.code, reason in done.err) == (14, True)


class Silent:
    def page(self, resource: str, records: int, calls: int) -> None: ...
    def done(self, resource: str, records: int, calls: int) -> None: ...
    def skipped(self, resource: str, reason: str) -> None: ...
    def attachment(self, done: int, missing: int) -> None: ...


async def _export(sandbox: Sandbox, folder: Path, change: Callable[[], None] | None, page_cap: int | None) -> None:
    """A run of the export, as the command makes it."""

    class Changing(Silent):
        def page(self, resource: str, records: int, calls: int) -> None:
            if change is not None:
                change()

    folder.mkdir(exist_ok=True)
    manifest = Manifest.load(folder) or Manifest()
    manifest.save(folder)
    async with Plutio.sandbox(sandbox) as plutio:
        await Exporter(plutio, folder, manifest, Changing()).resource("tasks", page_cap)
    write_tables(folder, manifest, ["tasks"])
    manifest.finished = "now"
    manifest.save(folder)


class Killed(BaseException):
    """The process is gone."""


class Deaths:
    """Ends the process at the n-th step on the disk, before or after it; a file may have part of its last write."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, random: random.Random) -> None:
        self._random = random
        self._left: int | None = None
        for owner, name in ((os, "fsync"), (os, "replace"), (os, "unlink")):
            monkeypatch.setattr(owner, name, self._mortal(getattr(owner, name)))

    def after(self, steps: int | None) -> None:
        self._left = steps

    def _mortal(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            if self._left is None:
                return function(*arguments, **options)
            self._left -= 1
            if self._left == -1:
                raise Killed
            if self._left < -1:  # cleaning up, which a process that is gone does not do
                return None
            return function(*arguments, **options)

        return step


@pytest.mark.parametrize("seed", range(5))
def test_the_end_of_the_process_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Killed at the first step on the disk, then at the second, and so on, until an export gets through."""
    chance = random.Random(seed)
    sandbox = Sandbox(seed, limit=None, switches=Switches(max_limit=20))
    workspace = Workspace(sandbox, seed)
    deaths = Deaths(monkeypatch, chance)
    part_file = tmp_path / ".tasks.part"
    kills = 0
    while True:
        deaths.after(chance.randrange(1, 25) if kills < 40 else None)
        before = part_file.stat().st_size if part_file.exists() else 0
        try:
            anyio.run(_export, sandbox, tmp_path, workspace.change, None)
        except Killed:
            kills += 1
            deaths.after(None)
            _tear(part_file, before, chance)
            workspace.change()
        else:
            break
    assert kills > 3
    workspace.check(tmp_path)


def test_the_end_of_the_process_at_each_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed once, at every step of an export, and started again."""
    deaths = Deaths(monkeypatch, random.Random(0))
    step = ended = 0
    while not ended:
        sandbox = Sandbox(limit=None, switches=Switches(max_limit=20))
        workspace = Workspace(sandbox, step, size=30)
        folder = tmp_path / str(step)
        folder.mkdir()
        Manifest(format="csv").save(folder)
        deaths.after(step)
        try:
            anyio.run(_export, sandbox, folder, None, None)
            ended = step
        except Killed:
            deaths.after(None)
            anyio.run(_export, sandbox, folder, workspace.change, None)
        deaths.after(None)
        workspace.check(folder)
        step += 1
    assert ended > 20


async def _update(sandbox: Sandbox, folder: Path) -> None:
    """``--since last``, as the command makes it."""
    manifest = Manifest.load(folder)
    assert manifest is not None
    if manifest.finished is not None:
        manifest = evolve(Manifest(), kind="since", format="parquet", entries=manifest.entries)
        manifest.save(folder)
    async with Plutio.sandbox(sandbox) as plutio:
        exporter = Exporter(plutio, folder, manifest, Silent())
        trash = await trash_of(exporter, exported=False)
        reading = changes_since(exporter, "tasks")
        assert reading is not None
        assert trash is not None
        await update(exporter, reading, trash)
    write_tables(folder, manifest, ["tasks"])
    manifest.finished = "now"
    manifest.save(folder)


def test_the_end_of_the_process_at_each_step_of_an_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed once, at every step, and started again: the file and its table have what the workspace has."""
    deaths = Deaths(monkeypatch, random.Random(0))
    step = ended = 0
    while not ended:
        sandbox = Sandbox(limit=None)
        folder = tmp_path / str(step)
        folder.mkdir()
        Manifest(format="parquet").save(folder)
        made = [record["_id"] for record in sandbox.seed(tasks=[{"title": f"{n}"} for n in range(5)])["tasks"]]
        anyio.run(_export, sandbox, folder, None, None)
        sandbox.seed(tasks=[{"title": "new"}])
        sandbox.remove("tasks", made[1])
        deaths.after(step)
        try:
            anyio.run(_update, sandbox, folder)
            ended = step
        except Killed:
            deaths.after(None)
            anyio.run(_update, sandbox, folder)
        deaths.after(None)
        assert sorted(row["title"] for row in rows(folder)) == ["0", "2", "3", "4", "new"]
        table = parquet.read_table(folder / "tasks.parquet").to_pylist()
        assert [row["_id"] for row in table] == [row["_id"] for row in rows(folder)]
        manifest = Manifest.load(folder)
        assert manifest is not None
        assert list(differences(folder, manifest)) == []
        step += 1
    assert ended > 10


def test_a_list_that_is_not_known_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last records before the kill are deleted, so that the walk starts over: no record comes twice."""
    sandbox = Sandbox(limit=None, switches=Switches(max_limit=20))
    made = [record["_id"] for record in sandbox.seed(tasks=[{"title": f"{n}"} for n in range(120)])["tasks"]]
    deaths = Deaths(monkeypatch, random.Random(0))
    Manifest().save(tmp_path)
    deaths.after(28)
    with pytest.raises(Killed):
        anyio.run(_export, sandbox, tmp_path, None, None)
    deaths.after(None)
    read = json.loads((tmp_path / ".tasks.state").read_text())["records"]
    assert 80 < read < 120
    sandbox.remove("tasks", *made[10:read])
    anyio.run(_export, sandbox, tmp_path, None, None)
    ids = [row["_id"] for row in rows(tmp_path)]
    assert len(ids) == len(set(ids))
    assert {*made[:10], *made[read:]} <= set(ids)


def _tear(path: Path, before: int, chance: random.Random) -> None:
    """Of what was not synced, any part may have reached the disk; what the state knows was."""
    state = path.with_suffix(".state")
    if not path.exists() or not state.exists():
        return
    known = json.loads(state.read_text())["bytes"]
    size = path.stat().st_size
    if known < size and json.loads(state.read_text())["entry"] is None:
        with path.open("ab") as file:
            file.truncate(chance.randrange(known, size + 1))


@pytest.mark.system
@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.slow)])
@pytest.mark.timeout(900)
def test_kill_9_at_random_moments(shell: Shell, sandbox: Sandbox, tmp_path: Path, kills: int) -> None:
    """A real process is killed soon after a random answer, again and again, while the workspace changes."""
    chance = random.Random(kills)
    sandbox.limit = None
    sandbox.switches = Switches(max_limit=7)
    workspace = Workspace(sandbox, kills, size=60 + 12 * kills)
    out = tmp_path / "out"
    for _ in range(kills):
        answers, answered = chance.randrange(1, 5), threading.Semaphore(0)
        remove = sandbox.add_hook(_Count(answered, workspace))
        command = shell.start("export", str(out), "--resource", "tasks")
        for _ in range(answers):
            if not answered.acquire(timeout=60):
                break
        time.sleep(chance.random() * 0.02)
        command.send_signal(signal.SIGKILL)
        command.communicate()
        remove()
        workspace.change()
    done = shell.run("export", str(out), "--resource", "tasks")
    assert done.code == 0, done.err
    workspace.check(out)


class _Count:
    """Counts answers, and changes the workspace with each."""

    def __init__(self, answered: threading.Semaphore, workspace: Workspace) -> None:
        self._answered = answered
        self._workspace = workspace

    async def before(self, request: Any) -> None: ...

    async def after(self, request: Any, answer: Any) -> Any:
        if request.path == "/tasks":
            self._workspace.change()
            self._answered.release()
        return answer


def test_ctrl_c_and_again(shell: Shell, sandbox: Sandbox, tmp_path: Path) -> None:
    """The second run reads what is missing, and a record again that changed meanwhile."""
    sandbox.switches = Switches(max_limit=30)
    moments = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(150)]
    old = sandbox.seed(tasks=[{"title": f"Old {n}", "updatedAt": moment} for n, moment in enumerate(moments)])["tasks"]
    reached, ended = threading.Event(), threading.Event()

    class Hang:
        async def before(self, request: Any) -> None:
            if '"$gt":"2020-01-01T01:2' in dict(request.query).get("q", ""):
                reached.set()
                await anyio.to_thread.run_sync(ended.wait)

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    remove = sandbox.add_hook(Hang())
    command = shell.start("export", str(tmp_path / "out"), "--resource", "tasks")
    assert reached.wait(60)
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=30)
    ended.set()
    remove()
    assert command.returncode == 130
    assert "run the same command again to continue" in err
    assert shell.run("update", "tasks", old[3]["_id"], "title=Changed").code == 0
    before = len(sandbox.calls)
    assert shell.run("export", str(tmp_path / "out"), "--resource", "tasks").code == 0
    assert titles(tmp_path / "out") == sorted(record["title"] for record in sandbox.records("tasks"))
    assert shell.run("export", str(tmp_path / "out"), "--verify").code == 0
    reads = [dict(call.query) for call in sandbox.calls[before:] if call.path == "/tasks"]
    assert all("updatedAt" in read["q"] for read in reads if "isArchived" in read["q"])
