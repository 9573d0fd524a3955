"""Loading an export into the sandbox."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from plutio_async import Plutio
from plutio_async.testing import FakeClock, Sandbox, SandboxError
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.forms import MIXED
from tests.testing.api import Api, ids, titles


def export(folder: Path, **resources: Any) -> Path:
    """Text as it is, records as JSON lines."""
    for name, content in resources.items():
        text = content if isinstance(content, str) else "".join(f"{json.dumps(row)}\n" for row in content)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_an_export_is_loaded_as_it_is(tmp_path: Path) -> None:
    """Ids, times and undescribed fields are kept, also names that are similar to described ones."""
    task = {"_id": "t1", "title": "ä\u2028b", "createdAt": "2025-01-02T03:04:05.000Z", "taskId": 7, "titles": ["x"]}
    project = {"_id": "p1", "name": "Site", "status": {"_id": "s9", "title": "Paused", "color": "red"}}
    events: list[Any] = []
    api = Api()
    api.sandbox.on_event(events.append)
    (tmp_path / "README.md").write_text("not a resource")
    loaded = api.sandbox.load(export(tmp_path, tasks=[task], projects=[project], schedules=[{"days": []}]))
    assert sorted(loaded) == ["projects", "schedules", "tasks"]
    assert api.get("/tasks")[0].items() >= task.items()
    assert api.get("/tasks/t1") == loaded["tasks"][0]
    assert api.get("/projects")[0]["status"] == project["status"]
    assert len(api.get("/schedules")[0]["_id"]) == 17
    assert (events, api.sandbox.records("task_boards")) == ([], [])


@pytest.mark.anyio
async def test_records_of_the_client_can_be_loaded(tmp_path: Path) -> None:
    """An export of records that the client read gives the same records."""
    source, target = (Sandbox(clock=FakeClock()) for _ in range(2))
    source.seed_workspace()
    async with Plutio.sandbox(source) as plutio:
        tasks = [task.to_dict() for task in await plutio.tasks.iterate().to_list()]
        people = [person.to_dict() for person in await plutio.people.iterate().to_list()]
    target.load(export(tmp_path, tasks=tasks, people=people))
    shown = {task["_id"] for task in tasks}
    assert target.records("tasks") == [row for row in source.records("tasks") if row["_id"] in shown]
    assert ids(target.records("people")) == [person["_id"] for person in people]


def test_an_export_is_loaded_into_the_chosen_business(tmp_path: Path) -> None:
    """Records go into the chosen business; empty lines and a byte order mark are ignored."""
    api = Api()
    text = '\ufeff{"title": "a"}\r\n\n  \n{"title": "b"}'
    api.sandbox.load(str(export(tmp_path, tasks=text)), business="other")
    assert titles(api.sandbox.records("tasks", business="other")) == ["a", "b"]
    assert api.sandbox.records("tasks") == []


RESOURCES = [name for name in catalogue().resources if name not in (*MIXED, "dashboard_data")]


def whole(sandbox: Sandbox) -> dict[str, list[Any]]:
    """All records of a sandbox."""
    return {name: rows for name in RESOURCES if (rows := sandbox.records(name))}


@pytest.mark.parametrize(("source", "studio"), [(0, False), (1, False), (0, True)])
def test_the_records_of_an_export_replace_those_of_a_new_workspace(tmp_path: Path, source: int, studio: bool) -> None:
    """Whether they have the same ids or others: the sandbox holds what the other one held, and new records belong to it."""
    exported, target = Sandbox(source, FakeClock()), Api(Sandbox(0, FakeClock()))
    for sandbox in (exported, target.sandbox):
        if studio:
            sandbox.seed_workspace()
    target.sandbox.load(export(tmp_path, **whole(exported)))
    assert whole(target.sandbox) == whole(exported)
    (business,), (profile,) = exported.records("businesses"), exported.records("profiles")
    made = target.post("/tasks", title="New")
    assert (made["businessId"], made["createdBy"]) == (business["_id"], profile["_id"])


def test_an_export_of_a_part_leaves_the_rest(tmp_path: Path) -> None:
    """Only the resources that it has are replaced, and nothing that was seeded."""
    sandbox = Sandbox()
    before = whole(sandbox)
    sandbox.seed(statuses=[{"title": "Mine", "entityType": "project"}])
    sandbox.load(export(tmp_path, statuses=[{"_id": "s1", "title": "Theirs", "entityType": "project"}]))
    assert titles(sandbox.records("statuses")) == ["Mine", "Theirs"]
    assert {**whole(sandbox), "statuses": before["statuses"]} == before


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        (
            {"tasks": '{"title": "a"}\n\n{"title": }\n'},
            "tasks.jsonl, line 3: not valid JSON: Expecting value, column 11",
        ),
        ({"tasks": "{}\n[{}]"}, "tasks.jsonl, line 2: a line is one record, a JSON object, not list"),
        ({"tasks": '{"a": NaN}'}, "tasks.jsonl, line 1: not valid JSON: NaN is not JSON"),
        ({"tasks": "[" * 5000 + "]" * 5000}, "tasks.jsonl, line 1: nested too deeply"),
        ({"tasks": [{}, {"title": 5}]}, "tasks.jsonl, line 2: title: 5 is not of type"),
        ({"tasks": [{"_id": "a"}, {}, {"_id": "a"}]}, "tasks.jsonl, line 3: the id 'a' is used twice"),
        ({"tasks": [{"_id": "old"}]}, "tasks.jsonl, line 1: the id 'old' is used twice"),
        ({"schedules": [{"_id": [1]}]}, r"schedules.jsonl, line 1: an id is text, not \[1\]"),
        ({"task-boards": [{}]}, "task-boards.jsonl: there is no resource 'task-boards'. Did you mean 'task_boards'"),
        ({"dashboard_data": [{}]}, "dashboard_data.jsonl: dashboard_data holds records of other resources"),
        ({}, "has no files such as tasks.jsonl"),
    ],
)
def test_a_mistake_is_an_error_with_file_and_line(resources: dict[str, Any], message: str, tmp_path: Path) -> None:
    """The error names the file and the line, and nothing is loaded."""
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"_id": "old"}])
    if resources:
        export(tmp_path, people=[{"role": "client"}])
    with pytest.raises(SandboxError, match=message.replace("?", r"\?")):
        sandbox.load(export(tmp_path, **resources))
    assert (ids(sandbox.records("tasks")), sandbox.records("people")) == (["old"], [])


def test_bytes_that_are_not_text_are_an_error(tmp_path: Path) -> None:
    """The error names the line, as for any invalid JSON."""
    (tmp_path / "tasks.jsonl").write_bytes(b'{"title": "\xff"}')
    with pytest.raises(SandboxError, match=r"tasks\.jsonl, line 1: not valid JSON"):
        Sandbox().load(tmp_path)


def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    """The error names the file and the reason."""
    (tmp_path / "tasks.jsonl").mkdir()
    with pytest.raises(SandboxError, match=r"tasks\.jsonl: Is a directory"):
        Sandbox().load(tmp_path)


@pytest.mark.parametrize("folder", [5, "no such folder"])
def test_a_wrong_folder_is_an_error(folder: Any) -> None:
    """The error names the folder."""
    with pytest.raises(SandboxError, match="folder"):
        Sandbox().load(folder)


def test_an_unknown_business_is_an_error(tmp_path: Path) -> None:
    """The error is the same as for `seed`."""
    with pytest.raises(SandboxError, match="no business 'elsewhere'"):
        Sandbox().load(export(tmp_path, tasks=[{}]), business="elsewhere")


def test_the_bytes_of_an_export(tmp_path: Path) -> None:
    """They are served in the place of the ``url`` at which they were; other files keep theirs."""
    files = [{"_id": id, "title": id, "url": f"https://files.example.com/{id}"} for id in ("a", "b")]
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "A.pdf").write_bytes(b"%PDF")
    export(tmp_path / "files", index=[{"id": "a", "file": "../files/A.pdf"}, {"id": "gone", "file": "files/A.pdf"}])
    api = Api()
    api.sandbox.load(export(tmp_path, files=files))
    urls = [record["url"] for record in api.get("/files")]
    assert urls == ["http://localhost/storage/example/a", "https://files.example.com/b"]
    assert api.raw("GET", "/storage/example/a", "", {}).content == b"%PDF"


@pytest.mark.parametrize(
    ("index", "message"),
    [
        ([{"id": "a", "file": "files/B.pdf"}], "index.jsonl, line 1: there is no file 'B.pdf'"),
        ([{"id": "a", "file": ".."}], "index.jsonl, line 1: there is no file '..'"),
        ([{}], "there is no file 'None'"),
        ("[]", "a line is one record"),
    ],
)
def test_a_wrong_index_of_files(tmp_path: Path, index: Any, message: str) -> None:
    """Nothing is added."""
    (tmp_path / "files").mkdir()
    export(tmp_path / "files", index=index)
    sandbox = Sandbox()
    with pytest.raises(SandboxError, match=re.escape(message)):
        sandbox.load(export(tmp_path, files=[{"_id": "a", "title": "a"}]))
    assert sandbox.records("files") == []
