"""``plutio export --since last`` loses nothing, whatever the clocks of this machine and of the server say."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from plutio_async import sync
from plutio_async._models.json_form import digest
from plutio_async.testing import Answer, FakeClock, Sandbox, Switches
from tests.clocks import DAY, OFF, YEAR, Dated

from .conftest import Ended

pytestmark = pytest.mark.integration


@frozen
class Office:
    """A workspace, and a folder for its tasks. The server's clock moves only as a test says."""

    sandbox: Sandbox
    command: Callable[..., Ended]
    folder: Path

    def export(self, *more: str) -> list[str]:
        """The titles in the file after an export: the first is full, the later ones are ``--since last``."""
        since = ("--since", "last") if self.manifest.exists() and self._load()["finished"] else ()
        done = self.command("export", str(self.folder), "--resource", "tasks", *since, *more)
        assert done.code == 0, done.err
        return sorted(json.loads(line)["title"] for line in (self.folder / "tasks.jsonl").read_text().splitlines())

    @property
    def titles(self) -> list[str]:
        return sorted(row["title"] for row in self.sandbox.records("tasks"))

    @property
    def calls(self) -> int:
        return sum((call.method, call.path) == ("GET", "/tasks") for call in self.sandbox.calls)

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.json"

    def seed(self, title: str, seconds: float = 0.0) -> str:
        """A task with a timestamp some seconds from the server's time."""
        at = datetime.fromtimestamp(self.sandbox.clock.time() + seconds, UTC)
        id: str = self.sandbox.seed(tasks=[{"title": title, "updatedAt": at}])["tasks"][0]["_id"]
        return id

    def rename(self, id: str, title: str) -> None:
        with sync.Plutio.sandbox(self.sandbox) as plutio:
            plutio.tasks.update(id, title=title)

    def pass_time(self, seconds: float) -> None:
        clock = self.sandbox.clock
        assert isinstance(clock, FakeClock)
        clock.shift_wall(seconds)

    def rewrite(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Changes what the manifest says of the tasks."""
        manifest = self._load()
        change(manifest["resources"]["tasks"])
        self.manifest.write_text(json.dumps(manifest))

    def _load(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.manifest.read_text())
        return found


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(limit=None, clock=FakeClock(time.time()))


@pytest.fixture
def office(sandbox: Sandbox, plutio: Callable[..., Ended], tmp_path: Path) -> Office:
    return Office(sandbox, plutio, tmp_path / "out")


class OnAnswer:
    """Does something after each answer with tasks."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        if (request.method, request.path) == ("GET", "/tasks"):
            self._act()
        return answer


class Broken:
    """The API answers with an error from the n-th reading of tasks on."""

    def __init__(self, nth: int) -> None:
        self._left = nth

    async def before(self, request: Any) -> Answer | None:
        self._left -= request.path == "/tasks"
        return Answer(409, b'{"message": "Conflict"}') if self._left <= 0 else None

    async def after(self, request: Any, answer: Any) -> Any:
        return answer


class WithoutStamps:
    """Tasks whose title begins with ``bare`` have no ``updatedAt``, so no condition on it finds them."""

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        if (request.method, request.path) != ("GET", "/tasks"):
            return answer
        asked = "updatedAt" in dict(request.query).get("q", "")
        rows = [row for row in json.loads(answer.content) if not (asked and row["title"].startswith("bare"))]
        for row in rows:
            if row["title"].startswith("bare"):
                del row["updatedAt"]
        return evolve(answer, content=json.dumps(rows).encode())


@OFF
def test_the_clock_of_this_machine_is_wrong(office: Office, off: float) -> None:
    """Late changes are there too, and those before a timestamp in the future; a quiet list costs one call."""
    office.pass_time(-off)
    first = office.seed("first", -3600)
    assert office.export() == office.titles
    for turn in range(3):
        office.rename(first, f"renamed {turn}")
        office.seed(f"new {turn}")
        office.pass_time(10)
        assert office.export() == office.titles
        office.seed(f"late {turn}", -20)
        assert office.export() == office.titles
        office.pass_time(60)
        office.export()
        before = office.calls
        assert office.export() == office.titles
        assert office.calls == before + 2  # the other is that of the templates
    office.seed("future", DAY / 2)
    for turn in range(2):
        assert office.export() == office.titles
        office.pass_time(60)
        office.seed(f"after the future {turn}")
    assert office.export() == office.titles


def test_what_changes_while_an_export_runs(office: Office) -> None:
    """A record that had been read already comes with the next."""
    office.sandbox.switches = Switches(max_limit=3)
    left = [office.seed(f"{n}", -60) for n in range(12)]

    def change() -> None:
        office.sandbox._store.change("tasks", _row(office.sandbox, left.pop(0)), {"title": "changed"})
        office.pass_time(20)

    stop = office.sandbox.add_hook(OnAnswer(lambda: left and change()))
    office.export()
    stop()
    assert office.export() == office.titles


def _row(sandbox: Sandbox, id: str) -> Any:
    return sandbox._workspace(None).collection("tasks")[id]


@pytest.mark.parametrize("former", [False, True])
def test_what_changes_until_an_export_is_continued(office: Office, *, former: bool) -> None:
    """Also if a former version began it: its state is of no use, and the list is read again."""
    office.sandbox.switches = Switches(max_limit=3)
    made = [office.seed(f"{n}", -60) for n in range(12)]
    repair = office.sandbox.add_hook(Broken(4))
    assert office.command("export", str(office.folder), "--resource", "tasks").code != 0
    repair()
    state = json.loads((office.folder / ".tasks.state").read_text())
    assert 0 < state["records"] < 12
    if former:
        del state["reading"]
        state |= {"query": 0, "cursor": '{"v":1,"skip":3,"tail":[],"of":"x"}', "server": None}
        (office.folder / ".tasks.state").write_text(json.dumps(state))
    office.rename(made[0], "changed")
    office.pass_time(3600)
    office.seed("new")
    office.export()
    assert office.export() == office.titles


def test_records_without_a_timestamp(office: Office) -> None:
    """No call tells what changed in them, so the list is read as a whole, also if it had none when it was empty."""
    office.sandbox.add_hook(WithoutStamps())
    assert office.export() == []
    bare = office.seed("bare")
    assert office.export() == office.titles
    office.seed("dated")
    for title in ("bare 1", "bare 2"):
        office.rename(bare, title)
        assert office.export() == office.titles


def test_answers_without_a_date(office: Office) -> None:
    """Nothing shows where the changes begin, so the list is read as a whole."""
    office.sandbox.add_hook(Dated(None))
    first = office.seed("first", -3600)
    assert office.export() == office.titles
    for turn in range(2):
        office.rename(first, f"renamed {turn}")
        office.seed("new", -1800)
        assert office.export() == office.titles


@pytest.mark.parametrize("step", [DAY, YEAR])
def test_the_clock_of_the_server_is_set_back(office: Office, step: float) -> None:
    """What changes then has timestamps from before the export."""
    first = office.seed("first", -3600)
    office.export()
    office.pass_time(-step)
    office.rename(first, "renamed")
    office.seed("new")
    assert office.export() == office.titles


def test_the_clock_of_the_server_is_set_back_while_an_export_runs(office: Office) -> None:
    """What changes then has timestamps from before the first call."""
    office.sandbox.switches = Switches(max_limit=3)
    made = [office.seed(f"{n}", -7200) for n in range(6)]
    steps = iter([-3600])

    def set_back() -> None:
        for step in steps:
            office.pass_time(step)
            office.seed("during")

    stop = office.sandbox.add_hook(OnAnswer(set_back))
    office.export()
    stop()
    office.seed("new")
    office.rename(made[0], "renamed")
    office.pass_time(7200)
    assert office.export() == office.titles


def _former(cursor: dict[str, Any]) -> dict[str, Any]:
    """What a former version wrote into the manifest: a cursor for the list of tasks, and one for the templates."""
    queries = ("None", '{"isTemplate":true}')
    made = [{"v": 1, **cursor, "seen": {}, "of": digest(f"tasks?{query}")} for query in queries]
    return {"reading": None, "cursors": [json.dumps(one) for one in made]}


class TestFormerVersions:
    def test_a_full_export(self, office: Office) -> None:
        """It has no cursors, and its time is that of a machine. So the list is read as a whole."""
        office.seed("first", -3600)
        office.export()
        office.rewrite(lambda entry: entry.update(reading=None, cursors=[]))
        office.seed("new", -YEAR)
        assert office.export() == office.titles
        before = office.calls
        office.seed("newer")
        assert office.export() == office.titles
        assert office.calls == before + 3

    @OFF
    def test_an_export_of_changes(self, office: Office, off: float) -> None:
        """Its cursors have the time of a machine."""
        office.seed("first")
        office.export()

        latest = office.sandbox.clock.time()
        own = {"floor": int(latest * 1e6) - 40_000_000, "latest": int(latest * 1e6), "at": latest + off}
        office.rewrite(lambda entry: entry.update(_former(own)))
        office.pass_time(10)
        for title in ("late", "late too"):
            office.seed("new")
            assert office.export() == office.titles
            office.seed(title, -20)
            assert office.export() == office.titles

    def test_an_export_of_changes_with_records_without_a_timestamp(self, office: Office) -> None:
        """Its cursors do not help."""
        bare = office.seed("bare")
        office.seed("dated")
        office.export()
        office.rewrite(lambda entry: entry.update(_former({"floor": 0})))
        office.sandbox.add_hook(WithoutStamps())
        lines = [json.loads(line) for line in (office.folder / "tasks.jsonl").read_text().splitlines()]
        del lines[0]["updatedAt"]
        (office.folder / "tasks.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        office.rename(bare, "bare, renamed")
        assert office.export() == office.titles
