"""What an assistant does for its user, over stdio and HTTP, with the server as a process of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from plutio_async.testing import Fault, Sandbox

from .assistant import Assistant

pytestmark = pytest.mark.integration


def record(workspace: Sandbox, resource: str, id: str) -> dict[str, Any]:
    return next(dict(one) for one in workspace.records(resource) if one["_id"] == id)


def test_a_clients_overdue_invoices(assistant: Assistant) -> None:
    """From the name of a company to its unpaid invoices, and what they are about."""
    (company,) = assistant("find", resource="companies", where=["title~bakery"]).records
    assert company["title"] == "Northwind Bakery"
    where = [f"client.id={company['id']}", "status=overdue"]
    found = assistant("find", resource="invoices", where=where, fields=["name", "amount", "project.name"])
    assert found.json == {
        "records": [{"name": "Website relaunch: Second part", "amount": 2880.0, "project.name": "Website relaunch"}]
    }


def test_log_time(assistant: Assistant, workspace: Sandbox) -> None:
    """Time is logged on a task that is found by its title."""
    (project,) = assistant("find", resource="projects", where=["name=Website relaunch"]).records
    (task,) = assistant("find", resource="tasks", where=["title~layout", f"project_id={project['id']}"]).records
    assert "seconds" in assistant("describe", resource="time_tracks").text  # what the unit of `time` may be
    values = {
        "task_id": task["id"],
        "project_id": task["project_id"],
        "started_at": "2026-12-01T09:00:00Z",
        "stopped_at": "2026-12-01T10:30:00Z",
        "time": 5400,
    }
    (made,) = assistant("save", resource="time_tracks", values=values).records
    assert record(workspace, "time_tracks", made["id"])["time"] == 5400
    logged = assistant("find", resource="time_tracks", where=[f"task_id={task['id']}", "started_at>=2026-12-01"])
    assert [one["id"] for one in logged.records] == [made["id"]]


def test_move_a_task(assistant: Assistant, workspace: Sandbox) -> None:
    """A task goes to another column of its board."""
    (task,) = assistant("find", resource="tasks", where=["title=Choose the typeface"], limit=1).records
    where = [f"task_board_id={task['task_board_id']}", "title=Done"]
    (group,) = assistant("find", resource="task_groups", where=where).records
    assert "move(position, index, task_group_id" in assistant("describe", resource="tasks").text
    values = {"task_group_id": group["id"]}
    moved = assistant("act", resource="tasks", action="move", ids=[task["id"]], values=values)
    assert moved.json["answer"]["task_group_id"] == group["id"]
    assert record(workspace, "tasks", task["id"])["taskGroupId"] == group["id"]


def test_a_wrong_field_name_is_corrected_from_the_error_alone(assistant: Assistant) -> None:
    failed = assistant("find", resource="tasks", where=["staus=completed"])
    assert failed.failed
    right = re.search(r"did you mean '(\w+)'", failed.text)
    assert right is not None
    assert assistant("find", resource="tasks", where=[f"{right[1]}=completed"]).records


def test_a_wrong_value_is_corrected_from_the_error_alone(assistant: Assistant, workspace: Sandbox) -> None:
    """Nothing is written before the value is one of the allowed ones."""
    (task,) = assistant("save", resource="tasks", values={"title": "Call the printer"}).records
    failed = assistant("save", resource="tasks", id=task["id"], values={"status": "done"})
    assert failed.failed
    allowed = failed.text.partition("there are ")[2].split(", ")
    assert allowed == ["incomplete", "completed", "overdue"]
    assistant("save", resource="tasks", id=task["id"], values={"status": allowed[1]})
    assert record(workspace, "tasks", task["id"])["status"] == "completed"


def test_read_a_long_list(assistant: Assistant, workspace: Sandbox) -> None:
    """Every record comes once, page after page, although one is made meanwhile."""
    answer = assistant("find", resource="tasks", sort="created_at", limit=11)
    expected = {one["_id"] for one in workspace.records("tasks")}
    seen = [one["id"] for one in answer.records]
    assistant("save", resource="tasks", values={"title": "Made meanwhile"})
    while answer.json.get("more"):
        answer = assistant("find", cursor=answer.json["cursor"], limit=11)
        assert len(answer.records) <= 11
        seen += [one["id"] for one in answer.records]
    assert len(seen) == len(set(seen))
    assert expected <= set(seen)


def test_how_many(assistant: Assistant, workspace: Sandbox) -> None:
    """A number does not cost the text of the records."""
    counted = assistant("find", resource="tasks", where=["status=incomplete"], count=True)
    assert counted.json == {"count": sum(one["status"] == "incomplete" for one in workspace.records("tasks"))}


def test_record_a_payment(assistant: Assistant, workspace: Sandbox) -> None:
    (invoice,) = assistant("find", resource="invoices", where=["status=overdue"]).records
    values = {"amount": invoice["amount"], "issue_date": "2026-12-01"}
    paid = assistant("act", resource="invoices", action="record_payment", ids=[invoice["id"]], values=values)
    assert not paid.failed, paid.text
    assert [call.json["amount"] for call in workspace.calls if call.path == "/invoices/record-payment"] == [2880]


def test_read_a_long_text(assistant: Assistant, workspace: Sandbox) -> None:
    """A text that does not fit into an answer is read in parts."""
    text = "".join(f"{n:05}," for n in range(3_000))
    (task,) = workspace.seed(tasks=[{"title": "Read the contract", "descriptionPlain": text}])["tasks"]
    read = ""
    while "more characters)" in (part := _text(assistant, task["_id"], len(read))) or not read:
        read += part.lstrip("…").partition("… (")[0]
    read += part.lstrip("…")
    assert read == text


def _text(assistant: Assistant, id: str, offset: int) -> str:
    answer = assistant("get", resource="tasks", ids=[id], fields=["description_plain"], offset=offset)
    assert len(answer.text) < 12_100
    text: str = answer.records[0]["description_plain"]
    return text


def test_archive_several_and_bring_them_back(assistant: Assistant, workspace: Sandbox) -> None:
    ids = [one["id"] for one in assistant("find", resource="projects", limit=2).records]
    for action, archived in (("archive", True), ("unarchive", False)):
        outcomes = assistant("act", resource="projects", action=action, ids=ids).json["outcomes"]
        assert set(outcomes) == set(ids)
        assert [record(workspace, "projects", id)["isArchived"] for id in ids] == [archived, archived]


def test_delete_a_duplicate(assistant: Assistant, workspace: Sandbox) -> None:
    """The contact that was made twice goes, and can be seen in the trash bin."""
    values = {"name": {"first": "Nora", "last": "Finch"}, "role": "client"}
    made = [assistant("save", resource="people", values=values).records[0]["id"] for _ in range(2)]
    where = ["name.first=Nora", "name.last=Finch"]
    assert [one["id"] for one in assistant("find", resource="people", where=where).records] == made
    assert not assistant("act", resource="people", action="delete", ids=made[1:]).failed
    assert [one["id"] for one in assistant("find", resource="people", where=where).records] == made[:1]
    assert made[1] in assistant("find", resource="trash_bin", limit=100).text


def test_a_write_without_an_answer(assistant: Assistant, workspace: Sandbox) -> None:
    """The assistant learns that the record may have been made, finds it, and does not make it twice."""
    plan = workspace.fail(Fault.reset("after", method="POST", path="/tasks", times=1))
    failed = assistant("save", resource="tasks", values={"title": "Order the paper"})
    plan.stop()
    assert failed.failed
    assert failed.text.startswith("outcome unknown: ")
    assert "look with find before you repeat it" in failed.text
    assert len(assistant("find", resource="tasks", where=["title=Order the paper"]).records) == 1
    sent = [call for call in workspace.calls if call.method == "POST" and call.json == {"title": "Order the paper"}]
    assert len(sent) == 1
